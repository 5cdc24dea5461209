import { eventLine } from '../../report/events.ts';
import { moment as timeText } from '../../report/format.ts';
import { SPEEDS } from '../pace.ts';
import { choose, goTo, jumpBy, stepBy, togglePlay } from './moves.ts';
import { askedMs, isPlaying, lastPlace, moment, nowMs, place, speed, words } from './store.ts';

/** Play, step, scrub, and what happens at the moment. */
export function Controls() {
  return (
    <section class="controls" aria-label={words.value.play}>
      <Buttons />
      <Scrub />
      <Now />
    </section>
  );
}

function Buttons() {
  const w = words.value;
  const isBegin = place.value === 0;
  const isEnd = place.value >= lastPlace.value;
  const buttons = [
    { sign: '|‹', name: w.toStart, act: () => goTo(0), off: isBegin },
    { sign: '«', name: w.jumpBack, act: () => jumpBy(-1), off: isBegin },
    { sign: '‹', name: w.stepBack, act: () => stepBy(-1), off: isBegin },
    { sign: isPlaying.value ? '❚❚' : '▶', name: isPlaying.value ? w.pause : w.play },
    { sign: '›', name: w.stepOn, act: () => stepBy(1), off: isEnd },
    { sign: '»', name: w.jumpOn, act: () => jumpBy(1), off: isEnd },
    { sign: '›|', name: w.toEnd, act: () => goTo(lastPlace.value), off: isEnd },
  ];
  return (
    <div class="buttons">
      {buttons.map(({ sign, name, act, off = false }) => (
        <button
          key={name}
          type="button"
          class={act === undefined ? 'main' : ''}
          aria-label={name}
          title={name}
          disabled={off}
          onClick={act ?? togglePlay}
        >
          {sign}
        </button>
      ))}
      <label>
        {w.speed}
        <select
          value={speed.value}
          onChange={({ currentTarget }) => {
            speed.value = Number(currentTarget.value);
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one} {w.perSecond}
            </option>
          ))}
        </select>
      </label>
      <output class="time" data-time>
        {place.value === 0 ? w.beginning : timeText(nowMs.value)}
      </output>
    </div>
  );
}

function Scrub() {
  const { atMs, events } = moment.value;
  const said = events.map(eventLine).join('; ');
  return (
    <input
      type="range"
      data-scrub
      aria-label={words.value.moment}
      aria-valuetext={place.value === 0 ? words.value.beginning : said || timeText(atMs)}
      min={0}
      max={lastPlace.value}
      value={place.value}
      onInput={({ currentTarget }) => goTo(Number(currentTarget.value))}
    />
  );
}

const SIGN = { plain: '·', good: '✓', warn: '!', bad: '✗' } as const;
/** At one moment there may be hundreds. */
const EVENTS_MAX = 12;

function Now() {
  const w = words.value;
  const { events } = moment.value;
  const asked = askedMs.value;
  return (
    <div class="now" aria-live={isPlaying.value ? 'off' : 'polite'}>
      <h2>{w.now}</h2>
      {asked !== null && (
        <p data-asked>
          {w.nothingAt} {timeText(asked)}; {w.latestBefore} {timeText(moment.value.atMs)}
          {events.length > 0 && ':'}
        </p>
      )}
      {place.value > 0 && asked === null && events.length === 0 && (
        <p class="faint">{w.nothingNow}</p>
      )}
      {place.value === 0 && <p class="faint">{w.stepOnHint}</p>}
      <ul lang="en">
        {events.slice(0, EVENTS_MAX).map((event, number) => (
          <li key={`${event.step}/${number}`}>
            <button
              type="button"
              class={`event ${event.tone}`}
              onClick={() => choose(event.subject)}
            >
              <span aria-hidden="true">{SIGN[event.tone]}</span>
              <span>
                <strong>{event.subject}</strong> {event.text}{' '}
                <span class="faint">[{event.rules.join(', ')}]</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {events.length > EVENTS_MAX && (
        <p class="faint">
          + {events.length - EVENTS_MAX} {w.more}
        </p>
      )}
    </div>
  );
}
