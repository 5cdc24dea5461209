import { PARAMETERS } from '../../evidence/parameters.ts';
import { moment as timeText } from '../../report/format.ts';
import type { Part } from '../account.ts';
import { FIGURES } from '../figures.ts';
import { accountOf, type NumberName } from '../numbers.ts';
import { NUMBER_WORDS } from '../words-numbers.ts';
import { Badge, RuleText } from './rule.tsx';
import { chosen, isPlaying, language, words } from './store.ts';

/** `free addresses of a`. */
export function numberTitle(name: NumberName): string {
  const w = words.value;
  const [kind = '', subject = ''] = name.split(' of ');
  const figure = FIGURES.find((one) => kind === 'figure' && one === subject);
  if (figure !== undefined) return w[figure];
  const what = { free: w.freeNumber, enis: w.enisNumber, open: w.openNumber }[kind];
  return what === undefined ? subject : `${what} ${subject}`;
}

const HISTORY_MAX = 20;

/** How a number is made up, what it was before, and what it rests on. */
export function NumberAnswer({ name }: { name: NumberName }) {
  const w = words.value;
  if (isPlaying.value) return <p class="faint">…</p>;
  const account = accountOf(name, chosen.value);
  if (account === null) return <p class="faint">{w.noSuchNumber}</p>;
  const { parts, history, rules } = account;
  return (
    <>
      <h3>{name.startsWith('figure') ? w.overWholeRun : w.madeUp}</h3>
      {parts.length === 0 && <p>{w.nothingToCount}</p>}
      <ul class="parts">
        {parts.map((one, number) => (
          <li key={`${one.what}/${number}`} class={one.sign === '=' ? 'total' : ''}>
            <span class="part-sign">{one.sign}</span> <strong>{one.amount}</strong> {partText(one)}{' '}
            {one.parameter !== undefined && (
              <Badge confidence={PARAMETERS[one.parameter].confidence} />
            )}
          </li>
        ))}
      </ul>
      {history.length > 0 && (
        <details>
          <summary>
            {w.valuesBefore} ({history.length})
          </summary>
          <ul>
            {history.slice(-HISTORY_MAX).map(({ atMs, amount, subject }, number) => (
              <li key={`${atMs}/${number}`}>
                <strong>{timeText(atMs)}</strong> {amount}
                {subject !== null && ` (${subject})`}
              </li>
            ))}
          </ul>
        </details>
      )}
      <h3>{w.rulesBehind}</h3>
      <div lang="en">
        {rules.map((id) => (
          <RuleText key={id} id={id} step={null} />
        ))}
      </div>
    </>
  );
}

function partText({ what, names }: Part): string {
  return NUMBER_WORDS[language.value][what].replace('*', names.join(', '));
}
