import type {
  Amount,
  Condition,
  NamedAmount,
  ScalableDimension,
} from '../evidence/subnet-users/types.ts';
import { branchesOf } from './branches.ts';
import { parseBlock } from './cidr.ts';
import { type Get, propertyAt } from './property-paths.ts';
import type { ResourceIndex } from './resource-index.ts';
import { type Scaling, scalingOf } from './scaling.ts';
import type { Range } from './types.ts';
import { isDict, isOpen, type Maybe, type Need, needsOf, Unknown } from './values.ts';
import type { View } from './view.ts';

/** What an amount is asked of, and what it turns out to need. */
export interface Asked {
  view: View;
  /** Properties of the resource, or of one entry of a list in it. */
  get: Get;
  index: ResourceIndex;
  scaling: Scaling;
  /** What would settle what is not known. */
  needs: Need[];
  named: Readonly<Record<NamedAmount, (asked: Asked) => Range>>;
}

export const exactly = (count: number): Range => ({ least: count, most: count });
const OPEN: Range = { least: 0, most: null };

/** How many addresses an amount is for a resource: what is not known makes it a wider range. */
export function evaluateAmount(amount: Amount, asked: Asked): Range {
  if (typeof amount === 'number') return exactly(amount);
  if ('of' in amount) return scaled(amount.scales, propertyAmount(amount, asked), asked);
  if ('sum' in amount) return numberOf(propertyAt(asked, amount.sum), asked) ?? exactly(0);
  if ('items' in amount) return itemsOf(propertyAt(asked, amount.items), asked);
  if ('plus' in amount) return all(amount.plus, asked).reduce(added);
  if ('times' in amount) return all(amount.times, asked).reduce(multiplied);
  if ('max' in amount) return all(amount.max, asked).reduce(higher);
  if ('floor' in amount) return rounded(Math.floor, evaluateAmount(amount.floor, asked));
  if ('ceil' in amount) return rounded(Math.ceil, evaluateAmount(amount.ceil, asked));
  if ('from' in amount) {
    const { least } = evaluateAmount(amount.from, asked);
    const most = amount.to === null ? null : evaluateAmount(amount.to, asked).most;
    return { least, most: most === null ? null : Math.max(least, most) };
  }
  if ('when' in amount) return chosen(amount, asked);
  if ('table' in amount) return lookedUp(amount, asked);
  if ('block' in amount) return blockSize(propertyAt(asked, amount.block), asked);
  if ('scaled' in amount) return scaled(amount.scaled, exactly(0), asked);
  return asked.named[amount.call](asked);
}

function propertyAmount(amount: { of: string; else?: Amount }, asked: Asked): Range {
  const known = numberOf(propertyAt(asked, amount.of), asked);
  if (known !== null) return known;
  return amount.else === undefined ? OPEN : evaluateAmount(amount.else, asked);
}

/** A number, or the numbers of a list together; null: nothing is given. */
function numberOf(value: Maybe, asked: Asked): Range | null {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) {
    return value.flatMap((one) => numberOf(one, asked) ?? []).reduce(added, exactly(0));
  }
  if (value instanceof Unknown) {
    asked.needs.push(...value.needs);
    const ranges = branchesOf(value).map((one) => numberOf(one, asked) ?? OPEN);
    return ranges.length === 0 ? OPEN : ranges.reduce(hull);
  }
  const number = Number(isDict(value) ? Number.NaN : value);
  return Number.isFinite(number) && number >= 0 ? exactly(number) : OPEN;
}

function itemsOf(value: Maybe, asked: Asked): Range {
  if (value === undefined || value === null) return exactly(0);
  if (value instanceof Unknown || (Array.isArray(value) && value.some(isOpen))) {
    asked.needs.push(...needsOf(value));
    return OPEN;
  }
  return exactly(Array.isArray(value) ? value.length : 1);
}

const all = (amounts: readonly Amount[], asked: Asked): Range[] =>
  amounts.map((one) => evaluateAmount(one, asked));

export function added(a: Range, b: Range): Range {
  return { least: a.least + b.least, most: sum(a.most, b.most) };
}

const sum = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

