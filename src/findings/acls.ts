import { EPHEMERAL_PORTS } from '../evidence/fixed.ts';
import { ANYWHERE, blockOf } from '../network/blocks.ts';
import { pass, type Shut, shutBy } from '../network/filters.ts';
import { byId } from '../network/lookup.ts';
import { percentOf, routeTo } from '../network/site.ts';
import type { NetworkAcl } from '../network/types.ts';
import { companies } from './companies.ts';
import { aclRule } from './paste.ts';
import { wayOutOf } from './subnets.ts';
import { type Design, type DesignSubnet, ELSEWHERE, type Found } from './types.ts';
import { groupBy, listed, sentence } from './words.ts';

interface Guarded {
  subject: string;
  where: string | null;
  acl: NonNullable<Design['surroundings']['networkAcls']>[number];
  subnet: DesignSubnet;
  /** Connections over IPv6 are opened as well. */
  isDual: boolean;
}

/** What network ACLs keep from functions, each ACL once for the functions behind it. */
export function aclFindings(design: Design): Found[] {
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
  const rules = families.flatMap((family, place) =>
    shut.map((list) => {
      const cidr = family === 6 ? '::/0' : '0.0.0.0/0';
      const ports = list === 'outbound' ? HTTPS_ONLY : EPHEMERAL;
      return aclRule(design, acl, list, { protocol: 'tcp', ports, peer: { cidr } }, place);
    }),
  );
  const aside = shut.includes('outbound') ? ' Instead of 443, name the ports that are called.' : '';
  return `${sentence(rules.join('; '))}${aside}`;
}

/** F-6.3: answers come to any of the ephemeral ports, and an ACL does not know them as answers. */
function answerFindings(design: Design, those: readonly Guarded[]): Found[] {
  const [four, six] = FAMILIES.map((family) =>
    those.flatMap((one): Blocked[] => {
      if (family === 6 && !one.isDual) return [];
      const share = answersTo(design, one.subnet, one.acl, family);
      return share === null ? [] : [{ ...one, share }];
    }),
  ) as [Blocked[], Blocked[]];
  const { isDual } = those[0]!;
  const isAlike = !isDual || JSON.stringify(four) === JSON.stringify(six);
  if (isAlike) return partlyBlocked(four, '');
  return [...partlyBlocked(four, ' over IPv4'), ...partlyBlocked(six, ' over IPv6')];
}

const FAMILIES = [4, 6] as const;

type Blocked = Guarded & { share: number };

function partlyBlocked(blocked: readonly Blocked[], over: string): Found[] {
  if (blocked.length === 0) return [];
  const { acl, subject, where, share } = blocked[0]!;
  const names = listed(blocked.map(({ subnet }) => `\`${subnet.id}\``));
  const [part, rest] =
    share === 0
      ? ['no answers', 'connections fail']
      : [`answers to ${percentOf(share)} of the ports`, 'the others fail, now and then'];
  const message = `Network ACL \`${acl.id}\` lets ${part} from 1024 to 65535 into ${names}${over}: ${rest}.`;
  const mend = `Allow tcp${over} to the ports 1024-65535 in the inbound rules of \`${acl.id}\`.`;
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
function answersTo(
  design: Design,
  subnet: DesignSubnet,
  acl: NetworkAcl,
  family: 4 | 6,
): number | null {
  const way = family === 4 ? wayOutOf(design, subnet) : ipv6WayOutOf(subnet);
  // A block of all addresses stands for one that is not known.
  const own = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  const inside = own === null ? [] : [blockOf(own)].filter(({ prefix }) => prefix > 0);
  const peers = way === 'none' || way === 'public' ? inside : [ANYWHERE[family]];
  for (const peer of peers) {
    const { share, blocked } = pass([{ acl, direction: 'leaving', peer }], 'tcp', HTTPS);
    // Where nobody knows whether it leads out, an ACL for the VPC alone is nothing to blame.
    const isAsked = blocked.every(({ what }) => what === 'answer');
    if (blocked.length > 0 && isAsked && (share > 0 || way !== 'unknown')) return share;
  }
  return null;
}

/** Over IPv6 any gateway leads out (NET-5). */
function ipv6WayOutOf(subnet: DesignSubnet): 'nat' | 'none' | 'unknown' {
  if (subnet.routes === undefined) return 'unknown';
  const via = routeTo(subnet, ANYWHERE[6])?.via;
  if (via === undefined) return 'none';
  return via === ELSEWHERE ? 'unknown' : 'nat';
}
