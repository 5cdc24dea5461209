import type { Row } from '../model/types.ts';
import type { ModelFrame } from '../run/frame.ts';
import type { Result } from '../run/result.ts';
import type { Network } from '../scenario/types.ts';
import { answerText } from './answers.ts';

/** An event of Chrome's trace format; times in microseconds, as the format wants them. */
export interface ChromeEvent {
  name: string;
  ph: 'M' | 'X' | 'i' | 'C';
  pid: number;
  tid: number;
  ts?: number;
  dur?: number;
  s?: 't';
  cat?: string;
  args?: Record<string, unknown>;
}

const FUNCTIONS = 1;
const ENIS = 2;
const VPCS = 3;
/** Subjects that are no function: subnets, groups, roles, functions that are not there. */
const CALLS = 4;
const PROCESSES = {
  [FUNCTIONS]: 'Functions',
  [ENIS]: 'ENIs',
  [VPCS]: 'VPCs',
  [CALLS]: 'Other refused calls',
};
const US_PER_MS = 1_000;
/** Refused calls beyond this are counted but not drawn: a viewer chokes on millions. */
const INSTANTS_MAX = 100_000;

interface Slice {
  name: string;
  sinceMs: number;
  args: Record<string, unknown>;
}

/**
 * Gathers the tracks of a run for Perfetto or chrome://tracing: states of each version, its
 * updates, phases of each ENI, refused calls, and the live ENIs of each VPC.
 */
export class ChromeTrace {
  private readonly vpcOf: Map<string, string>;
  private readonly events: ChromeEvent[] = [];
  private readonly tracks = new Map<string, { pid: number; tid: number; open: Slice | null }>();
  private readonly live = new Map<string, number>();
  private instants = 0;
  private lastMs = 0;

  constructor({ subnets }: Pick<Network, 'subnets'>) {
    this.vpcOf = new Map(subnets.map(({ id, vpc }) => [id, vpc]));
  }

  add({ atMs, rows }: ModelFrame): void {
    this.lastMs = atMs;
    for (const row of rows) {
      // A refused call of the timeline is told by the invocation that met the refusal.
      const twin = ({ note, refusal }: Row) => note === 'invocation' && refusal === row.refusal;
      if (row.note !== 'call.refused' || !rows.some(twin)) this.addRow(row, atMs);
    }
  }

  /** The whole trace as JSON, a line an event, ends with a newline. */
  *lines(result: Pick<Result, 'untilMs' | 'stopped' | 'scenario'>): Generator<string> {
    const endMs = result.stopped === 'steps' ? this.lastMs : result.untilMs;
    const other = JSON.stringify({ scenario: result.scenario, tool: 'hyperplane-sim' });
    yield `{"displayTimeUnit":"ms","otherData":${other},"traceEvents":[\n`;
    const all = [...this.names(), ...this.events, ...this.stillOpen(endMs)];
    for (let i = 0; i < all.length; i++) {
      yield `${JSON.stringify(all[i])}${i + 1 < all.length ? ',' : ''}\n`;
    }
    yield ']}\n';
  }

  private addRow(row: Row, atMs: number): void {
    const { note, subject } = row;
    if (note === 'version.created' || note === 'version.state') {
      this.turn(FUNCTIONS, subject, row.to!, row, atMs);
    } else if (note === 'version.deleted') {
      this.close(FUNCTIONS, subject, atMs);
      this.close(FUNCTIONS, `${subject} update`, atMs);
    } else if (note === 'version.update') {
      this.addUpdate(row, atMs);
    } else if (note === 'eni.phase') {
      this.addPhase(row, atMs);
    } else if (row.refusal !== undefined) {
      this.addRefusal(row, atMs);
    }
  }

  /** An update may begin in one state and end in another, so it has a track of its own. */
  private addUpdate(row: Row, atMs: number): void {
    const track = `${row.subject} update`;
    if (row.to === 'InProgress') this.turn(FUNCTIONS, track, 'InProgress', row, atMs);
    else this.close(FUNCTIONS, track, atMs, { endedAs: row.to, code: row.code });
  }

