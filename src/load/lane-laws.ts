import type { Distribution } from '../engine/distribution.ts';
import { HotSamplers } from '../engine/hot-samplers.ts';
import type { Streams } from '../engine/random.ts';
import type { LaneSpec } from './lane.ts';
import type { PlaneLimits } from './plane-types.ts';

/** What one thing takes, in ms, by version: each draws from a law and numbers of its own. */
class LaneLaw {
  private readonly purpose: string;
  private readonly specs: readonly LaneSpec[];
  private readonly samplers: HotSamplers;
  private readonly streams: Streams;
  /** Places of the laws, -1: there is none; of the streams, -1: nothing was drawn yet. */
  private readonly lawAt: Int32Array;
  private readonly streamAt: Int32Array;

  constructor(
    purpose: string,
    specs: readonly LaneSpec[],
    laws: readonly (Distribution | null)[],
    samplers: HotSamplers,
    streams: Streams,
  ) {
    this.purpose = purpose;
    this.specs = specs;
    this.samplers = samplers;
    this.streams = streams;
    this.lawAt = Int32Array.from(laws, (law) => (law === null ? -1 : samplers.placeOf(law)));
    this.streamAt = new Int32Array(specs.length).fill(-1);
  }

  /** A draw; what has no law takes no time. */
  takes(lane: number): number {
    const law = this.lawAt[lane]!;
    if (law < 0) return 0;
    if (this.streamAt[lane]! < 0) {
      this.streamAt[lane] = this.streams.placeOf(this.purpose, this.specs[lane]!.name);
    }
    return this.samplers.draw(law, this.streamAt[lane]!);
  }
}

/** The times that environments, their calls and connections take. */
export class LaneLaws {
  readonly duration: LaneLaw;
  readonly coldStart: LaneLaw;
  readonly hold: LaneLaw;
  readonly keepAlive: LaneLaw;
  readonly connectTimeout: LaneLaw;

  constructor(
    specs: readonly LaneSpec[],
    { keepAlive, connectTimeout }: Pick<PlaneLimits, 'keepAlive' | 'connectTimeout'>,
    streams: Streams,
  ) {
    const samplers = new HotSamplers(streams);
    const lawOf = (purpose: string, laws: readonly (Distribution | null)[]) => {
      return new LaneLaw(purpose, specs, laws, samplers, streams);
    };
    this.duration = lawOf(
      'duration',
      specs.map(({ duration }) => duration),
    );
    this.coldStart = lawOf(
      'coldStart',
      specs.map(({ coldStart }) => coldStart),
    );
    this.hold = lawOf(
      'hold',
      specs.map(({ hold }) => hold),
    );
    this.keepAlive = lawOf(
      'keepAlive',
      specs.map(() => keepAlive),
    );
    this.connectTimeout = lawOf(
      'connectTimeout',
      specs.map(() => connectTimeout),
    );
  }
}
