import type { Row } from '../model/types.ts';
import type { ModelFrame } from '../run/frame.ts';
import { DESTINATION_TELLERS } from './story-destinations.ts';
import { CALL_TELLERS, INTERFACE_TELLERS } from './story-interfaces.ts';
import { filled } from './story-lines.ts';
import {
  emptyMemory,
  line,
  type Memory,
  type RowTeller,
  type Scene,
  type Told,
  VERSION_TELLERS,
} from './story-rows.ts';

const TELLERS: Partial<Record<Row['note'], RowTeller>> = {
  ...VERSION_TELLERS,
  ...INTERFACE_TELLERS,
  ...CALL_TELLERS,
  ...DESTINATION_TELLERS,
};

/** What a step did, in the order of its rows; each row's rule stands on one of the lines. */
export function tell(frame: Pick<ModelFrame, 'atMs' | 'rows'>, memory: Memory): Told[] {
  const scene = { atMs: frame.atMs, memory, left: new Set(frame.rows) };
  const told: { place: number; made: Told }[] = [];
  const accepted: Row[] = [];
  // Rows that tell more come first, so that they can take in those that tell less.
  const rows = frame.rows.map((row, place) => ({ row, place }));
  for (const { row, place } of rows.sort((a, b) => weight(b.row) - weight(a.row))) {
    if (!scene.left.delete(row)) continue;
    if (row.note === 'call.accepted' && told.length > 0) accepted.push(row);
    else {
      const before = frame.rows.filter((other) => scene.left.has(other));
      const made = tellRow(row, scene);
      const first = before.find((other) => !scene.left.has(other)) ?? row;
      told.push({ place: Math.min(place, frame.rows.indexOf(first)), made });
    }
  }
  // What a call was answered comes before what it brought about.
  const order = ({ place, made }: { place: number; made: Told }) => (made.answers ? -1 : place);
  const inOrder = told.sort((a, b) => order(a) - order(b)).map(({ made }) => made);
  for (const row of accepted) addAnswer(inOrder[0]!, row);
  return inOrder;
}

function tellRow(row: Row, scene: Scene): Told {
  const teller = TELLERS[row.note];
  return teller?.(row, scene) ?? line(row, [row.note, row.to ?? ''].join(' ').trimEnd());
}

const LESS: ReadonlySet<Row['note']> = new Set([
  'call.refused',
  'operation.failed',
  'version.deleted',
  'pairing.held',
  'pairing.rescued',
  'pairing.left',
]);

function weight({ note }: Row): number {
  if (note === 'call.accepted') return 0;
  return LESS.has(note) ? 1 : 2;
}

function addAnswer(told: Told, { rule, count = 1 }: Row): void {
  told.answers = true;
  if (!told.rules.includes(rule)) told.rules.push(rule);
  if (count > 1) told.text += ` after ${count} tries`;
}

/** One row by itself, in words; `action` is the name of the call that it answers, if it does. */
export function rowText(
  row: Row,
  frame: Pick<ModelFrame, 'atMs'>,
  action: string,
): { subject: string; text: string } {
  const told = tellRow(row, { atMs: frame.atMs, memory: emptyMemory(), left: new Set() });
  const { subject, text, count } = told;
  const { atMs } = frame;
  return {
    subject,
    text: filled({ text, subjects: [subject], count, atMs, lastMs: atMs }, action),
  };
}
