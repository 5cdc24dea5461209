import { z } from 'zod';
import { days, minutes } from '../engine/time.ts';
import { type Draft, noPlaces, type Path, type Places, settle } from './issues.ts';
import { duration, numberIn, object, oneOf, positiveDuration, text } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { didYouMean, listed } from './nearest.ts';
import { loadOf, parametersOf } from './normalise.ts';
import { destinationDrafts } from './reference-destinations.ts';
import type { Salvaged } from './salvage.ts';
import { functionLoad } from './schema-functions.ts';
import { parameters } from './schema-parameters.ts';
import { shapeDrafts } from './shape-issues.ts';
import { readTrace } from './trace-read.ts';
import { type ReadFile, readTraces } from './traces.ts';
import type { Issue, Traffic } from './types.ts';
import { readYaml } from './yaml-source.ts';

const A_SEED = 'a text or a number';
const NAMES = 'a mapping from ids of functions, as the plan lists them, to their traffic';

/** What functions of a template are called for, in the forms of the scenario language. */
const A_FILE = 'a mapping with `functions`, `others` and more';

const trafficSchema = object(A_FILE, {
  profile: oneOf(['seed', 'current'])
    .default('seed')
    .describe('Which edition of AWS’s documents the numbers follow: 30 idle days, or 14'),
  seed: z
    .union([text, z.number({ error: A_SEED })], { error: A_SEED })
    .optional()
    .describe('Seed of all random draws'),
  from: duration
    .default(minutes(30))
    .describe('When traffic begins that names no beginning; the deployment is at 0s'),
  until: positiveDuration.default(days(1)).describe('The end of the run'),
  growth: numberIn(0.001, 1_000_000, 'a number from 0.001 to 1000000')
    .default(1)
    .describe('Multiplies all traffic'),
  others: functionLoad.nullish().describe('For functions that are not named'),
  functions: z
    .record(text, functionLoad.nullable(), { error: NAMES })
    .nullish()
    .describe('By id, as the plan lists them'),
  parameters: parameters.nullish().describe('Values that replace those of the evidence table'),
});

type TrafficFile = z.output<typeof trafficSchema>;
type Spec = z.output<typeof functionLoad> | null;

export interface TrafficOptions {
  file: string;
  /** The functions there are, and the subnets that they may connect to. */
  functions: readonly string[];
  subnets?: readonly string[];
  /** Reads traces that the file refers to. */
  readFile?: ReadFile;
}

export type ParsedTraffic =
  | { ok: true; traffic: Traffic; issues: Issue[] }
  | { ok: false; issues: Issue[] };

/** Reads a traffic file in YAML or JSON. Bad input of any kind is an issue: nothing is thrown. */
export function parseTraffic(text: string, options: TrafficOptions): ParsedTraffic {
  const { drafts, places, value } = readYaml(text, options.file);
  if (drafts.length > 0) {
    const isEmpty = text.trim() === '';
    const told = isEmpty ? drafts.map((draft) => ({ ...draft, expected: A_FILE })) : drafts;
    return { ok: false, issues: settle(told, places) };
  }
  return parseValue(value, places, options);
}

/** Reads a trace whose functions are called like those of the templates. */
export function parseTraceTraffic(text: string, options: TrafficOptions): ParsedTraffic {
  const places = noPlaces(options.file);
  const { trace, drafts } = readTrace(text, options.file, new Set(options.functions));
  if (trace === null) return { ok: false, issues: settle(drafts, places) };
  const named = options.functions.filter((id) => trace.names.meant(id).length === 1);
  if (named.length === 0) {
    const mend =
      'write a traffic file that says which is which: ' +
      '`functions: { Mine: { traffic: { trace: calls.csv, function: theirs } } }`';
    const draft = { path: [], message: 'no function of the trace is called like one of these' };
    const [expected, received] = [options.functions, [...trace.names.known()]].map(
      (names) => `${listed(names)}`,
    );
    return { ok: false, issues: settle([{ ...draft, expected, received, mend }], places) };
  }
  const from = minutes(30);
  const functions = named.map((id) => [id, { traffic: { trace: 'trace', function: id } }]);
  const value = {
    from: `${from}ms`,
    until: `${from + trace.lengthMs}ms`,
    functions: Object.fromEntries(functions),
  };
  return parseValue(value, places, { ...options, readFile: () => text });
}

