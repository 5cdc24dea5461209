import type { Policy } from '../access/policy.ts';
import type { Design, Found } from './types.ts';
import { groupBy } from './words.ts';

/** The actions that decide what is simulated, in AWS's spelling. */
const ACTIONS = [
  ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DetachNetworkInterface'],
  ...['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'],
  ...['ec2:DescribeVpcs', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
  ...['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration', 'lambda:UpdateFunctionCode'],
  ...['lambda:PublishVersion', 'lambda:DeleteFunction', 'lambda:InvokeFunction'],
];
const FOLDED = new Map(ACTIONS.map((action) => [action.toLowerCase(), action]));

/** IAM-1: a name that is nobody's matches no request, so its statement allows or denies nothing. */
export function misspeltFindings({ functions, callers }: Design): Found[] {
  const roles = groupBy(functions, ({ role }) => `${role}`).map(([role, [first]]) => {
    const { policies, latePolicies, where } = first!;
    return { subject: role, where, policies: [...(policies ?? []), ...latePolicies] };
  });
  const people = callers.map(({ id, ...rest }) => ({ subject: id, ...rest }));
  return [...roles, ...people].flatMap(({ subject, where, policies }) =>
    slipsIn(policies).map(([written, meant]): Found => {
      const message = `The action \`${written}\` is none that is known; it looks like \`${meant}\`, which it does not stand for.`;
      const mend = `Write \`${meant}\` if that is meant.`;
      return { id: 'misspelt-action', severity: 'warning', subject, message, mend, where };
    }),
  );
}

function slipsIn(policies: readonly Policy[]): [written: string, meant: string][] {
  const statements = policies.flatMap((policy) => policy.statements);
  const written = statements.flatMap(({ actions }) => actions.patterns.map((one) => one.source));
  return [...new Set(written)].flatMap((name): [string, string][] => {
    const meant = meantBy(name.toLowerCase());
    return meant === null ? [] : [[name, meant]];
  });
}

/**
 * The action that a name misses by one letter: a singular for a plural, mostly. AWS has other
 * actions whose names are two letters away (Attach and Detach), so nothing further off is told.
 */
function meantBy(folded: string): string | null {
  if (/[*?]/.test(folded) || FOLDED.has(folded)) return null;
  const near = [...FOLDED].find(([action]) => missesOneLetter(folded, action));
  return near === undefined ? null : near[1];
}

/** One letter is missing, too much, or another; or two neighbours stand the wrong way round. */
function missesOneLetter(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  if (restA.length !== restB.length) return restA.slice(1) === restB || restA === restB.slice(1);
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0];
  return restA.slice(1) === restB.slice(1) || (isSwapped && restA.slice(2) === restB.slice(2));
}
