import { eventsOf, type StoryEvent } from '../report/events.ts';
import { trafficWordsOf } from '../report/traffic-words.ts';
import { Engine, type RunOptions } from '../run/engine.ts';
import { resolveParameters } from '../run/parameters.ts';
import { type Recording, recordSteps } from '../run/record.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Change } from './change.ts';
import { withChange } from './change.ts';
import { type Track, tracksOf } from './tracks.ts';

/** A moment at which something is to be seen: steps of the run, or a look at the gauges. */
export interface Moment {
  atMs: number;
  /** Steps of the run until then, its own included. */
  steps: number;
  /** What happens at it; empty where only connections change. */
  events: StoryEvent[];
  /** It tells the same as the moment with events before it: one more try, one more call. */
  repeats: boolean;
  /** Open connections by the number of the ENI. */
  open: Readonly<Record<string, number>>;
}

/** A run made ready to be looked at. The moment of place 0 is before anything happens. */
export interface Play {
  scenario: Scenario;
  options: RunOptions;
  recording: Recording;
  moments: Moment[];
  tracks: Track[];
  /** Connections that one ENI carries at most. */
  connectionsMax: number;
}

/** So many looks at the gauges there are at most, over the whole run. */
const LOOKS_MAX = 2_000;

export function gaugeEveryMsOf({ untilMs }: Scenario): number {
  return untilMs / LOOKS_MAX;
}

/** @throws RecordingTooLong when the run is too long to be recorded */
export function playOf(scenario: Scenario, change: Change, seed: string | null): Play {
  const steps = playSteps(scenario, change, seed);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** The same, a step at a time: yields how much of the run's time has gone by, as a share of it. */
export function* playSteps(
  scenario: Scenario,
  change: Change,
  seed: string | null,
): Generator<number, Play> {
  const changed = withChange(scenario, change);
  const options: RunOptions = {
    ...(seed === null ? {} : { seed }),
    ...(change.profile === undefined ? {} : { profile: change.profile }),
  };
  const steps = recordSteps(new Engine(changed, options), gaugeEveryMsOf(changed));
  let share = 0;
  for (;;) {
    const next = steps.next();
    if (next.done) return playFrom(changed, options, next.value);
    if (next.value !== null) share = next.value.atMs / changed.untilMs;
    yield share;
  }
}

/** The play of a run that is recorded already, with a look at the gauges now and then. */
export function playFrom(scenario: Scenario, options: RunOptions, recording: Recording): Play {
  const { limits } = resolveParameters(scenario, options.profile ?? scenario.profile);
  return {
    scenario,
    options,
    recording,
    moments: momentsOf(recording, scenario),
    tracks: tracksOf(recording.frames, scenario.untilMs),
    connectionsMax: limits.connectionsPerEni,
  };
}

function momentsOf({ frames, gauges, result }: Recording, scenario: Scenario): Moment[] {
  const events = eventsOf(frames, result.actions, trafficWordsOf(scenario));
  const moments: Moment[] = [{ atMs: 0, steps: 0, events: [], repeats: false, open: {} }];
  let [step, event, gauge] = [0, 0, 0];
  let open: Moment['open'] = {};
  let told = '';
  while (event < events.length || gauge < gauges.length) {
    const gaugeMs = gauges[gauge]?.atMs ?? Number.POSITIVE_INFINITY;
    const atMs = Math.min(events[event]?.atMs ?? Number.POSITIVE_INFINITY, gaugeMs);
    if (gaugeMs === atMs) open = gauges[gauge++]!.open;
    while (step < frames.length && frames[step]!.atMs <= atMs) step += 1;
    const first = event;
    while (event < events.length && events[event]!.atMs === atMs) event += 1;
    const here = events.slice(first, event);
    const telling = here.map(({ subject, text }) => `${subject} ${text}`).join('\n');
    moments.push({ atMs, steps: step, events: here, repeats: telling === told, open });
    if (here.length > 0) told = telling;
  }
  return moments;
}

/** Place of the last moment until `ms`; 0 is the beginning. */
export function placeAt({ moments }: Play, ms: number): number {
  let [low, high] = [0, moments.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (moments[middle]!.atMs <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The next or previous place at which something happens; the same when there is none. */
export function stepFrom({ moments }: Play, from: number, by: 1 | -1): number {
  return placeFrom(moments, from, by, ({ events }) => events.length > 0);
}

/** The same, where somebody ought to look: a new refusal, a failure, a state reached. */
export function jumpFrom({ moments }: Play, from: number, by: 1 | -1): number {
  return placeFrom(moments, from, by, isNotable);
}

export function isNotable({ events, repeats }: Moment): boolean {
  return !repeats && events.some(({ tone }) => tone !== 'plain');
}

function placeFrom(
  moments: readonly Moment[],
  from: number,
  by: 1 | -1,
  fits: (moment: Moment) => boolean,
): number {
  for (let place = from + by; place >= 0 && place < moments.length; place += by) {
    if (place === 0 || fits(moments[place]!)) return place;
  }
  return from;
}
