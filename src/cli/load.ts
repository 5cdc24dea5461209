import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Source } from '../experiments/vary.ts';
import { formatIssue } from '../scenario/issues.ts';
import { type ParseOptions, parseScenario, parseScenarioObject } from '../scenario/parse.ts';
import type { Parsed, Profile, Scenario } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { looksLikeTemplate } from '../templates/roots.ts';
import { InputError } from './failure.ts';
import type { Io } from './io.ts';
import { refuseStranger, refuseTraffic } from './kinds.ts';
import { moduleMistake, noteModule } from './module-mistake.ts';
import { type Input, readInput, readTrace, STDIN } from './read.ts';

/**
 * Reads the scenario to run; its warnings go to stderr.
 * @throws InputError with every issue when there is an error
 */
export async function loadScenario(path: string, profile: Profile | undefined, io: Io) {
  return (await loadInput(path, profile, io)).scenario;
}

/** The same with the input, in which findings look for places. */
export async function loadInput(
  path: string,
  profile: Profile | undefined,
  io: Io,
): Promise<{ scenario: Scenario; input: Input }> {
  const input = await readScenario(path, io);
  return { scenario: accepted(await parseInput(input, profile), io), input };
}

/** @throws InputError where the file is something else, with the command for it */
async function readScenario(path: string, io: Io): Promise<Input> {
  const input = await readInput(path, io);
  if (input.kind === 'data' && looksLikeTemplate(input.text)) {
    const mend = `\`hyperplane plan ${input.name}\` reads it`;
    throw new InputError(`${input.name}: a template, no scenario; ${mend}`);
  }
  if (input.kind === 'data') {
    refuseTraffic(input.name, input.text, 'scenario');
    refuseStranger(input.name, input.text);
  }
  return input;
}

/** Tells the warnings. @throws InputError with every issue when there is an error */
function accepted(parsed: Parsed, io: Io): Scenario {
  if (!parsed.ok) throw new InputError(parsed.issues.map(formatIssue));
  for (const issue of parsed.issues) io.err(`${formatIssue(issue)}\n`);
  return parsed.scenario;
}

/** A scenario, and as it is written, so that parts of it can be varied. */
export interface Loaded {
  scenario: Scenario;
  source: Source;
}

/** Reads the scenario of an experiment. @throws InputError with every issue when there is an error */
export async function loadSource(
  path: string,
  profile: Profile | undefined,
  io: Io,
): Promise<Loaded> {
  const input = await readScenario(path, io);
  const options = optionsFor(input, profile);
  const value =
    input.kind === 'data'
      ? readYaml(input.text, input.name).value
      : await defaultExport(input.path);
  const parsed =
    input.kind === 'data'
      ? parseScenario(input.text, options)
      : parseScenarioObject(value, options);
  const parse = (changed: unknown) => parseScenarioObject(changed, options);
  return { scenario: accepted(parsed, io), source: { file: input.name, value, parse } };
}

/** Reads a scenario of any kind. @throws InputError when it is a module that does not load */
export async function parseInput(input: Input, profile: Profile | undefined): Promise<Parsed> {
  const options = optionsFor(input, profile);
  if (input.kind === 'data') return parseScenario(input.text, options);
  return parseScenarioObject(await defaultExport(input.path), options);
}

function optionsFor(input: Input, profile: Profile | undefined): ParseOptions {
  // Of a scenario from standard input, traces are looked for where one is.
  const folder = input.name === STDIN ? '.' : dirname(input.name);
  const read = new Map<string, string | null>();
  const readFile = (path: string) => {
    // Variants of one scenario read the same traces.
    if (!read.has(path)) read.set(path, readTrace(resolve(folder, path)));
    return read.get(path)!;
  };
  return { file: input.name, readFile, ...(profile === undefined ? {} : { profile }) };
}

/** Runs the module: a scenario in TypeScript or JavaScript is a program. */
async function defaultExport(path: string): Promise<unknown> {
  // So that a mistake in it is told with its own line.
  process.setSourceMapsEnabled(true);
  noteModule(path);
  const { tsImport } = await import('tsx/esm/api');
  let module: { default?: unknown };
  try {
    module = await tsImport(pathToFileURL(resolve(path)).href, import.meta.url);
  } catch (error) {
    const { where, says } = moduleMistake(error) ?? { where: path, says: loadMessage(error) };
    throw new InputError(`${where}: cannot be loaded: ${says}`, { cause: error });
  }
  const value = await exported(module, path);
  if (value === undefined) {
    const mend = 'write `export default defineScenario({ ... })`';
    throw new InputError(`${path}: has no default export; ${mend}`);
  }
  return value;
}

/** The default export, or what it promises. @throws InputError when the promise is broken */
async function exported(module: { default?: unknown }, path: string): Promise<unknown> {
  try {
    return await unwrapped(await module.default);
  } catch (error) {
    const { where, says } = moduleMistake(error) ?? { where: path, says: loadMessage(error) };
    const message = `${where}: what it exports was rejected: ${says}`;
    throw new InputError(message, { cause: error });
  }
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
