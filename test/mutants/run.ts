// Breaks the simulator in every way of `mutants.ts`, one at a time in a copy, and says which
// assertion noticed: `npx tsx test/mutants/run.ts [part of a name or file]`. A crash, a run without
// an end and tests that do not load are no catch: such a mutant is not judged. Exit code 1: some
// were not caught.
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
  testResults: {
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[];
  }[];
}

/** What the tests say of a broken copy. `unjudged`: they failed, but no assertion did. */
type Judgement =
  | { kind: 'survived' }
  | { kind: 'caught'; by: string }
  | { kind: 'unjudged'; why: string };

/** A copy of the project that may be broken. */
function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function judge(copy: string): Judgement {
  for (const phase of PHASES) {
    const first = judgeBy(copy, phase, ['--bail=1']);
    // The first failure may be a crash, where an assertion of another test would speak.
    const verdict = first.kind === 'unjudged' ? judgeBy(copy, phase, []) : first;
    if (verdict.kind !== 'survived') return verdict;
  }
  return { kind: 'survived' };
}

function judgeBy(copy: string, phase: readonly string[], more: readonly string[]): Judgement {
  const out = join(copy, 'report.json');
  rmSync(out, { force: true });
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const options = [...more, '--maxWorkers=2', '--reporter=json', `--outputFile=${out}`];
  const command = [vitest, 'run', '-c', '.config/vitest.ts', ...phase, ...options];
  const run = spawnSync(process.execPath, command, {
    cwd: copy,
    timeout: TIMEOUT_MS,
    env: { ...process.env, MUTANT: '1' },
    encoding: 'utf8',
  });
  if (run.error !== undefined) {
    return { kind: 'unjudged', why: `no end within ${TIMEOUT_MS / 1000} s` };
  }
  if (run.status === 0) return { kind: 'survived' };
  // A mutant may take the whole run down with it, for want of memory or of an end.
  if (!existsSync(out)) return { kind: 'unjudged', why: 'the test run died' };
  const { testResults } = JSON.parse(readFileSync(out, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed');
  const asserted = failed.find(({ failureMessages }) => failureMessages?.some(isAssertion));
  if (asserted !== undefined) return { kind: 'caught', by: asserted.fullName };
  return { kind: 'unjudged', why: failed[0]?.fullName ?? 'the tests did not load' };
}

/** The message of a failed expectation, also where it made a property fail. */
const isAssertion = (message: string): boolean => /AssertionError/.test(message);

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

function textOf(judgement: Judgement): string {
  if (judgement.kind === 'survived') return 'no test fails';
  return judgement.kind === 'caught' ? judgement.by : judgement.why;
}

function main(): void {
  const wanted = process.argv[2] ?? '';
  const mutants = MUTANTS.filter(({ name, file }) => `${name} ${file}`.includes(wanted));
  const copy = copyOfProject();
  try {
    const whole = judge(copy);
    if (whole.kind !== 'survived') throw new Error(`without a mutant: ${textOf(whole)}`);
    const counts = { caught: 0, survived: 0, unjudged: 0 };
    for (const mutant of mutants) {
      const judgement = withMutant(copy, mutant, () => judge(copy));
      counts[judgement.kind] += 1;
      const { rule, name } = mutant;
      console.log(`${judgement.kind.toUpperCase().padEnd(9)}${rule.padEnd(8)} ${name}`);
      console.log(`         ${textOf(judgement)}`);
    }
    const { caught, survived, unjudged } = counts;
    console.log(
      `${caught} of ${mutants.length} caught by an assertion, ${survived} survived, ${unjudged} not judged`,
    );
    process.exitCode = caught === mutants.length ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

main();