  private addPhase(row: Row, atMs: number): void {
    if (row.to === 'deleted' || row.to === 'failed') this.close(ENIS, row.subject, atMs);
    else this.turn(ENIS, row.subject, row.to!, row, atMs);
    const subnet = row.with!.slice(0, row.with!.indexOf('/'));
    const vpc = this.vpcOf.get(subnet) ?? subnet;
    if (row.to === 'creating') this.count(vpc, 1, atMs);
    if (row.to === 'deleted' || row.to === 'failed') this.count(vpc, -1, atMs);
  }

  private addRefusal(row: Row, atMs: number): void {
    this.instants += 1;
    if (this.instants > INSTANTS_MAX) return;
    const says = answerText(row.refusal!, row.args ?? {});
    const name = `${row.note}: ${says.slice(0, says.indexOf(' '))}`;
    const isFunction = this.tracks.has(`${FUNCTIONS} ${row.subject}`);
    const { pid, tid } = this.track(isFunction ? FUNCTIONS : CALLS, row.subject);
    const args = { rule: row.rule, says, count: row.count };
    this.events.push({
      name,
      ph: 'i',
      pid,
      tid,
      ts: atMs * US_PER_MS,
      s: 't',
      cat: 'refused',
      args,
    });
  }

  private count(vpc: string, by: 1 | -1, atMs: number): void {
    const enis = (this.live.get(vpc) ?? 0) + by;
    this.live.set(vpc, enis);
    const ts = atMs * US_PER_MS;
    const name = `live ENIs in ${vpc}`;
    this.events.push({ name, ph: 'C', pid: VPCS, tid: 0, ts, args: { enis } });
  }

  private track(pid: number, name: string): { pid: number; tid: number; open: Slice | null } {
    const key = `${pid} ${name}`;
    const found = this.tracks.get(key) ?? { pid, tid: this.tracks.size + 1, open: null };
    this.tracks.set(key, found);
    return found;
  }

  private turn(pid: number, name: string, to: string, row: Row, atMs: number): void {
    this.close(pid, name, atMs);
    const { rule, code, with: other, address, creator } = row;
    const args = { rule, code, with: other, address, creator };
    this.track(pid, name).open = { name: to, sinceMs: atMs, args };
  }

  private close(pid: number, name: string, atMs: number, more: Record<string, unknown> = {}): void {
    const track = this.tracks.get(`${pid} ${name}`);
    if (track === undefined || track.open === null) return;
    this.events.push(sliceOf(track, track.open, atMs, more));
    track.open = null;
  }

  private *stillOpen(endMs: number): Generator<ChromeEvent> {
    for (const track of this.tracks.values()) {
      if (track.open !== null) yield sliceOf(track, track.open, endMs, {});
    }
  }

  private *names(): Generator<ChromeEvent> {
    for (const [pid, name] of Object.entries(PROCESSES)) {
      yield { name: 'process_name', ph: 'M', pid: Number(pid), tid: 0, args: { name } };
    }
    for (const [key, { pid, tid }] of this.tracks) {
      const name = key.slice(key.indexOf(' ') + 1);
      yield { name: 'thread_name', ph: 'M', pid, tid, args: { name } };
      yield { name: 'thread_sort_index', ph: 'M', pid, tid, args: { sort_index: tid } };
    }
  }
}

function sliceOf(
  { pid, tid }: { pid: number; tid: number },
  { name, sinceMs, args }: Slice,
  untilMs: number,
  more: Record<string, unknown>,
): ChromeEvent {
  const ts = sinceMs * US_PER_MS;
  const dur = (untilMs - sinceMs) * US_PER_MS;
  return { name, ph: 'X', pid, tid, ts, dur, args: { ...args, ...more } };
}

/** A whole run as Chrome trace-event JSON: see `ChromeTrace`. */
export function chromeTraceOf(
  frames: Iterable<ModelFrame>,
  result: Pick<Result, 'untilMs' | 'stopped' | 'scenario'>,
  network: Pick<Network, 'subnets'>,
): string {
  const trace = new ChromeTrace(network);
  for (const frame of frames) trace.add(frame);
  return [...trace.lines(result)].join('');
}
