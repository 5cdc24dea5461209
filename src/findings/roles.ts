import { evaluateAccess } from '../access/evaluate.ts';
import type { Policy } from '../access/policy.ts';
import type { Attachment } from '../network/types.ts';
import type { Design, DesignFunction, Found } from './types.ts';
import { groupBy, listed, severityFor } from './words.ts';

const CREATE = 'ec2:CreateNetworkInterface';
const DESCRIBE = 'ec2:DescribeNetworkInterfaces';
const DELETE = 'ec2:DeleteNetworkInterface';
/** Since 2020 and 2024 in AWS's managed policy; functions worked for years without them. */
const NEWER = [
  'ec2:DescribeSubnets',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
/** What AWS's example denies to the function's own code. */
const OWN_CODE = [CREATE, DELETE, DESCRIBE, 'ec2:DetachNetworkInterface', ...NEWER.slice(1)];

/** IAM-4, IAM-5: what execution roles may not do, and what their code may. */
export function roleFindings(design: Design): Found[] {
  const known = design.functions.filter(({ policies, configs }) => {
    return policies !== null && configs.some((config) => config !== null);
  });
  const alike = groupBy(known, (fn) => `${fn.role}${JSON.stringify(fn.configs)}`);
  const byRole = groupBy(known, ({ role }) => `${role}`);
  return [
    ...alike.flatMap(([, functions]) => ofRole(design, functions)),
    ...byRole.flatMap(([, functions]) => ownCode(design, functions)),
  ];
}

interface Rights {
  may: (action: string, ...resources: string[]) => boolean;
}

function rightsOf(
  { region, accountId, scps = [] }: Design,
  { boundaries = [] }: DesignFunction,
  policies: readonly Policy[],
): Rights {
  const arn = (name: string) => (name === '*' ? '*' : `arn:aws:ec2:${region}:${accountId}:${name}`);
  return {
    may: (action, ...resources) =>
      resources.every((name) => {
        const request = { policies, boundaries, scps, action, resource: arn(name), context: {} };
        return evaluateAccess(request).decision === 'allowed';
      }),
  };
}

/** Functions that share a role and a configuration share what is found. */
function ofRole(design: Design, functions: readonly DesignFunction[]): Found[] {
  const [first] = functions as [DesignFunction];
  const rights = rightsOf(design, first, first.policies!);
  const base = {
    subject: listed(functions.map(({ id }) => id)),
    where: first.where,
    severity: severityFor(...functions),
  };
  const role = `role \`${first.role}\``;
  const create = creating(rights, first.configs);
  if (create !== 'allowed') return [{ ...base, ...whyNotCreate(design, first, create, role) }];
  const found: Found[] = [];
  if (!rights.may(DESCRIBE, '*')) found.push({ ...base, ...whyNotDescribe(rights, role) });
  const asWarning = base.severity === 'info' ? base : { ...base, severity: 'warning' as const };
  if (!rights.may(DELETE, 'network-interface/*')) {
    const message = `With ${role} Lambda may not call ${DELETE}: the ENIs stay when nobody needs them.`;
    const mend = `Allow ${DELETE} on every resource ("*").`;
    found.push({ ...asWarning, id: 'role-cannot-delete', message, mend });
  }
  const lacking = NEWER.filter(
    (action) => !rights.may(action, action === NEWER[0] ? '*' : 'network-interface/*'),
  );
  if (lacking.length > 0) {
    const message = `With ${role} Lambda may not call ${listed(lacking)}, which AWS asks for today.`;
    const mend = 'Attach the newest version of AWSLambdaVPCAccessExecutionRole, or add them.';
    found.push({ ...asWarning, id: 'role-lacks-newer-actions', message, mend });
  }
  return found;
}

/** Which part of creating an interface is not allowed. */
function creating(
  { may }: Rights,
  configs: DesignFunction['configs'],
): 'allowed' | 'groups' | 'refused' {
  const used = configs.filter((config): config is Attachment => config !== null);
  const subnets = used.flatMap((config) => config.subnets.map((id) => `subnet/${id}`));
  const groups = used.flatMap((config) =>
    config.securityGroups.map((id) => `security-group/${id}`),
  );
  if (!may(CREATE, 'network-interface/*', ...subnets)) return 'refused';
  return may(CREATE, ...groups) ? 'allowed' : 'groups';
}

function whyNotCreate(
  design: Design,
  fn: DesignFunction,
  create: 'groups' | 'refused',
  role: string,
): Pick<Found, 'id' | 'message' | 'mend'> {
  const later = rightsOf(design, fn, [...fn.policies!, ...fn.latePolicies]);
  if (fn.latePolicies.length > 0 && creating(later, fn.configs) === 'allowed') {
    const message = `The policy that lets ${role} create ENIs may come after the function, which then fails.`;
    const mend = 'Let the function depend on the policy, not only on the role.';
    return { id: 'policy-after-create', message, mend };
  }
  if (create === 'groups') {
    const message = `With ${role} Lambda may call ${CREATE} on interfaces and subnets, but not on the security groups, and it needs all three.`;
    const mend = `Allow ${CREATE} on security-group/* too, or on every resource ("*").`;
    return { id: 'create-without-groups', message, mend };
  }
  const message = `With ${role} Lambda may not call ${CREATE}, so it refuses the function.`;
  const mend = 'Attach AWSLambdaVPCAccessExecutionRole to the role.';
  return { id: 'role-cannot-create', message, mend };
}

function whyNotDescribe({ may }: Rights, role: string): Pick<Found, 'id' | 'message' | 'mend'> {
  const mend = `Allow ${DESCRIBE} on every resource ("*").`;
  if (may(DESCRIBE, 'network-interface/eni-0')) {
    const message = `${DESCRIBE} works on all resources only ("*"); that of ${role} is limited, so it never applies.`;
    return { id: 'describe-limited', message, mend };
  }
  const message = `With ${role} Lambda may not call ${DESCRIBE}: the function ends Failed with InsufficientRolePermissions.`;
  return { id: 'role-cannot-describe', message, mend };
}

/** IAM-5: what Lambda may do with the role its code may do, unless a deny names the function. */
function ownCode(
  { region, accountId, scps = [] }: Design,
  functions: readonly DesignFunction[],
): Found[] {
  const open = functions.filter(({ id, policies, boundaries = [] }) => {
    const arn = `arn:aws:lambda:${region}:${accountId}:function:${id}`;
    const context = { 'lambda:SourceFunctionArn': arn };
    return OWN_CODE.some((action) => {
      const resource = `arn:aws:ec2:${region}:${accountId}:network-interface/*`;
      const [a, b] = [resource, '*'].map(
        (one) =>
          evaluateAccess({ policies: policies!, boundaries, scps, action, resource: one, context })
            .decision,
      );
      return a === 'allowed' || b === 'allowed';
    });
  });
  if (open.length === 0) return [];
  const message = `The code of ${listed(open.map(({ id }) => id))} may manage network interfaces itself, as Lambda may with role \`${open[0]!.role}\`.`;
  const mend =
    'Add a Deny of these EC2 actions with ArnEquals lambda:SourceFunctionArn: it hits the code and not Lambda.';
  const subject = `${open[0]!.role}`;
  return [
    { id: 'own-code-may-manage', severity: 'info', subject, message, mend, where: open[0]!.where },
  ];
}
