import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keptLine } from '../../src/cli/kept-runs.ts';
import { version } from '../../src/cli/version.ts';
import { call, folderWith } from './calls.ts';

/** A wait of 10 to 20 s, looked at until 18 s. */
const WAITING = `name: waiting
until: 18s
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/28 } }
  securityGroups: { web: { vpc: main } }
functions:
  checkout: { vpc: { subnets: [a], securityGroups: [web] } }
parameters:
  eniCreation: { uniform: { min: 10s, max: 20s } }
`;
const at = folderWith({
  'a.yaml': WAITING,
  'b.yaml': WAITING.replace('max: 20s', 'max: 30s'),
  'shared.yaml': WAITING.replace('18s', '40s'),
});
const FEW = ['--workers', '0', '--runs', '20'];

describe('sweep', () => {
  test('without --vary sums up many runs of one scenario', async () => {
    const { code, out, err } = await call(['sweep', at('a.yaml'), ...FEW]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('waiting: 20 runs, seeds waiting/1 and on\n');
    expect(out).toMatch(/^deploy\.slowest +\d+% \(/m);
    expect(out).toContain('In no run: enis.scaledOut');
  });

  test('--precision goes on until the interval is as narrow, or says that it is not', async () => {
    const argv = ['sweep', at('shared.yaml'), ...FEW, '--precision', 'deploy.slowest=3%'];
    const { out } = await call([...argv, '--format', 'json']);
    const [{ summary }] = JSON.parse(out).rows;
    expect(summary.precise).toBe(true);
    expect(summary.runs).toBeGreaterThan(20);
    const cut = await call([...argv, '--runs-max', '25']);
    expect(cut.out).toContain('25 runs');
    expect(cut.out).toContain('Not as precise as wanted');
  });

  test('runs every combination, and writes the table as JSON, CSV and Parquet', async () => {
    const vary = ['--vary', 'until=15s,25s', '--vary', 'network.subnets.a.taken=0,10'];
    const argv = ['sweep', at('a.yaml'), ...FEW, ...vary, '--out', at('grid')];
    const { code, out } = await call([...argv, '--format', 'json']);
    expect(code).toBe(0);
    const { paths, rows } = JSON.parse(out);
    expect(paths).toEqual(['until', 'network.subnets.a.taken']);
    expect(rows.map(({ values }: { values: object }) => Object.values(values).join())).toEqual([
      ...['15s,0', '15s,10', '25s,0', '25s,10'],
    ]);
    expect(readFileSync(at('grid/sweep.json'), 'utf8')).toBe(out);
    const lines = readFileSync(at('grid/sweep.csv'), 'utf8').trim().split('\r\n');
    const metrics = rows[0].summary.metrics.length;
    expect(lines).toHaveLength(1 + 4 * metrics);
    expect(lines[0]).toMatch(/^until,network\.subnets\.a\.taken,seed,metric,unit,runs,happened,/);
    const full = lines.filter((line) => line.includes(',subnet.a.full,'));
    // With ten of eleven addresses taken, one ENI fills the subnet.
    expect(full.map((line) => line.split(',').slice(0, 7))).toEqual([
      ['15s', '0', 'waiting', 'subnet.a.full', 'flag', '20', '0'],
      ['15s', '10', 'waiting', 'subnet.a.full', 'flag', '20', '1'],
      ['25s', '0', 'waiting', 'subnet.a.full', 'flag', '20', '0'],
      ['25s', '10', 'waiting', 'subnet.a.full', 'flag', '20', '1'],
    ]);
    const slowest = lines.find((line) => line.startsWith('15s,0,waiting,deploy.slowest,'))!;
    const { happened, mean, min } = rows[0].summary.metrics.find(
      ({ name }: { name: string }) => name === 'deploy.slowest',
    );
    const [share, mid] = [happened, mean].map(({ value, low, high }) => [value, low, high]);
    expect(slowest.split(',').slice(6, 13).map(Number)).toEqual([...share!, ...mid!, min]);
    const parquet = readFileSync(at('grid/sweep.parquet'));
    expect([parquet.subarray(0, 4), parquet.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
    expect(readdirSync(at('grid')).sort()).toEqual([
      ...['runs.ndjson', 'sweep.csv', 'sweep.json', 'sweep.parquet'],
    ]);
  });

  test.each([
    [['--vary', 'until'], 'write path=v1,v2'],
    [['--vary', 'until=15s', '--vary', 'until=16s'], '--vary until: given twice'],
    [['--vary', 'functions.chekout.concurrency=1'], 'did you mean `checkout`?'],
    [['--vary', 'network.subnets.a.cidr=10.0.0.0/40'], 'network.subnets.a.cidr: not an IPv4 block'],
    [
      ['--vary', `until=${Array.from({ length: 10_001 }, (_, i) => `${i + 1}s`)}`],
      'at most 10,000',
    ],
    [['--metric', 'enis.peek'], 'did you mean `enis.peak`?'],
    [['--precision', 'deploy.slowest=2'], 'write metric=2%'],
    [['--precision', 'deploy.slow=2%'], 'did you mean `deploy.slowest`?'],
    [['--runs', '1.5'], 'It must be a whole number from 1'],
    [['--workers', '-1'], 'It must be a whole number from 0'],
    [['--resume'], '--resume goes on with the runs in --out'],
  ])('%j is bad usage', async (argv, message) => {
    const { code, out, err } = await call(['sweep', at('a.yaml'), ...FEW, ...argv]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^ {4}at /m);
  });
});

test('compare says what differs under the same luck', async () => {
  const argv = ['compare', at('a.yaml'), at('b.yaml'), ...FEW];
  const { code, out } = await call(argv);
  expect(code).toBe(0);
  // Both are called `waiting`, so that their files have to tell them apart.
  expect(out).toMatch(/^metric +a\.yaml +b\.yaml +difference/m);
  expect(out).toContain('a.yaml and b.yaml: 20 pairs of runs, seeds waiting/1 to waiting/20\n');
  expect(out).toMatch(/^deploy\.slowest /m);
  const { metrics } = JSON.parse((await call([...argv, '--format', 'json'])).out);
  const names = metrics.filter(({ differs }: { differs: boolean }) => differs);
  expect(names.map(({ name }: { name: string }) => name)).toContain('deploy.slowest');
});

test('find tells the value, what was tried, and what it takes for granted', async () => {
  const until = ['--until', 'P(deploy.slowest) >= 90%', '--step', '1s', '--runs-max', '200'];
  const argv = ['find', at('a.yaml'), '--vary', 'until=11s..30s', ...until, ...FEW];
  const { code, out } = await call(argv);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^The smallest until with P\(deploy\.slowest\) >= 90% (is|seems to be) (18|19|20)s\b/,
  );
  expect(out).toMatch(/^30s +(\d+) +\1 of \1 runs; \1 runs show only that it is over 9\d/m);
  expect(out).toContain('Bisection takes for granted');
  const found = JSON.parse((await call([...argv, '--format', 'json'])).out);
  expect(found).toMatchObject({ path: 'until', kind: 'smallest' });
});

test('a target that no value meets is a finding', async () => {
  const until = ['--until', 'P(subnet.a.full) > 50%'];
  const { code, out } = await call([
    'find',
    at('a.yaml'),
    '--vary',
    'until=11s..30s',
    ...until,
    ...FEW,
  ]);
  expect(code).toBe(1);
  expect(out).toContain('Neither end from 11s to 30s has P(subnet.a.full) > 50%');
});

test.each([
  [['--vary', 'until=11s', '--until', 'mean(enis.peak) < 3'], '--vary until: `11s` is no range'],
  [['--vary', 'until=11s..30s', '--until', 'enis.peak < 3'], 'not a measure'],
  [['--vary', 'untl.x=1..3', '--until', 'mean(enis.peak) < 3'], 'the scenario has no `untl`'],
  [['--vary', 'until=11s..30s'], "required option '--until"],
])('find %j is bad usage', async (argv, message) => {
  const { code, out, err } = await call(['find', at('a.yaml'), ...FEW, ...argv]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('sensitivity ranks what is assumed', async () => {
  const file = at('shared.yaml');
  writeFileSync(
    at('more.yaml'),
    readFileSync(file, 'utf8').replace(/ {2}eniCreation.*/, '  reap: 5s'),
  );
  const argv = ['sensitivity', at('more.yaml'), ...FEW];
  const { code, out } = await call([...argv, '--of', 'P(deploy.slowest)']);
  expect(code).toBe(0);
  expect(out).toMatch(/^waiting: P\(deploy\.slowest\) is \d/);
  expect(out).toContain('No change beyond chance by');
  const tail = await call([...argv, '--of', 'p99(deploy.slowest)']);
  expect([tail.code, tail.out]).toEqual([2, '']);
  expect(tail.err).toContain('runs cannot be paired by a quantile');
});

describe('finished runs', () => {
  const lines = (path: string) => readFileSync(path, 'utf8').trim().split('\n');
  const argv = ['sweep', at('a.yaml'), '--workers', '0', '--out', at('kept'), '--format', 'json'];

  test('are kept, and made no second time with --resume', async () => {
    const short = await call([...argv, '--runs', '5']);
    expect(short.code).toBe(0);
    expect(lines(at('kept/runs.ndjson'))).toHaveLength(5);
    // A known run is taken as it stands: a mark in it comes out again.
    const marked = lines(at('kept/runs.ndjson')).map((line) => {
      const kept = JSON.parse(line);
      kept.outcome.values['enis.peak'] = 77;
      return `${keptLine(kept.key, kept.outcome)}\n`;
    });
    writeFileSync(at('kept/runs.ndjson'), `${marked.join('')}{"key":"cut sh`);
    const long = await call([...argv, '--runs', '8', '--resume']);
    expect(long.err).toContain('runs.ndjson: line 6: changed or cut short since it was written');
    const peak = JSON.parse(long.out).rows[0].summary.metrics.find(
      ({ name }: { name: string }) => name === 'enis.peak',
    );
    expect(peak.mean.value).toBeCloseTo((5 * 77 + 3) / 8, 9);
    expect(lines(at('kept/runs.ndjson'))).toHaveLength(5 + 1 + 3);
    // Of another scenario nothing is known.
    const other = await call([...argv, '--runs', '5', '--resume', '--vary', 'until=17s']);
    expect(JSON.parse(other.out).rows[0].summary.metrics[0].max).toBe(1);
    const anew = await call([...argv, '--runs', '5']);
    expect(anew.out).toBe(short.out);
  });

  const RUN = ['sweep', at('a.yaml'), '--workers', '0', '--runs', '3', '--out', at('sum')];

  test.each([
    ['a digit is another one', (line: string) => line.replace(/(\d)(?=[,}])/, next), 1],
    ['the seed is another one', (line: string) => line.replace('/2', '/9'), 1],
    ['a metric is missing', (line: string) => line.replace(/"enis\.peak":\d+,/, ''), 1],
    ['its end is missing', (line: string) => line.slice(0, -9), 1],
    ['it is of another program', () => '{"run":1,"mean":3}', 1],
    ['its sum is missing', (line: string) => line.replace(/,"sum":"\w+"/, ''), 1],
    ['something is added', (line: string) => line.replace(/}$/, ',"more":1}'), 1],
    ['nothing is', (line: string) => line, 0],
  ])('are made again where in a kept line %s', async (_, change, count) => {
    const answer = (await call(RUN)).out;
    const kept = lines(at('sum/runs.ndjson'));
    expect(change(kept[1]!)).not.toBe(count === 0 ? '' : kept[1]);
    writeFileSync(at('sum/runs.ndjson'), `${[kept[0], change(kept[1]!), kept[2]].join('\n')}\n`);
    const resumed = await call([...RUN, '--resume']);
    expect([resumed.code, resumed.out]).toEqual([0, answer]);
    const told = `${at('sum/runs.ndjson')}: line 2: changed or cut short since it was written, or of another program; that run is made again\n`;
    expect(resumed.err).toBe(count === 0 ? '' : told);
    expect(lines(at('sum/runs.ndjson'))).toHaveLength(3 + count);
  });

  const next = (digit: string) => String((Number(digit) + 1) % 10);

  test.each([
    ['the version of the program', (key: string) => key.replace(/^\S+/, '0.0.9')],
    ['the edition', (key: string) => key.replace(' seed ', ' current ')],
    ['the fidelity', (key: string) => key.replace(' auto ', ' exact ')],
    ['the scenario', (key: string) => key.replace(/(?<= )[0-9a-f]/, 'x')],
    ['the seed', (key: string) => `${key}1`],
  ])('are not taken for those of another kind: %s', async (_, changed) => {
    await call(RUN);
    const kept = lines(at('sum/runs.ndjson')).map((line) => JSON.parse(line));
    const foreign = kept.map(({ key, outcome }) => {
      expect(changed(key)).not.toBe(key);
      outcome.values['enis.peak'] = 7777;
      return `${keptLine(changed(key), outcome)}\n`;
    });
    writeFileSync(at('sum/runs.ndjson'), foreign.join(''));
    const resumed = await call([...RUN, '--resume', '--format', 'json']);
    expect([resumed.code, resumed.err]).toEqual([0, '']);
    expect(resumed.out).not.toContain('7777');
    expect(lines(at('sum/runs.ndjson'))).toHaveLength(6);
  });

  test('are made for the edition that was asked for', async () => {
    await call([...RUN, '--profile', 'seed']);
    await call([...RUN, '--profile', 'current', '--resume']);
    expect(lines(at('sum/runs.ndjson'))).toHaveLength(6);
    const keys = lines(at('sum/runs.ndjson')).map((line) => JSON.parse(line).key.split(' '));
    expect(keys.map(([version]) => version)).toEqual(Array(6).fill(version()));
    expect(keys.map(([, , edition]) => edition)).toEqual([
      ...Array(3).fill('seed'),
      ...Array(3).fill('current'),
    ]);
  });

  test('survive Ctrl-C, which tells how to go on', async () => {
    const folder = ['--out', at('cut')];
    const cut = ['sweep', at('a.yaml'), '--workers', '0', '--runs', '100000', ...folder];
    const { code, out, err } = await call(cut, {
      onInterrupt: (listener) => {
        const kept = at('cut/runs.ndjson');
        const look = () => existsSync(kept) && lines(kept).length > 2 && listener();
        const timer = setInterval(look, 5);
        return () => clearInterval(timer);
      },
    });
    expect([code, out]).toEqual([130, '']);
    const [, done] = /^Interrupted after ([\d,]+) runs?; they are kept in .*runs\.ndjson/.exec(
      err,
    )!;
    expect(err).toContain('the same command with --resume goes on');
    expect(lines(at('cut/runs.ndjson'))).toHaveLength(Number(done!.replace(',', '')));
    expect(existsSync(at('cut/sweep.json'))).toBe(false);
    const whole = await call(['sweep', at('a.yaml'), ...FEW, '--format', 'json']);
    const resumed = await call([
      'sweep',
      at('a.yaml'),
      ...FEW,
      '--format',
      'json',
      ...folder,
      '--resume',
    ]);
    expect(resumed.out).toBe(whole.out);
  });

  test('are not replaced in silence where the same command was interrupted', async () => {
    const folder = ['--out', at('again')];
    const sweep = (...more: string[]) => call(['sweep', at('a.yaml'), ...FEW, ...folder, ...more]);
    expect((await sweep()).err).toBe('');
    // It came to its end: whoever runs it again knows that.
    expect((await sweep()).err).toBe('');
    const interrupt = () => rmSync(at('again/sweep.json'));
    interrupt();
    expect((await sweep('--resume')).err).toBe('');
    interrupt();
    expect((await sweep('--vary', 'until=17s')).err).toBe('');
    expect((await sweep()).err).toBe('');
    interrupt();
    const { code, err } = await sweep();
    expect(code).toBe(0);
    expect(err).toBe(
      `${at('again/runs.ndjson')}: 20 finished runs of this command, interrupted before, are ` +
        'replaced; with --resume it would have gone on with them\n',
    );
  });

  test('a folder without them is a mistake to resume', async () => {
    const { code, err } = await call([...argv.slice(0, 4), '--out', at('none'), '--resume']);
    expect(code).toBe(2);
    expect(err).toContain('runs.ndjson: cannot be read: there is no such file');
  });
});

test('workers and this thread give the same bytes, and a terminal sees how far it is', async () => {
  const argv = ['sweep', at('a.yaml'), '--runs', '30', '--format', 'json'];
  let nowMs = 0;
  const watched = await call([...argv, '--workers', '2'], {
    errIsTerminal: true,
    nowMs: () => {
      nowMs += 100;
      return nowMs;
    },
  });
  const alone = await call([...argv, '--workers', '0']);
  expect(watched.out).toBe(alone.out);
  expect(watched.err).toMatch(/\d+% {2}\d+ of 30 runs, [\d.]+ runs\/s, .* left/);
  expect(alone.err).toBe('');
});

test('Ctrl-C in a real process with threads keeps what is done', async () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const argv = [
    'sweep',
    at('a.yaml'),
    '--runs',
    '100000',
    '--workers',
    '2',
    '--out',
    at('process'),
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...argv]);
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const kept = at('process/runs.ndjson');
  while (!existsSync(kept) || readFileSync(kept).length < 10_000) await setTimeout(20);
  const ended = new Promise((done) => child.on('close', done));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  const [, told] = /Interrupted after ([\d,]+) runs/.exec(err)!;
  const outcomes = readFileSync(kept, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(outcomes).toHaveLength(Number(told!.replace(',', '')));
  // None was made twice. A thread that starts late may leave one of the first runs out.
  expect(new Set(outcomes.map(({ outcome }) => outcome.seed)).size).toBe(outcomes.length);
});
