import type { AggregatePlane } from '../load/aggregate.ts';
import type { EniPool } from '../load/eni-pool.ts';
import type { PlaneListener } from '../load/plane-types.ts';
import type { Row } from '../model/types.ts';
import type { DataListener } from './data-types.ts';
import type { ModelFrame } from './frame.ts';
import type { CrossingEvent } from './lanes.ts';

/** Which pairing each ENI serves: rows tell the data plane of ENIs, crossings name their pairing. */
export class EniLinks {
  private pairingOf: number[] = [];

  /** What the data plane tells of ENIs, as events of the control plane on whole ms. */
  listener(crossing: DataListener['crossing']): PlaneListener {
    const cross = (kind: CrossingEvent['kind']) => (eni: number, nowMs: number) => {
      crossing({ kind, pairing: this.pairingOf[eni]!, eni }, Math.ceil(nowMs));
    };
    return {
      crowded: cross('eni.crowded'),
      silent: cross('eni.silent'),
      full: cross('eni.full'),
      natFull: (route, eni, nowMs) => {
        const pairing = this.pairingOf[eni]!;
        crossing({ kind: 'nat.full', pairing, eni, route }, Math.ceil(nowMs));
      },
    };
  }

  /** An ENI changed its phase. */
  take(row: Row, { event, atMs }: ModelFrame, enis: EniPool, aggregate: AggregatePlane): void {
    const eni = Number(row.subject.slice('eni-'.length));
    if (event.kind === 'eni.created') this.pairingOf[eni] = event.pairing;
    if (row.to === 'available') enis.ports.cutOff(eni);
    if (row.to === 'ready') enis.add(row.with!, eni, atMs);
    else if (row.from === 'ready') enis.remove(row.with!, eni, atMs);
    aggregate.enisChanged(row.with!, atMs);
  }

  save(): number[] {
    return [...this.pairingOf];
  }

  restore(pairingOf: readonly number[]): void {
    this.pairingOf = [...pairingOf];
  }
}
