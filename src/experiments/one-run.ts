import { Engine } from '../run/engine.ts';
import { drive, inPlace } from '../run/simulate.ts';
import { type Finished, metricsOf, valuesByCode } from './metrics.ts';
import { Observer } from './observer.ts';
import { momentsOf, seriesOf } from './over-time.ts';
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
    series: seriesOf(seen, momentsOf(scenario.untilMs, points)),
    cutOff: result.stopped === 'steps',
    lost: null,
  };
}
