import type { Engine } from './engine.ts';

/** How many connections were open at a moment, by the number of the ENI; absent: none. */
export interface Gauge {
  atMs: number;
  open: Record<string, number>;
}

/** A change by less than this share of what an ENI can carry is not worth a look of its own. */
const NOTABLE = 0.01;

/**
 * Looks at a run while it goes by: how full its ENIs are. It reads and never writes, so the run is
 * the same with it and without.
 */
export class Gauges {
  readonly kept: Gauge[] = [];
  private readonly everyMs: number;

  /** @param everyMs least time between two looks, in ms */
  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  look(engine: Engine, atMs: number): void {
    const last = this.kept.at(-1);
    if (last === undefined || atMs - last.atMs >= this.everyMs) this.lookNow(engine, atMs);
  }

  /** The same however short after the last look. */
  lookNow(engine: Engine, atMs: number): void {
    const last = this.kept.at(-1);
    const { ports } = engine.data.plane.enis;
    const open: Record<string, number> = {};
    let most = 0;
    for (let eni = 1; eni < engine.state.nextEni; eni++) {
      const now = ports.open[eni] ?? 0;
      if (now > 0) open[eni] = now;
      most = Math.max(most, Math.abs(now - (last?.open[eni] ?? 0)));
    }
    const isEmptied = last !== undefined && isEmpty(open) && !isEmpty(last.open);
    if (most < NOTABLE * ports.cap && !isEmptied) return;
    if (last?.atMs === atMs) this.kept.pop();
    this.kept.push({ atMs, open });
  }
}

const isEmpty = (open: Gauge['open']): boolean => Object.keys(open).length === 0;
