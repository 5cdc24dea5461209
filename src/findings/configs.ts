import { byId } from '../network/lookup.ts';
import type { Attachment } from '../network/types.ts';
import type { Design, DesignFunction, Found } from './types.ts';
import { counted, listed, severityFor } from './words.ts';

/** What AWS says of a configuration itself: API-3, API-4 and LIMIT-3. */
export function configFindings(design: Design): Found[] {
  return design.functions.flatMap((fn) => {
    const seen = new Map<string, Found>();
    for (const config of fn.configs) {
      if (config === null) continue;
      for (const found of ofConfig(design, fn, config)) seen.set(found.message, found);
    }
    return [...seen.values()];
  });
}

const SUBNETS_MAX = 16;
const GROUPS_MAX = 5;

function ofConfig({ surroundings }: Design, fn: DesignFunction, config: Attachment): Found[] {
  const base = { severity: severityFor(fn), subject: fn.id, where: fn.where };
  const subnets = [...new Set(config.subnets)].flatMap(
    (id) => byId(surroundings.subnets, id) ?? [],
  );
  const found: Found[] = [];
  const vpc = byId(surroundings.vpcs, subnets[0]?.vpc);
  if (vpc?.tenancy === 'dedicated') {
    const message = `VPC \`${vpc.id}\` has dedicated tenancy, and Lambda refuses to attach to it.`;
    const mend = 'Attach to a VPC of default tenancy that is peered with it.';
    found.push({ ...base, id: 'dedicated-tenancy', message, mend });
  }
  const bare = subnets.filter(({ cidr }) => cidr === null).map(({ id }) => id);
  const single = subnets.filter(({ ipv6Cidr }) => ipv6Cidr === null).map(({ id }) => id);
  const lacking = config.ipv6AllowedForDualStack ? [...bare, ...single] : bare;
  if (lacking.length > 0) {
    const flag = config.ipv6AllowedForDualStack ? 'IPv6 is allowed, and ' : '';
    const what = bare.length > 0 ? 'IPv6 only, which Lambda does not support' : 'IPv4 only';
    const are = lacking.length === 1 ? 'has' : 'have';
    const message = `${flag}${listed(lacking.map((id) => `\`${id}\``))} ${are} ${what}.`;
    const mend = 'Use subnets with both an IPv4 and an IPv6 block.';
    found.push({ ...base, id: 'not-dual-stack', message, mend });
  }
  if (config.subnets.length > SUBNETS_MAX || config.securityGroups.length > GROUPS_MAX) {
    const subnetCount = counted(config.subnets.length, 'subnet');
    const groupCount = counted(config.securityGroups.length, 'security group');
    const message = `The configuration names ${subnetCount} and ${groupCount}.`;
    const mend = `Name at most ${SUBNETS_MAX} subnets and ${GROUPS_MAX} security groups.`;
    found.push({ ...base, id: 'too-many-ids', message, mend });
  }
  return found;
}
