import { minutes } from '../engine/time.ts';
import type { Band } from '../experiments/types.ts';
import { figure } from './experiment-values.ts';
import { brief } from './format.ts';
import type { Section } from './plan-tables.ts';
import type { PlannedTraffic } from './plan-traffic.ts';

const STATES = 'functions.';

/** The states that some function is in at some time, in the order of a function's life. */
export function statesIn(series: readonly Band[]): { state: string; band: Band }[] {
  return series
    .filter(({ name, p99 }) => name.startsWith(STATES) && Math.max(...p99) > 0)
    .map((band) => ({ state: band.name.slice(STATES.length), band }));
}

const MOMENTS_MS = [1, 2, 5, 10, 15, 30].map(minutes);

/** What the figure of functions by state shows, in numbers. */
export function statesSection({ summary: { series, runs } }: PlannedTraffic): Section {
  const states = statesIn(series);
  const atMs = states[0]?.band.atMs ?? [];
  const places = [...MOMENTS_MS.map((ms) => atMs.indexOf(ms)), atMs.length - 1];
  return {
    heading: 'Functions by state over time',
    lines: [`Mean of ${runs} runs, and where 90 of 100 runs lie.`],
    columns: [{ name: 'after' }, ...states.map(({ state }) => ({ name: state }))],
    rows: [...new Set(places)]
      .filter((at) => at >= 0)
      .map((at) => [brief(atMs[at]!), ...states.map(({ band }) => cell(band, at))]),
  };
}

function cell({ mean, p05, p95 }: Band, at: number): string {
  const [low, high] = [p05[at]!, p95[at]!];
  const text = figure(Number(mean[at]!.toFixed(1)), 'count');
  return low === high ? text : `${text} (${figure(low, 'count')} to ${figure(high, 'count')})`;
}
