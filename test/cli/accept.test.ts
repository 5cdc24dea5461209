import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configFor } from '../../src/cli/config.ts';
import { call, folderWith } from './calls.ts';

/** Two functions in one zone each: a warning of each, and no error. */
const WARNED = `Resources:
  A:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-0a], SecurityGroupIds: [sg-0a] } }
  B:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-0b], SecurityGroupIds: [sg-0a] } }
`;
const REFUSED = WARNED.replace('[subnet-0a]', '[]');
const accepting = (...entries: string[]): string =>
  `accept:\n${entries.map((one) => `  - { ${one} }\n`).join('')}`;
const ONE_AZ = "id: one-az, subject: '*', reason: small on purpose";

/** A folder with files in it, folders made as needed. */
function project(files: Record<string, string>): string {
  const folder = folderWith({})('');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const COMMANDS = [['check'], ['plan']];

describe.each(COMMANDS)('%s', (command) => {
  test('accepted findings do not count, and are told with their reason', async () => {
    const folder = project({ 't.yaml': WARNED, 'hyperplane.yaml': accepting(ONE_AZ) });
    const argv = [command, join(folder, 't.yaml'), '--fail-on', 'warning'];
    const { code, out, err } = await call(argv);
    expect([code, err]).toEqual([0, '']);
    for (const word of ['Accepted: small on', 'purpose']) expect(out).toContain(word);
    const elsewhere = project({ 't.yaml': WARNED });
    expect((await call([command, join(elsewhere, 't.yaml'), '--fail-on', 'warning'])).code).toBe(1);
  });

  test('an error that is accepted does not count, and the no with it', async () => {
    const entry = 'id: half-configuration, subject: A, until: 2026-11-30, reason: being built';
    const folder = project({ 't.yaml': REFUSED, 'hyperplane.yaml': accepting(entry) });
    const argv = [command, join(folder, 't.yaml')];
    expect((await call(argv)).code).toBe(0);
    const after = await call(argv, { today: () => '2026-12-01' });
    expect(after.code).toBe(1);
    expect(after.err).toContain(
      '/hyperplane.yaml:2:50 accept.0.until: warning: accepted until 2026-11-30, which is over: a finding counts again. mend it, or set a later date',
    );
    for (const word of ['Was', '2026-11-30', 'being']) expect(after.out).toContain(word);
  });

  test('an entry that matches nothing is told, with the subject that was meant', async () => {
    const entries = [
      'id: one-az, subject: Aa, reason: x',
      'id: not-dual-stack, subject: A, reason: x',
    ];
    const folder = project({ 't.yaml': WARNED, 'hyperplane.yaml': accepting(...entries) });
    const { code, err } = await call([command, join(folder, 't.yaml')]);
    expect(code).toBe(0);
    expect(err.match(/hyperplane\.yaml:.*/g)).toEqual([
      'hyperplane.yaml:2:28 accept.0.subject: warning: nothing is found that is `one-az` of `Aa`. did you mean `A`?',
      'hyperplane.yaml:3:36 accept.1.subject: warning: nothing is found that is `not-dual-stack` of `A`. leave the entry out',
    ]);
  });

  test('what is wrong in the file is told with its place, and nothing is checked', async () => {
    const folder = project({
      't.yaml': WARNED,
      'hyperplane.yaml': accepting('id: one-ax, subject: A, reason: x'),
    });
    const { code, out, err } = await call([command, join(folder, 't.yaml')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /hyperplane\.yaml:2:11 accept\.0\.id: no finding is called `one-ax`. did you mean `one-az`\?\n$/,
    );
  });

  test('JSON has every finding, with what is accepted of it', async () => {
    const entries = ['id: one-az, subject: A, until: 2027-01-31, reason: known'];
    const folder = project({ 't.yaml': WARNED, 'hyperplane.yaml': accepting(...entries) });
    const { out } = await call([command, join(folder, 't.yaml'), '--format', 'json']);
    const told = JSON.parse(out);
    const findings = command === 'plan' ? told.findings : told.files[0].findings;
    const ofZones = findings.filter(({ id }: { id: string }) => id === 'one-az');
    expect(ofZones).toMatchObject([
      { subject: 'A', accepted: { reason: 'known', until: '2027-01-31' } },
      { subject: 'B', accepted: null },
    ]);
  });

  test('--config names another file', async () => {
    const folder = project({
      't.yaml': WARNED,
      'hyperplane.yaml': 'accept: 1\n',
      'other.yaml': accepting(ONE_AZ),
    });
    const argv = [command, join(folder, 't.yaml'), '--fail-on', 'warning'];
    expect((await call(argv)).code).toBe(2);
    expect((await call([...argv, '--config', join(folder, 'other.yaml')])).code).toBe(0);
    const missing = await call([...argv, '--config', join(folder, 'no.yaml')]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('no.yaml: cannot be read: there is no such file or directory');
  });
});

describe('the file is looked for beside what comes first and above, as far as the working directory', () => {
  const folder = project({
    'stacks/hyperplane.yaml': 'accept: []\n',
    'stacks/shop/t.yaml': WARNED,
    'near/hyperplane.yaml': 'accept: []\n',
    'near/t.yaml': WARNED,
    'bare/t.yaml': WARNED,
  });
  test.each([
    ['.', 'stacks/shop/t.yaml', 'stacks/hyperplane.yaml'],
    ['.', 'stacks/shop', 'stacks/hyperplane.yaml'],
    ['.', 'stacks', 'stacks/hyperplane.yaml'],
    ['.', 'near', 'near/hyperplane.yaml'],
    ['.', 'near/t.yaml', 'near/hyperplane.yaml'],
    ['.', 'bare/t.yaml', null],
    ['.', '.', null],
    ['.', '-', null],
    ['near', '-', 'hyperplane.yaml'],
    ['near', 't.yaml', 'hyperplane.yaml'],
    ['near', '.', 'hyperplane.yaml'],
    // The file itself is what is looked at.
    ['near', 'hyperplane.yaml', null],
    // What lies above the working directory is somebody else's; outside of it, only what is beside.
    ['stacks/shop', 't.yaml', null],
    ['stacks/shop', '../shop/t.yaml', null],
    ['stacks/shop', '../../near/t.yaml', join(folder, 'near', 'hyperplane.yaml')],
    ['bare', '../stacks/shop/t.yaml', null],
  ])('from %s, of %s: %s', (here, path, found) => {
    expect(configFor([path, 'bare/t.yaml'], resolve(folder, here))).toBe(found);
  });
});

test('the reports of a plan tell what is accepted', async () => {
  const folder = project({
    't.yaml': WARNED,
    'hyperplane.yaml': accepting("id: one-az, subject: A, reason: '<b>|why'"),
  });
  const out = join(folder, 'out');
  expect((await call(['plan', join(folder, 't.yaml'), '--out', out])).code).toBe(0);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  expect(read('report.md')).toMatch(
    /\| accepted \| A: .*one-az.* \| Accepted: &lt;b&gt;\\\|why \|/,
  );
  expect(read('report.html')).toContain('Accepted: &lt;b&gt;|why');
  expect(JSON.parse(read('plan.json')).findingRows).toMatchObject([
    { id: 'one-az', subjects: ['B'], accepted: null },
    { id: 'one-az', subjects: ['A'], accepted: { reason: '<b>|why', until: null } },
  ]);
});

test('a folder is not taken to hold a template that says what is accepted', async () => {
  const folder = project({ 't.yaml': WARNED, 'hyperplane.yaml': accepting(ONE_AZ) });
  for (const [command] of COMMANDS) {
    const { code, err } = await call([command!, folder]);
    expect([code, err]).toEqual([0, '']);
  }
});

test('a scenario that is called so is a scenario', async () => {
  const scenario = readFileSync('scenarios/burst.yaml', 'utf8');
  const folder = project({ 'hyperplane.yaml': scenario });
  expect((await call(['check', join(folder, 'hyperplane.yaml')])).err).toBe('');
});
