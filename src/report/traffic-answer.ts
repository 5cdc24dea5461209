import type { DynamicPlan } from '../experiments/dynamic-plan.ts';
import type { Growth, Headroom } from '../experiments/growth.ts';
import { missingOf } from '../experiments/traffic-verdict.ts';
import type { MetricSummary } from '../experiments/types.ts';
import { cannotExclude, estimated, figure, timesText } from './experiment-values.ts';
import { counted, enumerated, thousands } from './format.ts';
import { failuresText, refusedText } from './plan-failures.ts';

/** Runs out: what cannot happen to `enis.scaledOut`, which is growth as it should be. */
export const isShortage = (metric: string): boolean => /\.(?:full|quotaReached)$/.test(metric);

/** What a shortage or a growth is called in a sentence. */
export function eventText(metric: string): string {
  if (metric === 'enis.scaledOut') return 'a second ENI is added';
  const [, subnet] = /^subnet\.(.*)\.full$/s.exec(metric) ?? [];
  if (subnet !== undefined) return `subnet ${subnet} is full`;
  const [, vpc] = /^vpc\.(.*)\.quotaReached$/s.exec(metric) ?? [];
  return vpc === undefined ? metric : `VPC ${vpc} reaches its quota`;
}

/**
 * The answer in a few sentences: what is missing of it, which calls fail, what runs out, how sure
 * that is, and how far traffic may grow.
 * @param unknownRoom subnets whose room is not known
 */
export function trafficAnswer(plan: DynamicPlan, unknownRoom: readonly string[] = []): string {
  const { summary, growth } = plan;
  const { metrics, runs } = summary;
  const parts = [missingText(plan)];
  if (runs > 0) {
    const supply = supplyText(metrics, runs, unknownRoom);
    const failing = failuresText(metrics, runs);
    parts.push(
      failing.length === 0
        ? `With this traffic ${supply}`
        : `With this traffic, ${failing.join('; ')}. ${capital(supply)}`,
      refusedText(metrics, runs),
    );
  }
  parts.push(unknownRoomText(unknownRoom));
  // Without any run there is nothing more to it than what is said already.
  if (runs > 0 || growth.headroom.some(({ known }) => known)) {
    parts.push(growthText(growth, unknownRoom));
  }
  return parts.filter((part) => part !== '').join(' ');
}

/** What is missing comes first: it may be what would change the answer. */
function missingText(plan: DynamicPlan): string {
  const { asked, lost } = missingOf(plan);
  if (lost.length === 0) return '';
  const { summary } = plan;
  const all = `${thousands(lost.length)} of ${counted(asked, 'run')} have no result`;
  if (summary.runs > 0) return `${all}: the figures rest on the others.`;
  return `${all}: none of the ${counted(summary.asked, 'run')} under this traffic has one, so nothing can be said of it.`;
}

function supplyText(
  metrics: readonly MetricSummary[],
  runs: number,
  unknownRoom: readonly string[],
): string {
  const short = metrics.filter(({ name }) => isShortage(name));
  const worst = short
    .filter(({ happened }) => (happened.value ?? 0) > 0)
    .toSorted((a, b) => b.happened.value! - a.happened.value!)
    .slice(0, 3)
    .map(({ name, happened }) => {
      if (happened.value === 1) return `${eventText(name)} in ${runs} of ${counted(runs, 'run')}`;
      return `${eventText(name)} with probability ${estimated(happened, 'share')}`;
    });
  if (worst.length > 0) return `${enumerated(worst)}.`;
  const subnets = short.some(({ name }) => name.startsWith('subnet.'));
  const which = unknownRoom.length > 0 ? 'no subnet of known room' : 'no subnet';
  const nothing = subnets ? `no quota of ENIs is reached and ${which} is full` : NO_QUOTA;
  return `${nothing}: 0 of ${counted(runs, 'run')}; ${cannotExclude(runs)}.`;
}

const NO_QUOTA = 'no quota of ENIs is reached';
const NAMES_MAX = 5;

function unknownRoomText(unknownRoom: readonly string[]): string {
  if (unknownRoom.length === 0) return '';
  const more = unknownRoom.length - NAMES_MAX;
  const names = [...unknownRoom.slice(0, NAMES_MAX), ...(more > 0 ? [`${more} more`] : [])];
  const isOne = unknownRoom.length === 1;
  const [what, whose, them] = isOne
    ? ['subnet', 'its size', 'it']
    : ['subnets', 'their size', 'them'];
  return `Whether ${what} ${enumerated(names)} would be full cannot be said: ${whose}, or what else is in ${them}, is not known.`;
}

function growthText(growth: Growth, unknownRoom: readonly string[]): string {
  const { headroom, factorMax, isCutShort } = growth;
  const blind = headroom.filter(({ known }) => !known);
  const unknown =
    blind.length === 0
      ? ''
      : `How far traffic may grow until ${eventText(blind[0]!.metric)}${andMore(blind.length - 1)} is not known: at a factor that decides no run has a result. `;
  const now = headroom.filter(({ factor }) => factor === 1).map(({ metric }) => eventText(metric));
  const today = now.length === 0 ? '' : `Today already ${enumerated(now)}. `;
  const told = headroom
    .filter((one) => one.factor !== 1 && one.known && isReached(one))
    .slice(0, 3)
    .map((one) => `${eventText(one.metric)} at ${headroomText(one, growth)}`);
  const before = `${unknown}${today}`;
  if (told.length > 0) return `${before}${capital(told.join('; '))}.`;
  if (blind.length + now.length > 0) return before.trim();
  const aside = unknownRoom.length > 0 ? ', subnets of unknown room apart' : '';
  const why = isCutShort ? ', which is as far as it was grown' : '';
  return `ENIs and addresses suffice up to ${timesText(factorMax)} today's traffic${why}${aside}.`;
}

const andMore = (count: number): string => (count === 0 ? '' : ` (and ${count} more)`);

/** Reached at some factor, with the assumed threshold or at an end of its range. */
export function isReached({ factor, assumed }: Headroom): boolean {
  return factor !== null || (assumed?.ends.some((end) => end.factor !== null) ?? false);
}

/** `2.1x to 4.9x today's traffic (3.7x at the assumed threshold of 80%)`. */
export function headroomText(headroom: Headroom, growth: Growth): string {
  const { factor, assumed } = headroom;
  const at = factor === null ? `over ${timesText(growth.factorMax)}` : timesText(factor);
  if (assumed === null) {
    return `${at} today's traffic (95 % interval ${intervalText(headroom, growth)})`;
  }
  const share = figure(assumed.value, 'share');
  return `${intervalText(headroom, growth)} today's traffic (${at} at the assumed threshold of ${share})`;
}

/** The interval of a headroom, over the range of the assumed threshold: `2.1x to 4.9x`. */
export function intervalText(headroom: Headroom, { factorMax }: Growth): string {
  const { low, high } = headroom.assumed ?? headroom;
  const from = low === null ? '0x' : timesText(low);
  return `${from} to ${high === null ? `over ${timesText(factorMax)}` : timesText(high)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
