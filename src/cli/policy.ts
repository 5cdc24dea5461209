import { parsePolicy } from '../access/parse.ts';
import type { PolicyProblem } from '../access/policy.ts';
import type { Issue } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';

/** The issues of a document that looks like an IAM policy; null when it does not. */
export function policyIssues(text: string, file: string): Issue[] | null {
  const { drafts, places, value } = readYaml(text, file);
  if (drafts.length > 0 || typeof value !== 'object' || value === null) return null;
  if (!('Statement' in value) || 'functions' in value) return null;
  const reading = parsePolicy(value);
  if (reading.ok) return [];
  return reading.problems.map(({ path, message, mend }: PolicyProblem): Issue => {
    const { line, column } = places.find(stepsOf(path), 'value');
    const base = { severity: 'error', file, line, column, path } as const;
    return {
      ...base,
      message,
      expected: null,
      received: null,
      mend: /[.?]$/.test(mend) ? mend : `${mend}.`,
    };
  });
}

/** `Statement[0].Condition.StringEqual` as the steps of a path. */
function stepsOf(path: string): (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
