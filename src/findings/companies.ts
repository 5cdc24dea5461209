import type { Attachment } from '../network/types.ts';
import { attachedIn } from './pairings.ts';
import type { Design } from './types.ts';
import { groupBy, listed } from './words.ts';

/** Functions that are alike in what matters, as one finding names them. */
interface Company {
  subject: string;
  /** Where the first of them stands. */
  where: string | null;
  config: Attachment;
}

/**
 * Functions that do not say what they connect to, those together whose configurations give the
 * same keys: of them the network around is all that can be told.
 */
export function companies(
  design: Design,
  keysOf: (config: Attachment) => readonly string[],
): Company[] {
  const open = attachedIn(design).filter(
    ([{ destinations, failsOnPurpose }]) => destinations.length === 0 && !failsOnPurpose,
  );
  return groupBy(open, ([, config]) => JSON.stringify(keysOf(config))).map(([, alike]) => {
    const [first, config] = alike[0]!;
    const subject = listed([...new Set(alike.map(([{ id }]) => id))]);
    return { subject, where: first.where, config };
  });
}
