import { Fingerprint } from '../engine/hash.ts';
import { sampleNear } from '../engine/jitter.ts';
import { type Context, Kernel, type KernelState } from '../engine/kernel.ts';
import { Streams, type StreamsState } from '../engine/random.ts';
import { sample } from '../engine/samplers.ts';
import type { TrafficEvent } from '../load/traffic.ts';
import { EVENTS, type ModelEvent } from '../model/events.ts';
import { initialState } from '../model/initial.ts';
import type { ControlState, Row } from '../model/types.ts';
import type { Fidelity, Profile, Scenario } from '../scenario/types.ts';
import { asThrottled, parted } from './admission.ts';
import { DataPlane } from './data-plane.ts';
import type { DataPlaneState } from './data-types.ts';
import { emptyTally } from './empty-tally.ts';
import { hashFrame } from './fingerprint.ts';
import type { ModelFrame } from './frame.ts';
import { lowestOf, type Resolved, resolveParameters } from './parameters.ts';
import { enter, isLetThrough, Reachability } from './reach.ts';
import { addInvocations, addRowTo, type Tally, type VpcOfSubnet } from './tally.ts';

export interface RunOptions {
  /** Names every random stream; the scenario's own by default. */
  seed?: string;
  profile?: Profile;
  /** `exact` makes every call an event, `aggregate` counts steady traffic in closed form. */
  fidelity?: Fidelity;
  /** Between two looks at counted connections, in ms; a keep-alive time by default. */
  aggregateStepMs?: number;
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
  data: DataPlaneState;
  tally: Tally;
  fingerprint: number[];
}

/** One run: joins the control plane, the data plane and the books, a step at a time. */
export class Engine {
  readonly scenario: Scenario;
  readonly seed: string;
  readonly profile: Profile;
  readonly fidelity: Fidelity;
  readonly resolved: Resolved;
  state: ControlState;
  tally: Tally = emptyTally();
  private readonly stepsMax: number;
  private readonly vpcOf: VpcOfSubnet;
  private kernel: Kernel<typeof EVENTS, Row>;
  private streams: Streams;
  readonly data: DataPlane;
  private readonly reach: Reachability;
  /** A crossing was scheduled while the data plane ran ahead. */
  private crossed = false;
  private fingerprint = new Fingerprint();

  constructor(scenario: Scenario, options: RunOptions = {}, from?: Checkpoint) {
    this.scenario = scenario;
    this.seed = options.seed ?? scenario.seed;
    this.profile = options.profile ?? scenario.profile;
    this.fidelity = options.fidelity ?? 'auto';
    this.stepsMax = options.stepsMax ?? STEPS_MAX;
    this.resolved = resolveParameters(scenario, this.profile);
    this.vpcOf = Object.fromEntries(scenario.network.subnets.map(({ id, vpc }) => [id, vpc]));
    this.streams = from === undefined ? new Streams(this.seed) : Streams.restore(from.streams);
    this.kernel = new Kernel(EVENTS, (purpose, entity, near) => {
      return this.draw(purpose, entity, near);
    });
    this.reach = new Reachability(scenario, this.streams);
    this.data = this.newDataPlane(options.aggregateStepMs);
    if (from === undefined) {
      this.state = initialState(scenario, this.resolved.settings, this.resolved.network);
      this.scheduleBeginning();
    } else {
      this.state = from.state;
      this.tally = from.tally;
      this.kernel.restore(from.kernel);
      this.data.restore(from.data);
      this.fingerprint = Fingerprint.restore(from.fingerprint);
    }
  }

  /** Runs the next event before the end of the scenario; null when the run is over. */
  step(apply: Apply): ModelFrame | null {
    this.advanceData(Number.POSITIVE_INFINITY);
    if (this.stopped !== null) return null;
    const frame = this.kernel.step((event, ctx) => {
      this.state = apply(this.state, event, ctx);
    })!;
    this.admit(frame);
    const changes = this.reach.changesIn(frame.rows, this.state, this.tally);
    if (changes.length > 0) this.data.settleAll(frame.atMs);
    this.data.follow(frame, this.state);
    if (frame.event.kind === 'look') this.noteConnections();
    for (const row of frame.rows) {
      addRowTo(this.tally, row, frame.atMs, this.vpcOf);
      if (isLetThrough(row)) this.reach.book(this.tally, row.subject, row.count!);
    }
    frame.rows.push(...enter(changes, this.tally));
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
    this.data.settleAll(this.stopped === 'steps' ? this.nextMs() : this.scenario.untilMs);
    this.noteConnections();
    for (const count of Object.values(this.tally.connections)) this.fingerprint.number(count);
  }

