import { Fingerprint } from '../engine/hash.ts';
import { type Context, Kernel, type KernelState } from '../engine/kernel.ts';
import { Streams, type StreamsState } from '../engine/random.ts';
import { sample } from '../engine/samplers.ts';
import { streamPlans } from '../load/plans.ts';
import { Traffic, type TrafficEvent, type TrafficState } from '../load/traffic.ts';
import { EVENTS, type ModelEvent } from '../model/events.ts';
import { initialState } from '../model/initial.ts';
import { refName } from '../model/names.ts';
import type { ControlState, Refusal, Row } from '../model/types.ts';
import type { Fidelity, FunctionState, Profile, Scenario } from '../scenario/types.ts';
import { hashFrame } from './fingerprint.ts';
import type { ModelFrame } from './frame.ts';
import { type Resolved, resolveParameters } from './parameters.ts';
import { addInvocations, addRowTo, emptyTally, type Tally, type VpcOfSubnet } from './tally.ts';

export interface RunOptions {
  /** Names every random stream; the scenario's own by default. */
  seed?: string;
  profile?: Profile;
  /** `exact` makes every call an event; otherwise steady traffic is counted in closed form. */
  fidelity?: Fidelity;
  /** A run that takes more steps stops and says so. */
  stepsMax?: number;
}

export const STEPS_MAX = 20_000_000;

/** How a recipe meets the state: in place, or on a draft that keeps patches. */
export type Apply = (
  state: ControlState,
  event: ModelEvent,
  ctx: Context<typeof EVENTS, Row>,
) => ControlState;

/** Everything of a run that changes, as plain JSON: a run goes on from it draw by draw. */
export interface Checkpoint {
  state: ControlState;
  kernel: KernelState;
  streams: StreamsState;
  traffic: TrafficState;
  tally: Tally;
  fingerprint: number[];
}

/** What a call meets in each state; an Inactive version must see the next call as an event. */
const ROUTE: Record<FunctionState, Refusal | null | 'asleep'> = {
  Pending: 'pendingInvoke',
  Active: null,
  Inactive: 'asleep',
  Failed: 'failedInvoke',
};

/** One run: joins the control plane, the data plane and the books, a step at a time. */
export class Engine {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly profile: Profile;
  readonly fidelity: Exclude<Fidelity, 'auto'>;
  readonly resolved: Resolved;
  state: ControlState;
  tally: Tally = emptyTally();
  private readonly stepsMax: number;
  private readonly vpcOf: VpcOfSubnet;
  private readonly places: Map<string, number>;
  private kernel: Kernel<typeof EVENTS, Row>;
  private streams: Streams;
  private traffic: Traffic<Refusal>;
  private fingerprint = new Fingerprint();

  constructor(scenario: Scenario, options: RunOptions = {}, from?: Checkpoint) {
    this.scenario = scenario;
    this.seed = options.seed ?? scenario.seed;
    this.profile = options.profile ?? scenario.profile;
    this.fidelity = options.fidelity === 'exact' ? 'exact' : 'aggregate';
    this.stepsMax = options.stepsMax ?? STEPS_MAX;
    this.resolved = resolveParameters(scenario, this.profile);
    this.vpcOf = Object.fromEntries(scenario.network.subnets.map(({ id, vpc }) => [id, vpc]));
    this.places = new Map(scenario.functions.map(({ id }, place) => [id, place]));
    this.streams = from === undefined ? new Streams(this.seed) : Streams.restore(from.streams);
    this.kernel = new Kernel(EVENTS, (purpose, entity) => this.draw(purpose, entity));
    this.traffic = this.newTraffic();
    if (from === undefined) {
      this.state = initialState(scenario, this.resolved.settings, this.resolved.network);
      this.scheduleBeginning();
    } else {
      this.state = from.state;
      this.tally = from.tally;
      this.kernel.restore(from.kernel);
      this.traffic.restore(from.traffic);
      this.fingerprint = Fingerprint.restore(from.fingerprint);
    }
  }

  /** Runs the next event before the end of the scenario; null when the run is over. */
  step(apply: Apply): ModelFrame | null {
    if (this.stopped !== null) return null;
    const frame = this.kernel.step((event, ctx) => {
      this.state = apply(this.state, event, ctx);
    })!;
    for (const row of frame.rows) this.book(row, frame.atMs, frame.step);
    this.followTraffic(frame);
    hashFrame(this.fingerprint, frame);
    return frame;
  }

