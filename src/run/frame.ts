import type { Frame } from '../engine/kernel.ts';
import type { EVENTS } from '../model/events.ts';
import type { Row } from '../model/types.ts';

/** One step of a run: what happened, why, what it drew and what it set in motion. */
export type ModelFrame = Frame<typeof EVENTS, Row>;
