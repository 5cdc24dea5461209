import type { ModelFrame } from '../run/frame.ts';

/** A stretch of time in one state. */
export interface Span {
  fromMs: number;
  toMs: number;
  state: string;
}

/** What became of a function version or an ENI over the run. */
export interface Track {
  kind: 'function' | 'ENI';
  subject: string;
  /** The pairing of an ENI. */
  pairing: string | null;
  spans: Span[];
  /** While an update was under way: what is served is the old configuration. */
  updates: Span[];
}

/** A track for each version and ENI, in the order in which they came. */
export function tracksOf(
  frames: Iterable<Pick<ModelFrame, 'atMs' | 'rows'>>,
  untilMs: number,
): Track[] {
  const tracks = new Map<string, Track>();
  const trackOf = (kind: Track['kind'], subject: string, pairing: string | null) => {
    const known = tracks.get(subject);
    if (known !== undefined) return known;
    const track: Track = { kind, subject, pairing, spans: [], updates: [] };
    tracks.set(subject, track);
    return track;
  };
  for (const { atMs, rows } of frames) {
    for (const { note, subject, to = '', with: pairing = null } of rows) {
      if (note === 'version.created' || note === 'version.state') {
        begin(trackOf('function', subject, null).spans, to, atMs, untilMs);
      } else if (note === 'version.deleted') end(tracks.get(subject)?.spans, atMs);
      else if (note === 'eni.phase' && to === 'deleted') end(tracks.get(subject)?.spans, atMs);
      else if (note === 'eni.phase') {
        begin(trackOf('ENI', subject, pairing).spans, to, atMs, untilMs);
      } else if (note === 'version.update') {
        const { updates } = trackOf('function', subject, null);
        if (to === 'InProgress') begin(updates, to, atMs, untilMs);
        else end(updates, atMs);
      }
    }
  }
  return [...tracks.values()];
}

function begin(spans: Span[], state: string, atMs: number, untilMs: number): void {
  if (spans.at(-1)?.toMs === untilMs) end(spans, atMs);
  spans.push({ fromMs: atMs, toMs: untilMs, state });
}

function end(spans: Span[] | undefined, atMs: number): void {
  const last = spans?.at(-1);
  if (last !== undefined) last.toMs = Math.min(last.toMs, atMs);
}

/** The state at a moment; null before there was one and after its end. */
export function stateAt(spans: readonly Span[], ms: number): string | null {
  return spans.findLast(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.state ?? null;
}

/** Where several states are too short to be told apart, the first of these is the one to show. */
const GRAVEST = [
  ...['Failed', 'failed', 'stuck', 'Inactive', 'Pending'],
  ...['creating', 'draining', 'available', 'Active', 'ready'],
];

/**
 * The spans as a picture can show them: neighbours that are narrower than `leastShare` together
 * become one, in the gravest of their states.
 * @param shareOf where a moment lies in the picture, from 0 to 1
 */
export function mergedSpans(
  spans: readonly Span[],
  shareOf: (ms: number) => number,
  leastShare: number,
): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last === undefined || shareOf(span.toMs) - shareOf(last.fromMs) >= leastShare) {
      merged.push(span);
      continue;
    }
    const state = GRAVEST.find((one) => one === last.state || one === span.state) ?? span.state;
    merged[merged.length - 1] = { fromMs: last.fromMs, toMs: span.toMs, state };
  }
  return merged;
}
