import { EPHEMERAL_PORTS } from '../evidence/fixed.ts';
import { ANYWHERE, type Block, blockOf, contains } from './blocks.ts';
import { inBoth, overlap, type Ports, sizeOf, without } from './ports.ts';
import type { AclRule, NetworkAcl, NetworkGroup, Protocol, TrafficRule } from './types.ts';

/** Packets of one kind: the other end, and the port they are sent to. */
export interface Traffic {
  protocol: Protocol;
  peer: Block;
  port: number;
}

const EPHEMERAL: Ports = [EPHEMERAL_PORTS.first, EPHEMERAL_PORTS.last];

/** NET-4: groups only allow, so one rule of one group is enough; answers come back by themselves. */
export function groupsLetOut(groups: readonly NetworkGroup[], traffic: Traffic): boolean {
  return groups.some(({ outbound }) => {
    if (outbound === undefined) return true;
    return outbound.some((rule) => portsOf(rule, traffic, [traffic.port, traffic.port]) !== null);
  });
}

/** A rule about a narrower range of addresses than the peer's says nothing about the peer. */
function portsOf(
  rule: TrafficRule,
  { protocol, peer }: Pick<Traffic, 'protocol' | 'peer'>,
  asked: Ports,
): Ports | null {
  if (rule.protocol !== 'all' && rule.protocol !== protocol) return null;
  if (rule.cidr !== null && !contains(blockOf(rule.cidr), peer)) return null;
  return rule.ports === null ? asked : overlap(rule.ports, asked);
}

/** Of the ports asked for, those to which a list of ACL rules lets packets pass. */
function allowed(
  rules: readonly AclRule[],
  traffic: Pick<Traffic, 'protocol' | 'peer'>,
  asked: Ports,
): Ports[] {
  const open: Ports[] = [];
  let undecided: Ports[] = [asked];
  for (const rule of rules.toSorted((a, b) => a.number - b.number)) {
    const ports = portsOf(rule, traffic, asked);
    if (ports === null) continue;
    if (rule.effect === 'allow') open.push(...inBoth(undecided, [ports]));
    undecided = without(undecided, ports);
  }
  return open;
}

/** An ACL on the way of a connection; the end that opens it stands inside or outside its subnet. */
export interface Gate {
  acl: NetworkAcl;
  /** `leaving`: the connection is opened from within the ACL's subnet. */
  direction: 'leaving' | 'entering';
  peer: Block;
}

/** What a connection met at ACLs: the share that gets through, and all that stops the rest. */
export interface Passage {
  share: number;
  blocked: readonly Blocked[];
}

export interface Blocked {
  acl: string;
  what: 'request' | 'answer';
  list: 'inbound' | 'outbound';
  /** The share that this list lets through by itself. */
  share: number;
}

/**
 * NET-4: passes the ACLs of one connection. The request goes to the destination's port, the answer
 * to the port it was opened from, which is any of the ephemeral ones: those that every ACL lets
 * back decide the share.
 */
export function pass(gates: readonly Gate[], protocol: Protocol, port: number): Passage {
  let back: Ports[] = [EPHEMERAL];
  const blocked: Blocked[] = [];
  for (const { acl, direction, peer } of gates) {
    const [there, answers] =
      direction === 'leaving'
        ? (['outbound', 'inbound'] as const)
        : (['inbound', 'outbound'] as const);
    const traffic = { protocol, peer };
    if (allowed(acl[there], traffic, [port, port]).length === 0) {
      blocked.push({ acl: acl.id, what: 'request', list: there, share: 0 });
    }
    const open = allowed(acl[answers], traffic, EPHEMERAL);
    const share = sizeOf(open) / sizeOf([EPHEMERAL]);
    if (share < 1) blocked.push({ acl: acl.id, what: 'answer', list: answers, share });
    back = inBoth(back, open);
  }
  const isAsked = blocked.every(({ what }) => what === 'answer');
  return { share: isAsked ? sizeOf(back) / sizeOf([EPHEMERAL]) : 0, blocked };
}

/** The lists of an ACL to which rules must be added before anything gets through. */
export type Shut = readonly ('outbound' | 'inbound')[];

const EVERY_PORT: Ports = [0, 65_535];

/**
 * NET-4: what keeps every connection of a family and protocol that is opened behind an ACL from
 * getting an answer, whatever its other end and port; empty: some of them get through.
 */
export function shutBy(acl: NetworkAcl, family: 4 | 6, protocol: Protocol): Shut {
  const isSuch = (peer: Block): boolean => peer.family === family;
  const peers = [...acl.outbound, ...acl.inbound]
    .filter(({ effect }) => effect === 'allow')
    .map(({ cidr }) => (cidr === null ? ANYWHERE[family] : blockOf(cidr)))
    .filter(isSuch);
  const open = (list: 'outbound' | 'inbound', ports: Ports) => {
    return peers.filter((peer) => allowed(acl[list], { protocol, peer }, ports).length > 0);
  };
  const asked = open('outbound', EVERY_PORT);
  const answering = open('inbound', EPHEMERAL);
  if (asked.some((peer) => answering.includes(peer))) return [];
  const lists: Shut = asked.length === 0 ? ['outbound'] : [];
  // Answers from others than those that may be asked are none.
  return answering.length === 0 || asked.length > 0 ? [...lists, 'inbound'] : lists;
}