  private noteConnections(): void {
    const { attempted, accepted, refused, peakOpen } = this.data.plane.enis.ports;
    this.tally.connections = { attempted, accepted, refused, peak: peakOpen };
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
      data: this.data.save(),
      tally: this.tally,
      fingerprint: this.fingerprint.save(),
    });
  }

  private newDataPlane(stepMs: number | undefined): DataPlane {
    const { laws, limits } = this.resolved;
    const idleAfterMs = lowestOf(laws['idleAfter']!);
    const { fidelity } = this;
    return new DataPlane(this.scenario, { fidelity, idleAfterMs, limits, stepMs }, this.streams, {
      schedule: (event, cause) => this.scheduleTraffic(event, cause),
      count: (subject, calls, refusal) => {
        addInvocations(this.tally, subject, calls, refusal);
        this.fingerprint.text(subject);
        this.fingerprint.number(calls);
        const failed = refusal === null ? this.reach.book(this.tally, subject, calls) : 0;
        if (failed > 0) this.fingerprint.number(failed);
      },
      crossing: (event, atMs) => {
        this.crossed = true;
        this.kernel.schedule(Math.max(atMs, this.kernel.nowMs), event);
      },
    });
  }

  /**
   * Lets calls and connections happen up to the next event of the control plane, but no more than
   * `stepsMax` of them: `step` goes on from there.
   * @returns whether that event is next
   */
  advanceData(stepsMax: number): boolean {
    const limit = () => Math.min(this.kernel.nextMs(), this.scenario.untilMs);
    let limitMs = limit();
    for (let steps = 0; steps < stepsMax; steps++) {
      if (!this.data.stepBefore(limitMs)) return true;
      if (this.crossed) limitMs = limit();
      this.crossed = false;
    }
    return this.data.nextMs() >= limitMs;
  }

  private scheduleBeginning(): void {
    this.scenario.timeline.forEach(({ atMs }, action) => {
      this.kernel.schedule(atMs, { kind: 'action.due', action, tries: 0 });
    });
    for (const event of this.data.begin()) this.scheduleTraffic(event, -1);
    const looks = new Set(this.scenario.expectations.map(({ atMs }) => atMs));
    for (const atMs of looks) if (atMs !== null) this.kernel.schedule(atMs, { kind: 'look' });
  }

  private scheduleTraffic({ atMs, ...event }: TrafficEvent, cause: number): void {
    this.kernel.schedule(atMs, event as ModelEvent, cause);
  }

  /** Calls that were let through look for environments; throttled ones are told as such (LOAD-2). */
  private admit(frame: ModelFrame): void {
    if (!frame.rows.some(isLetThrough)) return;
    let ran = 0;
    let throttled = 0;
    frame.rows = frame.rows.flatMap((row): Row[] => {
      if (!isLetThrough(row)) return [row];
      const refused = this.data.admit(row.subject, row.count!, frame);
      ran += row.count! - refused;
      if (row.queued === undefined) throttled += refused;
      else if (refused > 0) {
        const event = { kind: 'async.throttled', ...row.queued, count: refused } as const;
        this.kernel.schedule(frame.atMs, event, frame.step);
      }
      return parted(row, refused);
    });
    if (ran > 0 || throttled === 0) return;
    frame.rows = frame.rows.map(asThrottled);
  }

  private draw(purpose: string, entity: string, near?: number): number {
    const law = this.resolved.laws[purpose];
    if (law === undefined) throw new Error(`nothing to draw ${purpose} from`);
    if (law.kind === 'constant') return law.value;
    const stream = this.streams.of(purpose, entity);
    const { operationJitter } = this.resolved;
    const drawn =
      near === undefined ? sample(law, stream) : sampleNear(law, near, operationJitter, stream);
    return Math.max(0, Math.round(drawn));
  }
}
