import { escapeShell } from '../diagnostics/escape.ts';
import { SUBNET_PREFIXES } from '../evidence/fixed.ts';
import { counted, listed, thousands } from '../findings/words.ts';
import type { Issue } from '../scenario/types.ts';
import { GIVEN, type Range, type UnknownFact } from '../templates/types.ts';
import { UNKNOWN_VPC } from './homes.ts';
import type { OpenList } from './open-lists.ts';
import { mostOf, plus, sumOf } from './range.ts';
import type { Finding, Judged, Limit, PlannedUse, VpcUse } from './types.ts';
import { usableIn } from './use.ts';

/** The usable addresses of the largest subnet there can be (LIMIT-2). */
export const LARGEST_SUBNET = usableIn(`0.0.0.0/${SUBNET_PREFIXES.least}`);

/** `12`, `1 to 4`, `at least 3`. */
export function rangeText({ least, most }: Range): string {
  if (most === null) return least === 0 ? 'any number' : `at least ${thousands(least)}`;
  return least === most ? thousands(least) : `${thousands(least)} to ${thousands(most)}`;
}

/** The room of every subnet that Lambda uses (LIMIT-2, ADDR-3). */
export function roomLimits(uses: readonly PlannedUse[]): Limit[] {
  return uses
    .filter(({ isUsed }) => isUsed)
    .map((use) => ({
      kind: 'room',
      subject: use.id,
      has: use.usable,
      now: judgeRoom(use, use.inUse),
      whileReplaced: judgeRoom(use, use.whileReplaced),
      settledBy: use.usable === null ? [subnetMend(use.id)] : [],
    }));
}

/** The subnets of lists that are not known: nobody knows their room either. */
export function listLimits(lists: readonly OpenList[]): Limit[] {
  return [...new Set(lists.map(({ list }) => list))].map((list) => {
    const because = `which subnets ${list} names is not known`;
    const now: Judged = { verdict: 'unknown', needs: null, because };
    return { kind: 'room', subject: list, has: null, now, whileReplaced: now, settledBy: [] };
  });
}

/** What is pasted behind the command to tell the size of a subnet. */
export const subnetMend = (id: string): string =>
  `--subnet ${escapeShell(`${id}=10.0.1.0/24,free=40`)}`;

/** What is needed while the others deploy or scale: their peak in place of what they hold at rest. */
function atPeakOf({ others, othersAtPeak }: PlannedUse, needs: Range): Range {
  const rest = sumOf(others.map((one) => one.rest)).most;
  const isOpen = needs.most === null || rest === null || othersAtPeak.most === null;
  return { least: needs.least, most: isOpen ? null : needs.most! - rest! + othersAtPeak.most! };
}

function judgeRoom(use: PlannedUse, needs: Range): Judged {
  const { id, usable, notCounted, mustBeFree } = use;
  const judged = (verdict: Judged['verdict'], because: string): Judged => {
    return { verdict, needs, because };
  };
  const has = usable ?? LARGEST_SUBNET;
  const whole = `subnet ${id} needs ${rangeText(needs)} of ${thousands(has)} addresses`;
  if (needs.least > has) return judged('no', whole);
  if (usable === null) {
    return judged('unknown', `subnet ${id} needs ${rangeText(needs)}, and its size is not known`);
  }
  if (notCounted.length > 0) {
    return judged(
      'unknown',
      `${whole} beside those of ${listed(notCounted)}, which are not counted`,
    );
  }
  if (needs.most === null || needs.most > usable) return judged('unknown', whole);
  const atPeak = atPeakOf(use, needs);
  if (atPeak.most === null || atPeak.most > usable) {
    const grows = ({ rest, peak }: (typeof use.others)[number]) =>
      peak.most === null || peak.most > mostOf(rest);
    const growing = use.others.filter(grows).map(({ id }) => id);
    const doing = growing.length === 1 ? 'deploys or scales' : 'deploy or scale';
    const then = `${rangeText(atPeak)} while ${listed(growing)} ${doing}`;
    return judged('unknown', `${whole}, and ${then}`);
  }
  if (mustBeFree !== null && needs.most + mustBeFree.addresses > usable) {
    const who = `${mustBeFree.id} asks for ${mustBeFree.addresses} free ones to be made or to scale`;
    return judged('unknown', `${whole}, and ${who}`);
  }
  return judged('yes', whole);
}

