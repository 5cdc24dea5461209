/**
 * What lies around a function, as plain JSON. Names join the parts; whatever is left out has AWS's
 * default: a subnet without `routes` knows only its own VPC, one without `acl` lets all pass, a
 * group without `outbound` lets all out.
 */
export interface Surroundings {
  vpcs: readonly NetworkVpc[];
  subnets: readonly NetworkSubnet[];
  securityGroups: readonly NetworkGroup[];
  natGateways?: readonly NatGateway[];
  peerings?: readonly Peering[];
  endpoints?: readonly Endpoint[];
  networkAcls?: readonly NetworkAcl[];
}

export interface NetworkVpc {
  id: string;
  /** Attached gateways; a route to one that is not there leads nowhere. */
  internetGateway?: boolean;
  egressOnlyGateway?: boolean;
}

export interface NetworkSubnet {
  id: string;
  vpc: string;
  /** Null: an IPv6-only subnet. */
  cidr: string | null;
  ipv6Cidr: string | null;
  routes?: readonly Route[];
  /** Its network ACL. */
  acl?: string;
}

/** `via` is `internetGateway`, `egressOnlyGateway`, or the id of a NAT gateway or a peering. */
export interface Route {
  to: string;
  via: string;
}

export interface NetworkGroup {
  id: string;
  vpc: string;
  outbound?: readonly GroupRule[];
  /** What it lets in; left out: not known. The model asks nobody for it, findings do. */
  inbound?: readonly GroupRule[];
}

/** A rule of a security group. `group`: it is about members of that group, of any address. */
export interface GroupRule extends TrafficRule {
  group?: string;
}

/** Traffic that a rule speaks of. */
export interface TrafficRule {
  protocol: Protocol | 'all';
  /** First and last port; null: all. */
  ports: readonly [number, number] | null;
  /** A block of either family; null: every address of both. */
  cidr: string | null;
}

export type Protocol = 'tcp' | 'udp';

/** A rule of a network ACL; the lowest number that matches decides. */
export interface AclRule extends TrafficRule {
  number: number;
  effect: 'allow' | 'deny';
}

/** Not stateful: answers need a rule of their own. What no rule speaks of is denied. */
export interface NetworkAcl {
  id: string;
  inbound: readonly AclRule[];
  outbound: readonly AclRule[];
}

export interface NatGateway {
  id: string;
  /** Where it stands. */
  subnet: string;
  /** How many addresses it has; 1 by default. */
  addresses?: number | undefined;
}

export interface Peering {
  id: string;
  between: readonly [string, string];
}

/**
 * A way to a service of AWS that needs no internet: a gateway endpoint serves the subnets whose
 * route tables name it, an interface endpoint stands in its subnets and serves the whole VPC.
 */
export interface Endpoint {
  id: string;
  vpc: string;
  service: string;
  kind: 'gateway' | 'interface';
  subnets: readonly string[];
}

/** What a function's code connects to. */
export type Destination = {
  name: string;
  protocol: Protocol;
  port: number;
  ipv6: boolean;
  /** What the author says will come of it; null: nothing was said. */
  expect: 'reached' | 'partly' | 'unreachable' | null;
} & (
  | { kind: 'subnet'; subnet: string }
  /** Null: an address that no narrower rule or route speaks of. */
  | { kind: 'internet'; address: string | null }
  | { kind: 'service'; service: string }
);

/** A function's VPC configuration. */
export interface Attachment {
  subnets: readonly string[];
  securityGroups: readonly string[];
  ipv6AllowedForDualStack: boolean;
}

/** How much gets through: `share` of the connections, 0 to 1; with less than 1, why and what helps. */
export type Reach = { share: 1; obstacle: null } | { share: number; obstacle: Obstacle };

/** What is in the way. */
export interface Obstacle {
  rule: 'NET-1' | 'NET-2' | 'NET-4' | 'NET-5' | 'NET-6';
  reason: string;
  mend: string;
}
