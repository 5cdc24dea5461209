import { days } from '../engine/time.ts';
import type { Scenario, TrafficPhase } from '../scenario/types.ts';
import { callsBefore, rampAt } from './curves.ts';
import {
  type CountsPhase,
  countsStart,
  firstFrom,
  type ProfilePhase,
  stepAt,
  tableOf,
} from './profile-steps.ts';

/** Calls of one kind to one version of one function, by places in the scenario's list. */
export interface StreamPlan {
  function: number;
  /** 0: `$LATEST`. */
  version: number;
  /** Names the stream's random numbers: the function, version and place of the phase. */
  name: string;
  phase: TrafficPhase;
}

/** Where the idle time is not known: each part costs two events, and any length is right. */
const SILENCE_MS = days(7);

/**
 * All traffic of a scenario, known before the run because `setTraffic` stands on the timeline:
 * what flowed to its target before ends at that moment.
 * @param silenceMs phases are parted where they are silent for so long, at best the idle time: what
 * is left can be left to a flow
 */
export function streamPlans(scenario: Scenario, silenceMs: number = SILENCE_MS): StreamPlan[] {
  const places = new Map(scenario.functions.map(({ id }, place) => [id, place]));
  const byTarget = new Map<string, StreamPlan[]>();
  const add = (id: string, version: number, phases: readonly TrafficPhase[]) => {
    const target = `${id}:${version}`;
    const plans = byTarget.get(target) ?? [];
    byTarget.set(target, plans);
    for (const phase of phases) {
      if (phase.fromMs >= Math.min(phase.untilMs, scenario.untilMs)) continue;
      const name = `${target}#${plans.length}`;
      plans.push({ function: places.get(id)!, version, name, phase });
    }
  };
  for (const { id, traffic } of scenario.functions) add(id, 0, traffic);
  for (const action of scenario.timeline) {
    if (action.action !== 'setTraffic') continue;
    const { atMs, target, traffic } = action;
    for (const plan of byTarget.get(`${target.function}:${target.version}`) ?? []) {
      plan.phase = cut(plan.phase, 0, atMs);
    }
    const later = traffic.map((phase) => cut(phase, atMs, Number.POSITIVE_INFINITY));
    add(target.function, target.version, later);
  }
  return [...byTarget.values()]
    .flat()
    .filter(({ phase }) => phase.fromMs < phase.untilMs)
    .flatMap((plan) => parted(plan, silenceMs));
}

/** The part of a phase in `[fromMs, untilMs)`. */
function cut(phase: TrafficPhase, fromMs: number, untilMs: number): TrafficPhase {
  if (fromMs <= phase.fromMs && untilMs >= phase.untilMs) return phase;
  const ends = {
    fromMs: Math.max(phase.fromMs, fromMs),
    untilMs: Math.min(phase.untilMs, untilMs),
  };
  if (phase.kind === 'counts') return { ...phase, startMs: countsStart(phase), ...ends };
  if (phase.kind !== 'ramp') return { ...phase, ...ends };
  const fromPerMs = rampAt(phase, ends.fromMs);
  return { ...phase, ...ends, fromPerMs, toPerMs: rampAt(phase, ends.untilMs) };
}

function parted(plan: StreamPlan, silenceMs: number): StreamPlan[] {
  return stretches(plan.phase, silenceMs).map((phase, part) => {
    return part === 0 ? { ...plan, phase } : { ...plan, phase, name: `${plan.name}.${part}` };
  });
}

/** So few calls of a list are worth an event each, which the story then tells one by one. */
const FEW_CALLS = 100;

/** Whether a list of calls, or counts of them, is so short that each call is an event. */
export function hasFewCalls(phase: TrafficPhase): boolean {
  const listed = phase.kind === 'times' || phase.kind === 'burst' || phase.kind === 'counts';
  if (!listed) return false;
  const calls = callsBefore(phase, phase.untilMs) - callsBefore(phase, phase.fromMs);
  return calls <= FEW_CALLS;
}

/**
 * The parts of a phase between silences that last `silenceMs` or more for certain. Of lists and
 * counts, a part ends with its last call, and no two calls in it can be so far apart.
 */
export function stretches(phase: TrafficPhase, silenceMs: number): TrafficPhase[] {
  if (phase.kind === 'profile') return activeStretches(phase, silenceMs);
  if (hasFewCalls(phase)) return [phase];
  if (phase.kind === 'counts') {
    const startMs = countsStart(phase);
    return joined(countedSpans(phase), silenceMs).map((ends) => ({ ...phase, startMs, ...ends }));
  }
  if (phase.kind !== 'times' && phase.kind !== 'burst') return [phase];
  const [first, end] = [firstFrom(phase.atMs, phase.fromMs), firstFrom(phase.atMs, phase.untilMs)];
  const moments = phase.atMs.slice(first, end);
  const spans = moments.map((atMs) => ({ fromMs: atMs, untilMs: atMs + 1 }));
  // A burst is over at once: each is a stretch of its own.
  const apartMs = phase.kind === 'burst' ? 2 : silenceMs;
  return joined(spans, apartMs).map((ends) => ({ ...phase, ...ends }));
}

interface Span {
  fromMs: number;
  untilMs: number;
}

/** Joins spans that follow each other; whole ones, since calls may lie at their outer ends. */
function joined(spans: Iterable<Span>, apartMs: number): Span[] {
  const all: Span[] = [];
  let lastFromMs = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    if (span.untilMs - lastFromMs > apartMs) all.push({ ...span });
    else all.at(-1)!.untilMs = span.untilMs;
    lastFromMs = span.fromMs;
  }
  return all;
}

/** The steps in which there are calls, as far as they lie in the phase. */
function* countedSpans(phase: CountsPhase): Generator<Span> {
  const { counts, stepMs, fromMs, untilMs } = phase;
  const last = Math.ceil(stepAt(phase, untilMs));
  for (let step = Math.floor(stepAt(phase, fromMs)); step < last; step++) {
    if (counts[step] === 0) continue;
    const beginMs = countsStart(phase) + step * stepMs;
    yield {
      fromMs: Math.max(fromMs, beginMs),
      untilMs: Math.min(untilMs, beginMs + stepMs),
    };
  }
}

/** A profile that would be torn into more parts stays whole; its calls are then events. */
const PARTS_MAX = 10_000;

function activeStretches(phase: ProfilePhase, silenceMs: number): TrafficPhase[] {
  const { rates } = tableOf(phase);
  if (rates.every((rate) => rate === 0)) return [];
  if (rates.every((rate) => rate > 0)) return [phase];
  const parts: Span[] = [];
  for (const span of activeSpans(phase)) {
    const last = parts.at(-1);
    if (last !== undefined && span.fromMs - last.untilMs < silenceMs) last.untilMs = span.untilMs;
    else parts.push({ ...span });
    if (parts.length > PARTS_MAX) return [phase];
  }
  return parts.map((ends) => ({ ...phase, ...ends }));
}

function* activeSpans(phase: ProfilePhase): Generator<Span> {
  const { boundsMs, rates } = tableOf(phase);
  const { startMs, periodMs } = phase;
  const first = Math.floor((phase.fromMs - startMs) / periodMs);
  for (let period = first; startMs + period * periodMs < phase.untilMs; period++) {
    const originMs = startMs + period * periodMs;
    for (let i = 0; i < rates.length; i++) {
      const fromMs = Math.max(phase.fromMs, originMs + boundsMs[i]!);
      const untilMs = Math.min(phase.untilMs, originMs + boundsMs[i + 1]!);
      if (rates[i]! > 0 && fromMs < untilMs) yield { fromMs, untilMs };
    }
  }
}
