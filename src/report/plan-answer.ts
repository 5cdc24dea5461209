import { isFailing } from './plan-failures.ts';
import type { FullPlan } from './plan-traffic.ts';
import { isShortage } from './plan-traffic.ts';

export interface Verdict {
  tone: 'good' | 'open' | 'bad';
  /** What the templates need, and what traffic makes of it. */
  says: string[];
}

/** The answer of a plan in full, and how good it is: shortages and failures under traffic count. */
export function verdictOf(plan: FullPlan): Verdict {
  const { fits, fitsAtPeak, findings, traffic } = plan;
  const isSound = fitsAtPeak === true && findings.every(({ severity }) => severity !== 'error');
  if (traffic === undefined) {
    return { tone: fits === false ? 'bad' : isSound ? 'good' : 'open', says: [plan.answer] };
  }
  const happens = (what: (metric: string) => boolean) =>
    traffic.summary.metrics.some(({ name, happened }) => what(name) && (happened.value ?? 0) > 0);
  const isShort = happens(isShortage);
  const refuses = happens((metric) => metric === 'connections.refused');
  const fails = isShort || isFailing(traffic.summary.metrics);
  const answer = fails ? plan.answer.replace(/^Yes/, 'Without traffic yes') : plan.answer;
  const isBad = fits === false || fails;
  const tone = isBad ? 'bad' : isSound && !refuses ? 'good' : 'open';
  return { tone, says: [answer, traffic.answer] };
}
