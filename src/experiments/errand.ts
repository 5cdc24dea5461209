import type { Scenario } from '../scenario/types.ts';
import type { Job } from './types.ts';

/** A scenario as text in memory that threads share: a job passes on no more than where it is. */
interface Parcel {
  id: number;
  bytes: SharedArrayBuffer;
}

/** A job on its way to a worker. */
export interface Errand extends Omit<Job, 'scenario'> {
  parcel: Parcel;
}

const parcels = new WeakMap<Scenario, Parcel>();
let packed = 0;

/** A job for a worker; each scenario is packed once, however many jobs it has. */
export function pack({ scenario, ...how }: Job): Errand {
  let parcel = parcels.get(scenario);
  if (parcel === undefined) {
    parcel = { id: packed++, bytes: shared(JSON.stringify(scenario)) };
    parcels.set(scenario, parcel);
  }
  return { parcel, ...how };
}

function shared(text: string): SharedArrayBuffer {
  const bytes = new TextEncoder().encode(text);
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
    // A decoder reads memory of its own only.
    scenario = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes).slice())) as Scenario;
    const [oldest] = kept.keys();
    if (kept.size === KEPT_MAX) kept.delete(oldest!);
    kept.set(id, scenario);
  }
  return { scenario, ...how };
}