  /** Why there is no next step: the end of the time, of the events, or of the step limit. */
  get stopped(): 'until' | 'events' | 'steps' | null {
    const nextMs = this.nextMs();
    if (nextMs === Number.POSITIVE_INFINITY) return 'events';
    if (nextMs >= this.scenario.untilMs) return 'until';
    return this.kernel.steps >= this.stepsMax ? 'steps' : null;
  }

  /** When the next event fires, in ms. */
  nextMs(): number {
    return this.kernel.nextMs();
  }

  get steps(): number {
    return this.kernel.steps;
  }

  /** Events scheduled = fired + pending: none is lost. */
  get eventCounts(): { scheduled: number; fired: number; pending: number } {
    const { scheduledCount, steps, pending } = this.kernel;
    return { scheduled: scheduledCount, fired: steps, pending };
  }

  /** Counts the calls up to the end of the run, so that the books are complete. */
  close(): void {
    this.traffic.settleAll(this.stopped === 'steps' ? this.nextMs() : this.scenario.untilMs);
  }

  traceHash(): string {
    return this.fingerprint.hex();
  }

  /** A copy of all that changes; the run itself goes on untouched. */
  checkpoint(): Checkpoint {
    return structuredClone({
      state: this.state,
      kernel: this.kernel.save(),
      streams: this.streams.save(),
      traffic: this.traffic.save(),
      tally: this.tally,
      fingerprint: this.fingerprint.save(),
    });
  }

  private newTraffic(): Traffic<Refusal> {
    const idle = this.resolved.laws['idleAfter']!;
    const closedForm = this.fidelity === 'aggregate' && idle.kind === 'constant';
    return new Traffic<Refusal>(streamPlans(this.scenario), this.streams, {
      unknown: 'functionNotFound',
      idleAfterMs: closedForm ? idle.value : null,
      count: (target, calls, route) => this.count(target, calls, route as Refusal | null),
    });
  }

  private scheduleBeginning(): void {
    this.scenario.timeline.forEach(({ atMs }, action) => {
      this.kernel.schedule(atMs, { kind: 'action.due', action, tries: 0 });
    });
    for (const event of this.traffic.begin()) this.scheduleTraffic(event, -1);
    const looks = new Set(this.scenario.expectations.map(({ atMs }) => atMs));
    for (const atMs of looks) if (atMs !== null) this.kernel.schedule(atMs, { kind: 'look' });
  }

  private scheduleTraffic({ atMs, ...event }: TrafficEvent, cause: number): void {
    this.kernel.schedule(atMs, event as ModelEvent, cause);
  }

  private followTraffic({ event, atMs, step }: ModelFrame): void {
    if (event.kind === 'look') this.traffic.settleAll(atMs);
    if (event.kind !== 'call.arrives' && event.kind !== 'traffic.begins') return;
    const next = this.traffic.after(event.stream, atMs);
    if (next !== null) this.scheduleTraffic(next, step);
  }

  /** Puts one row into the books and tells the data plane what calls meet from now on. */
  private book(row: Row, atMs: number, step: number): void {
    const { note } = row;
    if (note === 'version.created' || note === 'version.state' || note === 'version.deleted') {
      const [id = '', number = '0'] = row.subject.split(':');
      const target = `${this.places.get(id)}:${number}`;
      const route =
        note === 'version.deleted' ? 'functionNotFound' : ROUTE[row.to as FunctionState];
      for (const event of this.traffic.reroute(target, route, atMs)) {
        this.scheduleTraffic(event, step);
      }
    }
    addRowTo(this.tally, row, atMs, this.vpcOf);
  }

  private count(
    target: { function: number; version: number },
    calls: number,
    refusal: Refusal | null,
  ): void {
    const subject = refName(this.scenario.functions[target.function]!.id, target.version);
    addInvocations(this.tally, subject, calls, refusal);
    this.fingerprint.text(subject);
    this.fingerprint.number(calls);
  }

  private draw(purpose: string, entity: string): number {
    const law = this.resolved.laws[purpose];
    if (law === undefined) throw new Error(`nothing to draw ${purpose} from`);
    if (law.kind === 'constant') return law.value;
    return Math.max(0, Math.round(sample(law, this.streams.of(purpose, entity))));
  }
}
