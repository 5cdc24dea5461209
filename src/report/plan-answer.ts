import { headline, worstOf } from '../plan/answer.ts';
import { rangeText } from '../plan/judge.ts';
import type { CaseAnswer, Plan } from '../plan/types.ts';
import { GIVEN } from '../templates/types.ts';
import { counted, enumerated, thousands } from './format.ts';
import type { FullPlan } from './plan-traffic.ts';

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
  const { traffic } = plan;
  const beginning = staticAnswerOf(plan);
  if (traffic === undefined) return beginning;
  const { question, says } = beginning;
  const now = plan.now.verdict;
  const verdict = worstOf([now, traffic.withTraffic.verdict]);
  const isPlain = now === verdict;
  return {
    question,
    tone: verdict === 'no' ? 'bad' : verdict === 'unknown' ? 'open' : beginning.tone,
    headline: isPlain ? beginning.headline : withTrafficText(plan),
    says: [...says, traffic.answer],
  };
}

/** The same without traffic, which needs no run. */
export function staticAnswerOf(plan: FullPlan): PlanAnswer {
  const { now, whileReplaced, findings } = plan;
  const errors = plan.issues.filter(({ severity }) => severity === 'error');
  const question = questionOf(plan);
  const says = [
    `Today: ${now.because.join(' ')}`,
    ...(plan.pairings.length === 0 ? [] : [replacedText(whileReplaced)]),
  ];
  if (errors.length > 0) {
    const isUnread = errors.some(({ file }) => file !== GIVEN);
    const why = isUnread ? 'a part could not be read' : 'a parameter that was given is not used';
    return { tone: 'bad', question, headline: `No answer: ${why}.`, says };
  }
  const nothing = plan.counts.functionsInVpc === 0 && plan.subnets.every(({ isUsed }) => !isUsed);
  if (nothing && now.verdict === 'yes') {
    return { tone: 'good', question, headline: 'Yes: there is nothing to make room for.', says };
  }
  const isSound =
    now.verdict === 'yes' &&
    whileReplaced.verdict === 'yes' &&
    findings.every(({ severity }) => severity !== 'error');
  const tone = now.verdict === 'no' ? 'bad' : isSound ? 'good' : 'open';
  return { tone, question, headline: headline(now.verdict, whileReplaced.verdict), says };
}

/** `No, with this traffic.` */
export function withTrafficText({ now, traffic }: FullPlan): string {
  return `${capital(worstOf([now.verdict, traffic?.withTraffic.verdict ?? 'yes']))}, with this traffic.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The first lines of a plan: what was planned, in how many functions, and the question. */
function questionOf({ inputs, counts }: Plan): string {
  const names = enumerated(inputs.slice(0, 4).map(({ name }) => name));
  const more = inputs.length > 4 ? ` and ${inputs.length - 4} more` : '';
  const { functions, functionsInVpc, ranges } = counts;
  const within = ranges['functionsInVpc'];
  const inVpc = functionsInVpc === null ? rangeText(within!) : thousands(functionsInVpc);
  const who = counted(functions, 'function');
  return `${names}${more}: ${who}, ${inVpc} in a VPC. Do they fit into their subnets and under the quotas?`;
}

const replacedText = ({ because }: CaseAnswer): string =>
  `While all groups are replaced at once: ${because.join(' ')}`;
