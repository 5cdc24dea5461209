import { TEXTS } from '../evidence/texts.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Tally } from './tally.ts';

/** Calls of a function, which are counted as invocations. */
const INVOCATIONS: ReadonlySet<string> = new Set(['invoke', 'callFromCode']);

/**
 * Operations that came to nothing, by code: what AWS refused in the end, such as a delete that was
 * given up, and what it accepted and then failed. Whether the author expected it does not matter.
 */
export function failedOperations(
  { actions, failedWork }: Pick<Tally, 'actions' | 'failedWork'>,
  { timeline }: Pick<Scenario, 'timeline'>,
): Record<string, number> {
  const failed = { ...failedWork };
  for (const { action, refusal } of actions) {
    if (refusal === null || INVOCATIONS.has(timeline[action]!.action)) continue;
    const { code } = TEXTS[refusal];
    failed[code] = (failed[code] ?? 0) + 1;
  }
  return failed;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
