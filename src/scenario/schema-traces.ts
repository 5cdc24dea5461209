import { shown } from './issues.ts';
import { complain, count, duration, numberIn, object, type Sink, text } from './leaves.ts';

/** A function of a trace file; null: the only one it has. */
export interface TraceRef {
  trace: string;
  function: string | null;
}

/** The calls that a trace tells of; they become phases when the file has been read. */
export interface TraceDraft extends TraceRef {
  kind: 'trace';
  fromMs: number | null;
  untilMs: number | null;
  repeat: number;
  scale: number;
}

/** The durations that a trace tells of. */
export interface TraceLaw extends TraceRef {
  kind: 'trace';
}

const A_PATH = 'a path such as `traces/day1.csv`, from the folder of the scenario';

/** A scenario may come from anywhere, so it reads nothing outside its own folder. */
function insidePath(path: string, ctx: Sink): string {
  const received = shown(path);
  if (path.includes('\0')) {
    return complain(ctx, { message: 'not a path', expected: A_PATH, received });
  }
  if (path.includes('\\')) {
    const mend = `write \`${path.replaceAll('\\', '/').slice(0, 140)}\``;
    return complain(ctx, { message: 'a path with backslashes', expected: A_PATH, received, mend });
  }
  if (!path.startsWith('/') && !/^[A-Za-z]:/.test(path) && !path.split('/').includes('..')) {
    return path;
  }
  const message = 'a trace must lie in the folder of the scenario, or below it';
  const mend = 'copy the trace there, and write its path from there';
  return complain(ctx, { message, expected: A_PATH, received, mend });
}

const trace = text
  .transform(insidePath)
  .describe('A file of calls: Azure Functions 2019 or 2021, or OpenDC');
const of = text
  .optional()
  .describe('The function in the trace, or `app/function`; default: its only one');

export const traceLaw = object('a trace: `trace`, and perhaps `function`', {
  trace: trace.describe('A file with durations: each call draws one as they are spread there'),
  function: of,
}).transform(
  (ref): TraceLaw => ({ kind: 'trace', trace: ref.trace, function: ref.function ?? null }),
);

export const tracePhase = object('a trace: `trace`, and perhaps `function` and more', {
  trace,
  function: of,
  from: duration.optional().describe('The trace begins at this moment; default: when it can'),
  repeat: count(1, 1_000).default(1).describe('How often it is played, one after the other'),
  scale: numberIn(0.000001, 1_000_000, 'a number from 0.000001 to 1000000')
    .default(1)
    .describe('Multiplies the calls'),
}).transform(
  (ref): TraceDraft => ({
    kind: 'trace',
    trace: ref.trace,
    function: ref.function ?? null,
    fromMs: ref.from ?? null,
    untilMs: null,
    repeat: ref.repeat,
    scale: ref.scale,
  }),
);