export function multiplied(a: Range, b: Range): Range {
  const isNone = a.most === 0 || b.most === 0;
  const most = a.most === null || b.most === null ? null : a.most * b.most;
  return { least: a.least * b.least, most: isNone ? 0 : most };
}

function higher(a: Range, b: Range): Range {
  const most = a.most === null || b.most === null ? null : Math.max(a.most, b.most);
  return { least: Math.max(a.least, b.least), most };
}

/** The range that holds two. */
export function hull(a: Range, b: Range): Range {
  return { least: Math.min(a.least, b.least), most: higher(a, b).most };
}

function rounded(round: (count: number) => number, { least, most }: Range): Range {
  return { least: round(least), most: most === null ? null : round(most) };
}

function chosen(amount: { when: Condition; take: Amount; else: Amount }, asked: Asked): Range {
  const holds = holdsFor(amount.when, asked);
  if (holds !== null) return evaluateAmount(holds ? amount.take : amount.else, asked);
  return hull(evaluateAmount(amount.take, asked), evaluateAmount(amount.else, asked));
}

/** Whether a condition holds; null: not known. */
export function holdsFor(condition: Condition, asked: Asked): boolean | null {
  if ('given' in condition) return isThere(propertyAt(asked, condition.given), asked);
  if ('missing' in condition) {
    const there = isThere(propertyAt(asked, condition.missing), asked);
    return there === null ? null : !there;
  }
  const texts = 'is' in condition ? condition.is : condition.isNot;
  const value = propertyAt(asked, condition.of);
  const found = oneOf(value === '' ? condition.else : (value ?? condition.else), texts, asked);
  return found === null ? null : found === 'is' in condition;
}

function isThere(value: Maybe, asked: Asked): boolean | null {
  if (!(value instanceof Unknown)) {
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  }
  const answers = branchesOf(value).map((one) => isThere(one, asked));
  return answers.length === 0 ? true : agreed(answers, value, asked);
}

/** What all branches of a value answer alike; null: they differ, or there are none. */
function agreed(answers: readonly (boolean | null)[], value: Unknown, asked: Asked) {
  const [first, ...others] = answers;
  if (first !== undefined && others.every((one) => one === first)) return first;
  asked.needs.push(...value.needs);
  return null;
}

function oneOf(value: Maybe, texts: readonly string[], asked: Asked): boolean | null {
  if (value instanceof Unknown) {
    const answers = branchesOf(value).map((one) => oneOf(one, texts, asked));
    return agreed(answers, value, asked);
  }
  if (value === undefined) return null;
  return texts.some((text) => pattern(text).test(String(value)));
}

const pattern = (text: string): RegExp => {
  const parts = text.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
};

function lookedUp(
  amount: { table: string; else?: number; rows: readonly (readonly [number, number])[] },
  asked: Asked,
): Range {
  const size = numberOf(propertyAt(asked, amount.table), asked);
  if (size === null) return amount.else === undefined ? OPEN : exactly(amount.else);
  const at = (count: number): number | null =>
    amount.rows.find(([upTo]) => count <= upTo)?.[1] ?? null;
  return { least: at(size.least) ?? 0, most: size.most === null ? null : at(size.most) };
}

/** A block of IPv6 holds no IPv4 address. */
function blockSize(value: Maybe, asked: Asked): Range {
  if (value instanceof Unknown) asked.needs.push(...value.needs);
  const text = value instanceof Unknown ? '' : String(value ?? '');
  if (text.includes(':')) return exactly(0);
  const block = parseBlock(text);
  return block === null ? OPEN : exactly(2 ** (32 - Number(block.cidr.split('/')[1])));
}

/** A count between the ends that Application Auto Scaling may set, where something scales it. */
function scaled(dimension: ScalableDimension | undefined, count: Range, asked: Asked): Range {
  const bounds = dimension === undefined ? null : scalingOf(dimension, asked);
  if (bounds === null) return count;
  const [least, most] = bounds.map((value) => numberOf(value, asked) ?? OPEN);
  const end = most!.most;
  return {
    least: Math.min(count.least, least!.least),
    most: end === null || count.most === null ? null : Math.max(count.most, end),
  };
}