/** The quota of every VPC that functions use (LIMIT-1). */
export function quotaLimits(vpcs: readonly VpcUse[], isOneVpc: boolean): Limit[] {
  const used = vpcs.filter(({ range, others }) => range.most !== 0 || others.most !== 0);
  return used.map((vpc) => {
    const { id, range, others, quotas } = vpc;
    const quota = quotas[0]!.quota;
    const judge = (needs: Range): Judged => {
      const whole = `${vpcText(id)} needs ${rangeText(needs)} of ${thousands(quota)} ENIs`;
      // Functions whose VPCs are not known may lie in several.
      if (needs.least > quota && (id !== UNKNOWN_VPC || isOneVpc)) {
        return { verdict: 'no', needs, because: whole };
      }
      const isSure = needs.most !== null && needs.most <= quota;
      return { verdict: isSure ? 'yes' : 'unknown', needs, because: whole };
    };
    const now = judge(plus(range, others));
    const whileReplaced = judge(plus(plus(range, range), others));
    return { kind: 'quota', subject: id, has: quota, now, whileReplaced, settledBy: [] };
  });
}

const vpcText = (id: string): string => (id === UNKNOWN_VPC ? 'the unknown VPC' : `VPC ${id}`);

/** Rules by which AWS refuses what was planned; the others tell what works badly, or later. */
const REFUSING = /^(API-\d|STATE-7|LIMIT-3|IAM-4|IAM-6)$/;

/** Whether AWS accepts every function: what is refused for another reason than room. */
export function acceptedLimits(
  findings: readonly Finding[],
  undecided: readonly string[],
  openRoles: readonly UnknownFact[],
): Limit[] {
  const refused = findings.filter(
    ({ severity, rule }) => severity === 'error' && REFUSING.test(rule),
  );
  const limit = (subject: string, now: Judged): Limit => {
    return { kind: 'accepted', subject, has: null, now, whileReplaced: now, settledBy: [] };
  };
  const judged = (verdict: Judged['verdict'], because: string): Judged => {
    return { verdict, needs: null, because };
  };
  const subjects = new Map(refused.map((one) => [one.subject, one]));
  const limits = [...subjects.values()].map(({ subject, rule }) =>
    limit(subject, judged('no', `AWS refuses ${subject} as written (${rule})`)),
  );
  const open = undecided.map((id) =>
    limit(id, judged('unknown', `whether ${id} is attached to a VPC is not known`)),
  );
  const byRole = openRoles.map(({ what, path, why, mend }): Limit => {
    const id = path.slice(0, path.lastIndexOf('.'));
    const limited = limit(id, judged('unknown', `${what} is not known: ${why}`));
    return { ...limited, settledBy: mend === '' ? [] : [mend], finding: 'role-unknown' };
  });
  const all = [...limits, ...open, ...byRole];
  return all.length > 0 ? all : [limit('', judged('yes', 'AWS accepts every function'))];
}

/** What is not here, or could not be read, may need room too. */
export function readLimits(unknowns: readonly UnknownFact[], issues: readonly Issue[]): Limit[] {
  const errors = issues.filter(({ severity }) => severity === 'error');
  const unread = errors.filter(({ file }) => file !== GIVEN).length;
  const unused = errors.length - unread;
  const missing = unknowns.flatMap(({ hides, mend }) =>
    hides === undefined ? [] : [{ hides, mend }],
  );
  const limit = (subject: string, because: string, settledBy: string[]): Limit => {
    const now: Judged = { verdict: 'unknown', needs: null, because };
    return { kind: 'read', subject, has: null, now, whileReplaced: now, settledBy };
  };
  return [
    ...(unread === 0
      ? []
      : [limit('', `only what could be read is counted: ${counted(unread, 'error')}`, [])]),
    ...(unused === 0 ? [] : [limit('', 'what was given for a parameter is not used', [])]),
    ...missing.map(({ hides, mend }) => {
      return limit(hides, `what ${hides} needs is not known, as it is not here`, [mend]);
    }),
  ];
}
