import { thousands } from '../../report/format.ts';
import { widthOf } from '../../report/width.ts';
import type { SeenFunction } from '../scene.ts';
import { signOf } from '../signs.ts';
import { WORDS } from '../words.ts';
import type { Row } from './box.ts';
import { type Line, type Piece, padded, piece } from './line.ts';
import { markOf } from './marks.ts';

const w = WORDS.en;

const STATES = ['Active', 'Pending', 'Inactive', 'Failed'];

/** How many functions are in which state. */
export function functionsTitle(functions: readonly SeenFunction[]): Line {
  const title = piece(w.functions, 'strong');
  if (functions.length === 0) return [title, piece(`  ${w.noneYet}`, 'faint')];
  const counts = STATES.flatMap((state) => {
    const many = functions.filter((one) => one.state === state).length;
    const text = `  ${signOf(state)} ${thousands(many)} ${state}`;
    return many === 0 ? [] : [piece(text, markOf(state))];
  });
  return [title, ...counts];
}

/** A row for each version: its state, and the pairings it holds or waits for. */
export function functionRows(functions: readonly SeenFunction[], width: number): Row[] {
  const column = (cells: readonly string[], most: number) =>
    Math.min(Math.floor(most), Math.max(0, ...cells.map(widthOf)));
  const names = column(
    functions.map(({ name }) => name),
    0.4 * width,
  );
  const states = column(functions.map(stateText), 0.5 * width);
  return functions.map((one) => {
    const mark = markOf(one.state);
    const draw = () => [
      piece(`${signOf(one.state)} `, mark),
      ...padded([piece(one.name, 'strong')], names),
      ...padded([piece(`  ${stateText(one)}`, mark)], states + 2),
      ...holdings(one),
    ];
    return { subject: one.name, draw };
  });
}

function stateText({ state, reason, update }: SeenFunction): string {
  const because = reason === null ? '' : ` (${reason})`;
  if (update === 'InProgress') return `${state}${because}, ${w.updating}`;
  return `${state}${because}${update === 'Failed' ? `, ${w.updateFailed}` : ''}`;
}

/** What it waits for comes first: not all may fit. */
function holdings({ state, holds, waits }: SeenFunction): Piece[] {
  const held = holds.filter((pairing) => !waits.includes(pairing));
  if (holds.length === 0 && waits.length === 0) {
    return state === 'Active' ? [piece(`  ${w.outside}`, 'faint')] : [];
  }
  return [
    ...(waits.length > 0 ? [piece(`  ${w.waits}: ${waits.join(', ')}`, 'warn')] : []),
    ...(held.length > 0 ? [piece(`  ${held.join(', ')}`)] : []),
  ];
}
