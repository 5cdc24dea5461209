import { moment as timeText } from '../../report/format.ts';
import type { Play } from '../play.ts';
import type { Span, Track } from '../tracks.ts';
import { signOf } from './signs.ts';
import { goTo, moment, place, SCALES, scale, selected, words, zoom } from './store.ts';

const TRACKS_MAX = 48;
const ZOOM_MAX = 32;
/** Below this share of the width a state gets the least width and no word. */
const WORD_SHARE = 0.13;
/** Least distance between two times below the tracks, as a share of the width. */
const TICK_SHARE = 0.24;

/** Where moments lie on the axis: a share of its length. */
interface Axis {
  shareOf: (ms: number) => number;
  placeAt: (share: number) => number;
}

/** Tracks of versions and ENIs over time, with the moment across them. */
export function Timeline({ play, title }: { play: Play; title: string }) {
  const w = words.value;
  const axis = axisOf(play);
  const tracks = play.tracks.slice(0, TRACKS_MAX);
  const now = place.value === 0 ? 0 : axis.shareOf(moment.value.atMs);
  const seek = (event: PointerEvent) => {
    const box = event.currentTarget as HTMLElement;
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const { left, width } = box.getBoundingClientRect();
    goTo(axis.placeAt((event.clientX - left) / width));
  };
  return (
    <section class="timeline" aria-label={title}>
      <div class="buttons">
        <h2>{title}</h2>
        <label>
          {w.scale}
          <select
            value={scale.value}
            onChange={({ currentTarget }) => {
              scale.value = currentTarget.value as (typeof SCALES)[number];
            }}
          >
            {SCALES.map((one) => (
              <option key={one} value={one}>
                {w[one]}
              </option>
            ))}
          </select>
        </label>
        <Zoom by={2} sign="+" name={w.zoomIn} />
        <Zoom by={0.5} sign="−" name={w.zoomOut} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={`${title}: ${w.timelineIs}`}>
        <div class="tracks" style={{ width: `${100 * zoom.value}%` }}>
          <div class="labels">
            {tracks.map((track) => (
              <Label key={track.subject} {...track} />
            ))}
          </div>
          <div class="bars" onPointerDown={seek} onPointerMove={seek}>
            {tracks.map((track) => (
              <Bars key={track.subject} track={track} axis={axis} play={play} />
            ))}
            <div class="cursor" style={{ left: `${100 * now}%` }} />
            <Ticks axis={axis} play={play} />
          </div>
        </div>
      </section>
      {play.tracks.length > TRACKS_MAX && (
        <p class="faint">
          + {play.tracks.length - TRACKS_MAX} {w.more}
        </p>
      )}
    </section>
  );
}

function Zoom({ by, sign, name }: { by: number; sign: string; name: string }) {
  const next = zoom.value * by;
  const set = () => {
    zoom.value = next;
  };
  const isOff = next < 1 || next > ZOOM_MAX;
  return (
    <button type="button" aria-label={name} title={name} disabled={isOff} onClick={set}>
      {sign}
    </button>
  );
}

