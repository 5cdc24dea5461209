import type { Distribution } from '../engine/distribution.ts';
import type { Draft, Path } from './issues.ts';
import { LIMITS } from './limits.ts';
import { didYouMean, listed } from './nearest.ts';
import type { Salvaged } from './salvage.ts';
import type { TraceDraft, TraceLaw, TraceRef } from './schema-traces.ts';
import type { PhaseDraft } from './schema-traffic.ts';
import { readTrace } from './trace-read.ts';
import type { Trace, TraceSeries } from './trace-types.ts';

/** @returns the text of a file, its path from the folder of the scenario; null: there is none */
export type ReadFile = (path: string) => string | null;

/** What the traces say that a scenario refers to. */
export interface Traces {
  drafts: Draft[];
  /** Null for what has an issue. */
  found(ref: TraceRef): FoundSeries | null;
}

export interface FoundSeries extends TraceSeries {
  lengthMs: number;
}

type Use = { path: Path } & (
  | { wants: 'calls'; ref: TraceDraft }
  | { wants: 'durations'; ref: TraceLaw }
);

/** @param options file: the name of the scenario; issues in a trace name it from there */
export function readTraces(
  salvaged: Salvaged | null,
  options: { file: string; readFile?: ReadFile },
): Traces {
  const drafts: Draft[] = [];
  const series = new Map<TraceRef, FoundSeries>();
  const uses = salvaged === null ? [] : usesIn(salvaged);
  // Each file is read once, for all functions asked of it.
  for (const path of new Set(uses.map(({ ref }) => ref.trace))) {
    const here = uses.filter(({ ref }) => ref.trace === path);
    const trace = open(path, here, { ...options, drafts });
    for (const use of trace === null ? [] : here) {
      const found = look(use, trace!);
      if ('message' in found) drafts.push(found);
      else series.set(use.ref, found);
    }
  }
  return { drafts, found: (ref) => series.get(ref) ?? null };
}

function usesIn({ file, actions }: Salvaged): Use[] {
  const uses: Use[] = [];
  const add = (phases: readonly PhaseDraft[], path: Path) => {
    for (const [index, phase] of phases.entries()) {
      if (phase.kind !== 'trace') continue;
      uses.push({ wants: 'calls', ref: phase, path: [...path, index] });
    }
  };
  for (const [id, spec] of Object.entries(file.functions)) {
    const path = ['functions', id];
    add(spec?.traffic ?? [], [...path, 'traffic']);
    if (spec?.duration?.kind !== 'trace') continue;
    uses.push({ wants: 'durations', ref: spec.duration, path: [...path, 'duration'] });
  }
  for (const [index, action] of (file.timeline ?? []).entries()) {
    if (action.action !== 'setTraffic') continue;
    add(action.traffic, ['timeline', actions[index]!, 'traffic']);
  }
  return uses;
}

interface Reading {
  file: string;
  readFile?: ReadFile;
  drafts: Draft[];
}

/** The trace at that path, or null and an issue at its first use, or issues in the trace. */
function open(path: string, uses: readonly Use[], reading: Reading): Trace | null {
  const { file, readFile, drafts } = reading;
  const at = pathTo(uses[0]!, 'trace');
  if (readFile === undefined) {
    const mend = 'run the scenario from a file, or give `parseScenario` the option `readFile`';
    drafts.push({ path: at, message: 'traces need files, and none can be read here', mend });
    return null;
  }
  const text = readFile(path);
  if (text === null) {
    const mend = 'its path counts from the folder of the scenario';
    drafts.push({ path: at, message: `the trace \`${path}\` cannot be read`, mend });
    return null;
  }
  const bytes = bytesOf(text);
  if (bytes > LIMITS.traceBytes) {
    const received = `${(bytes / 1e6).toFixed(1)} MB`;
    const most = { expected: 'at most 50 MB', received, mend: 'split the trace' };
    drafts.push({ path: at, message: `the trace \`${path}\` is too large`, ...most });
    return null;
  }
  const wanted = new Set(uses.map(({ ref }) => ref.function ?? ''));
  const { trace, drafts: broken } = readTrace(text, beside(file, path), wanted);
  drafts.push(...broken);
  return trace;
}

/** A character has up to three bytes, so short texts need no count. */
function bytesOf(text: string): number {
  if (text.length <= LIMITS.traceBytes / 3) return text.length;
  return new TextEncoder().encode(text).length;
}

/** A traffic of one phase may be written without a list: then its place is that of the traffic. */
const pathTo = ({ path }: Use, key: string): Path => [...path, key];

function beside(file: string, path: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1) + path;
}

function look(use: Use, trace: Trace): FoundSeries | Draft {
  const { ref } = use;
  const keys = trace.names.meant(ref.function ?? '');
  if (keys.length !== 1) return unclear(use, trace, keys);
  const series = trace.series.get(keys[0]!);
  if (use.wants === 'durations') {
    if (series?.law) return { ...series, lengthMs: trace.lengthMs };
    return { path: use.path, message: 'this trace tells no durations of the function' };
  }
  if (!series?.counts && !series?.calls) {
    const message = 'this trace tells no calls';
    return { path: use.path, message, mend: 'durations go to `duration: { trace: ... }`' };
  }
  const calls = (series.calls?.atMs.length ?? 0) * use.ref.repeat * use.ref.scale;
  if (calls <= LIMITS.traceCalls) return { ...series, lengthMs: trace.lengthMs };
  return {
    path: use.path,
    message: 'too many single calls',
    expected: `at most ${LIMITS.traceCalls}, repeated and scaled`,
    received: `${Math.round(calls)}`,
  };
}

/** No function of that name, several, or none named where there is more than one. */
function unclear(use: Use, trace: Trace, keys: readonly string[]): Draft {
  const name = use.ref.function;
  if (keys.length === 0 && name !== null) {
    const names = [...trace.names.known()];
    return {
      path: pathTo(use, 'function'),
      message: `the trace has no function \`${name.slice(0, 140)}\``,
      expected: `one of ${listed(names)}`,
      mend: () => didYouMean(name, names),
    };
  }
  if (keys.length === 0) return { path: use.path, message: 'the trace has no function' };
  const message =
    name === null
      ? `the trace has ${keys.length} functions`
      : `${keys.length} applications of the trace have a function of this name`;
  const path = name === null ? use.path : pathTo(use, 'function');
  return { path, message, mend: `write \`function: ${keys[0]}\` or another one of them` };
}

/** The law of a duration; what has an issue never comes here. */
export function lawFrom(traces: Traces, duration: Distribution | TraceLaw): Distribution {
  return duration.kind === 'trace' ? traces.found(duration)!.law! : duration;
}
