import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Outbox } from '../../src/cli/files.ts';
import { call, folderWith, GOOD } from './calls.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TEMPLATE = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G] } }
  V: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref V, CidrBlock: 10.0.1.0/24 } }
  G: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref V, GroupDescription: g } }
`;
const TRAFFIC = 'from: 1m\nuntil: 30d\nfunctions: { F: { traffic: { rate: 20/s } } }\n';
const LONG = GOOD.replace('[web] } }', '[web] }, traffic: { rate: 50/s } }').replace(
  '40d',
  '9000d',
);
const at = folderWith({
  'good.yaml': GOOD,
  'template.yaml': TEMPLATE,
  'traffic.yaml': TRAFFIC,
  'long.yaml': LONG,
});

const started = (argv: readonly string[]) =>
  [process.execPath, ['--import', 'tsx', MAIN, ...argv]] as const;

function hyperplane(argv: readonly string[], stdout: number | 'pipe'): SpawnSyncReturns<string> {
  const [node, args] = started(argv);
  return spawnSync(node, args, { encoding: 'utf8', stdio: ['ignore', stdout, 'pipe'] });
}

const FEW = ['--runs', '2', '--workers', '0'];
const FULL = 'hyperplane: standard output cannot be written: no space is left on the device\n';

describe.skipIf(!existsSync('/dev/full'))('a full disk is one line and exit code 2', () => {
  test.each([
    ['run', 'good.yaml'],
    ['run', 'good.yaml', '--watch'],
    ['run', 'good.yaml', '--format', 'json'],
    ['plan', 'template.yaml'],
    ['plan', 'template.yaml', '--format', 'csv'],
    ['explain', 'good.yaml', 'checkout'],
    ['check', 'good.yaml'],
    ['sweep', 'good.yaml', ...FEW],
    ['compare', 'good.yaml', 'good.yaml', ...FEW],
    ['find', 'good.yaml', '--vary', 'until=33d..34d', '--until', 'mean(enis.peak) < 3', ...FEW],
    ['sensitivity', 'good.yaml', '--of', 'mean(enis.peak)', ...FEW],
    ['facts'],
    ['schema'],
    ['--help'],
    ['--version'],
  ])('%s %s %s', (command, ...argv) => {
    const full = openSync('/dev/full', 'w');
    const files = argv.map((word) => (word.endsWith('.yaml') ? at(word) : word));
    const { status, stderr } = hyperplane([command!, ...files], full);
    closeSync(full);
    expect([status, stderr]).toEqual([2, FULL]);
  });

  test.each([
    [['demo', '--out', '/dev/full'], '/dev/full: cannot be written: no space is left'],
    [['plan', 'template.yaml', '--out', '/dev/full'], '/dev/full: cannot be written: it is a file'],
    [['run', 'good.yaml', '--out', '/proc/none'], '/proc/none: cannot be written: '],
    [['sweep', 'good.yaml', ...FEW, '--out', '/dev/full/x'], '/dev/full/x: cannot be written: '],
    [['demo', '--out', '/proc/page.html'], '/proc/page.html: cannot be written: '],
  ])('also a report: %j', async (argv, message) => {
    const files = argv.map((word) => (word.endsWith('.yaml') ? at(word) : word));
    const { code, out, err } = await call(files);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('and where nobody can be told, the exit code alone', () => {
    const full = openSync('/dev/full', 'w');
    const [node, args] = started(['run', at('none.yaml')]);
    const { status } = spawnSync(node, args, { stdio: ['ignore', 'ignore', full] });
    closeSync(full);
    expect(status).toBe(2);
  });
});

test('whoever stops reading is no error, also where much is still to come', async () => {
  const [node, args] = started(['run', at('good.yaml'), '--format', 'json', '--out', at('piped')]);
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdout.destroy();
  const code = await new Promise((done) => child.on('exit', done));
  expect([code, err]).toEqual([0, '']);
  const written = ['result.json', 'story.txt', 'trace.json', 'trace.ndjson'];
  expect(readdirSync(at('piped')).sort()).toEqual(written);
});

describe('files that a killed process had begun', () => {
  /** No process has this number. */
  const DEAD = 2 ** 30;
  const left = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.partial'));

  test.each([
    ['run', ['run', 'good.yaml', '--out']],
    ['plan', ['plan', 'template.yaml', '--out']],
    ['sweep', ['sweep', 'good.yaml', ...FEW, '--out']],
  ])('are taken away by the next %s into the same folder', async (name, argv) => {
    const folder = at(`left-${name}`);
    mkdirSync(folder);
    writeFileSync(`${folder}/report.html.${DEAD}.partial`, 'half');
    writeFileSync(`${folder}/notes.partial`, 'not ours');
    const files = argv.map((word) => (word.endsWith('.yaml') ? at(word) : word));
    expect((await call([...files, folder])).code).toBe(0);
    expect(left(folder)).toEqual(['notes.partial']);
  });

  test('one that another process still writes stays', async () => {
    const folder = at('shared');
    mkdirSync(folder);
    const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(`${folder}/plan.json.${sleeper.pid}.partial`, 'half');
    await call(['plan', at('template.yaml'), '--out', folder]);
    sleeper.kill();
    expect(left(folder)).toEqual([`plan.json.${sleeper.pid}.partial`]);
  });

  test('so do those that this one writes itself', () => {
    const outbox = new Outbox();
    outbox.open(at('one.json')).write('1');
    const other = new Outbox();
    other.open(at('two.json')).write('2');
    other.commit();
    outbox.commit();
    expect([existsSync(at('one.json')), existsSync(at('two.json'))]).toEqual([true, true]);
  });

  test('beside one file, the next of the same name takes them away', async () => {
    writeFileSync(at(`t.csv.${DEAD}.partial`), 'half');
    writeFileSync(at(`other.csv.${DEAD}.partial`), 'half');
    await call(['run', at('good.yaml'), '--trace', at('t.csv')]);
    expect(left(at('.'))).toEqual([`other.csv.${DEAD}.partial`]);
  });
});

describe.skipIf(process.platform === 'win32')('SIGTERM', () => {
  test.each([
    ['run', ['run', 'long.yaml', '--fidelity', 'exact', '--out'], /^(?:Interrupted at .*\n)?$/],
    [
      'sweep',
      ['sweep', 'good.yaml', '--runs', '900000', '--workers', '0', '--out'],
      /^Interrupted /,
    ],
    [
      'plan',
      ['plan', 'template.yaml', '--traffic', 'traffic.yaml', '--runs', '900000', '--out'],
      /^Interrupted /,
    ],
  ])('stops %s as Ctrl-C does, with an exit code of its own', async (name, argv, told) => {
    const folder = at(`term-${name}`);
    const files = argv.map((word) => (word.endsWith('.yaml') ? at(word) : word));
    const [node, args] = started([...files, folder]);
    const child = spawn(node, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const ended = new Promise((done) => child.on('close', (code, signal) => done(code ?? signal)));
    while (!existsSync(folder) || readdirSync(folder).length === 0) await setTimeout(10);
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    expect(err).toMatch(told);
    expect(readdirSync(folder).filter((file) => file !== 'runs.ndjson')).toEqual([]);
  });
});