function stateAt(spans: readonly Span[], ms: number): string | null {
  return spans.findLast(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.state ?? null;
}

function Label({ subject, spans }: Track) {
  const state = place.value === 0 ? null : stateAt(spans, moment.value.atMs);
  const choose = () => {
    selected.value = subject;
  };
  return (
    <button type="button" aria-pressed={selected.value === subject} onClick={choose}>
      {state === null ? '' : `${signOf(state)} `}
      {subject}
      {state !== null && <span class="hidden">: {state}</span>}
    </button>
  );
}

function Bars({ track, axis, play }: { track: Track; axis: Axis; play: Play }) {
  const bar = ({ fromMs, toMs, state }: Span, kind: string) => {
    const from = axis.shareOf(fromMs);
    const width = axis.shareOf(toMs) - from;
    const style = { left: `${100 * from}%`, width: `${100 * width}%` };
    const word = width * zoom.value < WORD_SHARE || kind === 'update' ? '' : state;
    return (
      <span key={`${kind}${fromMs}`} class={`span ${kind} ${state}`} style={style}>
        {word !== '' && <span class="word">{`${signOf(state)} ${word}`}</span>}
      </span>
    );
  };
  return (
    <div class="bar" aria-hidden="true">
      {track.spans.map((span) => bar(span, 'state'))}
      {track.updates.map((span) => bar(span, 'update'))}
      {track.kind === 'ENI' && <Area subject={track.subject} axis={axis} play={play} />}
    </div>
  );
}

/** How full an ENI is, as an area from the bottom of its bar. */
function Area({ subject, axis, play }: { subject: string; axis: Axis; play: Play }) {
  const number = subject.slice('eni-'.length);
  const { moments, connectionsMax } = play;
  if (!moments.some(({ open }) => (open[number] ?? 0) > 0)) return null;
  let path = 'M0 100';
  let height = 0;
  for (const { atMs, open } of moments) {
    const x = 1000 * axis.shareOf(atMs);
    path += ` L${x.toFixed(1)} ${height.toFixed(1)}`;
    height = 100 - (100 * (open[number] ?? 0)) / connectionsMax;
    path += ` L${x.toFixed(1)} ${height.toFixed(1)}`;
  }
  return (
    <svg class="area" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={`${path.replace('M0 100 L0.0 0.0', 'M0 100')} L1000 100 Z`} />
    </svg>
  );
}

function Ticks({ axis, play }: { axis: Axis; play: Play }) {
  const { moments, scenario } = play;
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    if (share === 1) return { share, ms: scenario.untilMs };
    const at = axis.placeAt(share);
    return { share: axis.shareOf(moments[at]!.atMs), ms: moments[at]!.atMs };
  });
  const gap = TICK_SHARE / zoom.value;
  const apart: typeof times = [];
  for (const tick of times) {
    const isLast = tick.share === 1;
    const isFree = tick.share - (apart.at(-1)?.share ?? -1) >= gap;
    if (isLast || (isFree && 1 - tick.share >= gap)) apart.push(tick);
  }
  return (
    <div class="ticks" aria-hidden="true">
      {apart.map(({ share, ms }) => (
        <span key={ms} class={share > 0.9 ? 'last' : ''} style={{ left: `${100 * share}%` }}>
          {timeText(ms)}
        </span>
      ))}
    </div>
  );
}

function axisOf({ moments, scenario: { untilMs } }: Play): Axis {
  const shareOf = SHARES[scale.value](moments, untilMs);
  const placeAt = (share: number) => {
    let best = 0;
    for (const [number, { atMs }] of moments.entries()) if (shareOf(atMs) <= share) best = number;
    return best;
  };
  return { shareOf, placeAt };
}

type Shares = (moments: Play['moments'], untilMs: number) => (ms: number) => number;

const SHARES: Readonly<Record<(typeof SCALES)[number], Shares>> = {
  calendar: (_, untilMs) => (ms) => ms / untilMs,
  log: (_, untilMs) => (ms) => Math.log1p(ms / 1_000) / Math.log1p(untilMs / 1_000),
  even: evenShares,
};

/** Every moment with events takes as much room as every other; in between time runs evenly. */
function evenShares(moments: Play['moments'], untilMs: number): (ms: number) => number {
  const told = moments.filter(({ events }) => events.length > 0).map(({ atMs }) => atMs);
  const knots = [...new Set([0, ...told, untilMs])];
  return (ms) => {
    const after = knots.findIndex((knot) => knot > ms);
    if (after <= 0) return after < 0 ? 1 : 0;
    const [from, to] = [knots[after - 1]!, knots[after]!];
    return (after - 1 + (ms - from) / (to - from)) / (knots.length - 1);
  };
}
