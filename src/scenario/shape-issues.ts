import type { z } from 'zod';
import { NUMBER } from './family-members.ts';
import { type Draft, type Path, shown } from './issues.ts';
import { A_DURATION, A_RATE } from './leaves.ts';
import { didYouMean, listed, nearest } from './nearest.ts';

type ZodIssue = z.core.$ZodIssue;

/** Turns what zod found into issues for people. */
export function shapeDrafts(issues: readonly ZodIssue[]): Draft[] {
  const drafts = issues.flatMap((issue) => draftsOf(issue));
  return withoutEchoes(drafts, issues);
}

/**
 * A key that is written wrong would be reported up to three times: as unknown, as missing, and as a
 * mapping that says too little. The first is enough.
 */
function withoutEchoes(drafts: Draft[], issues: readonly ZodIssue[]): Draft[] {
  const meant = new Set<string>();
  const clouded = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const around = issue.path.map(String);
    clouded.add(around.join('/'));
    if (issue.keys.length > 20) continue;
    for (const key of issue.keys) {
      const guess = nearest(key, issue.message.split(', '));
      if (guess !== null) meant.add([...around, guess].join('/'));
    }
  }
  if (clouded.size === 0) return drafts;
  return drafts.filter(({ path, part, message }) => {
    if (part === 'key') return true;
    const at = path.join('/');
    return !clouded.has(at) && !(meant.has(at) && message.startsWith('missing'));
  });
}

function draftsOf(issue: ZodIssue): Draft[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, issue.message);
  if (issue.code === 'invalid_key') return [badName(path, issue.issues[0]?.message)];
  if (issue.code === 'custom' && issue.params !== undefined) return [complaintOf(issue, path)];
  if (issue.code === 'too_big' && issue.origin === 'array') return [tooLong(issue, path)];
  if (issue.input === undefined) return [missing(path, issue.message)];
  return [wrong(path, issue)];
}

function complaintOf(issue: ZodIssue & { code: 'custom' }, path: Path): Draft {
  const { part, expected, received, mend } = issue.params ?? {};
  const draft: Draft = { path, message: issue.message, expected, received, mend };
  return part === 'key' ? { ...draft, part } : draft;
}

const SYNONYMS: Record<string, string> = {
  '<<': 'YAML merge keys are not read: repeat the fields, or alias a whole value with `*name`',
  securityGroupIds: 'did you mean `securityGroups`?',
  subnetIds: 'did you mean `subnets`?',
};

function unknownKeys(path: Path, keys: readonly string[], known: string): Draft[] {
  const words = known.split(', ');
  return keys.map((key) => ({
    path: [...path, key],
    part: 'key',
    message: `unknown key \`${key.slice(0, 140)}\``,
    expected: `one of ${listed(words)}`,
    mend: () => (Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key]! : didYouMean(key, words)),
  }));
}

function badName(path: Path, phrase = 'a name'): Draft {
  const key = String(path.at(-1) ?? '');
  return {
    path,
    part: 'key',
    message: 'not a usable name',
    expected: phrase,
    received: shown(key),
    mend: mendedName(key),
  };
}

function mendedName(key: string): string {
  if (key.includes(NUMBER)) return 'only in an entry with `count: n` is `{i}` its number';
  const mended = key.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 140);
  return mended === key || mended === '' || mended === '-'
    ? 'choose another name'
    : `write \`${mended}\``;
}

function tooLong(issue: ZodIssue & { code: 'too_big' }, path: Path): Draft {
  const received = Array.isArray(issue.input) ? `${issue.input.length}` : shown(issue.input);
  return { path, message: 'the list is too long', expected: issue.message, received };
}

function missing(path: Path, expected: string): Draft {
  const key = path.at(-1);
  const whole = nounAt(path.slice(0, -1));
  return { path, message: `missing: ${whole} needs its \`${key}\``, expected };
}

/** What stands at a path, with its article: `every subnet`. */
function nounAt(path: Path): string {
  const [section, key] = path;
  const last = path.at(-1);
  if (section === undefined) return 'every scenario';
  if (section === 'network' && path.length === 3) return NETWORK_NOUNS[String(key)] ?? 'this part';
  if (path.length === 2 && section !== 'network') return NOUNS[section] ?? 'this part';
  if (last === 'vpc') return 'every VPC configuration';
  if (last === 'expect') return 'every expected error';
  return typeof last === 'string' ? `every \`${last}\`` : 'every entry';
}

const NETWORK_NOUNS: Record<string, string> = {
  vpcs: 'every VPC',
  subnets: 'every subnet',
  securityGroups: 'every security group',
};

const NOUNS: Record<string, string> = {
  roles: 'every role',
  functions: 'every function',
  timeline: 'every action',
  expect: 'every expectation',
  accept: 'every accepted finding',
};

function wrong(path: Path, issue: ZodIssue): Draft {
  const { input, message: expected } = issue;
  const mend = mendOf(issue);
  return {
    path,
    message: wrongMessage(path, issue),
    expected,
    received: shown(input),
    mend,
  };
}

function wrongMessage(path: Path, issue: ZodIssue): string {
  const { input, message: expected } = issue;
  if (input === null)
    return path.length === 0 ? 'the document is empty' : 'nothing is written here';
  if (issue.code === 'invalid_value') return 'not one of the known words';
  if (path.length === 0) return 'a scenario is a mapping of keys to values';
  const number = typeof input === 'number';
  if (number && (expected === A_DURATION || expected.startsWith('a list of dur'))) {
    return 'a time without a unit';
  }
  if (number && expected === A_RATE) return 'a rate without a unit';
  if (number && expected.includes(' from ')) return 'out of bounds';
  return 'not the right kind of value';
}

const YAML_YES = ['yes', 'on', 'y', 'Yes', 'On', 'YES', 'ON'];
const YAML_NO = ['no', 'off', 'n', 'No', 'Off', 'NO', 'OFF'];

function mendOf(issue: ZodIssue): Draft['mend'] {
  const { input, message: expected } = issue;
  if (typeof input === 'number' && expected === A_DURATION)
    return `write a unit, e.g. \`${input}d\``;
  if (typeof input === 'number' && expected === A_RATE) return `write a unit, e.g. \`${input}/s\``;
  if (typeof input === 'number' && expected.startsWith('a name')) {
    return `put it in quotes: \`"${input}"\``;
  }
  if (typeof input !== 'string') return undefined;
  if (issue.code === 'invalid_value') return () => didYouMean(input, issue.values.map(String));
  return mendedText(input, expected);
}

function mendedText(input: string, expected: string): Draft['mend'] {
  if (expected.startsWith('`true`')) {
    if (YAML_YES.includes(input)) return 'YAML 1.2 reads this word as text: write `true`';
    if (YAML_NO.includes(input)) return 'YAML 1.2 reads this word as text: write `false`';
    return () => didYouMean(input, ['true', 'false']);
  }
  if (expected.startsWith('a list')) return `write a list: \`[${input.slice(0, 60)}]\``;
  if (expected.includes('number') && /^-?\d+(\.\d+)?$/.test(input))
    return 'write it without quotes';
  if (expected.startsWith('a name')) return mendedName(input);
  return undefined;
}
