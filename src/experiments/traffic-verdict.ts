import type { DynamicPlan } from './dynamic-plan.ts';
import type { MetricSummary, Summary } from './types.ts';

/** Whether there is room for the traffic, and why; plain JSON. */
export interface TrafficVerdict {
  verdict: 'yes' | 'no' | 'unknown';
  /** The same: true, false, or null for unknown. */
  fits: boolean | null;
  because: string[];
}

/** What a verdict rests on beside the runs. */
export interface TrafficBounds {
  /** Subnets whose room is not known. */
  unknownRoom: readonly string[];
  /** Functions that were not simulated. */
  leftOut: readonly { function: string; why: string }[];
}

/**
 * `no` where a limit was met in some run or calls fail in nearly every one, else `unknown` where runs were lost or cut off, functions
 * left out or rooms not known, else `yes`. Pure.
 */
export function trafficVerdict(plan: DynamicPlan, bounds: TrafficBounds): TrafficVerdict {
  const { runs, metrics } = plan.summary;
  const met = metrics.filter(isLimit).filter(({ happened }) => (happened.value ?? 0) > 0);
  const reasons = met.map(({ about, happened }) => {
    return `${about}: in ${Math.round(happened.value! * runs)} of ${runs} runs`;
  });
  if (reasons.length === 0 && isFailing(metrics)) reasons.push('calls fail in nearly every run');
  const open = openOf(plan, bounds);
  if (reasons.length > 0) return { verdict: 'no', fits: false, because: [...reasons, ...open] };
  if (open.length > 0) return { verdict: 'unknown', fits: null, because: open };
  return { verdict: 'yes', fits: true, because: [`no limit was met in ${runs} runs`] };
}

/** In so large a share of runs that it is to be counted on. */
const NEARLY_EVERY = 0.95;

function isFailing(metrics: readonly MetricSummary[]): boolean {
  const failed = metrics.find(({ name }) => name === 'invocations.failed');
  return (failed?.happened.value ?? 0) >= NEARLY_EVERY;
}

const LIMITS =
  /^(?:subnet\..*\.full|vpc\..*\.quotaReached|enis\.scaleOutBlocked|connections\.refused|operations\.failed\..*|invocations\.failed\.(?:TooManyRequestsException|ConnectTimeout))$/s;

/** Something ran out, was refused, or cannot be reached. */
export const isLimit = ({ name }: Pick<MetricSummary, 'name'>): boolean => LIMITS.test(name);

function openOf(plan: DynamicPlan, { unknownRoom, leftOut }: TrafficBounds): string[] {
  const { asked, lost } = missingOf(plan);
  const { runs, cutOff } = plan.summary;
  const open: string[] = [];
  if (runs === 0) open.push(`none of ${plan.summary.asked} runs under this traffic has a result`);
  else if (lost.length > 0) open.push(`${lost.length} of ${asked} runs have no result`);
  if (cutOff > 0) open.push(`${cutOff} of ${runs} runs met the step limit and cover less`);
  if (unknownRoom.length > 0)
    open.push(`how much room there is in ${unknownRoom.join(', ')} is not known`);
  return [...open, ...leftOut.map((one) => `${one.function} is left out: ${one.why}`)];
}

/** All runs of a plan: as it is, taken down, and grown. */
export function missingOf({ summary, takeDown, growth }: DynamicPlan): {
  asked: number;
  lost: Summary['lost'];
} {
  const parts = [summary, takeDown, growth];
  return {
    asked: parts.reduce((sum, { asked }) => sum + asked, 0),
    lost: parts.flatMap(({ lost }) => lost),
  };
}
