import type { ControlState, Row } from '../model/types.ts';
import type { ModelFrame } from '../run/frame.ts';
import { subnetOfPairing } from '../run/tally.ts';
import type { FunctionState } from '../scenario/types.ts';

/** How many of something there are. */
export interface Level {
  live: number;
  /** Every change of `live`, in order. */
  changes: { atMs: number; live: number }[];
}

/** A room for ENIs: the addresses of a subnet, or the quota of a VPC. `live`: of Lambda. */
export interface Room extends Level {
  /** What ENIs and others may take together. */
  size: number;
  others: number;
  /** When nothing was left for the first time; null: never. */
  fullAtMs: number | null;
}

export const FUNCTION_STATES = ['Pending', 'Active', 'Inactive', 'Failed'] as const;

/** Watches one run for what its result does not tell: when things happened first. */
export class Observer {
  readonly subnets = new Map<string, Room>();
  readonly vpcs = new Map<string, Room>();
  /** CAP-3: when an ENI was started because another one was crowded. */
  scaleOutAtMs: number | null = null;
  /** CAP-4: how often that was wished for in vain. */
  scaleOutsBlocked = 0;
  refusedAtMs: number | null = null;
  /** Functions by the state of their `$LATEST`. */
  readonly functions: Record<FunctionState, Level> = {
    Pending: { live: 0, changes: [] },
    Active: { live: 0, changes: [] },
    Inactive: { live: 0, changes: [] },
    Failed: { live: 0, changes: [] },
  };
  /** By function: the longest wait from a create or update to its success. */
  readonly activeAfterMs = new Map<string, number>();
  /** When the last delete of a function came, and when the last ENI had gone. */
  private deletedAtMs: number | null = null;
  private emptyAtMs = 0;
  private readonly stateOf = new Map<string, FunctionState>();
  private readonly waitingSinceMs = new Map<string, number>();
  private readonly vpcOfSubnet = new Map<string, string>();
  private readonly roomsOfEni = new Map<string, Room[]>();

  constructor({ vpcs, subnets }: ControlState) {
    for (const { id, eniQuota, otherEnis } of vpcs) this.vpcs.set(id, room(eniQuota, otherEnis));
    for (const { id, vpc, usable, taken } of subnets) {
      this.subnets.set(id, room(usable, taken));
      this.vpcOfSubnet.set(id, vpcs[vpc]!.id);
    }
    for (const one of [...this.vpcs.values(), ...this.subnets.values()]) look(one, 0);
  }

  add(frame: ModelFrame): void {
    for (const row of frame.rows) this.addRow(row, frame.atMs);
  }

  /** From the last delete of a function until no ENI is left; null: not yet, or no delete. */
  get deletableAfterMs(): number | null {
    const isEmpty = [...this.vpcs.values()].every(({ live }) => live === 0);
    if (this.deletedAtMs === null || !isEmpty) return null;
    return Math.max(0, this.emptyAtMs - this.deletedAtMs);
  }

  private addRow(row: Row, atMs: number): void {
    switch (row.note) {
      case 'eni.phase':
        this.follow(row, atMs);
        break;
      case 'eni.scaleOutBlocked':
        this.scaleOutsBlocked += 1;
        break;
      case 'connections.refused':
        this.refusedAtMs ??= atMs;
        break;
      case 'function.deleted':
        this.deletedAtMs = atMs;
        this.enter(row.subject, null, atMs);
        break;
      case 'quota.set': {
        const vpc = this.vpcs.get(row.subject)!;
        vpc.size = Number(row.to);
        look(vpc, atMs);
        break;
      }
      default:
        if (row.note === 'version.created' || row.note === 'version.state') {
          this.enter(row.subject, row.to as FunctionState, atMs);
        }
        this.wait(row, atMs);
    }
  }

  private follow(row: Row, atMs: number): void {
    if (row.to === 'creating') {
      if (row.rule === 'CAP-3') this.scaleOutAtMs ??= atMs;
      const subnet = subnetOfPairing(row.with!);
      const rooms = [this.subnets.get(subnet)!, this.vpcs.get(this.vpcOfSubnet.get(subnet)!)!];
      this.roomsOfEni.set(row.subject, rooms);
      for (const one of rooms) fill(one, 1, atMs);
    }
    if (row.to !== 'deleted' && row.to !== 'failed') return;
    for (const one of this.roomsOfEni.get(row.subject)!) fill(one, -1, atMs);
    this.roomsOfEni.delete(row.subject);
    this.emptyAtMs = atMs;
  }

  /** A function is in this state from now on; null: it is gone. Other versions do not count. */
  private enter(name: string, state: FunctionState | null, atMs: number): void {
    if (name.includes(':')) return;
    const before = this.stateOf.get(name);
    if (before !== undefined) count(this.functions[before], -1, atMs);
    this.stateOf.delete(name);
    if (state === null) return;
    this.stateOf.set(name, state);
    count(this.functions[state], 1, atMs);
  }

  /** A wait begins with an accepted create or update and ends with its success, if it has one. */
  private wait({ note, subject, to }: Row, atMs: number): void {
    if (!note.startsWith('version.')) return;
    const isCreate = note === 'version.created' && to === 'Pending';
    const isUpdate = note === 'version.update' && to === 'InProgress';
    if (isCreate || isUpdate) this.waitingSinceMs.set(subject, atMs);
    const sinceMs = this.waitingSinceMs.get(subject);
    if (sinceMs === undefined) return;
    const isOver = to === 'Active' || to === 'Successful';
    if (isOver || to === 'Failed' || note === 'version.deleted') {
      this.waitingSinceMs.delete(subject);
    }
    if (!isOver) return;
    const [name = ''] = subject.split(':');
    const longest = this.activeAfterMs.get(name) ?? 0;
    this.activeAfterMs.set(name, Math.max(longest, atMs - sinceMs));
  }
}

function room(size: number, others: number): Room {
  return { live: 0, size, others, fullAtMs: null, changes: [] };
}

function count(one: Level, by: 1 | -1, atMs: number): void {
  one.live += by;
  one.changes.push({ atMs, live: one.live });
}

function fill(one: Room, by: 1 | -1, atMs: number): void {
  count(one, by, atMs);
  look(one, atMs);
}

function look(one: Room, atMs: number): void {
  if (one.others + one.live >= one.size) one.fullAtMs ??= atMs;
}
