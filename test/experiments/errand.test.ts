import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pack, unpack } from '../../src/experiments/errand.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { waiting } from './known.ts';

const how = { seed: 'x/1', points: 3, profile: 'current', fidelity: 'exact' } as const;

test.each(readdirSync('scenarios').filter((name) => name.endsWith('.yaml')))(
  '%s comes out as it went in',
  (name) => {
    const file = `scenarios/${name}`;
    const readFile = (other: string) => readFileSync(`scenarios/${other}`, 'utf8');
    const parsed = parseScenario(readFileSync(file, 'utf8'), { file, readFile });
    if (!parsed.ok) throw new Error(`${name} is broken`);
    const job = { scenario: parsed.scenario, ...how };
    expect(unpack(pack(job))).toEqual(job);
  },
);

test('jobs of one scenario share it on both sides, also after many others', () => {
  const scenario = waiting(30_000);
  const [one, two] = [1, 2].map((n) => pack({ scenario, seed: `x/${n}`, points: 0 }));
  expect(two!.parcel).toBe(one!.parcel);
  const first = unpack(one!).scenario;
  expect(unpack(two!).scenario).toBe(first);
  for (let untilMs = 1; untilMs < 20; untilMs++) {
    const other = pack({ scenario: waiting(untilMs), seed: 'x/1', points: 0 });
    expect(unpack(other).scenario.untilMs).toBe(untilMs);
  }
  // Only a few are kept.
  expect(unpack(one!).scenario).not.toBe(first);
  expect(unpack(one!).scenario).toEqual(scenario);
});
