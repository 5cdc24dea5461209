import { PARAMETERS, type ParameterName } from '../../evidence/parameters.ts';
import { RULES, type RuleId } from '../../evidence/rules.ts';
import { SOURCES, type SourceId } from '../../evidence/sources.ts';
import { brief, moment as timeText } from '../../report/format.ts';
import { rowText } from '../../report/story-tell.ts';
import { defaultText, rangeText, valueText } from '../../report/values.ts';
import type { Link } from '../../run/causes.ts';
import { type Explanation, explainRecorded } from '../../run/explain.ts';
import type { Play } from '../play.ts';
import { stateAt } from '../tracks.ts';
import { signOf } from './signs.ts';
import { isPlaying, moment, place, play, selected, words } from './store.ts';

/** Why what was chosen is as it is at the moment. */
export function Why() {
  const w = words.value;
  return (
    <section class="panel why" aria-labelledby="why-title">
      <h2 id="why-title">
        {w.why} {selected.value}
      </h2>
      <div lang="en">
        <Answer />
      </div>
    </section>
  );
}

let latest: { key: unknown[]; found: Explanation | null } | null = null;

/** Explaining walks the whole run, so the latest answer is kept. */
function explanationOf(shown: Play, subject: string, atMs: number): Explanation | null {
  const key = [shown, subject, atMs];
  if (latest?.key.every((part, number) => part === key[number])) return latest.found;
  const { scenario, recording, options } = shown;
  latest = { key, found: explainRecorded(scenario, recording, subject, { ...options, atMs }) };
  return latest.found;
}

function Answer() {
  const w = words.value;
  const subject = selected.value;
  if (subject === null) return <p class="faint">{w.whyHint}</p>;
  if (isPlaying.value) return <p class="faint">…</p>;
  const { atMs } = moment.value;
  const found = place.value === 0 ? null : explanationOf(play.value, subject, atMs);
  if (found === null || found.history.length === 0) {
    return <p class="faint">{w.nothingHappened}</p>;
  }
  const { chain, history, configuration, crossing } = found;
  const state = stateOf(subject, atMs);
  const known = new Set<string>();
  return (
    <>
      {state !== null && (
        <p>
          {w.present}: <strong>{`${signOf(state)} ${state}`}</strong>
        </p>
      )}
      <h3>{w.causes}</h3>
      <ol class="chain">
        {chain.map((link, number) => {
          const isNew = !known.has(link.row.rule);
          known.add(link.row.rule);
          return (
            <li key={`${link.step}/${number}`}>
              {number > 0 && <em>{w.because} </em>}
              <LinkText link={link} />
              {isNew && <RuleText id={link.row.rule as RuleId} step={link.step} />}
            </li>
          );
        })}
        {crossing !== null && (
          <li>
            <em>{w.because} </em>
            {timeText(crossing.atMs)} {crossing.eni}:{' '}
            {crossing.kind === 'crowded' ? w.crowded : w.silent}
          </li>
        )}
      </ol>
      <details>
        <summary>
          {w.history} ({history.length})
        </summary>
        <ul>
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

function stateOf(subject: string, atMs: number): string | null {
  const track = play.value.tracks.find((one) => one.subject === subject);
  return track === undefined ? null : stateAt(track.spans, atMs);
}

const HISTORY_MAX = 60;

function LinkText({ link: { row, atMs } }: { link: Link }) {
  const action = play.value.scenario.timeline[row.action ?? -1]?.action ?? 'the call';
  const { subject, text } = rowText(row, { atMs }, action);
  return (
    <>
      <strong>{timeText(atMs)}</strong> {subject} {text}
    </>
  );
}

function Badge({ confidence }: { confidence: 'documented' | 'observed' | 'assumed' }) {
  const sign = { documented: '▣', observed: '◉', assumed: '≈' }[confidence];
  return (
    <span class={`badge ${confidence}`}>
      {sign} {words.value[confidence]}
    </span>
  );
}

/** What the rule says, what it and its numbers rest on, and what was drawn in the step. */
function RuleText({ id, step }: { id: RuleId; step: number }) {
  const w = words.value;
  const rule = RULES[id];
  const draws = play.value.recording.frames[step]?.draws ?? [];
  const drawn = new Map(draws.map(({ purpose, value }) => [purpose, value]));
  const names = new Set([...(rule.parameters ?? []), ...drawn.keys()]);
  const numbers = [...names].filter((name): name is ParameterName => name in PARAMETERS);
  return (
    <details class="rule">
      <summary>
        {id} <Badge confidence={rule.confidence} />
      </summary>
      <p>{rule.says}</p>
      {rule.why !== undefined && <p>{rule.why}</p>}
      <Rests sources={rule.sources ?? []} />
      {numbers.length > 0 && (
        <>
          <h4>{w.drawn}</h4>
          <ul>
            {numbers.map((name) => (
              <li key={name}>
                <NumberText name={name} drawn={drawn.get(name)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function NumberText({ name, drawn }: { name: ParameterName; drawn: number | undefined }) {
  const w = words.value;
  const parameter = PARAMETERS[name];
  const own = play.value.scenario.parameters[name];
  const range = rangeText(parameter);
  return (
    <>
      <code>{name}</code> {drawn === undefined ? '' : <strong>{brief(drawn)} </strong>}
      {own === undefined ? (
        <>
          ({defaultText(parameter)}) <Badge confidence={parameter.confidence} />
          {range !== null && ` ${w.between} ${range}`}
        </>
      ) : (
        <>
          ({valueText(own, parameter.unit)}: {w.asIs})
        </>
      )}
    </>
  );
}

function Rests({ sources }: { sources: readonly SourceId[] }) {
  if (sources.length === 0) return null;
  return (
    <>
      <h4>{words.value.restsOn}</h4>
      <ul>
        {sources.map((id) => {
          const { title, url } = SOURCES[id];
          return (
            <li key={id}>
              {url === undefined ? (
                title
              ) : (
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
