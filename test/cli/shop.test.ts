import { expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const SHOP = 'scenarios/templates/shop.yaml';

test('the bundled template is planned as the README tells', async () => {
  const { code, out, err } = await call(['plan', SHOP]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const answer = "Yes: 8 functions share 15 ENIs, at most 3.2% of a VPC's quota of 500.";
  expect(out.split('\n')[0]).toBe(answer);
});

test('in another stage it has a function less, in other blocks', async () => {
  const { out } = await call(['plan', SHOP, '--param', 'Stage=dev', '--format', 'json']);
  const plan = JSON.parse(out);
  expect(plan.counts).toMatchObject({ functions: 9, functionsInVpc: 7, enisAtLeast: 15 });
  expect(plan.subnets[0].cidr).toBe('10.20.0.0/28');
});

test('check knows templates too, and tells their issues with their places', async () => {
  const good = await call(['check', SHOP]);
  expect(good).toMatchObject({ code: 0, out: `${SHOP}: ok, a template, 9 functions\n` });
  const at = folderWith({
    'bad.json': '{ "Resources": { "A": { "Type": "AWS::EC2::VPC", "DependsOn": "A" },\n"B": {} } }',
  });
  const bad = await call(['check', at('bad.json'), '--format', 'json']);
  expect(bad.code).toBe(2);
  expect(JSON.parse(bad.out).files).toMatchObject([
    {
      kind: 'template',
      ok: false,
      issues: [{ line: 2, message: 'the resource `B` has no `Type`' }],
    },
  ]);
});
