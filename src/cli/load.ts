import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatIssue } from '../scenario/issues.ts';
import { parseScenario, parseScenarioObject } from '../scenario/parse.ts';
import type { Parsed, Profile, Scenario } from '../scenario/types.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { type Input, readInput, readTrace, STDIN } from './read.ts';

/**
 * Reads the scenario to run; its warnings go to stderr.
 * @throws InputError with every issue when there is an error
 */
export async function loadScenario(path: string, profile: Profile | undefined, io: Io) {
  const parsed = await parseInput(await readInput(path, io), profile);
  if (parsed.ok) {
    for (const issue of parsed.issues) io.err(`${formatIssue(issue)}\n`);
    return parsed.scenario satisfies Scenario;
  }
  throw new InputError(parsed.issues.map(formatIssue).join('\n'));
}

/** Reads a scenario of any kind. @throws InputError when it is a module that does not load */
export async function parseInput(input: Input, profile: Profile | undefined): Promise<Parsed> {
  // Of a scenario from standard input, traces are looked for where one is.
  const folder = input.name === STDIN ? '.' : dirname(input.name);
  const readFile = (path: string) => readTrace(resolve(folder, path));
  const options = { file: input.name, readFile, ...(profile === undefined ? {} : { profile }) };
  if (input.kind === 'data') return parseScenario(input.text, options);
  return parseScenarioObject(await defaultExport(input.path), options);
}

/** Runs the module: a scenario in TypeScript or JavaScript is a program. */
async function defaultExport(path: string): Promise<unknown> {
  const { tsImport } = await import('tsx/esm/api');
  let module: { default?: unknown };
  try {
    module = await tsImport(pathToFileURL(resolve(path)).href, import.meta.url);
  } catch (error) {
    throw new InputError(`${path}: cannot be loaded: ${loadMessage(error)}`, { cause: error });
  }
  const value = unwrapped(await module.default);
  if (value === undefined) {
    const mend = 'write `export default defineScenario({ ... })`';
    throw new InputError(`${path}: has no default export; ${mend}`);
  }
  return await value;
}

/** A module that Node takes for CommonJS has its exports one level down. */
function unwrapped(value: unknown): unknown {
  const isWrapper = typeof value === 'object' && value !== null && '__esModule' in value;
  return isWrapper ? (value as { default?: unknown }).default : value;
}

function loadMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!message.includes("'hyperplane-sim'")) {
    const [first = '', second = ''] = message.split('\n');
    return first.endsWith(':') ? `${first} ${second.trim()}` : first;
  }
  return (
    'it imports hyperplane-sim, which is not installed here; ' +
    'install it, or export a plain object without the import'
  );
}
