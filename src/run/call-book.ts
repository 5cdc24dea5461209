import type { LaneSpec } from '../load/lane.ts';
import { refName } from '../model/names.ts';
import type { Refusal } from '../model/types.ts';

export interface CallBookState {
  routes: (Refusal | null)[];
  ran: number[];
  throttled: number[];
  refused: number[];
}

/** Says of calls whose answer is known how many there were; a refusal of null: they ran. */
export type TellCalls = (subject: string, calls: number, refusal: Refusal | null) => void;

/** By version: what its calls meet now, and calls that have not been told yet. */
export class CallBook {
  private readonly subjects: readonly string[];
  private readonly told: TellCalls;
  private routes: (Refusal | null)[];
  /** 1: calls of the version run. */
  private open: Uint8Array;
  private ran: Float64Array;
  private throttled: Float64Array;
  private refused: Float64Array;

  constructor(lanes: readonly LaneSpec[], functionIds: readonly string[], told: TellCalls) {
    this.subjects = lanes.map(({ function: fn, version }) => refName(functionIds[fn]!, version));
    this.told = told;
    this.routes = lanes.map(() => 'functionNotFound');
    this.open = new Uint8Array(lanes.length);
    this.ran = new Float64Array(lanes.length);
    this.throttled = new Float64Array(lanes.length);
    this.refused = new Float64Array(lanes.length);
  }

  /** Whether calls of the version run. */
  isOpen(lane: number): boolean {
    return this.open[lane] === 1;
  }

  /** What calls of the version meet from now on; those before are told. */
  route(lane: number, refusal: Refusal | null): void {
    this.tell(lane);
    this.routes[lane] = refusal;
    this.open[lane] = refusal === null ? 1 : 0;
  }

  /** Calls that ran, or did not: then what they met is the route's refusal, or the throttle. */
  enter(lane: number, calls: number, ran: boolean): void {
    if (ran) this.ran[lane]! += calls;
    else if (this.isOpen(lane)) this.throttled[lane]! += calls;
    else this.refused[lane]! += calls;
  }

  tell(lane: number): void {
    const say = (counts: Float64Array, refusal: Refusal | null) => {
      if (counts[lane]! > 0) this.told(this.subjects[lane]!, counts[lane]!, refusal);
      counts[lane] = 0;
    };
    say(this.ran, null);
    say(this.throttled, 'throttled429');
    say(this.refused, this.routes[lane]!);
  }

  tellAll(): void {
    for (let lane = 0; lane < this.subjects.length; lane++) this.tell(lane);
  }

  save(): CallBookState {
    const { routes, ran, throttled, refused } = this;
    return { routes: [...routes], ran: [...ran], throttled: [...throttled], refused: [...refused] };
  }

  restore({ routes, ran, throttled, refused }: CallBookState): void {
    this.routes = [...routes];
    this.open = Uint8Array.from(routes, (route) => (route === null ? 1 : 0));
    this.ran = Float64Array.from(ran);
    this.throttled = Float64Array.from(throttled);
    this.refused = Float64Array.from(refused);
  }
}
