import { statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type AcceptEntry, acceptFindings, isExpired, type Judgement } from '../findings/accept.ts';
import { FINDINGS, type FindingId } from '../findings/catalogue.ts';
import { mergeFindings } from '../findings/merge.ts';
import type { Plan } from '../plan/types.ts';
import { decisionText } from '../report/finding-rows.ts';
import { type ParsedConfig, parseConfig } from '../scenario/config-file.ts';
import { formatIssue } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { didYouMean } from '../scenario/nearest.ts';
import type { Issue } from '../scenario/types.ts';
import { InputError } from './failure.ts';
import { CONFIG_FILE, isDirectory } from './plan-inputs.ts';
import { readText } from './read.ts';

export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];

type Config = Extract<ParsedConfig<FindingId>, { ok: true }>;

/** What is accepted; null: nothing is written down. */
export type Gate = Config | null;

/**
 * The `hyperplane.yaml` of what is looked at: in the folder of the first path, or above it up to the
 * working directory, unless a file is named.
 * @throws InputError with every issue when the file is wrong
 */
export function readGate(paths: readonly string[], named: string | undefined): Gate {
  const file = named ?? configFor(paths, process.cwd());
  if (file === null) return null;
  const parsed = parseConfig(readText(file, LIMITS.fileBytes), { file, ids: FINDING_IDS });
  if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue));
  return parsed;
}

/**
 * @param here the working directory, absolute
 * @returns the file as messages name it; null: there is none
 */
export function configFor(paths: readonly string[], here: string): string | null {
  const [first = '-'] = paths;
  const given = new Set(paths.map((path) => resolve(here, path)));
  const path = resolve(here, first);
  const start = first === '-' ? here : isDirectory(path) ? path : dirname(path);
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (!given.has(file) && statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return isIn(file, here) ? relative(here, file) : file;
    }
    if (folder === here || !isIn(folder, here)) return null;
  }
}

const isIn = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

/**
 * Findings with what is accepted of them.
 * @param today `YYYY-MM-DD`
 * @returns issues about entries that are over or match nothing
 */
export function judgedBy<F extends { id: FindingId; subject: string }>(
  gate: Gate,
  found: readonly F[],
  today: string,
): { findings: (F & Judgement)[]; issues: Issue[] } {
  const accept = gate?.accept ?? [];
  const { findings, matches } = acceptFindings(found, accept, today);
  const issues = accept.flatMap((entry, at): Issue[] => {
    const count = matches[at]!;
    const path = ['accept', at] as const;
    if (count === 0) return [gate!.issueAt([...path, 'subject'], unmatched(entry, found))];
    if (!isExpired(entry, today)) return [];
    const what = count === 1 ? 'a finding counts' : `${count} findings count`;
    const message = `accepted until ${entry.until}, which is over: ${what} again`;
    return [gate!.issueAt([...path, 'until'], { message, mend: 'mend it, or set a later date' })];
  });
  return { findings, issues };
}

/** A plan whose findings and issues tell what is accepted. */
export function judgedPlan(gate: Gate, plan: Plan, today: string): Plan {
  const count = plan.findings.length;
  const all = [...plan.findings, ...plan.limitFindings];
  const { findings: judged, issues } = judgedBy(gate, all, today);
  const [findings, limitFindings] = [judged.slice(0, count), judged.slice(count)];
  // What is not known stands in a section of its own; that it is accepted stands here.
  const decided = limitFindings.filter((one) => decisionText(one) !== '');
  return {
    ...plan,
    findings,
    findingRows: mergeFindings([...findings, ...decided]),
    limitFindings,
    issues: [...plan.issues, ...issues],
  };
}

function unmatched(
  { id, subject }: AcceptEntry,
  found: readonly { id: FindingId; subject: string }[],
) {
  const subjects = new Set(found.flatMap((one) => (one.id === id ? [one.subject] : [])));
  const message = `nothing is found that is \`${id}\` of \`${subject.slice(0, 140)}\``;
  return { message, mend: didYouMean(subject, subjects) ?? 'leave the entry out' };
}
