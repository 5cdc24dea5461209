import { byId } from './lookup.ts';
import { blockedBy, onAverage, REACHED } from './site.ts';
import type { Attachment, Destination, NetworkSubnet, Reach, Surroundings } from './types.ts';
import { toInternet, toService, toSubnet } from './ways.ts';

/**
 * NET-2: how much of what a function connects to a destination gets through. The subnets of its
 * configuration take turns (CAP-2), so each has an equal part in the share.
 * @param attachment its VPC configuration; null: it is outside every VPC
 * @returns the share of connections that get through, 0 to 1, and what stops the rest
 */
export function reach(
  around: Surroundings,
  attachment: Attachment | null,
  destination: Destination,
): Reach {
  if (attachment === null || attachment.subnets.length === 0) return fromOutside(destination);
  const ids = [...new Set(attachment.subnets)];
  const subnets = ids.map((id) => byId(around.subnets, id)!);
  const unfit = familyObstacle(attachment, subnets, destination);
  if (unfit !== null) return unfit;
  return onAverage(
    subnets.map((subnet) => {
      const site = { around, attachment, subnet, destination };
      if (destination.kind === 'internet') return toInternet(site);
      if (destination.kind === 'service') return toService(site, destination.service);
      return toSubnet(site, byId(around.subnets, destination.subnet)!);
    }),
  );
}

/** NET-6: code outside a VPC runs in a VPC of Lambda's own: the public internet, by IPv4 only. */
function fromOutside({ kind, ipv6 }: Destination): Reach {
  if (ipv6) {
    const reason = 'a function outside a VPC has no IPv6';
    return blockedBy('NET-5', reason, 'attach it to dual-stack subnets, or connect over IPv4');
  }
  if (kind !== 'subnet') return REACHED;
  const reason = 'the function is outside every VPC, and Lambda’s own VPC leads into none';
  return blockedBy('NET-6', reason, 'attach the function to the VPC: `vpc: { subnets, ... }`');
}

/** NET-5: what subnets and the flag say about a family of addresses, whatever the way. */
function familyObstacle(
  { ipv6AllowedForDualStack }: Attachment,
  subnets: readonly NetworkSubnet[],
  { ipv6 }: Destination,
): Reach | null {
  const bare = subnets.find(({ cidr }) => cidr === null);
  if (bare !== undefined) {
    const reason = `subnet \`${bare.id}\` is IPv6-only, which AWS refuses (our reading)`;
    return blockedBy('NET-5', reason, `give \`${bare.id}\` an IPv4 block as well`);
  }
  if (!ipv6) return null;
  const single = subnets.find(({ ipv6Cidr }) => ipv6Cidr === null);
  if (single !== undefined) {
    const reason = `subnet \`${single.id}\` is not dual-stack, and all subnets must be`;
    return blockedBy('NET-5', reason, `give \`${single.id}\` an IPv6 block: \`ipv6Cidr\``);
  }
  if (ipv6AllowedForDualStack) return null;
  const reason = 'IPv6 is off: `ipv6AllowedForDualStack` is not set';
  return blockedBy('NET-5', reason, 'set `ipv6AllowedForDualStack: true` in its `vpc`');
}
