import { escapeShell } from '../diagnostics/escape.ts';
import { listed } from '../findings/words.ts';
import type { Estate, UnknownFact } from '../templates/types.ts';
import { subnetMend } from './judge.ts';
import type { PlannedUse } from './types.ts';

/** What is not known, and what to paste to settle it: what the templates leave open, then sizes. */
export function unknownsOf(estate: Estate, subnets: readonly PlannedUse[]): UnknownFact[] {
  const used = subnets.filter(({ isUsed }) => isUsed);
  const sizes = used.filter(({ usable }) => usable === null).map(({ id }) => unknownSize(id));
  const users = used.filter(({ notCounted, usable }) => usable !== null && notCounted.length > 0);
  return [...estate.unknowns, ...sizes, ...users.map(unknownUsers)];
}

function unknownSize(id: string): UnknownFact {
  const why = 'its size, and how much of it is free, are not in the templates';
  return { what: `room in subnet ${id}`, path: `${id}.CidrBlock`, why, mend: subnetMend(id) };
}

function unknownUsers({ id, cidr, notCounted }: PlannedUse): UnknownFact {
  const why = `${listed(notCounted)} may take addresses that are not counted`;
  const mend = `--subnet ${escapeShell(`${id}=${cidr},uncounted=8`)}`;
  return { what: `others in subnet ${id}`, path: id, why, mend };
}
