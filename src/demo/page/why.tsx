import type { RuleId } from '../../evidence/rules.ts';
import { moment as timeText } from '../../report/format.ts';
import { rowText } from '../../report/story-tell.ts';
import { folded, type Link } from '../../run/causes.ts';
import { type Explanation, explainRecorded } from '../../run/explain.ts';
import { meaningsIn } from '../../run/subject-names.ts';
import { isNumberName } from '../numbers.ts';
import type { Play } from '../play.ts';
import { signOf } from '../signs.ts';
import { stateAt } from '../tracks.ts';
import { choose } from './moves.ts';
import { NumberAnswer, numberTitle } from './number-why.tsx';
import { RuleText } from './rule.tsx';
import { before, chosen, isPlaying, selected, side, titles, words } from './store.ts';

/** Why what was chosen is as it is at the moment. */
export function Why() {
  const subject = selected.value;
  const isNumber = isNumberName(subject);
  return (
    <section class="panel why" aria-labelledby="why-title">
      <h2 id="why-title" tabIndex={-1}>
        {whyText()}
      </h2>
      {before.value !== null && subject !== null && <p class="faint">{titles.value[side.value]}</p>}
      {isNumber ? <NumberAnswer name={subject} /> : <Answer />}
    </section>
  );
}

/** `Why? eni-1`. */
function whyText(): string {
  const subject = selected.value;
  const name = isNumberName(subject) ? numberTitle(subject) : (subject ?? '');
  return `${words.value.why} ${name}`.trim();
}

/** Where the answer stands below the map, whoever chose something is led there. */
export function ToWhy() {
  if (selected.value === null) return null;
  const go = () => {
    const title = document.getElementById('why-title');
    title?.scrollIntoView();
    title?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="to-why" onClick={go}>
      {whyText()} <span aria-hidden="true">↓</span>
    </button>
  );
}

interface Found {
  explanation: Explanation | null;
  /** Other things of the same name, as they can be chosen. */
  others: string[];
}

let latest: { key: unknown[]; found: Found } | null = null;

/** Explaining walks the whole run, so the latest answer is kept. */
function explanationOf(shown: Play, subject: string, atMs: number): Found {
  const key = [shown, subject, atMs];
  if (latest?.key.every((part, number) => part === key[number])) return latest.found;
  const { scenario, recording, options } = shown;
  const [first = subject, ...others] = meaningsIn(scenario, recording, subject);
  const explanation = explainRecorded(scenario, recording, first, { ...options, atMs });
  latest = { key, found: { explanation, others } };
  return latest.found;
}

function Answer() {
  const w = words.value;
  const subject = selected.value;
  if (subject === null) return <p class="faint">{w.whyHint}</p>;
  if (isPlaying.value) return <p class="faint">…</p>;
  const { play, place, moment } = chosen.value;
  const { atMs } = moment;
  const found = place === 0 ? null : explanationOf(play, subject, atMs);
  const { explanation = null, others = [] } = found ?? {};
  if (explanation === null || explanation.history.length === 0) {
    return (
      <>
        <p class="faint">{w.nothingHappened}</p>
        <Others names={others} />
      </>
    );
  }
  const { history, configuration } = explanation;
  const track = play.tracks.find((one) => one.subject === subject);
  const state = track === undefined ? null : stateAt(track.spans, atMs);
  return (
    <>
      {state !== null && (
        <p>
          {w.present}: <strong>{`${signOf(state)} ${state}`}</strong>
        </p>
      )}
      <Others names={others} />
      <Causes {...explanation} />
      <details>
        <summary>
          {w.history} ({history.length})
        </summary>
        <ul lang="en">
          {history.slice(-HISTORY_MAX).map((link, number) => (
            <li key={`${link.step}/${number}`}>
              <LinkText link={link} />
            </li>
          ))}
        </ul>
      </details>
      {configuration !== null && (
        <details>
          <summary>{w.api}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{JSON.stringify(configuration, null, 2)}</pre>
        </details>
      )}
    </>
  );
}

/** A role or a group may be called like the function that was chosen. */
function Others({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p class="faint">
      {words.value.alsoNamed}{' '}
      {names.map((name) => (
        <button type="button" key={name} onClick={() => choose(name, side.value)}>
          {name}
        </button>
      ))}
    </p>
  );
}

/** What it waits for, and what brought it about, one cause after the other. */
function Causes({ chain, waits, crossing }: Explanation) {
  const w = words.value;
  const known = new Set<string>();
  return (
    <>
      {waits.length > 0 && <h3>{w.waitsFor}</h3>}
      <ul lang="en">
        {waits.map((link, number) => (
          <li key={`${link.step}/${number}`}>
            <LinkText link={link} />
          </li>
        ))}
      </ul>
      <h3>{w.causes}</h3>
      <ol class="chain" lang="en">
        {folded(chain).map(({ link, times, sinceMs }, number) => {
          const isNew = !known.has(link.row.rule);
          known.add(link.row.rule);
          return (
            <li key={`${link.step}/${number}`}>
              {number > 0 && <em>because </em>}
              <LinkText link={link} />
              {times > 1 && ` (${times} times since ${timeText(sinceMs)})`}
              {isNew && <RuleText id={link.row.rule as RuleId} step={link.step} />}
            </li>
          );
        })}
        {crossing !== null && (
          <li>
            <em>because </em>
            {timeText(crossing.atMs)} {crossing.eni}: {CROSSINGS[crossing.kind]}
          </li>
        )}
      </ol>
    </>
  );
}

/** In English like all that the story tells. */
const CROSSINGS = {
  crowded: 'its connections passed the share at which another ENI is started',
  silent: 'it had 0 connections for too long',
} as const;

const HISTORY_MAX = 60;

function LinkText({ link: { row, atMs } }: { link: Link }) {
  const action = chosen.value.play.scenario.timeline[row.action ?? -1]?.action ?? 'the call';
  const { subject, text } = rowText(row, { atMs }, action);
  return (
    <>
      <strong>{timeText(atMs)}</strong> {subject} {text}
    </>
  );
}
