import { thousands } from '../findings/words.ts';
import type { Tight } from './tight.ts';
import type { Plan } from './types.ts';

type Parts = Pick<Plan, 'counts' | 'pairings' | 'subnets' | 'vpcs' | 'findings' | 'unknowns'> & {
  tight: readonly Tight[];
};

const isShort = ({ needs, has }: Tight): boolean => needs > has;

/** Whether quota and addresses suffice; null when that depends on something unknown. */
export function fitsOf({ counts, unknowns, tight }: Parts): boolean | null {
  if (tight.some(isShort)) return false;
  return counts.enisAtLeast === null || hiddenIn(unknowns).length > 0 ? null : true;
}

/** What is not here and may need room too. */
const hiddenIn = (unknowns: Plan['unknowns']): string[] =>
  unknowns.flatMap(({ hides }) => hides ?? []);

/** The answer in a few sentences. */
export function answerOf(fits: boolean | null, parts: Parts): string {
  const refused = refusedText(parts);
  if (fits === false) {
    const short = parts.tight.filter(isShort).map((one) => ({ ...one, needsAtPeak: one.needs }));
    return `No: ${needsText(short, '')}.${refused}`;
  }
  const { counts, tight } = parts;
  if (counts.enisAtLeast === null) return `It depends: ${dependsText(parts)}${refused}`;
  const yes = yesText(parts);
  if (counts.functionsInVpc === 0) {
    return `${yes}: no function is attached to a VPC, so there is no interface to make room for.`;
  }
  if (counts.enisAtLeast === 0) {
    return `${yes}, but AWS refuses every attached function: none names both subnets and groups.`;
  }
  if (tight.length === 0) return `${yes}: ${useText(parts)}${refused}`;
  const then = needsText(tight, ' then');
  const use = useText(parts);
  return `${yes}, but not while all groups are replaced at once: ${then}. ${capital(use)}${refused}`;
}

/** What is not here is not counted: the answer holds without it. */
function yesText({ unknowns }: Parts): string {
  const [first, ...more] = hiddenIn(unknowns);
  if (first === undefined) return 'Yes';
  if (more.length === 0) return `Yes, without ${first}, which is not here`;
  return `Yes, without ${first} and ${more.length} more, which are not here`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `subnet A then needs 12 of 11 addresses, and so do 2 others`: the worst of what is short. */
function needsText(short: readonly Tight[], then: string): string {
  const [{ kind, id, unit, has, needsAtPeak }, ...others] = [short[0]!, ...short.slice(1)];
  const first = `${kind} ${id}${then} needs ${thousands(needsAtPeak)} of ${thousands(has)} ${unit}`;
  if (others.length === 0) return first;
  return `${first}, and ${others.length} more ${others.length === 1 ? 'is' : 'are'} too small`;
}

/** What is used when nothing changes. */
function useText(parts: Parts): string {
  const { counts, subnets } = parts;
  const blind = subnets.filter(({ lambda, usable }) => lambda > 0 && usable === null).length;
  const unseen = blind === 1 ? 'the subnet has' : `${blind} of the subnets have`;
  const aside = blind === 0 ? '' : ` Whether ${unseen} addresses left is not in the templates.`;
  const functions = counts.functionsInVpc!;
  const needs = functions === 1 ? 'one function needs' : `${thousands(functions)} functions share`;
  const maybe = counts.functionsUnderCondition;
  const whose =
    functions === 1
      ? 'It exists'
      : maybe === 1
        ? 'One of them exists'
        : `${thousands(maybe)} of them exist`;
  const some = maybe === 0 ? '' : ` ${whose} only under a condition that is not known.`;
  return `${needs} ${enis(counts.enisAtLeast!)}, ${quotaText(parts)}.${some}${aside}`;
}

/** What fails for another reason than room. */
function refusedText({ findings }: Parts): string {
  const errors = findings.filter(
    ({ rule, severity }) => severity === 'error' && rule !== 'LIMIT-1' && rule !== 'LIMIT-2',
  );
  const subjects = [...new Set(errors.map(({ subject }) => subject))];
  if (subjects.length === 0) return '';
  const [first] = subjects;
  const whom = subjects.length === 1 ? first : `${first} and ${subjects.length - 1} more`;
  return ` But ${whom} will not work as written; see the findings.`;
}

const enis = (count: number): string => (count === 1 ? 'one ENI' : `${thousands(count)} ENIs`);

function quotaText({ vpcs }: Parts): string {
  const shares = vpcs.flatMap(({ id, quotas }) => ({ id, ...quotas[0]! }));
  const fullest = shares.reduce((a, b) => ((b.share ?? 0) > (a.share ?? 0) ? b : a));
  const percent = Math.ceil(1000 * (fullest.share ?? 0)) / 10;
  return `at most ${percent}% of a VPC's quota of ${thousands(fullest.quota)}`;
}

function dependsText({ counts, pairings }: Parts): string {
  if (counts.functionsInVpc === null) {
    return 'whether some functions are attached to a VPC is not known; see the unknowns.';
  }
  const are = pairings.length === 1 ? 'is' : 'are';
  const sure = counts.functionsUnderCondition === 0 ? ` that ${are} certain` : '';
  const known = pairings.length === 0 ? '' : `, beyond ${enis(pairings.length)}${sure}`;
  return `how many subnets some functions use is not known${known}; see the unknowns.`;
}
