// Breaks the simulator in every way of `mutants.ts`, one at a time in a copy, and says which test
// noticed: `npx tsx test/mutants/run.ts [part of a name or file]`. Exit code 1: some were not caught.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const COPIED = ['src', 'test', 'scenarios', '.config', 'package.json', 'tsconfig.json'];
const PROPERTIES = ['test/model/laws.test.ts', 'test/model/variants.test.ts'];
/** The tables of examples first: they take seconds and name the example; then the properties. */
const PHASES = [
  ['test/model', 'test/load', 'test/cases', ...PROPERTIES.flatMap((file) => ['--exclude', file])],
  ['test/run', ...PROPERTIES],
];
/** A mutant may run in a circle; the tests take half a minute when nothing is wrong. */
const TIMEOUT_MS = 240_000;

interface Report {
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/** A copy of the project that may be broken. */
function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The first test that fails in the copy, null when all pass. */
function firstFailure(copy: string): string | null {
  for (const phase of PHASES) {
    const failure = failureIn(copy, phase);
    if (failure !== null) return failure;
  }
  return null;
}

function failureIn(copy: string, phase: readonly string[]): string | null {
  const out = join(copy, 'report.json');
  rmSync(out, { force: true });
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['--bail=1', '--maxWorkers=2', '--reporter=json', `--outputFile=${out}`];
  const command = [vitest, 'run', '-c', '.config/vitest.ts', ...phase, ...options];
  const run = spawnSync(process.execPath, command, {
    cwd: copy,
    timeout: TIMEOUT_MS,
    env: { ...process.env, MUTANT: '1' },
    encoding: 'utf8',
  });
  if (run.error !== undefined) return `(no end within ${TIMEOUT_MS / 1000} s)`;
  if (run.status === 0) return null;
  // A mutant may take the whole run down with it, for want of memory or of an end.
  if (!existsSync(out)) return '(the test run died)';
  const { testResults } = JSON.parse(readFileSync(out, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return failed?.fullName ?? '(the tests did not load)';
}

function withMutant<T>(copy: string, { name, file, search, replacement }: Mutant, run: () => T): T {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const found = text.split(search).length - 1;
  if (found !== 1) throw new Error(`${name}: its text is found ${found} times in ${file}`);
  writeFileSync(
    path,
    text.replace(search, () => replacement),
  );
  try {
    return run();
  } finally {
    writeFileSync(path, text);
  }
}

function main(): void {
  const wanted = process.argv[2] ?? '';
  const mutants = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(wanted));
  const copy = copyOfProject();
  try {
    const broken = firstFailure(copy);
    if (broken !== null) throw new Error(`without a mutant this test fails: ${broken}`);
    let caught = 0;
    for (const mutant of mutants) {
      const test = withMutant(copy, mutant, () => firstFailure(copy));
      if (test !== null) caught += 1;
      const verdict = test === null ? 'SURVIVED' : 'caught  ';
      console.log(`${verdict} ${mutant.rule.padEnd(8)} ${mutant.name}\n         ${test ?? ''}`);
    }
    console.log(`${caught} of ${mutants.length} caught`);
    process.exitCode = caught === mutants.length ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

main();
