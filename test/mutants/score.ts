import { readFileSync } from 'node:fs';

/**
 * `npx tsx test/mutants/score.ts REPORT...` reads JSON reports of Stryker and prints, for each file,
 * how many mutants an assertion caught. A crash or a time-out says that something broke, not that a
 * test knows what is right: such mutants are not judged, and count as missed in the score.
 */
interface Mutant {
  readonly status: string;
  readonly statusReason?: string;
}
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}
interface Tally {
  readonly caught: number;
  readonly survived: number;
  readonly notJudged: number;
}

const ASSERTED = /^(AssertionError: |Error: Snapshot |Snapshot )|\bexpected\b/;
const IGNORED = new Set(['Ignored', 'CompileError', 'Pending']);

const isCaught = (one: Mutant) => one.status === 'Killed' && ASSERTED.test(one.statusReason ?? '');
const isSurvived = (one: Mutant) => one.status === 'Survived' || one.status === 'NoCoverage';

function tallyOf(mutants: readonly Mutant[]): Tally {
  const judged = mutants.filter((one) => !IGNORED.has(one.status));
  const caught = judged.filter(isCaught).length;
  const survived = judged.filter(isSurvived).length;
  return { caught, survived, notJudged: judged.length - caught - survived };
}

function rowOf(name: string, tally: Tally): string {
  const { caught, survived, notJudged } = tally;
  const all = caught + survived + notJudged;
  const score = all === 0 ? '-' : `${((100 * caught) / all).toFixed(1)} %`;
  return [name, `${caught}/${all}`, survived, notJudged, score].join('  ');
}

export function scoreOf(reports: readonly Report[]): string {
  const files = Object.assign({}, ...reports.map((one) => one.files)) as Report['files'];
  const names = Object.keys(files).sort();
  const rows = names.map((name) => rowOf(name, tallyOf(files[name]?.mutants ?? [])));
  const everything = names.flatMap((name) => files[name]?.mutants ?? []);
  const total = rowOf(`${names.length} files`, tallyOf(everything));
  return ['file  caught/mutants  survived  not judged  score', ...rows, total].join('\n');
}

if (process.argv[1]?.endsWith('score.ts')) {
  const reports = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
  process.stdout.write(`${scoreOf(reports as Report[])}\n`);
}
