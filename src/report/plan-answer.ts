import { headline, worstOf } from '../plan/answer.ts';
import type { CaseAnswer, Plan, Verdict } from '../plan/types.ts';
import { GIVEN } from '../templates/types.ts';
import { counted, enumerated } from './format.ts';
import { isFailing } from './plan-failures.ts';
import type { FullPlan } from './plan-traffic.ts';
import { isShortage } from './plan-traffic.ts';

/** The answer of a plan as it is read first, and how good it is. */
export interface PlanAnswer {
  tone: 'good' | 'open' | 'bad';
  /** What was planned, and what is asked of it. */
  question: string;
  headline: string;
  /** By case: today, while all groups are replaced, with traffic. */
  says: string[];
}

/** The answer in full: shortages and failures under traffic count. */
export function answerOf(plan: FullPlan): PlanAnswer {
  const { now, whileReplaced, traffic, findings } = plan;
  const isPartial = plan.issues.some(
    ({ severity, file }) => severity === 'error' && file !== GIVEN,
  );
  const question = questionOf(plan);
  const says = [
    `Today: ${now.because.join(' ')}`,
    ...(plan.pairings.length === 0 ? [] : [replacedText(whileReplaced)]),
  ];
  if (isPartial) {
    return { tone: 'bad', question, headline: 'No answer: a part could not be read.', says };
  }
  const verdict = worstOf([now.verdict, trafficVerdict(traffic)]);
  const head =
    now.verdict === verdict
      ? headline(verdict, whileReplaced.verdict)
      : `${capital(verdict)}, with this traffic.`;
  const isSound =
    verdict === 'yes' &&
    whileReplaced.verdict === 'yes' &&
    findings.every(({ severity }) => severity !== 'error') &&
    !refuses(traffic);
  const tone = verdict === 'no' ? 'bad' : isSound ? 'good' : 'open';
  const under = traffic === undefined ? [] : [traffic.answer];
  return { tone, question, headline: head, says: [...says, ...under] };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The first lines of a plan: what was planned, in how many functions, and the question. */
function questionOf({ inputs, counts }: Plan): string {
  const names = enumerated(inputs.slice(0, 4).map(({ name }) => name));
  const more = inputs.length > 4 ? ` and ${inputs.length - 4} more` : '';
  const { functions, functionsInVpc, ranges } = counts;
  const within = ranges['functionsInVpc'];
  const inVpc = functionsInVpc ?? `${within?.least} to ${within?.most}`;
  const who = counted(functions, 'function');
  return `${names}${more}: ${who}, ${inVpc} in a VPC. Do they fit into their subnets and under the quotas?`;
}

const replacedText = ({ because }: CaseAnswer): string =>
  `While all groups are replaced at once: ${because.join(' ')}`;

function trafficVerdict(traffic: FullPlan['traffic']): Verdict {
  if (traffic === undefined) return 'yes';
  const metrics = traffic.summary.metrics;
  const isShort = metrics.some(
    ({ name, happened }) => isShortage(name) && (happened.value ?? 0) > 0,
  );
  return isShort || isFailing(metrics) ? 'no' : 'yes';
}

function refuses(traffic: FullPlan['traffic']): boolean {
  return (traffic?.summary.metrics ?? []).some(
    ({ name, happened }) => name === 'connections.refused' && (happened.value ?? 0) > 0,
  );
}
