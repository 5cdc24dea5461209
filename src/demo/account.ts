import type { ParameterName } from '../evidence/parameters.ts';
import type { RuleId } from '../evidence/rules.ts';
import { brief, thousands } from '../report/format.ts';
import type { Scenario } from '../scenario/types.ts';
import type { NumberWord } from './words-numbers.ts';

/** One line of a sum: `− 5 that AWS keeps`. */
export interface Part {
  sign: '' | '−' | '+' | '=' | '·';
  amount: string;
  what: NumberWord;
  /** Whose they are. */
  names: string[];
  /** The number of the evidence table that it is, where the scenario has none of its own. */
  parameter?: ParameterName;
}

/** How a number is made up, how it came about, and the rules behind it. */
export interface Account {
  parts: Part[];
  /** Its values over time, the first one first. */
  history: { atMs: number; amount: string; subject: string | null }[];
  rules: RuleId[];
}

export function part(
  sign: Part['sign'],
  amount: number,
  what: NumberWord,
  names: readonly string[] = [],
): Part {
  return { sign, amount: thousands(amount), what, names: [...names] };
}

/** A length of time as the amount of a part. */
export function lengthPart(ms: number, what: NumberWord, names: string[]): Part {
  return { sign: '·', amount: brief(ms), what, names };
}

/** Marks a part as a number of the evidence table, unless the scenario has one of its own. */
export function resting(one: Part, parameter: ParameterName, scenario: Scenario): Part {
  return scenario.parameters[parameter] === undefined ? { ...one, parameter } : one;
}
