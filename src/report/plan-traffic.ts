import type { DynamicPlan } from '../experiments/dynamic-plan.ts';
import { type Growth, type Headroom, SINGLE_CALLS_MAX } from '../experiments/growth.ts';
import type { Sensitivity } from '../experiments/sensitivity.ts';
import type { MetricSummary } from '../experiments/types.ts';
import type { Plan } from '../plan/types.ts';
import type { UnderTraffic } from '../plan/under-traffic.ts';
import { estimated, figure } from './experiment-values.ts';
import { brief, counted, enumerated, few, thousands } from './format.ts';
import { failuresSection, failuresText, refusedText } from './plan-failures.ts';
import { statesSection } from './plan-states.ts';
import type { Section } from './plan-tables.ts';
import { waitsSection } from './plan-waits.ts';
import type { Column } from './table.ts';

/** What traffic makes of a plan: plain JSON. */
export interface PlannedTraffic
  extends Pick<UnderTraffic, 'leftOut' | 'notes' | 'unreached'>,
    DynamicPlan {
  answer: string;
  untilMs: number;
  /** Numbers that the traffic file or the scenario gives itself. */
  given: string[];
  /** Which assumed number matters for the measure that was asked for; null: none was. */
  sensitivity: Sensitivity | null;
}

/** `hyperplane plan` in full. */
export type FullPlan = Plan & { traffic?: PlannedTraffic };

const right = (name: string): Column => ({ name, align: 'right' });

/** Runs out: what cannot happen to `enis.scaledOut`, which is growth as it should be. */
export const isShortage = (metric: string): boolean => /\.(?:full|quotaReached)$/.test(metric);

/** What a shortage or a growth is called in a sentence. */
export function eventText(metric: string): string {
  if (metric === 'enis.scaledOut') return 'the first ENI scales out';
  const [, subnet] = /^subnet\.(.*)\.full$/s.exec(metric) ?? [];
  if (subnet !== undefined) return `subnet ${subnet} is full`;
  const [, vpc] = /^vpc\.(.*)\.quotaReached$/s.exec(metric) ?? [];
  return vpc === undefined ? metric : `VPC ${vpc} reaches its quota`;
}

/** How many times today's traffic: `3.2x`. */
export const timesText = (factor: number): string => `${Number(factor.toPrecision(2))}x`;

/** The answer in a few sentences: which calls fail, what runs out, how sure that is, and how far traffic may grow. */
export function trafficAnswer({ summary, growth }: DynamicPlan): string {
  const short = summary.metrics.filter(({ name }) => isShortage(name));
  const likely = short.filter(({ happened }) => (happened.value ?? 0) > 0);
  const runs = counted(summary.runs, 'run');
  const worst = likely
    .toSorted((a, b) => b.happened.value! - a.happened.value!)
    .slice(0, 3)
    .map(
      ({ name, happened }) => `${eventText(name)} with probability ${estimated(happened, 'share')}`,
    );
  const most = Math.max(0, ...short.map(({ happened }) => happened.high ?? 0));
  const supply =
    worst.length > 0
      ? `${enumerated(worst)}, in ${runs}.`
      : `no quota of ENIs is reached and no subnet is full in ${runs}; each is less likely than ${figure(most, 'share')}.`;
  const failing = failuresText(summary.metrics);
  const first =
    failing.length === 0
      ? `With this traffic ${supply}`
      : `With this traffic, ${failing.join('; ')}. ${capital(supply)}`;
  return `${first}${refusedText(summary.metrics)} ${growthText(growth)}`;
}

