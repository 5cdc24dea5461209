import { EPHEMERAL_PORTS } from '../evidence/fixed.ts';
import { ANYWHERE, blockOf } from '../network/blocks.ts';
import { pass, type Shut, shutBy } from '../network/filters.ts';
import { byId } from '../network/lookup.ts';
import { percentOf } from '../network/site.ts';
import type { NetworkAcl } from '../network/types.ts';
import { companies } from './companies.ts';
import { aclRule, groupRule } from './paste.ts';
import { wayOutOf } from './subnets.ts';
import type { Design, DesignSubnet, Found } from './types.ts';
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

interface Guarded {
  subject: string;
  where: string | null;
  acl: NonNullable<Design['surroundings']['networkAcls']>[number];
  subnet: DesignSubnet;
  /** Connections over IPv6 are opened as well. */
  isDual: boolean;
}

/** What network ACLs keep from functions, each ACL once for the functions behind it. */
function aclFindings(design: Design): Found[] {
  const { subnets, networkAcls } = design.surroundings;
  const users = companies(design, ({ subnets: ids, ipv6AllowedForDualStack }) => {
    return [...[...new Set(ids)].sort(), String(ipv6AllowedForDualStack)];
  });
  const guarded = users.flatMap(({ subject, where, config }) =>
    [...new Set(config.subnets)].flatMap((id): Guarded[] => {
      const subnet = byId(subnets, id);
      const acl = byId(networkAcls, subnet?.acl);
      if (subnet === undefined || acl === undefined) return [];
      const isDual = config.ipv6AllowedForDualStack && subnet.ipv6Cidr !== null;
      return [{ subject, where: acl.where ?? where, acl, subnet, isDual }];
    }),
  );
  const alike = ({ acl, subject, isDual }: Guarded) => JSON.stringify([acl.id, subject, isDual]);
  return groupBy(guarded, alike).flatMap(([, those]) => {
    const shut = shutFindings(design, those);
    return shut.length > 0 ? shut : answerFindings(design, those);
  });
}

/** An ACL that lets nothing through in a family of addresses, whatever a function connects to. */
function shutFindings(design: Design, those: readonly Guarded[]): Found[] {
  const { acl, subject, where, isDual } = those[0]!;
  const lists = shutBy(acl, 4, 'tcp');
  const lists6 = isDual ? shutBy(acl, 6, 'tcp') : lists;
  const names = listed(those.map(({ subnet }) => `\`${subnet.id}\``));
  const base = { id: 'acl-blocks-everything', severity: 'warning', subject, where } as const;
  const found = (shut: Shut, families: readonly (4 | 6)[], over: string): Found => {
    const udp = families.every((family) => shutBy(acl, family, 'udp').length > 0);
    const what = udp ? 'TCP or UDP' : 'TCP';
    const [first, second] = [
      shut.includes('outbound') ? `no ${what} out of ${names}` : '',
      shut.includes('inbound') ? `no answers from 1024 to 65535 into ${names}` : '',
    ];
    const lets = [first, second].filter((one) => one !== '').join(', and ');
    const message = `Network ACL \`${acl.id}\` lets ${lets}: nothing outside can be reached${over}.`;
    return { ...base, message, mend: mendOfShut(design, acl, shut, families) };
  };
  if (lists.length > 0 && lists6.length > 0) {
    const both = LISTS.filter((list) => lists.includes(list) || lists6.includes(list));
    return [found(both, isDual ? [4, 6] : [4], '')];
  }
  if (lists6.length > 0) return [found(lists6, [6], ' over IPv6')];
  return lists.length > 0 ? [found(lists, [4], ' over IPv4')] : [];
}

const LISTS = ['outbound', 'inbound'] as const;

function mendOfShut(
  design: Design,
  acl: NetworkAcl,
  shut: Shut,
  families: readonly (4 | 6)[],
): string {
  const rules = families.flatMap((family) =>
    shut.map((list) => {
      const cidr = family === 6 ? '::/0' : '0.0.0.0/0';
      const ports = list === 'outbound' ? HTTPS_ONLY : EPHEMERAL;
      return aclRule(design, acl, list, { protocol: 'tcp', ports, peer: { cidr } });
    }),
  );
  const aside = shut.includes('outbound') ? ' Instead of 443, name the ports that are called.' : '';
  return `${sentence(rules.join('; '))}${aside}`;
}

/** F-6.3: answers come to any of the ephemeral ports, and an ACL does not know them as answers. */
function answerFindings(design: Design, those: readonly Guarded[]): Found[] {
  const blocked = those.flatMap((one) => {
    const share = answersTo(design, one.subnet, one.acl);
    return share === null ? [] : [{ ...one, share }];
  });
  if (blocked.length === 0) return [];
  const { acl, subject, where, share } = blocked[0]!;
  const names = listed(blocked.map(({ subnet }) => `\`${subnet.id}\``));
  const [part, rest] =
    share === 0
      ? ['no answers', 'connections fail']
      : [`answers to ${percentOf(share)} of the ports`, 'the others fail, now and then'];
  const message = `Network ACL \`${acl.id}\` lets ${part} from 1024 to 65535 into ${names}: ${rest}.`;
  const mend = `Allow tcp to the ports 1024-65535 in the inbound rules of \`${acl.id}\`.`;
  // Who denies a port or two, such as those of remote desktops, loses next to nothing.
  const severity = share > ALMOST_ALL ? 'info' : 'warning';
  return [{ id: 'acl-blocks-answers', severity, subject, message, mend, where }];
}

const HTTPS = 443;
const HTTPS_ONLY = [HTTPS, HTTPS] as const;
const EPHEMERAL = [EPHEMERAL_PORTS.first, EPHEMERAL_PORTS.last] as const;
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
    const isAsked = blocked.every(({ what }) => what === 'answer');
    if (blocked.length > 0 && isAsked && (share > 0 || way !== 'unknown')) return share;
  }
  return null;
}
