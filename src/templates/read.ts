import { type Draft, noPlaces, settle } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { nearest } from '../scenario/nearest.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Parsed } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { readStacks } from './cloudformation.ts';
import { child, textOf } from './node.ts';
import { scenarioEstate } from './scenario.ts';
import type { World } from './stack.ts';
import { TEMPLATES } from './strangers.ts';
import { GIVEN, type Reading, type ReadOptions, type TemplateSource } from './types.ts';

/**
 * Reads templates as one plan: each source is one stack, and what they export and import is
 * joined. Never throws; what could be read comes back beside the issues.
 */
export function readTemplates(
  sources: readonly TemplateSource[],
  options: ReadOptions = {},
): Reading {
  const world: World = {
    stacks: [],
    drafts: [],
    roots: new Map(),
    reported: new Set(),
    notes: new Set(),
    needs: [],
    parameters: options.parameters ?? new Map(),
    used: new Set(),
    work: 0,
    depth: 0,
    unrolled: 0,
    readFile: options.readFile ?? (() => null),
    resources: 0,
    isFull: false,
    types: new Map(),
    json: new Map(),
    exports: null,
  };
  const scenario = scenarioIn(sources, options);
  if (scenario !== null) return scenario;
  const prefixes = sources.map(({ name }) => (sources.length > 1 ? `${name}/` : ''));
  const estate = readStacks(sources, prefixes, world);
  if (estate !== null) refuseUnused(world);
  const file = sources[0]?.files[0]?.file ?? '';
  const issues = settle(estate === null ? gravest(world, sources) : world.drafts, noPlaces(file));
  return { estate, issues, secrets: secretsOf(world), work: world.work };
}

/** Where nothing could be read, what was left out on the way is of no interest. */
function gravest({ drafts }: World, sources: readonly TemplateSource[]): Draft[] {
  const errors = drafts.filter(({ severity }) => severity !== 'warning');
  if (errors.length > 0) return errors;
  const [source] = sources;
  const place = { line: 0, column: 0 };
  const message = 'no file of this folder is a template, a plan or a scenario';
  return [{ path: [], file: source?.folder ?? '', message, mend: TEMPLATES, place }];
}

const SCENARIO = /^[ \t]*(?:"?(?:functions|network|timeline|until)"?\s*:)/m;
/** Whether a text has a section of a scenario, which may be broken. */
export function mayBeScenario(text: string): boolean {
  return text.length <= LIMITS.fileBytes && SCENARIO.test(text);
}

/** Whether a file is a scenario of this simulator. */
export function looksLikeScenario({ file, text }: { file: string; text: string }): boolean {
  if (!mayBeScenario(text)) return false;
  return isScenario(readYaml(text, file).value);
}

/** A file that is a scenario of this simulator is planned by itself. */
function scenarioIn(sources: readonly TemplateSource[], options: ReadOptions): Reading | null {
  const [source] = sources;
  const [only] = source?.files ?? [];
  if (sources.length !== 1 || source?.files.length !== 1 || only === undefined) return null;
  if (!looksLikeScenario(only)) return null;
  const readFile = (path: string) => options.readFile?.(path, only.file)?.text ?? null;
  return scenarioReading(parseScenario(only.text, { file: only.file, readFile }), only.file);
}

function isScenario(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'functions' in value && 'until' in value;
}

/** A scenario that was parsed, as a plan reads it. */
export function scenarioReading(parsed: Parsed, file: string): Reading {
  const estate = parsed.ok ? scenarioEstate(parsed.scenario, file) : null;
  const scenario = parsed.ok ? { scenario: parsed.scenario } : {};
  return { estate, issues: parsed.issues, ...scenario, secrets: [], work: 0 };
}

function secretsOf({ parameters, stacks }: World): string[] {
  const declared = stacks.flatMap((stack) => [...stack.parameters.values()]);
  const kept = declared.filter(({ node }) => textOf(child(node, 'NoEcho')) === 'true');
  const names = new Set(kept.map(({ name }) => name));
  return [...parameters.keys()].filter((name) => names.has(name.split('/').at(-1)!));
}

/** A given parameter that nothing asked for is most likely a slip of the pen. */
function refuseUnused(world: World): void {
  const declared = world.stacks.flatMap(({ parameters }) => [...parameters.keys()]);
  const qualified = world.stacks.flatMap(({ name, parameters }) =>
    [...parameters.keys()].map((parameter) => `${name}/${parameter}`),
  );
  for (const name of world.parameters.keys()) {
    const last = name.split('/').at(-1)!;
    // What the templates could not know anyway may be given without being asked for.
    const isPseudo = last.startsWith('AWS::');
    const known = name.includes('/') ? qualified : declared;
    if (world.used.has(name) || isPseudo || known.includes(name)) continue;
    const guess = nearest(name, known) ?? known.find((one) => one.endsWith(`/${last}`)) ?? null;
    world.drafts.push({
      path: [],
      file: GIVEN,
      place: { line: 0, column: 0 },
      message: `no template has a parameter \`${name.slice(0, 140)}\``,
      mend: guess === null ? 'leave it out' : `did you mean \`${guess}\`?`,
    });
  }
}
