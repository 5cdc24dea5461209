import type { UnknownFact } from './types.ts';

/** What would settle a symbol; `what` names it, and one of a name is told once. */
export type Need = Omit<UnknownFact, 'path'>;

/**
 * What may hide behind a symbol. `atom`: one name without a comma or blank in it; `text`: a text
 * that may be split; `list`: so many values; `any`: it may be anything, or nothing at all.
 */
export type Shape = 'atom' | 'text' | 'list' | 'any';

/** What a template's function gives: JSON, with symbols where something is not known. */
export type Value = null | boolean | number | string | Unknown | Value[] | Dict;
export type Dict = Map<string, Value>;
/** `undefined` is `AWS::NoValue`: the property is not there. */
export type Maybe = Value | undefined;

/** `by` decides: the symbol of a condition, or of the key of a mapping. */
export interface Choice {
  by: Unknown;
  /** Each value with what `by` is then: `true`, `false`, or a key. */
  options: readonly { is: string; value: Maybe }[];
}

interface More {
  needs?: readonly Need[];
  /** A resource of the templates, whose name or ARN the symbol stands for. */
  resource?: string;
  /** An attribute of a resource of the templates, such as the address of a database. */
  attribute?: { resource: string; name: string };
  /** What is wrapped in it, such as a mapping in JSON. */
  inside?: Value;
  /** The condition of which it is the contrary. */
  negates?: Unknown;
  /** A text that is made of known and unknown parts. */
  parts?: readonly (string | Unknown)[];
  /** A text that is a list joined by a separator. */
  joined?: { separator: string; list: Unknown };
  /** One of a few values, which of them something unknown decides. */
  choice?: Choice;
}

/** A value that the templates do not tell. Symbols of the same key are equal, whatever they are. */
export class Unknown {
  readonly key: string;
  /** How it is called in answers. */
  readonly shown: string;
  readonly shape: Shape;
  readonly needs: readonly Need[];
  readonly resource: string | undefined;
  readonly attribute: More['attribute'];
  readonly inside: More['inside'];
  readonly negates: More['negates'];
  readonly parts: More['parts'];
  readonly joined: More['joined'];
  readonly choice: More['choice'];

  constructor(key: string, shown: string, shape: Shape, more: More = {}) {
    this.key = bounded(key);
    this.shown = bounded(shown);
    this.shape = shape;
    this.needs = distinct(more.needs ?? []);
    this.resource = more.resource;
    this.attribute = more.attribute;
    this.inside = more.inside;
    this.negates = more.negates;
    this.parts = more.parts;
    this.joined = more.joined;
    this.choice = more.choice;
  }
}

const TEXT_MAX = 4_000;

/** Symbols are made of symbols: without a bound, ten lines could name one of a gigabyte. */
function bounded(text: string): string {
  if (text.length <= TEXT_MAX) return text;
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.slice(0, 100)}…${text.length}.${(hash >>> 0).toString(16)}`;
}

const NEEDS_MAX = 20;

function distinct(needs: readonly Need[]): Need[] {
  const byName = new Map(needs.map((need) => [need.what, need]));
  return [...byName.values()].slice(0, NEEDS_MAX);
}

export function isDict(value: Maybe): value is Dict {
  return value instanceof Map;
}

/** Two values are equal if, and as far as one can know only if, their keys are. */
export function keyOf(value: Maybe): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Unknown) return value.key;
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (isDict(value)) {
    const sorted = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([name, one]) => `${JSON.stringify(name)}:${keyOf(one)}`).join(',')}}`;
  }
  // CloudFormation has texts only: `true` and `"true"`, `80` and `"80"` are equal.
  return JSON.stringify(String(value));
}

export function shownOf(value: Maybe): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Unknown) return value.shown;
  if (Array.isArray(value)) return `[${value.map(shownOf).join(', ')}]`;
  return isDict(value) ? '{...}' : String(value);
}

