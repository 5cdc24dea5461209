import { type Dict, isDict, type Maybe, Unknown, type Value } from './values.ts';
import type { Names } from './view.ts';

/** One of the values that something may turn out to be, and what then decides: name and answer. */
export interface Case {
  when: ReadonlyMap<string, string>;
  value: Maybe;
}

/** More are as good as unknown: nobody reads them, and products of choices grow fast. */
const CASES_MAX = 32;

/** Every value that one may turn out to be by the choices in it; null: they are too many. */
export function casesOf(value: Maybe, names: Names): Case[] | null {
  if (value instanceof Unknown && value.choice !== undefined) return chosen(value.choice, names);
  if (Array.isArray(value)) {
    const lists = joined(value.map((item) => casesOf(item, names)));
    return lists?.map(({ when, values }) => ({ when, value: given(values) })) ?? null;
  }
  if (!isDict(value)) return [{ when: new Map(), value }];
  const keys = [...value.keys()];
  const rows = joined(keys.map((key) => casesOf(value.get(key), names)));
  return rows?.map(({ when, values }) => ({ when, value: dictOf(keys, values) })) ?? null;
}

const given = (values: readonly Maybe[]): Value[] => values.flatMap((one) => one ?? []);

function dictOf(keys: readonly string[], values: readonly Maybe[]): Dict {
  const made: Dict = new Map();
  for (const [index, key] of keys.entries()) {
    const value = values[index];
    if (value !== undefined) made.set(key, value);
  }
  return made;
}

function chosen({ by, options }: NonNullable<Unknown['choice']>, names: Names): Case[] | null {
  const cases: Case[] = [];
  for (const { is, value } of options) {
    const inner = casesOf(value, names);
    if (inner === null) return null;
    for (const one of inner) {
      const when = both(one.when, new Map([answerOf(by, is, names)]));
      if (when !== null) cases.push({ when, value: one.value });
    }
  }
  return cases.length > CASES_MAX ? null : cases;
}

/** What decides, and its answer: a condition and its contrary are one question. */
export function answerOf(by: Unknown, is: string, names: Names): [name: string, is: string] {
  if (by.negates === undefined) return [names.of(by), is];
  return answerOf(by.negates, is === 'true' ? 'false' : 'true', names);
}

interface Row {
  when: ReadonlyMap<string, string>;
  values: Maybe[];
}

/** The cases of several values together; those that contradict each other cannot be. */
function joined(all: readonly (Case[] | null)[]): Row[] | null {
  let rows: Row[] = [{ when: new Map(), values: [] }];
  for (const cases of all) {
    if (cases === null) return null;
    // Most values are certain: a long list of them is not copied for each.
    const [only] = cases;
    if (cases.length === 1 && only!.when.size === 0) {
      for (const { values } of rows) values.push(only!.value);
      continue;
    }
    const next = rows.flatMap(({ when, values }) =>
      cases.flatMap((one): Row[] => {
        const merged = both(when, one.when);
        return merged === null ? [] : [{ when: merged, values: [...values, one.value] }];
      }),
    );
    if (next.length > CASES_MAX) return null;
    rows = next;
  }
  return rows;
}

/** Null where they answer one question differently. */
export function both(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | null {
  if (one.size === 0) return other;
  for (const [name, is] of other) if ((one.get(name) ?? is) !== is) return null;
  return new Map([...one, ...other]);
}
