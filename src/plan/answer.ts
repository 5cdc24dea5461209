import { groupBy, listed, sentence, thousands } from '../findings/words.ts';
import type { Range } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import { rangeText } from './judge.ts';
import type { CaseAnswer, Judged, Limit, Plan, Verdict } from './types.ts';

type Case = 'now' | 'whileReplaced';

/** No if one is no, else unknown if one is unknown, else yes (ADDR-3). */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('unknown') ? 'unknown' : 'yes';
}

export function fitsOf(verdict: Verdict): boolean | null {
  return verdict === 'unknown' ? null : verdict === 'yes';
}

/** The answer in one case, and why: what fails, what is not known, what is known all the same. */
export function caseAnswer(
  limits: readonly Limit[],
  which: Case,
  counts: Plan['counts'],
  hasLambda: boolean,
): CaseAnswer {
  const verdict = worstOf(limits.map((limit) => limit[which].verdict));
  const because = [
    ...refusals(limits, which),
    ...unknowns(limits, which),
    ...(hasLambda ? known(limits, which, counts) : [NOTHING]),
  ];
  return { verdict, fits: fitsOf(verdict), because };
}

const NOTHING = 'No function is attached to a VPC: there is no interface to make room for.';

const withVerdict = (limits: readonly Limit[], which: Case, verdict: Verdict): Limit[] =>
  limits.filter((limit) => limit[which].verdict === verdict);

/** How far over its limit something is. */
function excess({ has }: Limit, { needs }: Judged): number {
  return has === null || needs === null ? 0 : needs.least / Math.max(1, has);
}

function refusals(limits: readonly Limit[], which: Case): string[] {
  const no = withVerdict(limits, which, 'no');
  const refused = no.filter(({ kind }) => kind === 'accepted');
  const short = no
    .filter(({ kind }) => kind !== 'accepted')
    .toSorted((a, b) => excess(b, b[which]) - excess(a, a[which]));
  return [
    ...tellFirst(short, which, 'too small'),
    ...(refused.length <= 1
      ? refused.map((limit) => sentence(limit[which].because))
      : [`AWS refuses ${listed(refused.map(({ subject }) => subject))} as written.`]),
  ];
}

/** The first in full, and how many more there are. */
function tellFirst(limits: readonly Limit[], which: Case, what: string): string[] {
  const [first, ...more] = limits;
  if (first === undefined) return [];
  const others = `${thousands(more.length)} more ${be(more)} ${what}`;
  const rest = more.length === 0 ? '' : `, and ${others}`;
  return [sentence(`${first[which].because}${rest}`)];
}

const be = (things: readonly unknown[]): string => (things.length === 1 ? 'is' : 'are');

function unknowns(limits: readonly Limit[], which: Case): string[] {
  const open = withVerdict(limits, which, 'unknown');
  const ofKind = (kind: Limit['kind']) => open.filter((limit) => limit.kind === kind);
  const rooms = ofKind('room');
  const sized = rooms.filter(({ has }) => has !== null);
  const unsized = rooms.filter((limit) => limit.has === null && limit[which].needs !== null);
  const lists = rooms.filter((limit) => limit[which].needs === null);
  const accepted = ofKind('accepted');
  const ofRoles = accepted.filter(({ finding }) => finding === 'role-unknown');
  const distinctRoles = groupBy(ofRoles, (one) => one[which].because).map(([, [one]]) => one!);
  const undecided = accepted.flatMap((one) => (ofRoles.includes(one) ? [] : [one.subject]));
  return [
    ...missing(ofKind('read'), which),
    ...(undecided.length === 0
      ? []
      : [`Whether ${listed(undecided)} ${be(undecided)} attached to a VPC is not known.`]),
    ...tellFirst(distinctRoles, which, 'not known'),
    ...tellFirst(ofKind('quota'), which, 'not certain'),
    ...tellFirst(sized, which, 'not certain'),
    ...(lists.length === 0
      ? []
      : [`Which subnets ${listed(lists.map(({ subject }) => subject))} names is not known.`]),
    ...withoutSize(unsized, which),
  ];
}

function missing(limits: readonly Limit[], which: Case): string[] {
  const errors = limits.filter(({ subject }) => subject === '');
  const absent = limits.filter(({ subject }) => subject !== '').map(({ subject }) => subject);
  const needs =
    absent.length === 0 ? [] : [`How much room ${listed(absent)} ${verb(absent)} is not known.`];
  return [...errors.map((limit) => sentence(limit[which].because)), ...needs];
}

