import { z } from 'zod';
import { PARAMETERS, type ParameterName } from '../evidence/parameters.ts';
import type { Parameter } from '../evidence/types.ts';
import { form } from './forms.ts';
import { shown } from './issues.ts';
import { A_DURATION, type Complaint, count, flag, numberIn, object, oneOf } from './leaves.ts';
import { didYouMean, listed } from './nearest.ts';
import { law } from './schema-laws.ts';
import type { ParameterValue } from './types.ts';

/** In the unit's own form, or the name of a choice or alternative, or `off` where it can be off. */
export type ParameterInput = z.input<typeof law> | number | boolean | null;

type ParameterSchema = z.ZodType<ParameterValue, ParameterInput>;

function numberOf(entry: Parameter): z.ZodType<number> {
  if (entry.unit === 'ratio') {
    const least = entry.range?.[0] === 0 ? 0 : 0.01;
    return numberIn(least, 1, `a number from ${least} to 1`);
  }
  if (entry.unit === 'calls per second') return numberIn(0.001, 1e9, 'a number from 0.001 to 1e9');
  return count(entry.unit === 'connections' ? 1 : 0);
}

function plainForm(entry: Parameter): z.ZodType {
  if (entry.unit === 'ms') return law;
  if (entry.unit === 'switch') return flag;
  return entry.unit === 'choice' ? oneOf(entry.choices) : numberOf(entry);
}

/** The words that stand for a value. */
function wordsOf(entry: Parameter): Map<string, ParameterValue> {
  const words = new Map<string, ParameterValue>();
  for (const choice of entry.choices ?? []) words.set(choice, choice);
  for (const { name, value } of entry.alternatives ?? []) words.set(name, copyOf(value));
  if (entry.value === null) words.set('off', null);
  return words;
}

/** The evidence table is shared and read-only: a scenario gets values of its own. */
function copyOf(value: unknown): ParameterValue {
  return structuredClone(value) as ParameterValue;
}

/** Text that is neither a known word nor begins like a number. */
function unknownWord(value: unknown, words: readonly string[], unit: string): Complaint | null {
  if (typeof value !== 'string' || /^[-\s\d]/.test(value)) return null;
  const plain = unit === 'ms' ? A_DURATION : unit === 'choice' ? null : 'a number';
  if (unit === 'switch') return null;
  const expected = [plain, words.length > 0 ? listed(words) : null];
  const guess = didYouMean(value, words) ?? (unit === 'ms' ? longer(value) : null);
  return {
    message: 'not a value of this parameter',
    expected: expected.filter((part) => part !== null).join(', or '),
    received: shown(value),
    ...(guess === null ? {} : { mend: guess }),
  };
}

const longer = (word: string): string | null =>
  ['off', 'no', 'none', 'never'].includes(word)
    ? 'this cannot be switched off: give a time longer than the run'
    : null;

function parameter(id: string, entry: Parameter): ParameterSchema {
  const words = wordsOf(entry);
  const names = [...words.keys()];
  const plain = plainForm(entry);
  const forms: Record<string, z.ZodType> = { plain };
  if (names.length > 0) {
    forms['word'] = z.enum(names).transform((name) => copyOf(words.get(name)));
  }
  if (words.has('off')) forms['off'] = z.null();
  const choose = (value: unknown): string | Complaint => {
    if (typeof value === 'string' && words.has(value)) return 'word';
    if (value === null && words.has('off')) return 'off';
    return unknownWord(value, names, entry.unit) ?? 'plain';
  };
  return form(`parameter.${id}`, forms, choose) as ParameterSchema;
}

const shape = Object.fromEntries(
  Object.entries(PARAMETERS).map(([name, entry]) => [
    name,
    parameter(name, entry).optional().describe(entry.about),
  ]),
) as Record<ParameterName, z.ZodOptional<ParameterSchema>>;

export const parameters = object('a mapping from names of the evidence table to values', shape);
