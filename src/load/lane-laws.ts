import type { Distribution } from '../engine/distribution.ts';
import { HotSamplers } from '../engine/hot-samplers.ts';
import type { Streams } from '../engine/random.ts';
import type { LaneSpec } from './lane.ts';

/** What an environment, its calls and their connections take time for. */
type Law = 'duration' | 'coldStart' | 'hold' | 'keepAlive';

/** Draws from the laws of versions, in ms; what has no law takes no time. */
export class LaneLaws {
  private readonly specs: readonly LaneSpec[];
  private readonly keepAlive: Distribution;
  private readonly samplers: HotSamplers;
  /** Places of the samplers by version, made at their first draw; -1: none yet. */
  private readonly places: Record<Law, Int32Array>;

  constructor(specs: readonly LaneSpec[], keepAlive: Distribution, streams: Streams) {
    this.specs = specs;
    this.keepAlive = keepAlive;
    this.samplers = new HotSamplers(streams);
    const column = () => new Int32Array(specs.length).fill(-1);
    const [duration, coldStart, hold, keeping] = [column(), column(), column(), column()];
    this.places = { duration, coldStart, hold, keepAlive: keeping };
  }

  takes(what: Law, lane: number): number {
    const place = this.places[what][lane]!;
    return place >= 0 ? this.samplers.draw(place) : this.first(what, lane);
  }

  private first(what: Law, lane: number): number {
    const spec = this.specs[lane]!;
    const law = what === 'keepAlive' ? this.keepAlive : spec[what];
    if (law === null) return 0;
    this.places[what][lane] = this.samplers.add(law, what, spec.name);
    return this.takes(what, lane);
  }
}
