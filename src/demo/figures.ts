import type { Result } from '../run/result.ts';
import type { Play } from './play.ts';

/** Numbers of a whole run that a change may move, by their names in `words.ts`. */
export const FIGURES = [
  'enisPeak',
  'failedFunctions',
  'inactive',
  'slowestPending',
  'failedCalls',
  'peakConnections',
  'refused',
] as const;
export type FigureName = (typeof FIGURES)[number];

export type Figures = Record<FigureName, number> & { traceHash: string };

/** What a run came to, for a comparison before and after. */
export function figuresOf({ recording, tracks }: Play): Figures {
  const { result } = recording;
  const { functions, vpcs, connections, traceHash } = result;
  const spans = tracks.filter(({ kind }) => kind === 'function').flatMap((track) => track.spans);
  const pending = spans.filter(({ state }) => state === 'Pending');
  return {
    enisPeak: sum(vpcs.map(({ peakEnis }) => peakEnis)),
    failedCalls: sum(functions.map(failedOf)),
    refused: connections.refused,
    peakConnections: Math.max(0, ...enisOf(result).map((eni) => eni.peakConnections)),
    inactive: spans.filter(({ state }) => state === 'Inactive').length,
    failedFunctions: spans.filter(({ state }) => state === 'Failed').length,
    slowestPending: Math.max(0, ...pending.map(({ fromMs, toMs }) => toMs - fromMs)),
    traceHash,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

function failedOf({ invocations }: Result['functions'][number]): number {
  return sum(Object.values(invocations.failed));
}

function enisOf({ pairings }: Result) {
  return pairings.flatMap(({ enis }) => enis);
}
