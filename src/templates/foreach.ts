import { LIMITS } from '../scenario/limits.ts';
import { callAt, child, type Entry, type Mapping, type Node, textOf } from './node.ts';
import type { Resolve } from './references.ts';
import { report, type Stack } from './stack.ts';
import { isOpen, needsOf, shownOf, Unknown, type Value } from './values.ts';

export const MARK = 'Fn::ForEach::';
const EXPANDED_MAX = 10_000;

/** The entries of a mapping, loops of the language extension written out. */
export function entriesOf(map: Mapping, stack: Stack, resolve: Resolve): Map<string, Entry> {
  return expanded(map, stack, resolve, openParts);
}

/** What stands for a loop over values that are not known. */
type Open = (loop: Loop, stack: Stack) => [string, Entry][];

interface Loop {
  key: string;
  entry: Entry;
  name: string;
  values: Value;
  body: Mapping;
}

const hasLoops = (map: Mapping): boolean =>
  [...map.entries.keys()].some((key) => key.startsWith(MARK));

/**
 * A part of a resource with the loops in it written out, however deep they stand. One over values
 * that are not known stays, and the mapping around it is unknown.
 */
export function unrolled(node: Node, stack: Stack, resolve: Resolve): Node {
  if (!holdsLoops(node)) return node;
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item) => unrolled(item, stack, resolve)) };
  }
  if (node.kind === 'scalar') return node;
  const entries = expanded(node, stack, resolve, ({ key, entry }) => [[key, entry]]);
  return {
    ...node,
    entries: new Map(
      [...entries].map(([key, entry]) => {
        const isOpenLoop = key.startsWith(MARK);
        return [
          key,
          isOpenLoop ? entry : { ...entry, value: unrolled(entry.value, stack, resolve) },
        ];
      }),
    ),
  };
}

function holdsLoops(node: Node): boolean {
  if (node.kind === 'list') return node.items.some(holdsLoops);
  if (node.kind === 'scalar') return false;
  return hasLoops(node) || [...node.entries.values()].some(({ value }) => holdsLoops(value));
}

function expanded(map: Mapping, stack: Stack, resolve: Resolve, open: Open): Map<string, Entry> {
  if (!hasLoops(map)) return map.entries;
  const entries = new Map<string, Entry>();
  const budget = { left: EXPANDED_MAX };
  const loops = { budget, stack, resolve, open };
  for (const [key, entry] of map.entries) {
    const made = key.startsWith(MARK) ? looped(key, entry, loops) : [];
    if (!key.startsWith(MARK)) made.push([key, entry]);
    for (const [name, one] of made) {
      if (entries.has(name)) {
        const message = `\`${name.slice(0, 140)}\` is made twice`;
        report(stack.world, one, { message, mend: 'give each turn a name of its own' });
      }
      entries.set(name, one);
    }
  }
  return entries;
}

interface Loops {
  budget: { left: number };
  stack: Stack;
  resolve: Resolve;
  open: Open;
}

/** `[name, values, { "key with ${name}": body }]`, for each of the values. */
function looped(key: string, entry: Entry, loops: Loops): [string, Entry][] {
  const { value: loop, at, of } = entry;
  const { budget, stack, resolve, open } = loops;
  const [nameNode, collection, body] = loop.kind === 'list' ? loop.items : [];
  const name = textOf(nameNode);
  if (name === undefined || collection === undefined || body?.kind !== 'map') {
    const message = `\`${key.slice(0, 140)}\` takes a name, a list and a mapping`;
    report(stack.world, loop, { message, mend: 'write it as in [Name, [a, b], { ... }]' });
    return [];
  }
  const values = resolve(collection, stack) ?? '';
  if (!Array.isArray(values) || values.some((value) => value instanceof Unknown)) {
    return open({ key, entry, name, values, body }, stack);
  }
  const made: [string, Entry][] = [];
  for (const value of values.map((one) => shownOf(one))) {
    for (const [outKey, inner] of body.entries) {
      if (--budget.left < 0 || isTooMuch(stack)) {
        if (budget.left >= -1) tellTooMany(loop, stack);
        budget.left = -2;
        return made;
      }
      const put = substituted(inner.value, name, value, stack);
      const outName = filled(outKey, name, value);
      if (outName.startsWith(MARK)) {
        made.push(...looped(outName, { at, of, value: put }, loops));
      } else made.push([outName, { at: inner.at, of: inner.of, value: put }]);
    }
  }
  return made;
}