const verb = (things: readonly unknown[]): string => (things.length === 1 ? 'needs' : 'need');

/** `150 addresses are needed in each of 3 subnets whose size is not in the templates: ...` */
function withoutSize(limits: readonly Limit[], which: Case): string[] {
  const groups = groupBy(limits, (limit) => rangeText(limit[which].needs!));
  return groups.map(([needs, alike]) => {
    const names = listed(alike.map(({ subject }) => subject));
    const isOne = needs === '1';
    const what = `${needs} ${isOne ? 'address is' : 'addresses are'} needed in`;
    return alike.length === 1
      ? `${what} ${names}, whose size is not in the templates.`
      : `${what} each of ${alike.length} subnets whose size is not in the templates: ${names}.`;
  });
}

/** What is counted, and how far that is from the limit. */
function known(limits: readonly Limit[], which: Case, counts: Plan['counts']): string[] {
  const quotas = withVerdict(limits, which, 'yes').filter(({ kind }) => kind === 'quota');
  const [fullest] = quotas.toSorted((a, b) => share(b[which], b) - share(a[which], a));
  const rooms = limits.filter(({ kind }) => kind === 'room');
  const sure = withVerdict(rooms, which, 'yes').length;
  const fit =
    sure === 0 || sure === rooms.length
      ? []
      : [`${sure} of ${rooms.length} subnets ${sure === 1 ? 'has' : 'have'} room.`];
  const quota = fullest === undefined ? '' : `; ${quotaText(fullest, which)}`;
  return [sentence(`${whoNeeds(counts, which)}${quota}`), ...fit, ...conditional(counts)];
}

/** `VPC Net then holds 21 of 500 (4.2%)`. */
function quotaText({ subject, has, ...cases }: Limit, which: Case): string {
  const where = subject === UNKNOWN_VPC ? 'their VPC' : `VPC ${subject}`;
  const needs = cases[which].needs!;
  const used = `${rangeText(needs)} of ${thousands(has!)}`;
  return `${where} then holds ${used} (${percentOf(needs, has!)}%)`;
}

const percentOf = ({ least, most }: Range, has: number): number =>
  Math.ceil((1000 * (most ?? least)) / has) / 10;

const share = ({ needs }: Judged, { has }: Limit): number => (needs?.most ?? 0) / (has ?? 1);

function whoNeeds({ functionsInVpc, enisAtLeast, ranges, shared }: Plan['counts'], which: Case) {
  const open = ranges['enisAtLeast'];
  const enis = open ?? { least: enisAtLeast!, most: enisAtLeast };
  const times = which === 'now' ? 1 : 2;
  const most = enis.most === null ? null : times * enis.most;
  const count = rangeText({ least: times * enis.least, most });
  const what = count === '1' ? 'one ENI' : `${count} ENIs`;
  if (functionsInVpc === 0) return 'no function is attached to a VPC';
  if (which === 'whileReplaced') return `old and new make ${what}`;
  const because = open === undefined ? '' : ` (${open.formula})`;
  if (functionsInVpc === null) return `the functions need ${what}${because}`;
  if (functionsInVpc === 1) return `one function needs ${what}${because}`;
  const none = shared || open !== undefined ? '' : ', none of which is shared';
  const need = shared ? 'share' : 'need';
  return `${thousands(functionsInVpc)} functions ${need} ${what}${because}${none}`;
}

function conditional({ functionsInVpc, functionsUnderCondition }: Plan['counts']): string[] {
  if (functionsUnderCondition === 0) return [];
  const who =
    functionsInVpc === 1
      ? 'It exists'
      : functionsUnderCondition === 1
        ? 'One of them exists'
        : `${thousands(functionsUnderCondition)} of them exist`;
  return [`${who} only under a condition that is not known.`];
}

/** The answer in a few words, with what a replacement of all groups makes of it. */
export function headline(now: Verdict, whileReplaced: Verdict): string {
  if (now === 'no') return 'No.';
  const then = 'while all groups are replaced at once';
  if (now === 'unknown') return whileReplaced === 'no' ? `Unknown, and no ${then}.` : 'Unknown.';
  if (whileReplaced === 'yes') return `Yes, also ${then}.`;
  return whileReplaced === 'no' ? `Yes, but not ${then}.` : `Yes; ${then} it is not known.`;
}
