import { moment as timeText } from '../report/format.ts';
import { type Account, lengthPart, type Part, part, resting } from './account.ts';
import type { FigureName } from './figures.ts';
import type { Play } from './play.ts';
import type { Span } from './tracks.ts';

/** So many are enough to see what a figure is made of. */
const LINES_MAX = 6;

/** How the figures of a whole run are made up. */
export const FIGURE_ACCOUNTS: Readonly<Record<FigureName, (play: Play) => Account>> = {
  enisPeak: ({ recording: { result } }) => ({
    parts: result.vpcs.map(({ id, peakEnis }) => part('+', peakEnis, 'peakInVpc', [id])),
    history: [],
    rules: ['SHARE-1', 'SHARE-2', 'LIMIT-1'],
  }),
  failedFunctions: (play) => ({
    parts: spansOf(play, 'Failed').map(({ name, ...span }) => spanPart(name, span)),
    history: [],
    rules: ['STATE-4', 'LIMIT-1', 'LIMIT-2'],
  }),
  inactive: (play) => ({
    parts: spansOf(play, 'Inactive').map(({ name, ...span }) => spanPart(name, span)),
    history: [],
    rules: ['IDLE-1', 'IDLE-2'],
  }),
  slowestPending: (play) => ({
    parts: spansOf(play, 'Pending').map(({ name, ...span }) => spanPart(name, span)),
    history: [],
    rules: ['STATE-2', 'ENI-1', 'SHARE-5'],
  }),
  failedCalls: ({ recording: { result } }) => ({
    parts: result.functions.flatMap(({ name, version, invocations }) => {
      const target = version === '$LATEST' ? name : `${name}:${version}`;
      return Object.entries(invocations.failed).map(([code, count]) =>
        part('+', count, 'callsFailed', [target, code]),
      );
    }),
    history: [],
    rules: ['STATE-3', 'IDLE-3', 'LOAD-4'],
  }),
  peakConnections: (play) => ({
    parts: [...busiest(play, 'peakConnections', 'peakOfEni'), carries(play)],
    history: [],
    rules: ['CAP-1', 'CAP-6'],
  }),
  refused: (play) => {
    const { attempted, accepted, refused } = play.recording.result.connections;
    return {
      parts: [
        part('', attempted, 'attempted'),
        part('−', accepted, 'accepted'),
        part('=', refused, 'refused'),
        ...busiest(play, 'refusedConnections', 'refusedAtEni'),
      ],
      history: [],
      rules: ['CAP-4', 'CAP-1', 'CAP-3'],
    };
  },
};

/** CAP-1. */
export function carries({ connectionsMax, scenario }: Play): Part {
  return resting(part('·', connectionsMax, 'oneCarries'), 'connectionsPerEni', scenario);
}

function busiest(
  { recording: { result } }: Play,
  of: 'peakConnections' | 'refusedConnections',
  what: 'peakOfEni' | 'refusedAtEni',
): Part[] {
  return result.pairings
    .flatMap(({ enis }) => enis)
    .filter((eni) => eni[of] > 0)
    .sort((a, b) => b[of] - a[of])
    .slice(0, LINES_MAX)
    .map((eni) => part('·', eni[of], what, [eni.id]));
}

interface NamedSpan extends Span {
  name: string;
}

/** The longest stretches of functions in a state. */
function spansOf({ tracks }: Play, state: string): NamedSpan[] {
  return tracks
    .filter(({ kind }) => kind === 'function')
    .flatMap(({ subject, spans }) => spans.map((span) => ({ ...span, name: subject })))
    .filter((span) => span.state === state)
    .sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
    .slice(0, LINES_MAX);
}

function spanPart(name: string, { fromMs, toMs }: Span): Part {
  return lengthPart(toMs - fromMs, 'longFrom', [name, timeText(fromMs)]);
}
