import { useMemo } from 'preact/hooks';
import { brief } from '../../report/format.ts';
import { type Axis, SCALES, type Scale } from '../axis.ts';
import { type Play, placeAt } from '../play.ts';
import { signOf } from '../signs.ts';
import { mergedSpans, type Span, stateAt, type Track } from '../tracks.ts';
import { choose, goTo } from './moves.ts';
import {
  axis as axisShown,
  nowMs,
  place,
  play as playShown,
  type Side,
  scale,
  selected,
  side as sideChosen,
  words,
  zoom,
} from './store.ts';

const TRACKS_MAX = 48;
const ZOOM_MAX = 32;
/** What is narrower than this share of the width cannot be told from what is beside it. */
const SPAN_SHARE = 0.004;
/** Below this share of the width a state gets no word; the style leaves out more in small windows. */
const WORD_SHARE = 0.04;
/** Least distance between two times below the tracks, as a share of the width. */
const TICK_SHARE = 0.24;

/** Tracks of versions and ENIs over time, with the moment across them. */
export function Timeline({ play, side, title }: { play: Play; side: Side; title: string }) {
  const w = words.value;
  const axis = axisShown.value;
  const tracks = play.tracks.slice(0, TRACKS_MAX);
  const seek = (event: PointerEvent) => {
    const box = event.currentTarget as HTMLElement;
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const { left, width } = box.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left) / width));
    goTo(placeAt(playShown.value, axis.timeAt(share)));
  };
  // The bars stay while the moment moves.
  const bars = useMemo(
    () =>
      play.tracks.slice(0, TRACKS_MAX).map((track) => {
        return <Bars key={track.subject} track={track} axis={axis} play={play} />;
      }),
    [play, axis, zoom.value],
  );
  return (
    <section class="timeline" aria-label={title}>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={`${title}: ${w.timelineIs}`}>
        <div class="tracks" style={{ width: `${100 * zoom.value}%` }}>
          <div class="labels">
            {tracks.map(({ subject, spans }) => {
              const state = place.value === 0 ? null : stateAt(spans, nowMs.value);
              return <Label key={subject} subject={subject} state={state} side={side} />;
            })}
          </div>
          <div class="bars" onPointerDown={seek} onPointerMove={seek}>
            {bars}
            <Cursor axis={axis} />
            <Ticks axis={axis} untilMs={play.scenario.untilMs} />
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

function Cursor({ axis }: { axis: Axis }) {
  const share = place.value === 0 ? 0 : axis.shareOf(nowMs.value);
  return <div class="cursor" style={{ left: `${100 * share}%` }} />;
}

/** Scale and zoom of all timelines. */
export function TimelineControls() {
  const w = words.value;
  return (
    <div class="buttons zoom">
      <label>
        {w.scale}
        <select
          value={scale.value}
          onChange={({ currentTarget }) => {
            scale.value = currentTarget.value as Scale;
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

interface LabelProps {
  subject: string;
  state: string | null;
  side: Side;
}

function Label({ subject, state, side }: LabelProps) {
  const isChosen = selected.value === subject && sideChosen.value === side;
  return (
    <button type="button" aria-pressed={isChosen} onClick={() => choose(subject, side)}>
      {state === null ? '' : `${signOf(state)} `}
      {subject}
      {state !== null && <span class="hidden">: {state}</span>}
    </button>
  );
}

function Bars({ track, axis, play }: { track: Track; axis: Axis; play: Play }) {
  const seen = (spans: readonly Span[]) =>
    mergedSpans(spans, axis.shareOf, SPAN_SHARE / zoom.value);
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
      {seen(track.spans).map((span) => bar(span, 'state'))}
      {seen(track.updates).map((span) => bar(span, 'update'))}
      {track.kind === 'ENI' && <Area subject={track.subject} axis={axis} play={play} />}
    </div>
  );
}

/** How full an ENI is, as an area from the bottom of its bar. */
function Area({ subject, axis, play }: { subject: string; axis: Axis; play: Play }) {
  const number = subject.slice('eni-'.length);
  const { recording, connectionsMax } = play;
  let height = 100;
  let path = `M0 ${height}`;
  for (const { atMs, open } of recording.gauges) {
    const next = 100 - (100 * (open[number] ?? 0)) / connectionsMax;
    if (next === height) continue;
    const x = (1000 * axis.shareOf(atMs)).toFixed(1);
    path += ` L${x} ${height.toFixed(1)} L${x} ${next.toFixed(1)}`;
    height = next;
  }
  if (path === 'M0 100') return null;
  return (
    <svg class="area" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={`${path} L1000 ${height.toFixed(1)} L1000 100 Z`} />
    </svg>
  );
}

function Ticks({ axis, untilMs }: { axis: Axis; untilMs: number }) {
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    return { share, text: brief(share === 1 ? untilMs : rounded(axis.timeAt(share))) };
  });
  const gap = TICK_SHARE / zoom.value;
  const apart: typeof times = [];
  for (const tick of times) {
    const isLast = tick.share === 1;
    const before = apart.at(-1);
    const isNew = tick.text !== before?.text && tick.text !== brief(untilMs);
    const isFree = tick.share - (before?.share ?? -1) >= gap && 1 - tick.share >= gap;
    if (isLast || (isNew && isFree)) apart.push(tick);
  }
  return (
    <div class="ticks" aria-hidden="true">
      {apart.map(({ share, text }) => (
        <span key={text} class={share > 0.9 ? 'last' : ''} style={{ left: `${100 * share}%` }}>
          {text}
        </span>
      ))}
    </div>
  );
}

/** Whole seconds are enough below a timeline. */
const rounded = (ms: number): number => 1_000 * Math.round(ms / 1_000);