function growthText({ headroom, factorMax, isCutShort }: Growth): string {
  const later = headroom.filter(({ factor }) => factor !== null && factor > 1);
  const now = headroom.filter(({ factor }) => factor === 1);
  const told = later
    .slice(0, 3)
    .map(({ metric, factor }) => `at ${timesText(factor!)} today's traffic ${eventText(metric)}`);
  const already = now.map(({ metric }) => eventText(metric));
  const today = already.length === 0 ? '' : `Today already ${enumerated(already)}. `;
  if (told.length > 0) return `${today}${capital(told.join('; '))}.`;
  if (already.length > 0) return today.trim();
  const why = isCutShort ? ', which is as far as it was grown' : '';
  return `ENIs and addresses suffice up to ${timesText(factorMax)} today's traffic${why}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function metricOf(metrics: readonly MetricSummary[], name: string) {
  return metrics.find((metric) => metric.name === name);
}

/** The tables of what traffic makes of a plan. */
export function trafficSections(traffic: PlannedTraffic): Section[] {
  const sections = [
    risks(traffic),
    interfaces(traffic),
    waitsSection(traffic),
    statesSection(traffic),
    failuresSection(traffic.summary.metrics, traffic.unreached),
    sensitivitySection(traffic),
  ];
  return sections.filter(({ rows, lines }) => rows.length + lines.length > 0);
}

/** What was reached at no factor, in no run, is one row: there is nothing to tell apart. */
function risks({ summary, growth }: PlannedTraffic): Section {
  const chanceOf = (metric: string) => metricOf(summary.metrics, metric)!.happened;
  const isFar = ({ metric, factor, low }: Headroom) =>
    factor === null && low === growth.factorMax && chanceOf(metric).value === 0;
  const far = growth.headroom.filter(isFar).map(({ metric }) => metric);
  const rows = growth.headroom
    .filter((one) => !isFar(one))
    .map(({ metric, factor, low, high }) => [
      eventText(metric),
      estimated(chanceOf(metric), 'share'),
      factor === null ? `over ${timesText(growth.factorMax)}` : timesText(factor),
      low === null && high === null
        ? '?'
        : `${low === null ? '0x' : timesText(low)} and ${high === null ? '?' : timesText(high)}`,
    ]);
  const [one] = far;
  const rest = one === undefined ? [] : [farRow(far, estimated(chanceOf(one), 'share'), growth)];
  return {
    heading: 'What may run out',
    lines: [],
    columns: [
      { name: 'what' },
      { name: 'probability' },
      right("times today's traffic"),
      { name: 'surely between' },
    ],
    rows: [...rows, ...rest],
  };
}

function farRow(metrics: readonly string[], chance: string, { factorMax }: Growth): string[] {
  const over = `over ${timesText(factorMax)}`;
  return [few(metrics.map(eventText)), chance, over, over];
}

function interfaces({ summary }: PlannedTraffic): Section {
  const peaks = summary.metrics.filter(({ name }) => /^(?:vpc|subnet)\..*\.peak$/s.test(name));
  return {
    heading: 'ENIs and addresses at the peak',
    lines: [],
    columns: [
      { name: 'where' },
      { name: 'what' },
      { name: 'expected' },
      right('p99'),
      right('most in any run'),
    ],
    rows: peaks.map(({ name, mean, quantiles, max }) => {
      const [, kind, id] = /^(vpc|subnet)\.(.*)\.peak$/s.exec(name)!;
      return [
        `${kind === 'vpc' ? 'VPC' : 'subnet'} ${id}`,
        kind === 'vpc' ? 'ENIs of Lambda' : 'addresses in use, others included',
        estimated(mean, 'count'),
        figure(quantiles.find(({ share }) => share === 0.99)?.value ?? null, 'count'),
        figure(max, 'count'),
      ];
    }),
  };
}

function sensitivitySection({ sensitivity }: PlannedTraffic): Section {
  const nothing = { heading: '', lines: [], columns: [], rows: [] };
  if (sensitivity === null) return nothing;
  const { measure, base, unit, runs, bars } = sensitivity;
  const moving = bars.filter(({ matters }) => matters);
  return {
    heading: 'Which guess matters',
    lines: [
      `${measure} is ${estimated(base, unit)} in ${counted(runs, 'run')} with every assumed number at its default; each was moved to the ends of its range, one at a time.`,
      ...(moving.length === 0 ? ['None of them changes it by more than chance.'] : []),
    ],
    columns: [{ name: 'assumed number' }, { name: 'at one end' }, { name: 'at the other' }],
    rows: moving.map(({ parameter, ends }) => {
      const [one, other] = ends.map(({ estimate }) => estimated(estimate, unit));
      return [parameter, one ?? '', other ?? ''];
    }),
  };
}

/** How the runs were made, and what was taken for granted. */
export function simulatedSection({
  summary,
  untilMs,
  leftOut,
  notes,
  growth,
}: PlannedTraffic): Section {
  const { runs, seed, profile, lost, cutOff } = summary;
  return {
    heading: 'How it was simulated',
    lines: [
      `${counted(runs, 'run')} of ${brief(untilMs)} with the seeds ${seed}/1 to ${seed}/${runs}, profile ${profile}; up to ${growth.runs} at each factor of traffic, where a thing counts as reached when it happens in ${figure(growth.chance, 'share')} of them. Brackets hold the truth in 95 of 100 experiments.`,
      ...(growth.isCutShort ? [cutShort(growth)] : []),
      ...notes,
      ...leftOut.map((one) => `${one.function} is left out: ${one.why}.`),
      ...(cutOff > 0 ? [`${counted(cutOff, 'run')} met the step limit and cover less.`] : []),
      ...(lost.length > 0 ? [`${counted(lost.length, 'run')} without a result.`] : []),
    ],
    columns: [],
    rows: [],
  };
}

function cutShort({ factorMax }: Growth): string {
  const calls = thousands(SINGLE_CALLS_MAX);
  return `Traffic is grown no further than ${timesText(factorMax)}: beyond, more than ${calls} calls a run would have to be simulated one by one, as they come near a limit of the account or of a function.`;
}
