import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account, Part } from '../../src/demo/account.ts';
import type { Change } from '../../src/demo/change.ts';
import { FIGURES, figuresOf } from '../../src/demo/figures.ts';
import { accountOf, isNumberName, type Seen } from '../../src/demo/numbers.ts';
import { type Play, placeAt, playOf } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import { PARAMETERS } from '../../src/evidence/parameters.ts';
import { RULES } from '../../src/evidence/rules.ts';
import { scenarioOf } from '../scenarios/stories.ts';

const seenAt = (play: Play, place: number): Seen => {
  const moment = play.moments[place]!;
  return { play, moment, scene: sceneOf(play.recording.after(moment.steps)) };
};

const numberIn = (text: string): number => Number(text.replaceAll(',', ''));

/** What the lines before the total come to. */
function sumOf(parts: readonly Part[]): number {
  return parts
    .filter(({ sign }) => sign !== '=' && sign !== '·')
    .map(({ sign, amount }) => numberIn(amount.split(' = ').at(-1)!) * (sign === '−' ? -1 : 1))
    .reduce((all, one) => all + one, 0);
}

const totalOf = ({ parts }: Account): number =>
  numberIn(parts.find(({ sign }) => sign === '=')!.amount);

describe.each(['idle-reclaim', 'group-for-each', 'slow-destroy', 'burst', 'nat-fills-first'])(
  '%s',
  (name) => {
    test('sums come to what the map shows, and so does the last value before', async () => {
      const play = playOf(await scenarioOf(`${name}.yaml`), {}, null);
      const place = fc.integer({ min: 0, max: play.moments.length - 1 });
      fc.assert(
        fc.property(place, (at) => {
          const seen = seenAt(play, at);
          for (const vpc of seen.scene.vpcs) {
            const enis = accountOf(`enis of ${vpc.id}`, seen)!;
            expect([sumOf(enis.parts), totalOf(enis)]).toEqual([vpc.enis, vpc.enis]);
            const last = enis.history.at(-1);
            if (last !== undefined) expect(numberIn(last.amount)).toBe(vpc.enis);
            for (const subnet of vpc.subnets) {
              const free = accountOf(`free of ${subnet.id}`, seen)!;
              expect([sumOf(free.parts), totalOf(free)]).toEqual([subnet.free, subnet.free]);
              const latest = free.history.at(-1);
              if (latest !== undefined) expect(numberIn(latest.amount)).toBe(subnet.free);
            }
          }
        }),
      );
    });

    test('every figure has an account that comes to it', async () => {
      const play = playOf(await scenarioOf(`${name}.yaml`), {}, null);
      const figures = figuresOf(play);
      for (const figure of FIGURES) {
        const account = accountOf(`figure of ${figure}`, seenAt(play, 0))!;
        if (figure === 'enisPeak' || figure === 'failedCalls' || figure === 'refused') {
          expect(sumOf(account.parts), figure).toBe(figures[figure]);
        } else if (figures[figure] > 0) expect(account.parts.length, figure).toBeGreaterThan(0);
      }
    });
  },
);

test('a /28 has 16 addresses: five are kept, three taken, one is of an ENI', async () => {
  const play = playOf(await scenarioOf('idle-reclaim.yaml'), {}, null);
  const { parts, history } = accountOf('free of a', seenAt(play, placeAt(play, 86_400_000)))!;
  expect(parts.map(({ sign, amount, what }) => `${sign} ${amount} ${what}`)).toEqual([
    ' 2^4 = 16 inBlock',
    '− 5 keptByAws',
    '− 3 takenByOthers',
    '− 1 takenByEnis',
    '= 7 freeNow',
  ]);
  expect(history).toEqual([{ atMs: 0, amount: '7', subject: 'eni-1' }]);
});

test('a full ENI: what it carries, who uses it, and how it filled', async () => {
  const play = playOf(await scenarioOf('burst.yaml'), {}, null);
  const seen = seenAt(play, placeAt(play, 32 * 60_000));
  const { parts, history, rules } = accountOf('open of eni-1', seen)!;
  expect(parts.map(({ what }) => what)).toEqual([
    'openNow',
    'oneCarries',
    'roomLeft',
    'enisOfPairing',
    'perCall',
  ]);
  expect(parts[1]!.amount).toBe('65,000');
  expect(parts.at(-1)).toMatchObject({ amount: '150', names: ['storm'] });
  expect(history.length).toBeGreaterThan(2);
  expect(rules).toContain('CAP-3');
  expect(accountOf('open of eni-99', seen)).toBeNull();
});

test('numbers of the evidence table are told from those of a scenario', async () => {
  const parametersAt = async (name: string, change: Change) => {
    const play = playOf(await scenarioOf(`${name}.yaml`), change, null);
    const seen = seenAt(play, 1);
    const names = ['free of a', 'enis of main', 'figure of peakConnections'] as const;
    const parts = names.flatMap((one) => accountOf(one, seen)!.parts);
    return parts.flatMap(({ parameter = [] }) => parameter);
  };
  const all = ['reservedAddressesPerSubnet', 'eniQuota', 'connectionsPerEni'];
  expect(await parametersAt('burst', {})).toEqual(all);
  expect(await parametersAt('burst', { quota: 250 })).not.toContain('eniQuota');
  expect(await parametersAt('group-for-each', {})).not.toContain('eniQuota');
});

test('names of numbers are told from names of things', () => {
  const names = [
    'free of a',
    'open of eni-1',
    'figure of refused',
    'free',
    'eni-1',
    'free:2',
    null,
  ];
  expect(names.filter(isNumberName)).toEqual(names.slice(0, 3));
});

test('each number rests on rules, and one of its rules or their numbers has a source', async () => {
  const play = playOf(await scenarioOf('burst.yaml'), {}, null);
  const seen = seenAt(play, placeAt(play, 32 * 60_000));
  const figures = FIGURES.map((figure) => `figure of ${figure}` as const);
  for (const name of ['free of a', 'enis of main', 'open of eni-1', ...figures] as const) {
    const { rules } = accountOf(name, seen)!;
    const sources = rules.flatMap((id) => {
      const { sources: own = [], parameters = [] } = RULES[id];
      return [...own, ...parameters.flatMap((one) => PARAMETERS[one].sources ?? [])];
    });
    expect(sources.length, name).toBeGreaterThan(0);
  }
});
