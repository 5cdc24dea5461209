import type { Row } from '../model/types.ts';
import { percentOf } from '../network/site.ts';
import { line, type RowTeller } from './story-rows.ts';

/** What versions reach, told when their configuration becomes active. */
export const DESTINATION_TELLERS = {
  'destination.reached': (row) => line(row, `{reaches|reach} \`${row.with}\``, { tone: 'good' }),
  'destination.lost': (row) => {
    const share = Number(row.args?.['share'] ?? 0);
    const some = `{reaches|reach} \`${row.with}\` with ${percentOf(share)} of {its|their} connections`;
    const what = share === 0 ? `cannot reach \`${row.with}\`` : some;
    return line(row, `${what}: ${row.args?.['reason']}`, { tone: 'bad' });
  },
} as const satisfies Partial<Record<Row['note'], RowTeller>>;
