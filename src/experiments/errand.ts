import { deserialize, serialize } from 'node:v8';
import type { Scenario } from '../scenario/types.ts';
import type { Job } from './types.ts';

/** A scenario as bytes that threads share: what a job says of it is a number and a reference. */
interface Parcel {
  id: number;
  bytes: SharedArrayBuffer;
}

/** A job on its way to a worker. */
export interface Errand extends Omit<Job, 'scenario'> {
  parcel: Parcel;
}

/** Packs each scenario once, however many jobs it has. */
export class Packer {
  private readonly parcels = new WeakMap<Scenario, Parcel>();
  private packed = 0;

  pack({ scenario, ...how }: Job): Errand {
    let parcel = this.parcels.get(scenario);
    if (parcel === undefined) {
      parcel = { id: this.packed++, bytes: shared(serialize(scenario)) };
      this.parcels.set(scenario, parcel);
    }
    return { parcel, ...how };
  }
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** Scenarios that a worker keeps: experiments ask for the runs of one after the other. */
const KEPT_MAX = 4;
const kept = new Map<number, Scenario>();

/** The job again, in a worker; jobs of one parcel share their scenario. */
export function unpack({ parcel: { id, bytes }, ...how }: Errand): Job {
  let scenario = kept.get(id);
  if (scenario === undefined) {
    scenario = deserialize(new Uint8Array(bytes)) as Scenario;
    const [oldest] = kept.keys();
    if (kept.size === KEPT_MAX) kept.delete(oldest!);
    kept.set(id, scenario);
  }
  return { scenario, ...how };
}
