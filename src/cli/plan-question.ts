import { DELETABLE_AFTER, teardownOf } from '../experiments/dynamic-plan.ts';
import { parseMeasure } from '../experiments/expression.ts';
import type { PairedMeasure } from '../experiments/sensitivity.ts';
import type { MetricName } from '../experiments/types.ts';
import type { UnderTraffic } from '../plan/under-traffic.ts';
import { metricUnderId } from '../report/plan-names.ts';
import { didYouMean, listed } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/types.ts';
import { metricNamesOf } from './conduct.ts';
import { InputError } from './failure.ts';

/** What `--sensitivity` asks of a plan, and the scenario that has it. `text`: as it was asked. */
export type Question = { text: string; scenario: Scenario } & (
  | { kind: 'measure'; measure: PairedMeasure }
  | { kind: 'headroom'; metric: MetricName }
);

const HEADROOM = /^\s*headroom\s*\(\s*(\S+?)\s*\)\s*$/;

/**
 * Reads what is asked: a measure of any figure that the plan reports, under the id of the templates
 * or its name in the runs, or `headroom(enis.scaledOut)`.
 * @throws InputError where nothing can be said of it
 */
export function questionOf(
  under: UnderTraffic,
  { sensitivity }: { sensitivity?: string },
): Question | null {
  if (sensitivity === undefined) return null;
  const fail = (why: string): never => {
    throw new InputError(`--sensitivity "${sensitivity}": ${why}`);
  };
  const { scenario } = under;
  const down = teardownOf(scenario);
  const names = namesOf(under, down);
  const wanted = HEADROOM.exec(sensitivity)?.[1];
  if (wanted !== undefined) {
    const metric = names.get(wanted) ?? fail(noFlag(wanted, names));
    refuseUnknownRoom(metric, under, fail);
    if (metric.unit !== 'flag') fail(noFlag(wanted, names));
    return { kind: 'headroom', text: `headroom(${wanted})`, scenario, metric };
  }
  const read = parseMeasure(
    sensitivity,
    [...names].map(([name, metric]) => ({ ...metric, name })),
  );
  if (!read.ok) return fail(read.message);
  const { value } = read;
  const { text } = value;
  if (value.kind === 'quantile') {
    const mend = `P(${value.metric.name} > ...) says as much about a tail`;
    return fail(`runs cannot be paired by a quantile; ${mend}`);
  }
  const metric = names.get(value.metric.name)!;
  refuseUnknownRoom(metric, under, fail);
  const isDown = metric.name === DELETABLE_AFTER && !deletes(scenario);
  if (isDown && under.stuck.length > 0) fail(`it never comes. ${under.stuck[0]}`);
  const measure = { ...value, metric };
  return { kind: 'measure', text, scenario: isDown ? down : scenario, measure };
}

/** Every metric by its name in the runs and by the ids of the templates. */
function namesOf({ scenario, idOf }: UnderTraffic, down: Scenario): Map<string, MetricName> {
  const after = metricNamesOf(down).filter(({ name }) => name === DELETABLE_AFTER);
  const all = [...metricNamesOf(scenario), ...after];
  return new Map([
    ...all.map((metric) => [metric.name, metric] as const),
    ...all.map((metric) => [metricUnderId(metric.name, idOf), metric] as const),
  ]);
}

const deletes = ({ timeline }: Scenario): boolean =>
  timeline.some(({ action }) => action === 'delete');

function noFlag(wanted: string, names: ReadonlyMap<string, MetricName>): string {
  const flags = [...names].filter(([, { unit }]) => unit === 'flag').map(([name]) => name);
  const guess = didYouMean(wanted, flags) ?? `there are ${listed(flags)}`;
  return `nothing that may run out is called \`${wanted}\`; ${guess}`;
}

/** Of a subnet of unknown room no run tells when it is full. */
function refuseUnknownRoom(
  { name }: MetricName,
  { unknownRoom, idOf }: UnderTraffic,
  fail: (why: string) => never,
): void {
  const [, id = ''] = /^subnet\.(.*)\.full(?:At)?$/s.exec(metricUnderId(name, idOf)) ?? [];
  if (unknownRoom.includes(id)) fail(`how much room subnet ${id} has is not known`);
}
