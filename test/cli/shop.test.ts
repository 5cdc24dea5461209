import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shopCalls } from '../scenarios/shop-calls.ts';
import { call, folderWith } from './calls.ts';

const STACKS = ['scenarios/shop/network.yaml', 'scenarios/shop/shop.yaml'];
const README = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const at = folderWith({});

/** Wrapped text, or a command over several lines, as one line. */
const flat = (text: string): string => text.replaceAll(/[\s\\]+/g, ' ');

test('the bundled stacks are planned as the README tells', async () => {
  const { code, out, err } = await call(['plan', ...STACKS]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const question = 'Do they fit into their subnets and under the quotas? ';
  const answer =
    'es, but not while all groups are replaced at once. ' +
    'Today: 19 functions share 25 ENIs; VPC network/Shop then holds 23 of 500 (4.6%). ' +
    'While all groups are replaced at once: Subnet network/PrivateA needs 28 of 27 addresses.';
  expect(flat(out)).toContain(`${question}Y${answer}`);
  // The README shows `npm start`, which runs the traffic too.
  expect(flat(README)).toContain(`${question}Without traffic: y${answer}`);
});

test('they tell what their comments promise', async () => {
  const { findings, unknowns, counts, advice } = JSON.parse(
    (await call(['plan', ...STACKS, '--format', 'json'])).out,
  );
  expect(unknowns).toEqual([]);
  expect(counts).toMatchObject({ functions: 20, functionsInVpc: 19, enisAtLeast: 25 });
  expect(
    findings.map(({ rule, subject }: { rule: string; subject: string }) => [rule, subject]),
  ).toEqual([
    ['ENI-4', 'shop/Reports'],
    ['IAM-4', 'shop/Restock'],
    ['SHARE-2', 'shop/Invoices'],
    ['LIMIT-2', 'network/PrivateA'],
  ]);
  expect(advice[0]).toMatchObject({
    kind: 'merge groups',
    enisSaved: 18,
    mends: ['network/PrivateA'],
  });
});

test('in another stage there is a function less', async () => {
  const { out } = await call(['plan', ...STACKS, '--param', 'Stage=dev', '--format', 'json']);
  expect(JSON.parse(out).counts).toMatchObject({ functionsInVpc: 18, enisAtLeast: 23 });
});

test('without its network the shop says what it lacks', async () => {
  const { out } = await call(['plan', STACKS[1]!]);
  expect(flat(out)).toContain('quotas? Unknown. Today: ');
  expect(out).toContain('network-private');
});

test('its trace is the one that was made', () => {
  expect(readFileSync('scenarios/shop/calls.csv', 'utf8')).toBe(shopCalls());
});

test('npm start plans it under its evening, and says where the report is', async () => {
  const [node, main, ...argv] = scripts.start.split(' ');
  expect([node, main]).toEqual(['node', 'dist/cli/main.js']);
  expect(flat(README)).toContain(argv.slice(0, -2).join(' '));
  const few = ['--runs', '2', '--workers', '0', '--out', at('out')];
  const { code, out } = await call([...argv, ...few]);
  expect(code).toBe(0);
  const headroom =
    /A second ENI is added at (2|1\.\d)x to ([5-7](?:\.\d)?)x today's traffic \(3\.\dx at the assumed/;
  expect(flat(out)).toMatch(headroom);
  expect(out).toContain(`The report is ${at('out')}/report.html`);
  for (const name of ['report.html', 'report.md', 'plan.json']) {
    expect(existsSync(at(`out/${name}`))).toBe(true);
  }
  // Figures bear the ids of the templates, not the names that scenarios know.
  const page = readFileSync(at('out/report.md'), 'utf8');
  expect(page).toContain('| subnet network/PrivateA | addresses in use, others included | 21 |');
  expect(page).not.toContain('network\\_PrivateA');
});

test('check knows templates too, and tells their issues with their places', async () => {
  const good = await call(['check', STACKS[0]!]);
  expect(good.code).toBe(0);
  expect(good.out.split('\n')[0]).toBe(`${STACKS[0]}: ok, a template, 0 functions`);
  const broken = folderWith({
    'bad.json': '{ "Resources": { "A": { "Type": "AWS::EC2::VPC", "DependsOn": "A" },\n"B": {} } }',
  });
  const bad = await call(['check', broken('bad.json'), '--format', 'json']);
  expect(bad.code).toBe(2);
  expect(JSON.parse(bad.out).files).toMatchObject([
    {
      kind: 'template',
      ok: false,
      issues: [{ line: 2, message: 'the resource `B` has no `Type`' }],
    },
  ]);
});
