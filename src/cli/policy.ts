import { existsSync } from 'node:fs';
import { parsePolicy } from '../access/parse.ts';
import type { PolicyProblem } from '../access/policy.ts';
import { looksLikePolicy, pathSteps, readPolicyText } from '../access/text.ts';
import type { Issue } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { Outbox } from './files.ts';
import { type Input, STDIN } from './read.ts';

/** What is wrong with a policy, and the document as it was meant where that is no guess. */
export interface CheckedPolicy {
  issues: Issue[];
  mended: string | null;
}

/** Reads what looks like an IAM policy, in JSON or in YAML; null when it does not. */
export function checkPolicy({ name: file, text }: Input & { kind: 'data' }): CheckedPolicy | null {
  if (!looksLikePolicy(text)) return checkYaml(text, file);
  const reading = readPolicyText(text);
  if (reading.ok) return { issues: [], mended: null };
  const issues = reading.problems.map((problem) => issueOf(file, problem, problem));
  return { issues, mended: reading.mended };
}

function checkYaml(text: string, file: string): CheckedPolicy | null {
  const { drafts, places, value } = readYaml(text, file);
  if (drafts.length > 0 || typeof value !== 'object' || value === null) return null;
  if (!('Statement' in value) || 'functions' in value) return null;
  const reading = parsePolicy(value);
  const problems = reading.ok ? [] : reading.problems;
  const issues = problems.map((problem) => {
    return issueOf(file, problem, places.find(pathSteps(problem.path), 'value'));
  });
  return { issues, mended: null };
}

function issueOf(
  file: string,
  { path, message, mend }: PolicyProblem,
  { line, column }: { line: number; column: number },
): Issue {
  return {
    severity: 'error',
    file,
    line,
    column,
    path,
    message,
    expected: null,
    received: null,
    mend: /[.?]$/.test(mend) ? mend : `${mend}.`,
  };
}

/**
 * Writes the mended copy beside the file; what is there already is never overwritten.
 * @returns what came of it, in a sentence
 * @throws InputError when the copy cannot be written
 */
export function writeMended(file: string, { issues, mended }: CheckedPolicy): string {
  if (issues.length === 0) return `${file}: nothing to mend`;
  if (mended === null) return `${file}: not mended: what was meant would be a guess`;
  if (file === STDIN) return `${file}: not mended: give the name of a file`;
  const copy = file.replace(/(\.json)?$/i, '.fixed.json');
  if (existsSync(copy)) return `${file}: not mended: ${copy} is there already; remove it first`;
  const outbox = new Outbox();
  try {
    outbox.open(copy).write(mended);
    outbox.commit();
  } finally {
    outbox.abandon();
  }
  return `${copy}: written, a sound policy`;
}
