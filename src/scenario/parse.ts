import { atOrigins, writeOut } from './families.ts';
import { type Draft, noPlaces, type Places, settle } from './issues.ts';
import { normalise } from './normalise.ts';
import { readPolicyFiles } from './policy-files.ts';
import { referenceDrafts } from './references.ts';
import { salvage, whole } from './salvage.ts';
import { scenarioSchema } from './schema.ts';
import { shapeDrafts } from './shape-issues.ts';
import { type ReadFile, readTraces } from './traces.ts';
import type { Parsed, Profile } from './types.ts';
import { readYaml } from './yaml-source.ts';

export interface ParseOptions {
  /** The name that issues give; the scenario itself is never read from disk. */
  file: string;
  /** Reads the traces and policies that the scenario refers to; without it they are issues. */
  readFile?: ReadFile;
  /** Comes before the file's own. */
  profile?: Profile;
}

/**
 * Reads a scenario in YAML 1.2 or JSON.
 * @returns the scenario with warnings, or every issue found, in the order of the file; lines and
 * columns count from 1. Bad input of any kind is an issue: nothing is thrown.
 */
export function parseScenario(text: string, options: ParseOptions): Parsed {
  const { drafts, places, value } = readYaml(text, options.file);
  if (drafts.length > 0) return { ok: false, issues: settle(drafts, places) };
  return parseValue(value, places, options);
}

/**
 * Reads a scenario that a TypeScript module exports.
 * @returns the same as `parseScenario`; issues have a path, and 0 for line and column
 */
export function parseScenarioObject(value: unknown, options: ParseOptions): Parsed {
  return parseValue(value, noPlaces(options.file), options);
}

function parseValue(document: unknown, written: Places, options: ParseOptions): Parsed {
  const { value, places, origin, drafts: made } = writeOut(document, written);
  const result = scenarioSchema.safeParse(value, { reportInput: true });
  const shape: Draft[] = result.success ? [] : shapeDrafts(result.error.issues);
  const salvaged = result.success ? whole(result.data) : salvage(value, result.error.issues);
  const drafts = shape.concat(salvaged === null ? [] : referenceDrafts(salvaged));
  const traces = readTraces(salvaged, options);
  const policies = readPolicyFiles(salvaged, options);
  const all = made.concat(atOrigins(drafts.concat(traces.drafts, policies.drafts), origin));
  const issues = settle(all, written);
  if (!result.success || issues.some(({ severity }) => severity === 'error')) {
    return { ok: false, issues };
  }
  const { profile } = options;
  const context = { places, profile, traces, policies };
  return { ok: true, scenario: normalise(result.data, context), issues };
}
