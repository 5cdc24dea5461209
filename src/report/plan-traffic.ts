import type { DynamicPlan } from '../experiments/dynamic-plan.ts';
import { SINGLE_CALLS_MAX } from '../experiments/factor-search.ts';
import type { Factor, Growth, Headroom } from '../experiments/growth.ts';
import type { Sensitivity } from '../experiments/sensitivity.ts';
import { missingOf, type TrafficVerdict } from '../experiments/traffic-verdict.ts';
import type { MetricSummary } from '../experiments/types.ts';
import type { Plan } from '../plan/types.ts';
import type { UnderTraffic } from '../plan/under-traffic.ts';
import { estimated, figure, measuredText, sharedText, timesText } from './experiment-values.ts';
import { brief, counted, few, thousands } from './format.ts';
import { failuresSection } from './plan-failures.ts';
import { statesSection } from './plan-states.ts';
import type { Section } from './plan-tables.ts';
import { tailOf, waitsSection } from './plan-waits.ts';
import { heavyText, intervalsText, seedsText } from './runs-text.ts';
import { baseText } from './sensitivity-text.ts';
import type { Column } from './table.ts';
import { eventText, intervalText, isReached } from './traffic-answer.ts';

/** What traffic makes of a plan: plain JSON. */
export interface PlannedTraffic
  extends Pick<UnderTraffic, 'leftOut' | 'notes' | 'unreached' | 'unknownRoom'>,
    DynamicPlan {
  answer: string;
  /** Whether there is room for the traffic. */
  withTraffic: TrafficVerdict;
  untilMs: number;
  /** Numbers that the traffic file or the scenario gives itself. */
  given: string[];
  /** Which assumed number matters for the measure that was asked for; null: none was. */
  sensitivity: Sensitivity | null;
}

/** `hyperplane plan` in full. */
export type FullPlan = Plan & { withTraffic?: TrafficVerdict; traffic?: PlannedTraffic };

const right = (name: string): Column => ({ name, align: 'right' });

export function metricOf(metrics: readonly MetricSummary[], name: string) {
  return metrics.find((metric) => metric.name === name);
}

/** The tables of what traffic makes of a plan. */
export function trafficSections(traffic: PlannedTraffic): Section[] {
  const ofRuns = [
    interfaces(traffic),
    waitsSection(traffic),
    statesSection(traffic),
    failuresSection(traffic.summary, traffic.unreached),
  ];
  const sections = [
    risks(traffic),
    ...(traffic.summary.runs === 0 ? [] : ofRuns),
    sensitivitySection(traffic),
  ];
  return sections.filter(({ rows, lines }) => rows.length + lines.length > 0);
}

/** What was reached at no factor, in no run, is one row: there is nothing to tell apart. */
function risks({ summary, growth, unknownRoom }: PlannedTraffic): Section {
  const { runs } = summary;
  const chanceOf = (metric: string) => metricOf(summary.metrics, metric)!.happened;
  const isFar = (one: Headroom) =>
    one.known &&
    !isReached(one) &&
    one.low === growth.factorMax &&
    chanceOf(one.metric).value === 0;
  const far = growth.headroom.filter(isFar).map(({ metric }) => metric);
  const rows = growth.headroom
    .filter((one) => !isFar(one))
    .map((one) => [
      eventText(one.metric),
      sharedText(chanceOf(one.metric), runs),
      factorText(one, growth),
      one.known ? intervalText(one, growth) : '?',
      restsOn(one, growth),
    ]);
  const [one] = far;
  const rest = one === undefined ? [] : [farRow(far, sharedText(chanceOf(one), runs), growth)];
  return {
    heading: 'What may run out',
    lines:
      unknownRoom.length === 0
        ? []
        : [`Not of ${few(unknownRoom)}: how much room there is is not known.`],
    columns: [
      { name: 'what' },
      { name: 'probability' },
      right("times today's traffic"),
      { name: '95 % interval' },
      { name: 'rests on' },
    ],
    rows: [...rows, ...rest],
  };
}

function factorText({ factor, known }: Factor, { factorMax }: Growth): string {
  if (!known) return 'not known';
  return factor === null ? `over ${timesText(factorMax)}` : timesText(factor);
}

