import { expect, test } from 'vitest';
import type { Explanation } from '../../src/run/explain.ts';
import { call, folderWith } from './calls.ts';

/** Everything is called `x`; a role `y` has a policy `x`, and a function `eni-1` exists. */
const ONE_NAME = `name: one-name
until: 2d
network:
  vpcs: { x: {} }
  subnets: { x: { vpc: x, cidr: 10.0.1.0/28 }, y: { vpc: x, cidr: 10.0.2.0/28 } }
  securityGroups: { x: { vpc: x }, y: { vpc: x } }
callers: { x: { policies: [{ Statement: [{ Effect: Allow, Action: '*', Resource: '*' }] }] } }
roles:
  x: { policies: [AWSLambdaVPCAccessExecutionRole] }
  y: { policies: [AWSLambdaVPCAccessExecutionRole] }
functions:
  x: { role: x, vpc: { subnets: [x], securityGroups: [x] } }
  z: { role: y, vpc: { subnets: [y], securityGroups: [x] } }
  eni-1: { vpc: { subnets: [x], securityGroups: [y] } }
  role: { vpc: none }
timeline:
  - { at: 1h, putRolePolicy: y, policy: AWSLambdaBasicExecutionRole, name: x }
  - { at: 2h, setQuota: { vpc: x, enis: 400 } }
  - { at: 3h, update: x, code: true, publish: true, caller: x }
  - { at: 4h, publish: role }
  - { at: 5h, deleteRolePolicy: x }
  - { at: 6h, deleteSecurityGroup: x, expect: { error: DependencyViolation } }
  - { at: 7h, deleteSubnet: x, expect: { error: DependencyViolation } }
  - { at: 8h, deleteRole: x }
`;

const DUAL = `name: dual
until: 2h
network:
  vpcs: { v: {} }
  subnets: { a: { vpc: v, cidr: 10.0.1.0/28, ipv6Cidr: "2001:db8::/64" } }
  securityGroups: { web: { vpc: v }, db: { vpc: v } }
functions:
  f: { vpc: { subnets: [a], securityGroups: [web, db], ipv6AllowedForDualStack: true } }
timeline:
  - { at: 1h, deleteNetworkInterface: { subnet: a, securityGroups: [web, db, web] } }
`;

const at = folderWith({ 'one-name.yaml': ONE_NAME, 'dual.yaml': DUAL });

