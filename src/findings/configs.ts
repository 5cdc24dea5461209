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

/** API-4: what AWS makes of such a configuration is nowhere said. */
const OUR_READING = '(our reading; its page says only that no IPv6 traffic leaves such a subnet)';

function haveOnly(subnets: readonly string[], family: 'IPv4' | 'IPv6'): string {
  const have = subnets.length === 1 ? 'has' : 'have';
  return `${listed(subnets.map((id) => `\`${id}\``))} ${have} ${family} only`;
}

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
  const mend = 'Use subnets with both an IPv4 and an IPv6 block.';
  if (bare.length > 0) {
    const message = `${haveOnly(bare, 'IPv6')}: AWS refuses this ${OUR_READING}.`;
    found.push({ ...base, id: 'not-dual-stack', message, mend });
  }
  if (config.ipv6AllowedForDualStack && single.length > 0) {
    const message = `IPv6 is allowed, and ${haveOnly(single, 'IPv4')}.`;
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
