import type { Row } from '../model/types.ts';
import type { ModelFrame } from './frame.ts';
import { isSame, type PartiesOf, type Subject } from './subjects.ts';

/** One thing that happened, in the step and at the moment it happened. */
export interface Link {
  atMs: number;
  step: number;
  /** The kind of the step's event. */
  event: string;
  row: Row;
}

export function linkOf({ atMs, step, event }: ModelFrame, row: Row): Link {
  return { atMs, step, event: event.kind, row };
}

/** Rows that tell of a change, rather than of calls that met the subject or could. */
function isChange({ row }: Link): boolean {
  return !['invocation', 'call.', 'traffic.'].some((calls) => row.note.startsWith(calls));
}

/** From the latest change back, one cause at a time, to a call or to what has no cause. */
export function chainOf(
  frames: readonly ModelFrame[],
  history: readonly Link[],
  { subject, partiesOf }: { subject: Subject; partiesOf: PartiesOf },
): Link[] {
  const chain: Link[] = [];
  const own = history.filter(({ row }) => isSame(partiesOf(row)[0]!, subject));
  let link = own.findLast(isChange) ?? history.findLast(isChange) ?? history.at(-1);
  while (link !== undefined) {
    chain.push(link);
    const aside = asideOf(frames, link, history);
    if (aside !== undefined && !chain.includes(aside)) chain.push(aside);
    link = causeOf(frames, link, partiesOf);
  }
  return chain;
}

/**
 * What made a row happen: an earlier row of its step about the same things (a step tells what it
 * does in order), else the call that the step is, else what the step that scheduled this one told
 * of the same things.
 */
function causeOf(
  frames: readonly ModelFrame[],
  { step, row }: Link,
  partiesOf: PartiesOf,
): Link | undefined {
  if (isCall(row)) return undefined;
  const frame = frames[step]!;
  const earlier = frame.rows.slice(0, frame.rows.indexOf(row)).filter(({ note }) => !isMet(note));
  const within = earlier.findLast((other) => leadsTo(other, row, partiesOf));
  const call = frame.rows.find(isCall);
  if (within !== undefined || call !== undefined) return linkOf(frame, within ?? call!);
  for (let before = frame.cause; before >= 0; before = frames[before]!.cause) {
    const told = frames[before]!.rows.filter(({ note }) => !isMet(note));
    if (told.length === 0) continue;
    return linkOf(
      frames[before]!,
      told.findLast((other) => leadsTo(other, row, partiesOf)) ?? told.at(-1)!,
    );
  }
  return undefined;
}

/** A version is Active because an ENI is ready; other rows follow from what shares a party. */
function leadsTo(other: Row, row: Row, partiesOf: PartiesOf): boolean {
  if (row.to === 'Active' && other.note === 'eni.phase') return other.to === 'ready';
  // What a step does to several pairings or ENIs it does to each for the same reason.
  if (other.note === row.note && other.subject !== row.subject) return false;
  return partiesOf(other).some((party) => partiesOf(row).some((one) => isSame(one, party)));
}

function isCall({ note }: Row): boolean {
  return note.startsWith('call.');
}

/** Calls that met a version changed nothing. */
function isMet(note: Row['note']): boolean {
  return note.startsWith('invocation');
}

/** What starts the idle time anew (IDLE-1). */
const USES: ReadonlySet<Row['note']> = new Set([
  'invocation',
  'traffic.ended',
  'version.created',
  'version.update',
]);

/**
 * A second cause of a link, where there is one: how the subject came to wait for an ENI that is
 * made for another (SHARE-4), the last use of what is idle now (IDLE-1), or which change of a role
 * keeps Lambda from deleting an ENI (ENI-4).
 */
function asideOf(
  frames: readonly ModelFrame[],
  { step, row }: Link,
  history: readonly Link[],
): Link | undefined {
  if (row.note === 'eni.phase' && row.to === 'creating') {
    return history.find(
      (link) => link.row.note === 'pairing.joined' && link.row.subject === row.with,
    );
  }
  if (row.rule === 'IDLE-1' && row.to === 'Inactive') {
    const isUse = ({ row: other }: Link) => other.subject === row.subject && USES.has(other.note);
    return history.findLast((link) => link.step < step && isUse(link));
  }
  if (row.note !== 'eni.reapRefused' || frames[step]!.cause < 0) return undefined;
  // Only the first refusal, or every later one would repeat it.
  if (frames[frames[step]!.cause]!.rows.some(({ note }) => note === row.note)) return undefined;
  for (const frame of frames.slice(0, step).reverse()) {
    const change = frame.rows.find(
      (other) => other.note === 'role.changed' && other.subject === row.with,
    );
    if (change !== undefined) return linkOf(frame, change);
  }
  return undefined;
}

/** A link that is told so many times in a row. */
export interface FoldedLink {
  link: Link;
  times: number;
  /** When it was told first. */
  sinceMs: number;
}

/** Links of a chain that say the same again and again, such as tries, are one. */
export function folded(chain: readonly Link[]): FoldedLink[] {
  const runs: FoldedLink[] = [];
  for (const link of chain) {
    const last = runs.at(-1);
    const isSame = last !== undefined && JSON.stringify(last.link.row) === JSON.stringify(link.row);
    if (isSame) Object.assign(last, { times: last.times + 1, sinceMs: link.atMs });
    else runs.push({ link, times: 1, sinceMs: link.atMs });
  }
  return runs;
}
