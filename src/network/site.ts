import { ANYWHERE, type Block, blockOf, contains } from './blocks.ts';
import { type Blocked, type Gate, pass } from './filters.ts';
import { byId } from './lookup.ts';
import type {
  Attachment,
  Destination,
  NetworkSubnet,
  NetworkVpc,
  Obstacle,
  Reach,
  Route,
  Surroundings,
} from './types.ts';

/** Where a connection begins, what it is for, and all that lies around. */
export interface Site {
  around: Surroundings;
  attachment: Attachment;
  /** The subnet of the interface it leaves from. */
  subnet: NetworkSubnet;
  destination: Destination;
}

export const REACHED: Reach = { share: 1, obstacle: null };

export function blockedBy(rule: Obstacle['rule'], reason: string, mend: string): Reach {
  return { share: 0, obstacle: { rule, reason, mend } };
}

export function vpcOf({ around }: Site, id: string): NetworkVpc {
  return byId(around.vpcs, id)!;
}

/** The addresses of a subnet in the family that the connection uses; null: it has none. */
export function addressesOf({ destination }: Site, subnet: NetworkSubnet): Block | null {
  const text = destination.ipv6 ? subnet.ipv6Cidr : subnet.cidr;
  return text === null ? null : blockOf(text);
}

/** What the internet is to this connection: an address of it, or an address like any other. */
export function publicAddress({ destination }: Site): Block {
  const given = destination.kind === 'internet' ? destination.address : null;
  return given === null ? ANYWHERE[destination.ipv6 ? 6 : 4] : blockOf(given);
}

/** The most specific route to a block; undefined: there is none. */
export function routeTo<R extends Route>(
  { routes = [] }: { routes?: readonly R[] },
  block: Block,
): R | undefined {
  const prefixOf = (route: Route) => blockOf(route.to).prefix;
  return routes
    .filter(({ to }) => contains(blockOf(to), block))
    .sort((a, b) => prefixOf(b) - prefixOf(a))[0];
}

/** The gate of a subnet, none where it has no network ACL of its own. */
export function gateOf(
  { around }: Site,
  subnet: NetworkSubnet,
  direction: Gate['direction'],
  peer: Block,
): Gate[] {
  const acl = byId(around.networkAcls, subnet.acl);
  return acl === undefined ? [] : [{ acl, direction, peer }];
}

/** NET-4: takes one connection through its gates, and says everything that it fails at. */
export function through({ destination }: Site, gates: readonly Gate[]): Reach {
  const { share, blocked } = pass(gates, destination.protocol, destination.port);
  if (blocked.length === 0) return REACHED;
  const obstacles = blocked.map((one) => obstacleAt(one, destination));
  const reason = obstacles.map((one) => one.reason).join('; ');
  const mend = obstacles.map((one) => one.mend).join('; ');
  return { share, obstacle: { rule: 'NET-4', reason, mend } };
}

function obstacleAt({ acl, what, list, share }: Blocked, { protocol, port }: Destination) {
  if (what === 'request') {
    const reason = `the ${list} rules of network ACL \`${acl}\` let no ${protocol} to port ${port} pass`;
    const mend = `allow ${protocol} to port ${port} in the ${list} rules of \`${acl}\``;
    return { reason, mend };
  }
  const part = share === 0 ? 'no port' : `${percentOf(share)} of the ports`;
  const reason =
    `network ACL \`${acl}\` is stateless, and its ${list} rules let answers back ` +
    `to ${part} from 1024 to 65535`;
  return {
    reason,
    mend: `allow ${protocol} to the ports 1024-65535 in the ${list} rules of \`${acl}\``,
  };
}

/** `37.5%`; what is neither nothing nor all never looks like it. */
export function percentOf(share: number): string {
  const percent = Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
  return `${percent}%`;
}

/** One way after the other: what gets through both, and all that stops the rest. */
export function inTurn(first: Reach, second: Reach): Reach {
  if (first.obstacle === null) return second;
  if (second.obstacle === null) return first;
  const { rule } = second.share < first.share ? second.obstacle : first.obstacle;
  const reasons = new Set([first.obstacle.reason, second.obstacle.reason]);
  const mends = new Set([first.obstacle.mend, second.obstacle.mend]);
  const obstacle = { rule, reason: [...reasons].join('; '), mend: [...mends].join('; ') };
  return { share: first.share * second.share, obstacle };
}

/** Ways that are taken in turns, each as often: the mean, and what stops most. */
export function onAverage(ways: readonly Reach[]): Reach {
  const worst = ways.reduce((least, way) => (way.share < least.share ? way : least), REACHED);
  if (worst.obstacle === null) return REACHED;
  const share = ways.reduce((sum, way) => sum + way.share, 0) / ways.length;
  return { share, obstacle: worst.obstacle };
}
