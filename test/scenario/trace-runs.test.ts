import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDeterminism } from '../../src/run/determinism.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Fidelity, Scenario } from '../../src/scenario/types.ts';
import {
  DAY,
  hasPublic,
  MINUTE,
  NETWORK,
  OWN,
  PUBLIC,
  readFrom,
  scenarioOf,
  textOf,
} from './trace-files.ts';

const BOTH = ['exact', 'aggregate'] as const;
const FOLDER = join(OWN, '..');
const ours = () =>
  scenarioOf(readFileSync(join(FOLDER, 'azure-trace.yaml'), 'utf8'), readFrom(FOLDER));

test.each(['auto', ...BOTH] as const)('azure-trace.yaml goes as it says, %s', (fidelity) => {
  for (const seed of ['azure-trace', '1', '2', '3']) {
    const { expectations, functions } = simulate(ours(), { fidelity, seed });
    expect(expectations.filter(({ ok }) => !ok)).toEqual([]);
    // 5 times 3,824, 10 times 235, and 4: counts are kept, whatever the seed.
    expect(functions.map(({ invocations }) => invocations.attempted)).toEqual([19_120, 2_350, 4]);
  }
});

test.each(BOTH)('azure-trace.yaml is the same again, and from a checkpoint, %s', (fidelity) => {
  const { ok, lines } = checkDeterminism(ours(), { fidelity });
  expect(ok, lines.join('\n')).toBe(true);
});

test('steady counts cost the control plane a few events, not one a call', () => {
  expect(simulate(ours(), { fidelity: 'aggregate' }).events).toBeLessThan(100);
});

const shared = readFrom(PUBLIC);
const IN_VPC = 'vpc: { subnets: [a], securityGroups: [web] }';

/** When a function fell idle, in minutes since the start. */
function idleMinutes(scenario: Scenario, fidelity: Fidelity, id: string): number[] {
  const minutes: number[] = [];
  simulate(scenario, {
    fidelity,
    onFrame: ({ atMs, rows }) => {
      for (const { note, subject, to } of rows) {
        if (note === 'version.state' && subject === id && to === 'Inactive') {
          minutes.push(Math.floor(atMs / MINUTE));
        }
      }
    },
  });
  return minutes;
}

test.runIf(hasPublic).each(BOTH)(
  'IDLE-1: OpenDC: a last call in minute 1,320 makes idle in minute 44,520, no call after 30 days, %s',
  (fidelity) => {
    const weekly = (repeat: number) => `
  busy: { ${IN_VPC}, traffic: { trace: opendc-faas/1.csv, repeat: ${repeat} } }
  never: { ${IN_VPC}, traffic: { trace: opendc-faas/10.csv, repeat: ${repeat} } }`;
    const once = scenarioOf(NETWORK + textOf(weekly(1), '35d'), shared);
    expect(idleMinutes(once, fidelity, 'busy')).toEqual([44_520]);
    expect(idleMinutes(once, fidelity, 'never')).toEqual([43_200]);
    // Played in each of five weeks it is never silent for so long before day 35.
    const fiveTimes = scenarioOf(NETWORK + textOf(weekly(5), '60d'), shared);
    expect(idleMinutes(fiveTimes, fidelity, 'busy')).toEqual([44_520 + 4 * 7 * 24 * 60]);
  },
);

/** All functions of the 2021 trace, with security groups by a rule of one's own. */
function fleet(
  groupOf: (app: string, key: string) => string,
  connections = '{ perEnvironment: 1 }',
): Scenario {
  const file = 'invitro-azure2021/Azure2021_200.csv';
  const rows = shared(file)!.trim().split('\n').slice(1);
  const keys = [...new Set(rows.map((row) => row.split(',').slice(0, 2).join('/')))];
  const groups = new Set<string>();
  const functions = keys.map((key, place) => {
    const group = groupOf(key.split('/')[0]!, key);
    groups.add(group);
    const at = `vpc: { subnets: [a], securityGroups: [${group}] }`;
    const traffic = `traffic: { trace: ${file}, function: ${key}, from: 1h }`;
    return `  f${place}: { ${at}, ${traffic}, connections: ${connections} }`;
  });
  const listed = [...groups].map((group) => `${group}: { vpc: main }`).join(', ');
  const network = NETWORK.replace('web: { vpc: main }', listed);
  return scenarioOf(network + textOf(functions.join('\n'), '1d'), shared);
}

test.runIf(hasPublic)(
  'SHARE-1: 31 functions need 1 ENI, 13 with a group per app, 31 with one each',
  () => {
    const enis = (groupOf: (app: string, key: string) => string) => {
      const { pairings, functions } = simulate(fleet(groupOf));
      const attempted = functions.reduce((all, { invocations }) => all + invocations.attempted, 0);
      expect([functions.length, attempted]).toEqual([31, 199]);
      return pairings.reduce((all, pairing) => all + pairing.enis.length, 0);
    };
    expect(enis(() => 'one')).toBe(1);
    expect(enis((app) => `g-${app.slice(0, 60)}`)).toBe(13);
    expect(enis((_app, key) => `g-${key.slice(0, 30)}-${key.slice(65, 95)}`)).toBe(31);
  },
);

test('a trace of 10,080 columns is read, and a hole of 15 days under 14 idle days is seen', () => {
  const header = ['HashOwner', 'HashApp', 'HashFunction', 'Trigger'];
  const minutes = 30 * 24 * 60;
  const counts = Array<number>(minutes).fill(0);
  // Days 1 and 17: 15 days and more between them, more calls than are told one by one.
  for (let minute = 0; minute < 24 * 60; minute++) {
    counts[minute] = 2;
    counts[16 * 24 * 60 + minute] = 2;
  }
  const columns = [...header, ...counts.map((_, i) => i + 1)].join(',');
  const text = `${columns}\no,a,f,timer,${counts.join(',')}\n`;
  const traffic = 'traffic: { trace: x.csv, from: 1h }';
  const source = `profile: current\n${NETWORK}${textOf(`  f: { ${IN_VPC}, ${traffic} }`)}`;
  const scenario = scenarioOf(source, () => text);
  for (const fidelity of BOTH) {
    const idle = idleMinutes(scenario, fidelity, 'f');
    expect(idle.map((minute) => Math.floor((minute * MINUTE) / DAY))).toEqual([15, 31]);
    const { attempted, failed } = simulate(scenario, { fidelity }).functions[0]!.invocations;
    expect(attempted).toBe(2 * 2 * 24 * 60);
    expect(failed['ResourceNotReadyException']).toBe(1);
  }
});

test.runIf(hasPublic).each([
  [2_826, 1, 0],
  [2_827, 2, 21],
])('CAP-1: 23 calls at once with %i connections each need %i ENIs', (each, enis, refused) => {
  const scenario = fleet(() => 'one', `{ perInvocation: ${each} }`);
  scenario.parameters['scaleOutAt'] = 1;
  const { pairings, connections } = simulate(scenario);
  expect(connections.refused).toBe(refused);
  expect(pairings.flatMap((pairing) => pairing.enis)).toHaveLength(enis);
});
