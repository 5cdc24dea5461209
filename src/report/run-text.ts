import { escapeLine } from '../diagnostics/escape.ts';
import type { Distribution } from '../engine/distribution.ts';
import { formatDuration } from '../engine/time.ts';
import { PARAMETERS, type ParameterName } from '../evidence/parameters.ts';
import type { Parameter } from '../evidence/types.ts';
import type { Finding } from '../findings/types.ts';
import type { Result } from '../run/result.ts';
import type { Scenario } from '../scenario/types.ts';
import { counted, enumerated, hanging, moment, thousands, wrap } from './format.ts';
import { type Palette, PLAIN } from './palette.ts';
import { defaultText, lawText, rangeText, valueText } from './values.ts';

export interface TextOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
}

/** What the header tells beside the result. */
export interface RunFacts {
  idleAfter: Distribution;
  steadyStreams: number;
  scenario: Pick<Scenario, 'functions'>;
}

/** What a run is: the scenario, what it shows, and all that its outcome depends on. */
export function headerOf(result: Result, run: RunFacts, options: TextOptions = {}): string {
  const { palette = PLAIN, width = 100 } = options;
  const why = result.why.trim().replaceAll('\n', ' ');
  const facts = [
    ['profile', `${result.profile}: idle after ${lawText(run.idleAfter)}`],
    ['seed', result.seed],
    ['fidelity', fidelityText(result, run)],
    ['run', runText(result)],
  ] as const;
  return [
    palette.strong(escapeLine(result.scenario)),
    ...(why === '' ? [] : wrap(why, width)),
    ...facts.map(([name, text]) => {
      return `  ${palette.faint(name.padEnd(8))}  ${hanging(text, width, 12)}`;
    }),
    '',
  ].join('\n');
}

/** How calls were handled; rare ones are events of their own in any case. */
function fidelityText({ fidelity, functions }: Result, run: RunFacts): string {
  const calls = functions.reduce((sum, { invocations }) => sum + invocations.attempted, 0);
  if (calls === 0) return `${fidelity}: there are no calls in this run`;
  if (fidelity === 'exact') return 'exact: every call one by one';
  if (run.steadyStreams === 0) {
    return `${fidelity}: every call one by one, since no traffic is steady`;
  }
  const closedForm = functions.some((fn) => fn.fidelity === 'aggregate');
  const single = Object.entries(SINGLE).flatMap(([why, because]) => {
    const names = functions.filter((fn) => fn.fidelityWhy === why).map(({ name }) => name);
    return names.length > 0 ? [`${namesText(names)} one by one (${because})`] : [];
  });
  const nearMs = Math.max(0, ...functions.map(({ nearLimitMs }) => nearLimitMs));
  const near =
    nearMs > 0
      ? [`one by one for ${formatDuration(Math.round(nearMs / 1000) * 1000)}, near a limit`]
      : [];
  const closed = closedForm ? ['steady traffic in closed form'] : [];
  return `${fidelity}: ${[...closed, ...near, ...single].join('; ')}`;
}

/** Why steady calls of a function are carried out one by one, as far as that needs saying. */
const SINGLE = {
  fewCalls: 'few enough for that',
  reserved: 'reserved concurrency',
  accountLimit: 'a limit of the account is near',
  listed: 'they come at listed moments',
  instant: 'they take no time',
} as const;

function namesText(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const some = unique.slice(0, 3);
  if (unique.length > 3) some.push(counted(unique.length - 3, 'other'));
  return enumerated(some);
}

function runText({ untilMs, events, stopped }: Result): string {
  const text = `${moment(untilMs)} in ${counted(events, 'event')}`;
  return stopped === 'steps' ? `${text}; CUT OFF at the step limit, so incomplete` : text;
}

/** The guesses that a run rests on, with how far off each may be. Empty when there are none. */
export function assumptionsOf(names: readonly ParameterName[], options: TextOptions = {}): string {
  if (names.length === 0) return '';
  const { palette = PLAIN, width = 100 } = options;
  const indent = 4 + Math.max(...names.map(({ length }) => length));
  const lines = names.map((name) => {
    const parameter = PARAMETERS[name];
    const present = defaultText(parameter);
    const range = othersText(parameter, present);
    const text = `${present}${range === null ? '' : `; could be ${range}`}`;
    return `  ${name.padEnd(indent - 4)}  ${hanging(text, width, indent)}\n`;
  });
  const hint = `  ${palette.faint('`hyperplane facts <name>` tells why and on what sources')}\n`;
  const title = `${counted(names.length, 'assumption')} about what AWS does not state`;
  return `${palette.strong(title)}\n${lines.join('')}${hint}`;
}

/** The range; of a choice only what it could be instead. */
function othersText(parameter: Parameter, present: string): string | null {
  const { range, unit } = parameter;
  if (range === undefined || (unit !== 'choice' && unit !== 'switch')) return rangeText(parameter);
  const others = range.map((end) => valueText(end, unit)).filter((text) => text !== present);
  return others.join(' or ');
}

/** One sentence: whether all went as the scenario's author expects. */
export function verdictOf(
  result: Result,
  options: TextOptions & { findings?: readonly Finding[] } = {},
): string {
  const { palette = PLAIN, findings = [] } = options;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const missed = result.expectations.filter(({ ok }) => !ok).length;
  const surprising = result.actions.filter(({ asExpected }) => !asExpected).length;
  const wrong = [
    ...(missed > 0 ? [`${counted(missed, 'expectation')} not met`] : []),
    ...(surprising > 0 ? [`${counted(surprising, 'action')} went unexpectedly`] : []),
    ...(errors > 0 ? [`${counted(errors, 'finding')} of severity error`] : []),
    ...(result.stopped === 'steps' ? ['the run was cut off at its step limit'] : []),
  ];
  if (wrong.length > 0) return `${palette.bad(`NOT ok: ${enumerated(wrong)}`)}\n`;
  const met = result.expectations.length;
  const told = met === 0 ? 'no expectation was written' : `all ${thousands(met)} expectations met`;
  return `${palette.good(`ok: ${met === 1 ? 'the expectation was met' : told}`)}\n`;
}

/** What the exit code of a run says. */
export function wentAsExpected({ expectations, actions, stopped }: Result): boolean {
  return (
    expectations.every(({ ok }) => ok) &&
    actions.every(({ asExpected }) => asExpected) &&
    stopped !== 'steps'
  );
}
