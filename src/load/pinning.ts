import type { EniPool } from './eni-pool.ts';
import type { Environments } from './environments.ts';
import type { LaneColumns } from './lane-columns.ts';
import type { NatPorts } from './nat-ports.ts';

/** How connections come about: attempted now, or already there. */
export type Opening = 'connect' | 'seat';

/** Which ENI each environment works with, and the connections it has there (CAP-2, CAP-6). */
export class Pinning {
  private readonly lanes: LaneColumns;
  private readonly environments: Environments;
  private readonly enis: EniPool;
  private readonly nat: NatPorts;

  constructor(lanes: LaneColumns, environments: Environments, enis: EniPool, nat: NatPorts) {
    this.lanes = lanes;
    this.environments = environments;
    this.enis = enis;
    this.nat = nat;
  }

  /** Round robin over the subnets, then the least loaded ENI; its connections follow. */
  pin(env: number, lane: number, nowMs: number, how: Opening): void {
    this.release(env, lane, nowMs);
    const eni = this.next(lane);
    const kept = this.open(lane, eni, this.lanes.perEnvironment[lane]!, nowMs, how);
    this.environments.pin(env, eni, kept);
  }

  /** CAP-2: whose turn it is among a version's ENIs; 0: none is ready. */
  next(lane: number): number {
    const pairings = this.lanes.pairings[lane]!;
    if (pairings.length === 0) return 0;
    const pairing = pairings[this.lanes.turn[lane]! % pairings.length]!;
    this.lanes.turn[lane]! += 1;
    return this.enis.leastLoaded(pairing);
  }

  /** An environment that was pinned stays so while its ENI is there. */
  renew(env: number, lane: number, nowMs: number): void {
    if (!this.lanes.isPinned[lane] || this.enis.has(this.environments.eniOf(env))) return;
    this.pin(env, lane, nowMs, 'connect');
  }

  /** The connections that end with the environment's call. */
  lend(env: number, lane: number, nowMs: number, how: Opening): void {
    if (this.lanes.holds[lane]) return;
    const eni = this.environments.eniOf(env);
    const lent = this.open(lane, eni, this.lanes.perInvocation[lane]!, nowMs, how);
    this.environments.lend(env, lent);
  }

  /** Opens connections as far as the ENI, and the NAT gateway behind it, have room. */
  open(lane: number, eni: number, wanted: number, nowMs: number, how: Opening): number {
    if (eni === 0 || wanted === 0) return 0;
    const { ports } = this.enis;
    const route = this.routeOf(lane, eni);
    const room = this.nat.room(route);
    const most = Math.min(wanted, room);
    const opened =
      how === 'connect' ? ports.connect(eni, wanted, nowMs, most) : ports.seat(eni, most);
    this.nat.take(route, opened);
    if (wanted > room && how === 'connect') this.nat.refuse(route, wanted - room, eni, nowMs);
    return opened;
  }

  close(lane: number, eni: number, connections: number, nowMs: number): void {
    if (connections === 0) return;
    this.enis.ports.close(eni, connections, nowMs);
    this.nat.give(this.routeOf(lane, eni), connections);
  }

  giveBack(env: number, lane: number, nowMs: number): void {
    const { environments } = this;
    this.close(lane, environments.eniOf(env), environments.lentOf(env), nowMs);
    environments.lend(env, 0);
  }

  release(env: number, lane: number, nowMs: number): void {
    const { environments } = this;
    const eni = environments.eniOf(env);
    this.close(lane, eni, environments.keptOf(env), nowMs);
    environments.pin(env, eni, 0);
  }

  /** NET-3: which NAT gateway a version's connections on an ENI go through, if they are counted. */
  private routeOf(lane: number, eni: number): number {
    if (!this.lanes.isRouted[lane] || eni === 0) return -1;
    return this.lanes.specs[lane]!.routes![this.enis.subnetOf(eni)] ?? -1;
  }
}
