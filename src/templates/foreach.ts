import { callAt, child, type Entry, type Mapping, type Node, textOf } from './node.ts';
import type { Resolve } from './references.ts';
import { report, type Stack } from './stack.ts';
import { isOpen, needsOf, shownOf, Unknown, type Value } from './values.ts';

const MARK = 'Fn::ForEach::';
const EXPANDED_MAX = 10_000;

/** The entries of a mapping, loops of the language extension written out. */
export function entriesOf(map: Mapping, stack: Stack, resolve: Resolve): Map<string, Entry> {
  if (![...map.entries.keys()].some((key) => key.startsWith(MARK))) return map.entries;
  const entries = new Map<string, Entry>();
  const budget = { left: EXPANDED_MAX };
  for (const [key, entry] of map.entries) {
    const made = key.startsWith(MARK) ? looped(key, entry, budget, stack, resolve) : [];
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

interface Budget {
  left: number;
}

/** `[name, values, { "key with ${name}": body }]`, for each of the values. */
function looped(
  key: string,
  { value: loop, at, of }: Entry,
  budget: Budget,
  stack: Stack,
  resolve: Resolve,
): [string, Entry][] {
  const [nameNode, collection, body] = loop.kind === 'list' ? loop.items : [];
  const name = textOf(nameNode);
  if (name === undefined || collection === undefined || body?.kind !== 'map') {
    const message = `\`${key.slice(0, 140)}\` takes a name, a list and a mapping`;
    report(stack.world, loop, { message, mend: 'write it as in [Name, [a, b], { ... }]' });
    return [];
  }
  const values = resolve(collection, stack);
  if (!Array.isArray(values) || values.some((value) => value instanceof Unknown)) {
    openLoop(key, values ?? '', stack);
    return [...body.entries].flatMap(([outKey, entry]) => {
      const attached = openFunction(entry.value, name);
      return attached === null ? [] : [[outKey, { ...entry, value: attached }]];
    });
  }
  const made: [string, Entry][] = [];
  for (const value of values.map((one) => shownOf(one))) {
    for (const [outKey, entry] of body.entries) {
      const put = substituted(entry.value, name, value);
      const outName = filled(outKey, name, value);
      if (--budget.left < 0) {
        if (budget.left > -2) {
          const message = `the loops make more than ${EXPANDED_MAX} parts`;
          report(stack.world, loop, { message, mend: 'split the template' });
        }
        return made;
      }
      if (outName.startsWith(MARK)) {
        made.push(...looped(outName, { at, of, value: put }, budget, stack, resolve));
      } else made.push([outName, { at: entry.at, of: entry.of, value: put }]);
    }
  }
  return made;
}

function openLoop(key: string, values: Value, stack: Stack): void {
  const open = Array.isArray(values) ? values.filter(isOpen) : [values];
  const why = `it makes as many parts as ${open.map(shownOf).join(', ')} has values`;
  const [settles] = needsOf(values);
  const mend = settles?.mend ?? 'write its values out';
  stack.hasMacros = true;
  stack.world.needs.push({ what: key, why, mend });
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

function substituted(node: Node, name: string, value: string): Node {
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !/[$&]\{/.test(node.value)) return node;
    const text = filled(node.value, name, value);
    return { ...node, value: text, text };
  }
  if (node.kind === 'list') {
    return { ...node, items: node.items.map((item) => substituted(item, name, value)) };
  }
  if (node.entries.size === 1 && textOf(child(node, 'Ref')) === name) {
    return { kind: 'scalar', value, text: value, at: node.at, of: node.of };
  }
  const entries = new Map<string, Entry>();
  for (const [key, entry] of node.entries) {
    const inner = substituted(entry.value, name, value);
    entries.set(filled(key, name, value), { ...entry, value: inner });
  }
  return { ...node, entries };
}
