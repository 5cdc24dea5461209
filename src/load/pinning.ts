import type { EniPool } from './eni-pool.ts';
import type { Environments } from './environments.ts';
import type { Lane, LaneSpec } from './lane.ts';
import type { NatPorts } from './nat-ports.ts';

/** How connections come about: attempted now, or already there. */
export type Opening = 'connect' | 'seat';

/** Which ENI each environment works with, and the connections it has there (CAP-2, CAP-6). */
export class Pinning {
  private readonly environments: Environments;
  private readonly enis: EniPool;
  private readonly nat: NatPorts;

  constructor(environments: Environments, enis: EniPool, nat: NatPorts) {
    this.environments = environments;
    this.enis = enis;
    this.nat = nat;
  }

  /** Round robin over the subnets, then the least loaded ENI; its connections follow. */
  pin(env: number, lane: Lane, nowMs: number, how: Opening = 'connect'): void {
    this.release(env, lane.spec, nowMs);
    const eni = this.next(lane);
    const { eni: enis, kept } = this.environments;
    enis[env] = eni;
    kept[env] = this.open(lane.spec, eni, lane.spec.perEnvironment, nowMs, how);
  }

  /** CAP-2: whose turn it is among a version's ENIs; 0: none is ready. */
  next(lane: Lane): number {
    if (lane.pairings.length === 0) return 0;
    const pairing = lane.pairings[lane.turn % lane.pairings.length]!;
    lane.turn += 1;
    return this.enis.leastLoaded(pairing);
  }

  /** An environment that was pinned stays so while its ENI is there. */
  renew(env: number, lane: Lane, nowMs: number): void {
    const isPinned = lane.pairings.length === 0 || this.enis.has(this.environments.eni[env]!);
    if (!isPinned) this.pin(env, lane, nowMs);
  }

  /** The connections that end with the environment's call. */
  lend(env: number, { spec }: Lane, nowMs: number, how: Opening = 'connect'): void {
    const { eni, lent } = this.environments;
    lent[env] = spec.hold === null ? this.open(spec, eni[env]!, spec.perInvocation, nowMs, how) : 0;
  }

  /** Opens connections as far as the ENI, and the NAT gateway behind it, have room. */
  open(spec: LaneSpec, eni: number, wanted: number, nowMs: number, how: Opening): number {
    if (eni === 0 || wanted === 0) return 0;
    const { ports } = this.enis;
    const route = this.routeOf(spec, eni);
    const room = this.nat.room(route);
    const most = Math.min(wanted, room);
    const opened =
      how === 'connect' ? ports.connect(eni, wanted, nowMs, most) : ports.seat(eni, most);
    this.nat.take(route, opened);
    if (wanted > room && how === 'connect') this.nat.refuse(route, wanted - room, eni, nowMs);
    return opened;
  }

  close(spec: LaneSpec, eni: number, connections: number, nowMs: number): void {
    this.enis.ports.close(eni, connections, nowMs);
    this.nat.give(this.routeOf(spec, eni), connections);
  }

  giveBack(env: number, spec: LaneSpec, nowMs: number): void {
    const { eni, lent } = this.environments;
    this.close(spec, eni[env]!, lent[env]!, nowMs);
    lent[env] = 0;
  }

  release(env: number, spec: LaneSpec, nowMs: number): void {
    const { eni, kept } = this.environments;
    this.close(spec, eni[env]!, kept[env]!, nowMs);
    kept[env] = 0;
  }

  /** NET-3: which NAT gateway a version's connections on an ENI go through, if they are counted. */
  private routeOf({ routes }: LaneSpec, eni: number): number {
    if (routes === null || eni === 0) return -1;
    return routes[this.enis.subnetOf(eni)] ?? -1;
  }
}
