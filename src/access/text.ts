import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { mendJson } from './mend.ts';
import { parsePolicy } from './parse.ts';
import { POLICY_LIMITS, type Policy, type PolicyProblem } from './policy.ts';

/** A problem with its place in the text, both from 1. */
export interface TextProblem extends PolicyProblem {
  line: number;
  column: number;
}

export type PolicyTextReading =
  | { ok: true; policy: Policy; document: unknown }
  /** `mended`: the document as it was meant, where no guess is needed and AWS would take it. */
  | { ok: false; problems: TextProblem[]; mended: string | null };

/**
 * IAM-7: reads a policy from its text. Commas and brackets that are wrong are named at their
 * places, and so is a statement without a policy around it: the examples of AWS's own page on VPC
 * access have all of these. Nothing is thrown.
 */
export function readPolicyText(text: string): PolicyTextReading {
  if (text.length > POLICY_LIMITS.charactersMax) {
    const { charactersMax } = POLICY_LIMITS;
    const message = `The text has more characters than the limit charactersMax (${charactersMax})`;
    const problem = { path: '', message, mend: 'Split the policy', line: 1, column: 1 };
    return { ok: false, problems: [problem], mended: null };
  }
  const { slips, mended } = mendJson(text);
  const placeAt = placesIn(text);
  if (slips.length > 0) {
    const problems = slips.map(({ offset, message, mend }) => {
      return { path: '', message, mend, ...placeAt(offset) };
    });
    problems.sort((a, b) => a.line - b.line || a.column - b.column);
    return { ok: false, problems, mended: mended === null ? null : soundOrNull(mended) };
  }
  const document: unknown = JSON.parse(text);
  if (isLoneStatement(document)) {
    const message = 'A statement stands alone, without a policy around it';
    const mend = 'Write { "Version": "2012-10-17", "Statement": [ ... ] } around it';
    const problem = { path: '', message, mend, ...placeAt(text.search(/\S/)) };
    return { ok: false, problems: [problem], mended: soundOrNull(text) };
  }
  const reading = parsePolicy(document);
  if (reading.ok) return { ok: true, policy: reading.policy, document };
  const root = parseTree(text);
  const problems = reading.problems.map((problem) => {
    return { ...problem, ...placeAt(offsetOf(root, problem.path)) };
  });
  return { ok: false, problems, mended: null };
}

/** Whether a text, sound or broken, is an IAM policy or one of its statements. */
export function looksLikePolicy(text: string): boolean {
  if (text.length > POLICY_LIMITS.charactersMax || !/^\s*\{/.test(text)) return false;
  const { keys } = mendJson(text);
  const others = ['functions', 'Resources', 'timeline'];
  return (
    ['Statement', 'Effect'].some((key) => keys.includes(key)) &&
    !others.some((key) => keys.includes(key))
  );
}

function isLoneStatement(document: unknown): document is object {
  if (typeof document !== 'object' || document === null) return false;
  return 'Effect' in document && !('Statement' in document);
}

/** The text written anew, if it is a policy now. */
function soundOrNull(text: string): string | null {
  const read: unknown = JSON.parse(text);
  const document = isLoneStatement(read) ? { Version: '2012-10-17', Statement: [read] } : read;
  return parsePolicy(document).ok ? `${JSON.stringify(document, null, 2)}\n` : null;
}

/** `Statement[0].Condition["aws:x"]`, as problems write paths, in its parts. */
export function pathSteps(written: string): (string | number)[] {
  const parts = written.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? plain! : (JSON.parse(`"${quoted}"`) as string);
  });
}

/** Where a part begins; the nearest part around it when it is missing. */
function offsetOf(root: Node | undefined, path: string): number {
  if (root === undefined) return 0;
  const steps = pathSteps(path);
  for (let length = steps.length; length > 0; length--) {
    const node = findNodeAtLocation(root, steps.slice(0, length));
    if (node !== undefined) return node.offset;
  }
  return root.offset;
}

function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