/** The assumption that a headroom hangs on, and what it comes to at the ends of its range. */
function restsOn({ assumed }: Headroom, growth: Growth): string {
  if (assumed === null) return 'numbers that are given';
  const { parameter, value, ends } = assumed;
  const told = ends.map((end) => {
    return `${factorText(end, growth)} at ${figure(end.value, 'share')}`;
  });
  return `${parameter}, assumed ${figure(value, 'share')}: ${told.join(', ')}`;
}

function farRow(metrics: readonly string[], chance: string, growth: Growth): string[] {
  const over = `over ${timesText(growth.factorMax)}`;
  return [few(metrics.map(eventText)), chance, over, over, ''];
}

function interfaces({ summary }: PlannedTraffic): Section {
  const { runs } = summary;
  const peaks = summary.metrics.filter(({ name }) => /^(?:vpc|subnet)\..*\.peak$/s.test(name));
  const tail = tailOf(runs);
  return {
    heading: 'ENIs and addresses at the peak',
    lines: [heavyText(peaks)].filter((line) => line !== ''),
    columns: [
      { name: 'where' },
      { name: 'what' },
      { name: 'expected' },
      ...tail.map(({ name }) => right(name)),
      right(`most of ${counted(runs, 'run')}`),
    ],
    rows: peaks.map(({ name, mean, quantiles, max }) => {
      const [, kind, id] = /^(vpc|subnet)\.(.*)\.peak$/s.exec(name)!;
      const valueAt = (share: number) =>
        quantiles.find((one) => one.share === share)?.value ?? null;
      return [
        `${kind === 'vpc' ? 'VPC' : 'subnet'} ${id}`,
        kind === 'vpc' ? 'ENIs of Lambda' : 'addresses in use, others included',
        estimated(mean, 'count'),
        ...tail.map(({ share }) => figure(valueAt(share), 'count')),
        figure(max, 'count'),
      ];
    }),
  };
}

function sensitivitySection({ sensitivity }: PlannedTraffic): Section {
  const nothing = { heading: '', lines: [], columns: [], rows: [] };
  if (sensitivity === null) return nothing;
  const { unit, bars } = sensitivity;
  const moving = bars.filter(({ matters }) => matters);
  return {
    heading: 'Which guess matters',
    lines: [
      `${baseText(sensitivity)} Each was moved to the ends of its range, one at a time.`,
      ...(moving.length === 0 ? ['None of them changes it by more than chance.'] : []),
    ],
    columns: [{ name: 'assumed number' }, { name: 'at one end' }, { name: 'at the other' }],
    rows: moving.map(({ parameter, ends }) => {
      const [one, other] = ends.map(({ estimate }) => measuredText(estimate, unit));
      return [parameter, one ?? '', other ?? ''];
    }),
  };
}

/** How the runs were made, and what was taken for granted. */
export function simulatedSection(traffic: PlannedTraffic): Section {
  const { summary, untilMs, leftOut, notes, growth, stuck } = traffic;
  const { asked, runs, seed, profile, cutOff } = summary;
  const { lost } = missingOf(traffic);
  return {
    heading: 'How it was simulated',
    lines: [
      `${counted(asked, 'run')} of ${brief(untilMs)} with the ${seedsText(seed, summary)}, profile ${profile}; up to ${growth.runs} at each factor of traffic, where a thing counts as reached when it happens in ${figure(growth.chance, 'share')} of them. ${intervalsText(runs)}`,
      ...(growth.isCutShort ? [cutShort(growth)] : []),
      ...notes,
      ...stuck,
      ...leftOut.map((one) => `${one.function} is left out: ${one.why}.`),
      ...(cutOff > 0 ? [`${counted(cutOff, 'run')} met the step limit and cover less.`] : []),
      ...lostLines(lost),
    ],
    columns: [],
    rows: [],
  };
}

function lostLines(lost: PlannedTraffic['summary']['lost']): string[] {
  const [first] = lost;
  if (first === undefined) return [];
  return [
    `${counted(lost.length, 'run')} without a result, the first with seed ${first.seed}: ${first.why}.`,
  ];
}

function cutShort({ factorMax }: Growth): string {
  const calls = thousands(SINGLE_CALLS_MAX);
  return `Traffic is grown no further than ${timesText(factorMax)}: beyond, more than ${calls} calls a run would have to be simulated one by one, as they come near a limit of the account or of a function.`;
}
