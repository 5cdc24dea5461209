import { EPHEMERAL_PORTS } from '../evidence/fixed.ts';
import { type Block, blockOf, contains } from './blocks.ts';
import { byId } from './lookup.ts';
import { inBoth, overlap, type Ports, sizeOf, without } from './ports.ts';
import { routeTo } from './site.ts';
import type {
  AclRule,
  GroupRule,
  NetworkAcl,
  NetworkSubnet,
  Protocol,
  Surroundings,
  TrafficRule,
} from './types.ts';

/** One end of a connection. What is not known of it is null, and is no wall. */
export interface End {
  subnet: NetworkSubnet | null;
  groups: readonly string[] | null;
}

/** What a connection is opened for. */
export interface Call {
  protocol: Protocol;
  port: number;
  /** It may be opened over IPv6 as well. */
  isDual: boolean;
}

type List = 'outbound' | 'inbound';

/** A rule or route that is missing on the way of a connection. */
export type Wall =
  | { kind: 'group'; list: List; groups: readonly string[] }
  | { kind: 'acl'; acl: string; list: List; what: 'request' | 'answer'; share: number; at: string }
  | { kind: 'route'; from: string; to: string; vpc: string };

type Around = Pick<Surroundings, 'vpcs' | 'securityGroups' | 'networkAcls' | 'peerings'>;

/**
 * NET-4: everything that is missing between two ends, and not only the first thing. What is not
 * known lets pass: a rule about a part of a subnet may be about the very address.
 */
export function wallsBetween(around: Around, from: End, to: End, call: Call): Wall[] {
  return [
    ...groupWall(around, 'outbound', [from, to], call),
    ...groupWall(around, 'inbound', [to, from], call),
    ...aclWalls(around, from, to, call),
    ...routeWalls(around, from, to),
  ];
}

/** Groups only allow: one rule of one of them is enough. */
function groupWall(
  { securityGroups }: Around,
  list: List,
  [own, other]: readonly [End, End],
  call: Call,
): Wall[] {
  if (own.groups === null || own.groups.length === 0) return [];
  const groups = [...new Set(own.groups)];
  for (const id of groups) {
    const rules = byId(securityGroups, id)?.[list];
    if (rules === undefined) return [];
    const members = other.groups?.every((one) => isTold(one, securityGroups)) ? other.groups : null;
    const peer = { subnet: other.subnet, groups: members };
    if (rules.some((rule) => mayAllow(rule, peer, call))) return [];
  }
  return [{ kind: 'group', list, groups }];
}

/** Groups of the templates and ids that are written out: only of those it is known that they differ. */
function isTold(id: string, groups: Around['securityGroups']): boolean {
  return byId(groups, id) !== undefined || /^sg-[0-9a-z]+$/.test(id);
}

function mayAllow(rule: GroupRule, { subnet, groups }: End, call: Call): boolean {
  if (!speaksOf(rule, call.protocol)) return false;
  if (rule.ports !== null && overlap(rule.ports, [call.port, call.port]) === null) return false;
  if (rule.group !== undefined) return groups?.includes(rule.group) ?? true;
  if (rule.cidr === null) return true;
  const block = blockOf(rule.cidr);
  const peer = blockIn(subnet);
  if (block.family === 6) return call.isDual;
  return peer === null || contains(block, peer) || contains(peer, block);
}

function speaksOf(rule: TrafficRule, protocol: Protocol): boolean {
  return rule.protocol === 'all' || rule.protocol === protocol;
}

/** The IPv4 block of a subnet; a block of all addresses stands for one that is not known. */
function blockIn(subnet: NetworkSubnet | null): Block | null {
  const block = subnet?.cidr == null ? null : blockOf(subnet.cidr);
  return block === null || block.prefix === 0 ? null : block;
}

const EPHEMERAL: Ports = [EPHEMERAL_PORTS.first, EPHEMERAL_PORTS.last];

/** ACLs stand at the border of a subnet, and know no answers: each end needs two rules. */
function aclWalls({ networkAcls }: Around, from: End, to: End, call: Call): Wall[] {
  if (from.subnet !== null && from.subnet.id === to.subnet?.id) return [];
  // Over IPv6 other rules count.
  if (call.isDual && to.subnet?.ipv6Cidr !== null) return [];
  return (
    [
      [from, to, 'outbound'],
      [to, from, 'inbound'],
    ] as const
  ).flatMap(([own, other, there]) => {
    const acl = byId(networkAcls, own.subnet?.acl);
    if (acl === undefined) return [];
    return wallsAt(acl, own.subnet!.id, blockIn(other.subnet), there, call);
  });
}

function wallsAt(
  acl: NetworkAcl,
  at: string,
  peer: Block | null,
  there: List,
  { protocol, port }: Call,
): Wall[] {
  const back = there === 'outbound' ? 'inbound' : 'outbound';
  const found: Wall[] = [];
  const wall = { kind: 'acl', acl: acl.id, at } as const;
  if (mayPass(acl[there], protocol, peer, [port, port]).length === 0) {
    found.push({ ...wall, list: there, what: 'request', share: 0 });
  }
  const share = sizeOf(mayPass(acl[back], protocol, peer, EPHEMERAL)) / sizeOf([EPHEMERAL]);
  if (share < 1) found.push({ ...wall, list: back, what: 'answer', share });
  return found;
}

/** The ports that may be open: a part of the peer's addresses is enough to be let through. */
function mayPass(
  rules: readonly AclRule[],
  protocol: Protocol,
  peer: Block | null,
  asked: Ports,
): Ports[] {
  const open: Ports[] = [];
  let undecided: Ports[] = [asked];
  for (const rule of rules.toSorted((a, b) => a.number - b.number)) {
    const ports = rule.ports === null ? asked : overlap(rule.ports, asked);
    if (ports === null || !speaksOf(rule, protocol)) continue;
    const said = aboutPeer(rule, peer);
    if (said === 'nothing') continue;
    if (rule.effect === 'allow') open.push(...inBoth(undecided, [ports]));
    if (said === 'all' || rule.effect === 'allow') undecided = without(undecided, ports);
  }
  return open;
}

/** How much of the peer's addresses a rule is about. */
function aboutPeer({ cidr }: AclRule, peer: Block | null): 'all' | 'part' | 'nothing' {
  if (cidr === null) return 'all';
  const block = blockOf(cidr);
  if (block.family === 6) return 'nothing';
  if (block.prefix === 0 || (peer !== null && contains(block, peer))) return 'all';
  return peer === null || contains(peer, block) ? 'part' : 'nothing';
}

/** NET-2: from one VPC to another there must be a route, and one back. */
function routeWalls({ vpcs, peerings }: Around, from: End, to: End): Wall[] {
  const [here, there] = [from.subnet, to.subnet];
  if (here === null || there === null || here.vpc === there.vpc) return [];
  const areKnown = [here, there].every(({ vpc }) => byId(vpcs, vpc) !== undefined);
  const [hereBlock, thereBlock] = [blockIn(here), blockIn(there)];
  if (!areKnown || here.routes === undefined || thereBlock === null) return [];
  const route = routeTo(here, thereBlock);
  if (route === undefined) return [{ kind: 'route', from: here.id, to: there.id, vpc: there.vpc }];
  const isPeering = byId(peerings, route.via) !== undefined;
  if (!isPeering || hereBlock === null || there.routes === undefined) return [];
  if (routeTo(there, hereBlock) !== undefined) return [];
  return [{ kind: 'route', from: there.id, to: here.id, vpc: here.vpc }];
}
