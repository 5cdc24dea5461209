import { byId } from '../network/lookup.ts';
import { aclFindings } from './acls.ts';
import { companies } from './companies.ts';
import { groupRule } from './paste.ts';
import type { Design, Found } from './types.ts';
import { groupBy, listed, sentence } from './words.ts';

/** NET-4: groups and network ACLs that stop what a function opens, whatever it is. */
export function filterFindings(design: Design): Found[] {
  return [...groupFindings(design), ...ipv6Findings(design), ...aclFindings(design)];
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

/** NET-5: IPv6 is allowed, and the groups name blocks of IPv4 only. */
function ipv6Findings(design: Design): Found[] {
  const dual = companies(design, ({ securityGroups, ipv6AllowedForDualStack }) => {
    return [...[...new Set(securityGroups)].sort(), String(ipv6AllowedForDualStack)];
  }).filter(({ config }) => config.ipv6AllowedForDualStack);
  return dual.flatMap(({ subject, where, config }): Found[] => {
    const ids = [...new Set(config.securityGroups)];
    const groups = ids.map((id) => byId(design.surroundings.securityGroups, id));
    const named = groups.flatMap((group) => group?.outbound ?? []);
    const isTold = groups.every((group) => group?.outbound !== undefined);
    // A rule without a block lets both families out, or leads somewhere that is not known.
    const isIpv4 = named.every(({ cidr }) => cidr !== null && !cidr.includes(':'));
    if (named.length === 0 || !isTold || !isIpv4) return [];
    const names = listed(groups.map((group) => `\`${group!.id}\``));
    const message = `IPv6 is allowed, and no outbound rule of ${names} lets it out: connections over IPv6 time out.`;
    const wide = named.filter(({ cidr }) => cidr === '0.0.0.0/0');
    const alike = groupBy(wide.length > 0 ? wide : named, ({ protocol, ports }) => {
      return JSON.stringify([protocol, ports]);
    });
    const added = alike.map(([, [rule]]) => {
      const { protocol, ports } = rule!;
      return groupRule(design, ids[0]!, 'outbound', { protocol, ports, peer: { cidr: '::/0' } });
    });
    const place = groups[0]!.where ?? where;
    const base = { severity: 'warning', subject, message, where: place } as const;
    return [{ id: 'groups-without-ipv6', ...base, mend: sentence(added.join('; ')) }];
  });
}
