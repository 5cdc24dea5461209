import type { Plan } from './types.ts';

type Parts = Pick<Plan, 'counts' | 'pairings' | 'subnets' | 'vpcs' | 'findings'>;

const isCapacity = (rule: string): boolean => rule === 'LIMIT-1' || rule === 'LIMIT-2';

/** Whether quota and addresses suffice; null when that depends on something unknown. */
export function fitsOf({ counts, findings }: Parts): boolean | null {
  const full = findings.some(({ rule, severity }) => isCapacity(rule) && severity === 'error');
  if (full) return false;
  return counts.enisAtLeast === null ? null : true;
}

/** The answer in one or two sentences. */
export function answerOf(fits: boolean | null, parts: Parts): string {
  const { counts, findings, subnets } = parts;
  if (fits === null) return `It depends: ${dependsText(parts)}`;
  if (fits === false) {
    const full = findings.filter(({ rule, severity }) => isCapacity(rule) && severity === 'error');
    const [first, ...others] = full;
    const more = others.length === 0 ? '' : ` And ${others.length} more of this kind.`;
    return `No. ${first!.subject}: ${first!.message}${more}`;
  }
  if (counts.functionsInVpc === 0) {
    return 'Yes: no function is attached to a VPC, so there is no interface to make room for.';
  }
  if (counts.enisAtLeast === 0) {
    return 'Yes, but AWS refuses every attached function: none names both subnets and groups.';
  }
  const blind = subnets.filter(({ lambda, usable }) => lambda > 0 && usable === null).length;
  const unseen = blind === 1 ? 'the subnet has' : `${blind} of the subnets have`;
  const aside = blind === 0 ? '' : ` Whether ${unseen} addresses left is not in the templates.`;
  const functions = counts.functionsInVpc!;
  const needs = functions === 1 ? 'one function needs' : `${functions} functions share`;
  const maybe = counts.functionsUnderCondition;
  const some =
    maybe === 0 ? '' : ` ${maybe} of them exist only under a condition that is not known.`;
  return `Yes: ${needs} ${enis(counts.enisAtLeast!)}, ${quotaText(parts)}.${some}${aside}`;
}

const enis = (count: number): string => (count === 1 ? 'one ENI' : `${count} ENIs`);

function quotaText({ vpcs }: Parts): string {
  const shares = vpcs.flatMap(({ id, quotas }) => ({ id, ...quotas[0]! }));
  const fullest = shares.reduce((a, b) => ((b.share ?? 0) > (a.share ?? 0) ? b : a));
  const percent = Math.ceil(1000 * (fullest.share ?? 0)) / 10;
  return `at most ${percent}% of a VPC's quota of ${fullest.quota}`;
}

function dependsText({ counts, pairings }: Parts): string {
  if (counts.functionsInVpc === null) {
    return 'whether some functions are attached to a VPC is not known; see the unknowns.';
  }
  const known = pairings.length === 0 ? '' : `, beyond ${enis(pairings.length)} that are certain`;
  return `how many subnets some functions use is not known${known}; see the unknowns.`;
}
