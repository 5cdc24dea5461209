import type { z } from 'zod';
import { isMapping } from './forms.ts';
import { type CheckedFile, scenarioSchema } from './schema.ts';

/** What is well-formed of a file, and what of it was left out. */
export interface Salvaged {
  file: CheckedFile;
  /** Paths of parts left out, such as `functions.f`; what refers to them is not judged. */
  broken: ReadonlySet<string>;
  /** For each action and expectation that is left, its place in the file's list. */
  actions: number[];
  expectations: number[];
}

const LONG = '36500d';

/** All of a file that is well-formed. */
export function whole(file: CheckedFile): Salvaged {
  return {
    file,
    broken: new Set(),
    actions: (file.timeline ?? []).map((_, index) => index),
    expectations: (file.expect ?? []).map((_, index) => index),
  };
}

/**
 * Takes the entries out that have issues and reads the rest, so that references can be judged in
 * the same pass as shapes. Null when too little is left.
 */
export function salvage(value: unknown, issues: readonly z.core.$ZodIssue[]): Salvaged | null {
  if (!isMapping(value)) return null;
  const broken = new Set<string>();
  for (const issue of issues) for (const path of brokenBy(issue)) broken.add(path.join('.'));
  const rest: Record<string, unknown> = {};
  for (const [section, part] of Object.entries(value)) {
    if (!broken.has(section)) rest[section] = without(part, section, broken);
  }
  if (isMapping(rest['network'])) {
    for (const [kind, part] of Object.entries(rest['network'])) {
      rest['network'][kind] = without(part, `network.${kind}`, broken);
    }
  }
  if (rest['name'] === undefined) rest['name'] = 'unnamed';
  if (rest['until'] === undefined) rest['until'] = LONG;
  if (rest['functions'] === undefined) rest['functions'] = {};
  const result = scenarioSchema.safeParse(rest);
  if (!result.success) return null;
  return {
    file: result.data,
    broken,
    actions: kept(value['timeline'], 'timeline', broken),
    expectations: kept(value['expect'], 'expect', broken),
  };
}

/** The smallest parts that can be left out: an entry of a section, else the section. */
function brokenBy(issue: z.core.$ZodIssue): PropertyKey[][] {
  const depth = issue.path[0] === 'network' ? 3 : 2;
  if (issue.code === 'unrecognized_keys' && issue.path.length < depth) {
    if (issue.path.length === 0 || issue.path[0] === 'network' || issue.path[0] === 'parameters') {
      return issue.keys.map((key) => [...issue.path, key]);
    }
  }
  const path = issue.path.slice(0, depth);
  if (path.length > 0) return [path];
  return [];
}

function without(part: unknown, at: string, broken: ReadonlySet<string>): unknown {
  if (Array.isArray(part)) return part.filter((_, index) => !broken.has(`${at}.${index}`));
  if (!isMapping(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([key]) => !broken.has(`${at}.${key}`)));
}

function kept(list: unknown, at: string, broken: ReadonlySet<string>): number[] {
  if (!Array.isArray(list) || broken.has(at)) return [];
  return list.flatMap((_, index) => (broken.has(`${at}.${index}`) ? [] : [index]));
}
