import { bearsQuantile } from '../engine/statistics.ts';
import { minutes } from '../engine/time.ts';
import type { Band } from '../experiments/types.ts';
import { spreadOf } from './band-words.ts';
import { figure } from './experiment-values.ts';
import { brief } from './format.ts';
import type { Section } from './plan-tables.ts';
import type { PlannedTraffic } from './plan-traffic.ts';

const STATES = 'functions.';

/** The states that some function is in at some time, in the order of a function's life. */
export function statesIn(series: readonly Band[]): { state: string; band: Band }[] {
  return series
    .filter(({ name, max }) => name.startsWith(STATES) && Math.max(...max) > 0)
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
    lines: [
      `Mean of ${runs} runs, and ${bearsQuantile(runs, 0.95) ? 'where 90 of 100 runs lie' : 'the least and most in any of them'}.`,
    ],
    columns: [{ name: 'after' }, ...states.map(({ state }) => ({ name: state }))],
    rows: [...new Set(places)]
      .filter((at) => at >= 0)
      .map((at) => [brief(atMs[at]!), ...states.map(({ band }) => cell(band, at, runs))]),
  };
}

function cell(band: Band, at: number, runs: number): string {
  const spread = spreadOf(band, runs);
  const [low, high] = [spread.low[at]!, spread.high[at]!];
  const text = figure(Number(band.mean[at]!.toFixed(1)), 'count');
  return low === high ? text : `${text} (${figure(low, 'count')} to ${figure(high, 'count')})`;
}
