import { Engine } from '../run/engine.ts';
import { drive, inPlace } from '../run/simulate.ts';
import { type Finished, metricsOf, valuesByCode } from './metrics.ts';
import { Observer, type Room } from './observer.ts';
import type { Job, Outcome } from './types.ts';

/** Makes one run and reads its metrics. The same job gives the same outcome on every thread. */
export function runJob({ scenario, points, ...options }: Job): Outcome {
  const engine = new Engine(scenario, options);
  const seen = new Observer(engine.state);
  const result = drive(engine, inPlace, (frame) => seen.add(frame));
  const finished: Finished = { result, tally: engine.tally, seen };
  const values: Outcome['values'] = valuesByCode(finished);
  for (const { name, read } of metricsOf(scenario)) values[name] = read(finished);
  return {
    seed: result.seed,
    traceHash: result.traceHash,
    values,
    series: seriesOf(seen, pointsOf(scenario.untilMs, points)),
    cutOff: result.stopped === 'steps',
    lost: null,
  };
}

/** The ends of so many equal stretches of a run, in whole ms. */
export function pointsOf(untilMs: number, points: number): number[] {
  return Array.from({ length: points }, (_, i) => Math.round(((i + 1) * untilMs) / points));
}

function seriesOf(seen: Observer, atMs: readonly number[]): Outcome['series'] {
  const series: Outcome['series'] = {};
  if (atMs.length === 0) return series;
  for (const [id, room] of seen.vpcs) series[`vpc.${id}`] = sampled(room, atMs);
  for (const [id, room] of seen.subnets) series[`subnet.${id}`] = sampled(room, atMs);
  return series;
}

/** How many ENIs there were just before each of these moments. */
function sampled({ changes }: Room, atMs: readonly number[]): number[] {
  let next = 0;
  let live = 0;
  return atMs.map((moment) => {
    for (; next < changes.length && changes[next]!.atMs < moment; next++) {
      live = changes[next]!.live;
    }
    return live;
  });
}
