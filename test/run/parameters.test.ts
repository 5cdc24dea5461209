import { expect, test } from 'vitest';
import { PARAMETERS, UNREAD } from '../../src/evidence/parameters.ts';
import { resolveParameters } from '../../src/run/parameters.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { create, fn, scenarioOf } from '../builders.ts';

test('every parameter is read by a run, or said to be read by none', () => {
  const read = new Set<string>();
  const scenario = scenarioOf({ functions: [fn('f', null)], timeline: [create(0, 'f')] });
  const parameters = new Proxy({}, { get: (_, name) => void read.add(String(name)) });
  resolveParameters({ ...scenario, parameters }, 'seed');
  expect([...read, ...UNREAD].sort()).toEqual(Object.keys(PARAMETERS).sort());
});

const withParameter = (line: string) =>
  parseScenario(`name: s\nuntil: 1d\nfunctions: { f: }\nparameters:\n  ${line}\n`, {
    file: 's.yaml',
  });

test('an override that changes nothing is a warning', () => {
  const { ok, issues } = withParameter('tcpIdleTimeout: 5s');
  expect(ok).toBe(true);
  expect(issues).toEqual([expect.objectContaining({ severity: 'warning', line: 5 })]);
});

test.each(['asyncRetryFirst', 'eniRecreation', 'reapRetryEvery'])(
  '%s: 0s would repeat for ever in one moment, and is refused',
  (name) => {
    const { ok, issues } = withParameter(`${name}: 0s`);
    expect(ok).toBe(false);
    expect(issues[0]).toMatchObject({ line: 5, path: `parameters.${name}` });
  },
);
