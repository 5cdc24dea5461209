import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action, VpcConfigChange, VpcConfigSpec } from '../../src/scenario/types.ts';
import { create, FULL, fn, role, scenarioOf, update, vpc } from '../builders.ts';
import { tell } from './telling.ts';

const INVALID = 'InvalidParameterValueException';

/** An update that names a part of a configuration. */
function part(atMs: number, change: VpcConfigChange): Action {
  return { ...update(atMs, 'f', 'keep'), vpc: change, code: false } as Action;
}

/** What the API shows of the attachment at the end: `a+b/web`, with `/dual` where IPv6 is on. */
function shownBy(told: ReturnType<typeof tell>): string {
  const latest = told.at(900).version('f')!;
  const { config } = latest;
  const { state } = told.at(900);
  if (config === null) return 'none';
  const subnets = config.subnets.map((id) => state.subnets[id]!.id).join('+');
  const groups = config.groups.map((id) => state.groups[id]!.id).join('+');
  return `${subnets}/${groups}${config.dualStack ? '/dual' : ''}`;
}

const FROM: Record<string, VpcConfigSpec | null> = {
  attached: vpc('a,b', 'web'),
  'with IPv6': vpc('a,b', 'web', 'dual'),
  'outside a VPC': null,
};

test.each([
  ['attached', { securityGroups: ['db'] }, '200 ok', 'a+b/db'],
  ['attached', { subnets: ['c'] }, '200 ok', 'c/web'],
  ['attached', { subnets: ['c'], ipv6AllowedForDualStack: true }, '200 ok', 'c/web/dual'],
  ['attached', { securityGroups: [] }, `200 ${INVALID}`, 'a+b/web'],
  ['attached', { subnets: [] }, `200 ${INVALID}`, 'a+b/web'],
  ['with IPv6', { securityGroups: ['db'] }, '200 ok', 'a+b/db/dual'],
  ['with IPv6', { ...vpc('a', 'db') }, '200 ok', 'a/db'],
  ['outside a VPC', { securityGroups: ['db'] }, `200 ${INVALID}`, 'none'],
  ['outside a VPC', { subnets: ['a'] }, `200 ${INVALID}`, 'none'],
  ['outside a VPC', { subnets: [] }, `200 ${INVALID}`, 'none'],
] as const)('STATE-7: a function %s that is sent %j: %s', (from, change, answer, shown) => {
  const functions = [fn('f', FROM[from]!)];
  const timeline = [create(0, 'f'), part(200, structuredClone(change) as VpcConfigChange)];
  const free = { a: 5, b: 5, c: 5 };
  const scenario = scenarioOf({ functions, timeline, free, untilMs: 950 });
  for (const subnet of scenario.network.subnets) subnet.ipv6Cidr = '2001:db8::/64';
  scenario.network.securityGroups.push({ id: 'db', vpc: 'main' });
  const told = tell(scenario);
  expect([told.answers[1], shownBy(told)]).toEqual([answer, shown]);
});

test('IAM-2: the keys of a condition hold both lists', () => {
  const deny = {
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 'lambda:UpdateFunctionConfiguration',
        Resource: '*',
        Condition: { 'ForAnyValue:StringEquals': { 'lambda:SubnetIds': 'b' } },
      },
    ],
  };
  const callers = [{ id: 'dev', policies: [{ name: 'p', document: deny }] }];
  const answers = (subnets: string) => {
    const functions = [fn('f', vpc(subnets, 'web'))];
    const timeline = [create(0, 'f'), { ...part(200, { securityGroups: ['db'] }), caller: 'dev' }];
    const scenario = { ...scenarioOf({ functions, timeline: timeline as Action[] }), callers };
    scenario.network.securityGroups.push({ id: 'db', vpc: 'main' });
    return tell(scenario).answers[1];
  };
  expect(answers('a')).toBe('200 ok');
  expect(answers('a,b')).toBe('200 AccessDeniedException');
});

const ids = (letters: string[]) => fc.subarray(letters, { minLength: 1 });
const change = fc.oneof(
  fc.record({ subnets: ids(['a', 'b', 'c']) }),
  fc.record({ securityGroups: ids(['web', 'db']) }),
);

test('STATE-7: updates of one list are those that name the other list as it is', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let now = vpc('a', 'web');
      const whole: Action[] = [];
      for (const [place, one] of changes.entries()) {
        now = { ...now, ...one };
        whole.push({ ...update(200 * (place + 1), 'f', now), code: false } as Action);
      }
      const parts = changes.map((one, place) => part(200 * (place + 1), one));
      const played = (updates: Action[]) => {
        const functions = [fn('f', vpc('a', 'web'), { role: 'r' })];
        const network = { free: { a: 9, b: 9, c: 9 }, roles: [role('r', FULL)] };
        const of = scenarioOf({ functions, timeline: [create(0, 'f'), ...updates], ...network });
        const groups = of.network.securityGroups;
        for (const id of ['web', 'db']) {
          if (!groups.some((group) => group.id === id)) groups.push({ id, vpc: 'main' });
        }
        groups.sort((x, y) => (x.id < y.id ? -1 : 1));
        of.network.subnets.sort((x, y) => (x.id < y.id ? -1 : 1));
        return tell(of).rows;
      };
      expect(played(parts)).toEqual(played(whole));
    }),
    { numRuns: 60 },
  );
});