async function explained(subject: string): Promise<Explanation> {
  const { code, out, err } = await call(['explain', at('one-name.yaml'), subject, '--format=json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

/** A subject, its kind, and for each thing that happened to it the notes told, in their order. */
const SUBJECTS: [subject: string, kind: string, told: string[]][] = [
  ['role:x', 'role', ['role.changed 5h', 'role.changed 8h']],
  ['vpc:x', 'VPC', ['quota.set 2h']],
  ['caller:x', 'caller', ['call.accepted 3h']],
  ['group:x', 'security group', ['call.refused 6h']],
  ['subnet:x', 'subnet', ['call.refused 7h']],
  ['function:x', 'function', ['version.update 3h']],
  ['x:1', 'function', ['version.created 3h']],
  ['function:x:1', 'function', ['version.created 3h']],
  ['role:y', 'role', ['role.changed 1h']],
  ['z', 'function', []],
  ['function:eni-1', 'function', []],
  ['eni:eni-1', 'ENI', []],
  ['role', 'function', []],
  ['role:1', 'function', ['version.created 4h']],
  ['function:role:1', 'function', ['version.created 4h']],
  ['x/x', 'pairing', ['pairing.held 0h']],
  ['pairing:x/x', 'pairing', ['pairing.held 0h']],
];

/** Which notes a thing of a kind may have in its history. */
const NOTES: Record<string, RegExp> = {
  role: /^(role\.|call\.|eni\.reapRefused)/,
  VPC: /^(quota\.set|network\.deleted|call\.|eni\.phase)/,
  caller: /^call\./,
  'security group': /^(network\.deleted|call\.|eni\.phase)/,
  subnet: /^(network\.deleted|call\.|eni\.phase)/,
  function: /^(version\.|pairing\.|call\.|function\.|operation\.)/,
  ENI: /^eni\./,
  pairing: /^(pairing\.|eni\.phase|call\.)/,
};

test.each(SUBJECTS)('%s is a %s with a history of its own', async (subject, kind, told) => {
  const { history, chain, ...found } = await explained(subject);
  expect(found.kind).toBe(kind);
  const notes = history.map(({ row, atMs }) => `${row.note} ${atMs / 3_600_000}h`);
  for (const one of told) expect(notes).toContain(one);
  expect(history.filter(({ row }) => !NOTES[kind]!.test(row.note))).toEqual([]);
  expect(found.configuration === null).toBe(kind !== 'function');
  if (kind === 'function') expect(chain.at(-1)!.row.note).toMatch(/^call\.accepted/);
});

test('the ENIs of a subnet or group are those of its own', async () => {
  const pairingsOf = async (subject: string) => {
    const { history } = await explained(subject);
    const phases = history.filter(({ row }) => row.note === 'eni.phase');
    return [...new Set(phases.map(({ row }) => row.with))].sort();
  };
  expect(await pairingsOf('subnet:x')).toEqual(['x/x', 'x/y']);
  expect(await pairingsOf('subnet:y')).toEqual(['y/x']);
  expect(await pairingsOf('group:x')).toEqual(['x/x', 'y/x']);
  expect(await pairingsOf('group:y')).toEqual(['x/y']);
  expect(await pairingsOf('vpc:x')).toEqual(['x/x', 'x/y', 'y/x']);
});

test.each([
  ['x', ['function:x', 'role:x', 'caller:x', 'group:x', 'subnet:x', 'vpc:x']],
  ['y', ['role:y', 'group:y', 'subnet:y']],
  ['eni-1', ['function:eni-1', 'eni:eni-1']],
])('%s alone is asked back, in words that can be pasted', async (subject, choices) => {
  const { code, out, err } = await call(['explain', at('one-name.yaml'), subject]);
  expect([code, out]).toEqual([2, '']);
  const offered = [...err.matchAll(/`([^`]+)`/g)].map(([, choice]) => choice!);
  expect(offered).toEqual(choices);
  for (const choice of offered) await explained(choice);
});

test.each([
  ['role:xx', 'did you mean `role:x`?'],
  ['group:z', 'did you mean `group:x`?'],
  ['nobody', '`function:x`'],
])('%s is nothing here, and something near is offered', async (subject, offer) => {
  const { code, err } = await call(['explain', at('one-name.yaml'), subject]);
  expect(code).toBe(2);
  expect(err).toContain(offer);
});

test('a call about a dual-stack pairing is told of that pairing, however its groups are written', async () => {
  const { code, out } = await call(['explain', at('dual.yaml'), 'a/db+web/dual', '--format=json']);
  expect(code).toBe(0);
  const { history }: Explanation = JSON.parse(out);
  const calls = history.filter(({ row }) => row.note.startsWith('call.'));
  expect(calls.map(({ row }) => row.refusal)).toEqual(['eniInUse']);
});

test('an ENI that comes later is what its name means before it comes', async () => {
  const early = ['explain', at('one-name.yaml'), 'eni-1', '--at', '0s'];
  expect((await call(early)).code).toBe(2);
});

test('the head of an explanation says the kind, and only what has a state shows one', async () => {
  const head = async (subject: string) => {
    const { out } = await call(['explain', at('one-name.yaml'), subject]);
    return out.split('\n')[0];
  };
  expect(await head('role:x')).toBe('x (role) at 2d');
  expect(await head('group:x')).toBe('x (security group) at 2d');
  expect(await head('function:x')).toBe('x (function) at 2d: Active');
  expect(await head('eni:eni-1')).toBe('eni-1 (ENI) at 2d: ready');
});
