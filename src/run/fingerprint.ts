import type { Fingerprint } from '../engine/hash.ts';
import type { ModelFrame } from './frame.ts';

/** Takes in all that a frame says: moment, event, cause, draws, rows and what was scheduled. */
export function hashFrame(fingerprint: Fingerprint, frame: ModelFrame): void {
  fingerprint.number(frame.atMs);
  fingerprint.number(frame.cause);
  hashValues(fingerprint, frame.event);
  for (const draw of frame.draws) {
    fingerprint.text(draw.purpose);
    fingerprint.text(draw.entity);
    fingerprint.number(draw.value);
  }
  for (const row of frame.rows) hashValues(fingerprint, row);
  for (const { atMs, event } of frame.scheduled) {
    fingerprint.number(atMs);
    hashValues(fingerprint, event);
  }
}

function hashValues(fingerprint: Fingerprint, record: object): void {
  for (const [key, value] of Object.entries(record)) {
    fingerprint.text(key);
    if (typeof value === 'number') fingerprint.number(value);
    else if (typeof value === 'string') fingerprint.text(value);
    else fingerprint.text(JSON.stringify(value));
  }
}
