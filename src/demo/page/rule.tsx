import { PARAMETERS, type ParameterName } from '../../evidence/parameters.ts';
import { RULES, type RuleId } from '../../evidence/rules.ts';
import { SOURCES, type SourceId } from '../../evidence/sources.ts';
import { brief } from '../../report/format.ts';
import { defaultText, rangeText, valueText } from '../../report/values.ts';
import { chosen, words } from './store.ts';

/** How sure we are of a rule or a number. */
export function Badge({ confidence }: { confidence: 'documented' | 'observed' | 'assumed' }) {
  const sign = { documented: '▣', observed: '◉', assumed: '≈' }[confidence];
  return (
    <span class={`badge ${confidence}`}>
      {sign} {words.value[confidence]}
    </span>
  );
}

/** What the rule says, what it and its numbers rest on, and what was drawn in the step. */
export function RuleText({ id, step }: { id: RuleId; step: number | null }) {
  const w = words.value;
  const rule = RULES[id];
  const draws = step === null ? [] : (chosen.value.play.recording.frames[step]?.draws ?? []);
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
  const own = chosen.value.play.scenario.parameters[name];
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