const isTooMuch = ({ world }: Stack): boolean => world.unrolled > LIMITS.loopedValues;

function tellTooMany(loop: Node, stack: Stack): void {
  const message = isTooMuch(stack)
    ? `the loops write out more than ${LIMITS.loopedValues} values`
    : `the loops make more than ${EXPANDED_MAX} parts`;
  report(stack.world, loop, { message, mend: 'split the template' });
}

/** Of the resources that a loop makes for nobody knows which values, the functions are kept. */
function openParts({ key, values, body, name }: Loop, stack: Stack): [string, Entry][] {
  openLoop(key, values, body, stack);
  return [...body.entries].flatMap(([outKey, entry]): [string, Entry][] => {
    const attached = openFunction(entry.value, name);
    return attached === null ? [] : [[outKey, { ...entry, value: attached }]];
  });
}

function openLoop(key: string, values: Value, body: Mapping, stack: Stack): void {
  const open = Array.isArray(values) ? values.filter(isOpen) : [values];
  const why = `it makes as many parts as ${open.map(shownOf).join(', ')} has values`;
  const [settles] = needsOf(values);
  const mend = settles?.mend ?? 'write its values out';
  stack.hasMacros = true;
  const hides = mayTakeAddresses(body) ? { hides: `the output of the loop ${key}` } : {};
  stack.world.needs.push({ what: key, why, mend, ...hides });
}

const IN_VPC = /Subnet|Vpc|^AWS::(Lambda|Serverless)::Function|::Stack$|::MODULE$/i;

/** Whether something in it may be, or be in, a subnet. */
function mayTakeAddresses(node: Node): boolean {
  if (node.kind === 'list') return node.items.some(mayTakeAddresses);
  if (node.kind === 'scalar') return IN_VPC.test(node.text);
  return [...node.entries].some(([key, { value }]) => IN_VPC.test(key) || mayTakeAddresses(value));
}

/** A function for some number of them: whether there is one in a VPC, nobody knows. */
function openFunction(body: Node, name: string): Node | null {
  const type = textOf(child(body, 'Type')) ?? '';
  const properties = child(body, 'Properties');
  const config = child(properties, 'VpcConfig');
  const isFunction = /^AWS::(Lambda|Serverless)::Function$/.test(type);
  if (!isFunction || config === undefined || properties?.kind !== 'map') return null;
  const { at, of } = config;
  const value = callAt('Ref', { kind: 'scalar', value: name, text: name, at, of });
  const entries = new Map([['VpcConfig', { at, of, value }]]);
  const open: Mapping = { ...properties, entries };
  return { ...(body as Mapping), entries: withEntry(body as Mapping, 'Properties', open) };
}

function withEntry({ entries }: Mapping, key: string, value: Node): Map<string, Entry> {
  const { at, of } = value;
  return new Map([...entries, [key, { at, of, value }]]);
}

/** `${Name}` everywhere; `&{Name}` leaves out what a logical id may not hold. */
function filled(text: string, name: string, value: string): string {
  const safe = value.replaceAll(/[^A-Za-z0-9]/g, '');
  return text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, safe);
}

function substituted(node: Node, name: string, value: string, stack: Stack): Node {
  stack.world.unrolled += 1;
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !/[$&]\{/.test(node.value)) return node;
    const text = filled(node.value, name, value);
    return { ...node, value: text, text };
  }
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item) => substituted(item, name, value, stack)) };
  }
  if (node.entries.size === 1 && textOf(child(node, 'Ref')) === name) {
    return { kind: 'scalar', value, text: value, at: node.at, of: node.of };
  }
  const entries = new Map<string, Entry>();
  for (const [key, entry] of node.entries) {
    const inner = substituted(entry.value, name, value, stack);
    entries.set(filled(key, name, value), { ...entry, value: inner });
  }
  return { ...node, entries };
}
