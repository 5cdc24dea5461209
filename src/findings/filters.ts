import { ANYWHERE, blockOf } from '../network/blocks.ts';
import { pass } from '../network/filters.ts';
import { byId } from '../network/lookup.ts';
import { percentOf } from '../network/site.ts';
import type { NetworkAcl } from '../network/types.ts';
import { companies } from './companies.ts';
import { wayOutOf } from './subnets.ts';
import type { Design, DesignSubnet, Found } from './types.ts';
import { groupBy, listed } from './words.ts';

/** NET-4: groups and network ACLs that stop what a function opens, whatever it is. */
export function filterFindings(design: Design): Found[] {
  return [...groupFindings(design), ...aclFindings(design)];
}

function groupFindings(design: Design): Found[] {
  const groupsOf = (ids: readonly string[]) =>
    [...new Set(ids)].map((id) => byId(design.surroundings.securityGroups, id));
  return companies(design, ({ securityGroups }) => [...new Set(securityGroups)].sort()).flatMap(
    ({ subject, where, config }): Found[] => {
      const groups = groupsOf(config.securityGroups);
      if (groups.length === 0 || groups.some((group) => group?.outbound?.length !== 0)) return [];
      const names = listed(groups.map((group) => `\`${group!.id}\``));
      const message = `No outbound rule of ${names} lets TCP or UDP out: its connections time out.`;
      const mend = 'Add an outbound rule for what the code connects to.';
      const place = groups[0]!.where ?? where;
      const base = { severity: 'warning', subject, message, mend, where: place } as const;
      return [{ id: 'groups-let-nothing-out', ...base }];
    },
  );
}

/** F-6.3: answers come to any of the ephemeral ports, and an ACL does not know them as answers. */
function aclFindings(design: Design): Found[] {
  const { subnets, networkAcls } = design.surroundings;
  const users = companies(design, ({ subnets: ids }) => [...new Set(ids)].sort());
  const blocked = users.flatMap(({ subject, where, config }) =>
    [...new Set(config.subnets)].flatMap((id) => {
      const subnet = byId(subnets, id);
      const acl = byId(networkAcls, subnet?.acl);
      if (subnet === undefined || acl === undefined) return [];
      const share = answersTo(design, subnet, acl);
      return share === null ? [] : [{ subject, where: acl.where ?? where, acl, id, share }];
    }),
  );
  return groupBy(blocked, ({ acl, subject }) => JSON.stringify([acl.id, subject])).map(
    ([, those]) => {
      const { acl, subject, where, share } = those[0]!;
      const names = listed(those.map(({ id }) => `\`${id}\``));
      const [part, rest] =
        share === 0
          ? ['no answers', 'connections fail']
          : [`answers to ${percentOf(share)} of the ports`, 'the others fail, now and then'];
      const message = `Network ACL \`${acl.id}\` lets ${part} from 1024 to 65535 into ${names}: ${rest}.`;
      const mend = `Allow tcp to the ports 1024-65535 in the inbound rules of \`${acl.id}\`.`;
      // Who denies a port or two, such as those of remote desktops, loses next to nothing.
      const severity = share > ALMOST_ALL ? 'info' : 'warning';
      return { id: 'acl-blocks-answers', severity, subject, message, mend, where };
    },
  );
}

const HTTPS = 443;
const ALMOST_ALL = 0.99;

/**
 * The share of the ports from which connections get answers; null: nothing stands against them.
 * The other end is the internet, and inside the VPC where the subnet leads no further.
 */
function answersTo(design: Design, subnet: DesignSubnet, acl: NetworkAcl): number | null {
  const way = wayOutOf(design, subnet);
  // A block of all addresses stands for one that is not known.
  const inside = [blockOf(subnet.cidr ?? '0.0.0.0/0')].filter(({ prefix }) => prefix > 0);
  const peers = way === 'nat' || way === 'unknown' ? [ANYWHERE[4]] : inside;
  for (const peer of peers) {
    const { share, blocked } = pass([{ acl, direction: 'leaving', peer }], 'tcp', HTTPS);
    // Where nobody knows whether it leads out, an ACL for the VPC alone is nothing to blame.
    if (blocked?.what === 'answer' && (share > 0 || way !== 'unknown')) return share;
  }
  return null;
}
