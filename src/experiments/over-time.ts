import { minutes } from '../engine/time.ts';
import { Engine } from '../run/engine.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { FUNCTION_STATES, type Level, type Observer } from './observer.ts';
import type { Band, Outcome } from './types.ts';

const OPENING_MS = minutes(30);

/** A deployment takes minutes of a run of hours: how long a look of its own it gets; 0: none. */
export function openingOf(untilMs: number): number {
  return untilMs > 3 * OPENING_MS ? OPENING_MS : 0;
}

/** The moments of a series, in whole ms: half of them in the opening, if there is one. */
export function momentsOf(untilMs: number, points: number): number[] {
  const openingMs = openingOf(untilMs);
  const early = openingMs > 0 ? Math.floor(points / 2) : 0;
  return [...endsOf(0, openingMs, early), ...endsOf(openingMs, untilMs, points - early)];
}

/** The ends of so many equal stretches. */
function endsOf(fromMs: number, untilMs: number, stretches: number): number[] {
  const lengthMs = (untilMs - fromMs) / stretches;
  return Array.from({ length: stretches }, (_, i) => Math.round(fromMs + (i + 1) * lengthMs));
}

/** What one run had at each moment, by name. */
export function seriesOf(seen: Observer, atMs: readonly number[]): Outcome['series'] {
  const series: Outcome['series'] = {};
  if (atMs.length === 0) return series;
  for (const state of FUNCTION_STATES) {
    series[`functions.${state}`] = sampled(seen.functions[state], 0, atMs);
  }
  for (const [id, room] of seen.vpcs) series[`vpc.${id}`] = sampled(room, room.others, atMs);
  for (const [id, room] of seen.subnets) series[`subnet.${id}`] = sampled(room, room.others, atMs);
  return series;
}

/** What there was just before each of these moments, with `others` that are always there. */
function sampled({ changes }: Level, others: number, atMs: readonly number[]): number[] {
  let next = 0;
  let live = 0;
  return atMs.map((moment) => {
    for (; next < changes.length && changes[next]!.atMs < moment; next++) {
      live = changes[next]!.live;
    }
    return others + live;
  });
}

/** The series of all runs, one over the other. */
export function bandsOf(
  scenario: Scenario,
  profile: Profile,
  outcomes: readonly Outcome[],
): Band[] {
  const names = Object.keys(outcomes[0]?.series ?? {});
  if (names.length === 0) return [];
  const limits = limitsOf(scenario, profile);
  return names.map((name): Band => {
    const atMs = momentsOf(scenario.untilMs, outcomes[0]!.series[name]!.length);
    const limit = limits.get(name) ?? scenario.functions.length;
    const lists = { mean: [], min: [], max: [], p05: [], p50: [], p95: [], p99: [] };
    const band: Band = { name, limit, atMs, ...lists };
    for (let point = 0; point < atMs.length; point++) {
      const sorted = outcomes.map(({ series }) => series[name]![point]!).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      band.mean.push(sorted.reduce((sum, one) => sum + one, 0) / sorted.length);
      band.min.push(sorted[0]!);
      band.max.push(sorted.at(-1)!);
      band.p05.push(at(0.05));
      band.p50.push(at(0.5));
      band.p95.push(at(0.95));
      band.p99.push(at(0.99));
    }
    return band;
  });
}

function limitsOf(scenario: Scenario, profile: Profile): Map<string, number> {
  const { vpcs, subnets } = new Engine(scenario, { profile }).state;
  return new Map([
    ...vpcs.map(({ id, eniQuota }) => [`vpc.${id}`, eniQuota] as const),
    ...subnets.map(({ id, usable }) => [`subnet.${id}`, usable] as const),
  ]);
}
