import type { EniPool } from './eni-pool.ts';
import type { Environments } from './environments.ts';
import type { Lane } from './lane.ts';

/** How connections come about: attempted now, or already there. */
export type Opening = 'connect' | 'seat';

/** Which ENI each environment works with, and the connections it has there (CAP-2, CAP-6). */
export class Pinning {
  private readonly environments: Environments;
  private readonly enis: EniPool;

  constructor(environments: Environments, enis: EniPool) {
    this.environments = environments;
    this.enis = enis;
  }

  /** Round robin over the subnets, then the least loaded ENI; its connections follow. */
  pin(env: number, lane: Lane, nowMs: number, how: Opening = 'connect'): void {
    const { environments, enis } = this;
    enis.ports.close(environments.eni[env]!, environments.kept[env]!, nowMs);
    const eni = this.next(lane);
    environments.eni[env] = eni;
    environments.kept[env] = this.open(eni, lane.spec.perEnvironment, nowMs, how);
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
  lend(env: number, lane: Lane, nowMs: number, how: Opening = 'connect'): void {
    const { perInvocation, hold } = lane.spec;
    const eni = this.environments.eni[env]!;
    this.environments.lent[env] = hold === null ? this.open(eni, perInvocation, nowMs, how) : 0;
  }

  open(eni: number, wanted: number, nowMs: number, how: Opening): number {
    if (eni === 0 || wanted === 0) return 0;
    const { ports } = this.enis;
    return how === 'connect' ? ports.connect(eni, wanted, nowMs) : ports.seat(eni, wanted);
  }

  giveBack(env: number, nowMs: number): void {
    const { eni, lent } = this.environments;
    this.enis.ports.close(eni[env]!, lent[env]!, nowMs);
    lent[env] = 0;
  }

  release(env: number, nowMs: number): void {
    const { eni, kept } = this.environments;
    this.enis.ports.close(eni[env]!, kept[env]!, nowMs);
  }
}