/** The symbols inside a value that are not settled. */
export function needsOf(value: Maybe): readonly Need[] {
  if (value instanceof Unknown) return value.needs;
  if (Array.isArray(value)) return distinct(value.flatMap(needsOf));
  return isDict(value) ? distinct([...value.values()].flatMap(needsOf)) : [];
}

export function isKnown(value: Maybe): boolean {
  if (value instanceof Unknown) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return isDict(value) ? [...value.values()].every(isKnown) : true;
}

/** A text of known and unknown parts: a plain string when all are known. */
export function textFrom(parts: readonly Maybe[]): Value {
  const flat: (string | Unknown)[] = [];
  for (const part of parts.flatMap(textParts)) {
    const last = flat.at(-1);
    if (typeof part === 'string' && typeof last === 'string') flat[flat.length - 1] = last + part;
    else if (part !== '') flat.push(part);
  }
  if (flat.length === 0) return '';
  if (flat.length === 1) return flat[0]!;
  const key = flat.map((part) => (typeof part === 'string' ? JSON.stringify(part) : part.key));
  const shown = flat.map((part) => (typeof part === 'string' ? part : `\${${part.shown}}`));
  const unknowns = flat.filter((part) => typeof part !== 'string');
  const isAtom = flat.every((part) => {
    return typeof part === 'string' ? !/[,\s]/.test(part) : part.shape === 'atom';
  });
  return new Unknown(`text(${key.join('+')})`, shown.join(''), isAtom ? 'atom' : 'text', {
    needs: unknowns.flatMap((part) => part.needs),
    parts: flat,
  });
}

function textParts(part: Maybe): readonly (string | Unknown)[] {
  if (part === undefined || part === null) return [];
  if (part instanceof Unknown) return part.parts ?? [part];
  if (Array.isArray(part) || isDict(part)) return [new Unknown(keyOf(part), shownOf(part), 'any')];
  return [String(part)];
}

/** A part of a list that stands for any number of values. */
export function isOpen(value: Value): value is Unknown {
  return value instanceof Unknown && (value.shape === 'list' || value.shape === 'any');
}

/** `Fn::If` where the condition is not known: what both branches agree on is known all the same. */
export function eitherOf(condition: Unknown, then: Maybe, otherwise: Maybe): Maybe {
  if (keyOf(then) === keyOf(otherwise)) return then;
  if (isPlainList(then) && isPlainList(otherwise) && then.length === otherwise.length) {
    return then.map((one, index) => eitherOf(condition, one, otherwise[index]) as Value);
  }
  if (isDict(then) && isDict(otherwise)) {
    const names = new Set([...then.keys(), ...otherwise.keys()]);
    const merged: Dict = new Map();
    for (const name of names) {
      const value = eitherOf(condition, then.get(name), otherwise.get(name));
      if (value !== undefined) merged.set(name, value);
    }
    return merged;
  }
  const key = `if(${condition.key},${keyOf(then)},${keyOf(otherwise)})`;
  const shown = `${shownOf(then)} or ${shownOf(otherwise)} (${condition.shown})`;
  const needs = [...condition.needs, ...needsOf(then), ...needsOf(otherwise)];
  const shape = commonShape(then, otherwise);
  const options = [
    { is: 'true', value: then },
    { is: 'false', value: otherwise },
  ];
  return new Unknown(key, shown, shape, { needs, choice: { by: condition, options } });
}

function isPlainList(value: Maybe): value is Value[] {
  return Array.isArray(value) && !value.some(isOpen);
}

function commonShape(a: Maybe, b: Maybe): Shape {
  const shapes = new Set([shapeOf(a), shapeOf(b)]);
  if (shapes.has('any')) return 'any';
  if (shapes.has('list')) return shapes.size === 1 ? 'list' : 'any';
  return shapes.has('text') ? 'text' : 'atom';
}

function shapeOf(value: Maybe): Shape {
  if (value instanceof Unknown) return value.shape;
  if (value === undefined || isDict(value)) return 'any';
  if (Array.isArray(value)) return 'list';
  return /[,\s]/.test(String(value)) ? 'text' : 'atom';
}
