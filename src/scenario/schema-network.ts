import { z } from 'zod';
import { form, isMapping } from './forms.ts';
import { shown } from './issues.ts';
import {
  type Complaint,
  complain,
  count,
  countOfEntries,
  flag,
  name,
  named,
  object,
  oneOf,
} from './leaves.ts';
import { LIMITS } from './limits.ts';
import {
  endpoint,
  natGateway,
  networkAcl,
  outbound,
  peering,
  routes,
} from './schema-surroundings.ts';
import { given } from './surroundings.ts';
import type { VpcConfigChange } from './types.ts';

const CIDR_PHRASE = 'an IPv4 block such as `10.0.1.0/24`';
const cidr = z.string({ error: CIDR_PHRASE }).meta({ examples: ['10.0.1.0/24'] });

const vpc = object('a VPC: a mapping, or nothing for the defaults', {
  eniQuota: count(0, 1_000_000)
    .optional()
    .describe('Hyperplane interfaces the VPC may have; default: the profile’s'),
  otherEnis: count(0, 1_000_000)
    .default(0)
    .describe('Interfaces of other services that count against the quota'),
  cidr: cidr.optional().describe('IPv4 block of the VPC; its subnets must lie inside'),
  tenancy: oneOf(['default', 'dedicated'])
    .default('default')
    .describe('Lambda refuses functions in a VPC of dedicated tenancy'),
  internetGateway: flag.optional().describe('Whether an internet gateway is attached'),
  egressOnlyGateway: flag
    .optional()
    .describe('Whether an egress-only internet gateway is attached, for IPv6'),
});

const subnet = object('a subnet: a mapping with `vpc` and `cidr`', {
  count: countOfEntries(LIMITS.entries),
  vpc: name.describe('The VPC it belongs to'),
  az: name.default('us-east-1a').describe('Availability Zone'),
  cidr: cidr
    .optional()
    .describe('IPv4 block, /16 to /28; AWS keeps five of its addresses; none: IPv6-only'),
  ipv6Cidr: z
    .string({ error: 'an IPv6 block such as `2001:db8::/64`' })
    .optional()
    .describe('IPv6 block; makes the subnet dual-stack'),
  taken: count(0, 65_536).default(0).describe('IPv4 addresses that others hold from the start'),
  routes: routes.optional().describe('Its routes; default: to its own VPC only'),
  acl: name.optional().describe('Its network ACL; default: one that lets all pass'),
});

const securityGroup = object('a security group: a mapping with `vpc`', {
  count: countOfEntries(LIMITS.entries),
  vpc: name.describe('The VPC it belongs to'),
  outbound: outbound.optional().describe('What it lets out; default: everything'),
});

export const network = object('the network: `vpcs`, `subnets`, `securityGroups`', {
  vpcs: named('VPCs', vpc.nullable()).nullish().describe('VPCs by name'),
  subnets: named('subnets', subnet).nullish().describe('Subnets by name'),
  securityGroups: named('security groups', securityGroup)
    .nullish()
    .describe('Security groups by name'),
  natGateways: named('NAT gateways', natGateway).nullish().describe('NAT gateways by name'),
  peerings: named('peerings', peering).nullish().describe('VPC peerings by name'),
  endpoints: named('endpoints', endpoint).nullish().describe('VPC endpoints by name'),
  networkAcls: named('network ACLs', networkAcl).nullish().describe('Network ACLs by name'),
});

// Empty or too long lists are for the simulated API to answer.
const subnetNames = z
  .array(name, { error: 'a list of subnets' })
  .max(LIMITS.configIds, { error: `at most ${LIMITS.configIds} subnets` })
  .describe('Names of subnets');
const groupNames = z
  .array(name, { error: 'a list of security groups' })
  .max(LIMITS.configIds, { error: `at most ${LIMITS.configIds} security groups` })
  .describe('Names of security groups');
const ipv6Allowed = z
  .boolean({ error: '`true` or `false`' })
  .describe('Whether the function may use IPv6; every subnet must be dual-stack');

/** A function's attachment. */
const config = object('a VPC configuration: `subnets` and `securityGroups`', {
  subnets: subnetNames,
  securityGroups: groupNames,
  ipv6AllowedForDualStack: ipv6Allowed.default(false),
});

/** What an update names of it; with both lists it is a whole one. */
const change = object('a VPC configuration: `subnets`, `securityGroups` or both', {
  subnets: subnetNames.optional(),
  securityGroups: groupNames.optional(),
  ipv6AllowedForDualStack: ipv6Allowed.optional(),
}).transform((c, ctx): VpcConfigChange => {
  const { subnets, securityGroups, ipv6AllowedForDualStack } = c;
  if (subnets === undefined && securityGroups === undefined) {
    return complain(ctx, {
      message: 'no list is named',
      expected: '`subnets`, `securityGroups` or both',
      mend: 'a list that is left out stays as it is; write `none` to detach',
    });
  }
  const isWhole = subnets !== undefined && securityGroups !== undefined;
  const ipv6 = ipv6AllowedForDualStack ?? (isWhole ? false : undefined);
  return given({ subnets, securityGroups, ipv6AllowedForDualStack: ipv6 });
});

const NONE_PHRASE = '`none`, or a mapping with `subnets` and `securityGroups`';

/** What people write where `none` is meant. */
const NOTHING = ['no', 'off', 'None', 'NONE', '', false];

function chooseConfig(value: unknown): 'none' | 'config' | Complaint {
  if (value === 'none') return 'none';
  if (isMapping(value)) return 'config';
  const complaint = { message: 'not an attachment', expected: NONE_PHRASE, received: shown(value) };
  const empty = value === null || NOTHING.some((word) => word === value);
  return empty ? { ...complaint, mend: 'write `none`' } : complaint;
}

/** Null: not attached. */
const none = z.literal('none').transform(() => null);
export const vpcConfig = form('vpcConfig', { none, config }, chooseConfig);

/** Of an update. */
export const vpcConfigChange = form('vpcConfigChange', { none, config: change }, chooseConfig);