function parseValue(value: unknown, places: Places, options: TrafficOptions): ParsedTraffic {
  const result = trafficSchema.safeParse(value, { reportInput: true });
  if (!result.success) {
    return { ok: false, issues: settle(shapeDrafts(result.error.issues), places) };
  }
  const file = result.data;
  const { drafts, traffic } = trafficOf(file, options);
  const all = [...strangers(file, options), ...reviewDestinations(file, options), ...drafts];
  const issues = settle(all, places);
  return traffic === null || issues.length > 0
    ? { ok: false, issues }
    : { ok: true, traffic, issues };
}

/** Stands for `others` among the functions; no id of a template looks like it. */
const OTHERS = '\0others';

function trafficOf(
  file: TrafficFile,
  { file: name, readFile }: TrafficOptions,
): { drafts: Draft[]; traffic: Traffic | null } {
  const { from, until, growth, seed, profile } = file;
  if (from >= until) {
    const message = 'traffic would begin when the run is over';
    const mend = 'give a later `until`, or an earlier `from`';
    return { drafts: [{ path: ['until'], message, mend }], traffic: null };
  }
  const specs = { ...file.functions, [OTHERS]: file.others ?? null };
  // Traces are looked for in the functions of a scenario.
  const salvaged = { file: { functions: specs }, actions: [] } as unknown as Salvaged;
  const traces = readTraces(salvaged, { file: name, ...(readFile ? { readFile } : {}) });
  if (traces.drafts.length > 0) {
    const drafts = traces.drafts.map((draft): Draft => {
      const isOthers = draft.path[1] === OTHERS;
      return isOthers ? { ...draft, path: ['others', ...draft.path.slice(2)] } : draft;
    });
    return { drafts, traffic: null };
  }
  const load = (spec: Spec) => loadOf(spec, [from, until], traces);
  const traffic: Traffic = {
    profile,
    seed: seed === undefined ? null : String(seed),
    fromMs: from,
    untilMs: until,
    factor: growth,
    loads: new Map(Object.entries(file.functions ?? {}).map(([id, spec]) => [id, load(spec)])),
    others: file.others == null ? null : load(file.others),
    parameters: parametersOf(file),
  };
  return { drafts: [], traffic };
}

/** Traffic of functions that nobody knows is most likely a slip of the pen. */
function strangers(file: TrafficFile, { functions }: TrafficOptions): Draft[] {
  const known = new Set(functions);
  const names = Object.keys(file.functions ?? {}).filter((id) => !known.has(id));
  return names.slice(0, LIMITS.issues).map((id): Draft => {
    const message = `the templates have no function \`${id.slice(0, 140)}\``;
    const expected = `one of ${listed(functions)}`;
    const inStack = functions.find((one) => one.endsWith(`/${id}`));
    const mend = () => (inStack ? `did you mean \`${inStack}\`?` : didYouMean(id, functions));
    return { path: ['functions', id], part: 'key', message, expected, mend };
  });
}

/** What functions connect to: public addresses, services of AWS, subnets of the templates. */
function reviewDestinations(file: TrafficFile, { subnets = [] }: TrafficOptions): Draft[] {
  const specs: [Path, Spec][] = Object.entries(file.functions ?? {}).map(([id, spec]) => {
    return [['functions', id], spec];
  });
  return [...specs, [['others'], file.others ?? null] satisfies [Path, Spec]].flatMap(
    ([path, spec]) => [
      ...destinationDrafts(spec, path),
      ...Object.entries(spec?.destinations ?? {}).flatMap(([name, destination]): Draft[] => {
        if (destination.kind !== 'subnet' || subnets.includes(destination.subnet)) return [];
        const message = `the templates have no subnet \`${destination.subnet}\``;
        const expected = subnets.length === 0 ? 'a subnet' : `one of ${listed(subnets)}`;
        const mend = () => didYouMean(destination.subnet, subnets);
        return [{ path: [...path, 'destinations', name, 'subnet'], message, expected, mend }];
      }),
    ],
  );
}
