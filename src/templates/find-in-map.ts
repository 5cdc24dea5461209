import { child, type Node } from './node.ts';
import type { Resolve } from './references.ts';
import { report, reportUndeclared, type Stack } from './stack.ts';
import { keyOf, type Maybe, needsOf, shownOf, Unknown, type Value } from './values.ts';

/**
 * `Fn::FindInMap`. Where a key is not known, what all candidates have in common still is: the
 * value itself, or the length of a list.
 */
export function findInMap(node: Node, stack: Stack, resolve: Resolve): Maybe {
  const items = node.kind === 'list' ? node.items : [];
  if (items.length < 3) {
    const message = '`Fn::FindInMap` takes the name of a mapping and two keys';
    report(stack.world, node, { message, mend: 'write it as in [Map, first, second]' });
    return new Unknown('find', 'nothing', 'any');
  }
  const [map, first, second] = items.slice(0, 3).map((item) => resolve(item, stack) ?? '');
  const preset = child(items[3], 'DefaultValue');
  const values = candidates(map!, first!, second!, stack);
  if (values.length === 0 && isUnknown(map, first, second)) {
    return symbol(map!, first!, second!, 'any');
  }
  if (values.length === 0) {
    if (preset !== undefined) return resolve(preset, stack);
    reportUndeclared(stack, node, {
      message: `the mapping \`${shownOf(map)}\` has nothing under ${shownOf(first)}, ${shownOf(second)}`,
      mend: 'add it under `Mappings`, or give a `DefaultValue`',
    });
    return symbol(map!, first!, second!, 'any');
  }
  const resolved = values.map((value) => resolve(value, stack));
  if (!isUnknown(map, first, second)) return resolved[0];
  if (preset !== undefined) resolved.push(resolve(preset, stack));
  return common(resolved, map!, first!, second!);
}

function isUnknown(...keys: Maybe[]): boolean {
  return keys.some((key) => key instanceof Unknown);
}

/** Every value that the mapping may give, in the order of the file. */
function candidates(map: Value, first: Value, second: Value, stack: Stack): Node[] {
  if (map instanceof Unknown) return [];
  const body = stack.mappings.get(String(map))?.node;
  return childrenAt(body, first).flatMap((row) => childrenAt(row, second));
}

function childrenAt(node: Node | undefined, key: Value): Node[] {
  if (node?.kind !== 'map') return [];
  if (key instanceof Unknown) return [...node.entries.values()].map(({ value }) => value);
  const found = child(node, String(key));
  return found === undefined ? [] : [found];
}

function common(values: readonly Maybe[], map: Value, first: Value, second: Value): Maybe {
  if (new Set(values.map(keyOf)).size === 1) return values[0];
  const lengths = new Set(values.map((value) => (Array.isArray(value) ? value.length : null)));
  const [length] = lengths;
  if (lengths.size > 1) {
    const all = lengths.has(null) ? 'any' : 'list';
    return symbol(map, first, second, all);
  }
  const whole = symbol(map, first, second, length === null ? 'text' : 'list');
  if (length === null || length === undefined) return whole;
  return Array.from({ length }, (_, index) => {
    const shown = `${whole.shown}[${index}]`;
    return new Unknown(`select(${index},${whole.key})`, shown, 'atom', { needs: whole.needs });
  });
}

function symbol(map: Value, first: Value, second: Value, shape: Unknown['shape']): Unknown {
  const key = `map(${[map, first, second].map(keyOf).join(',')})`;
  const shown = [map, first, second].map(shownOf).join('.');
  return new Unknown(key, shown, shape, { needs: [map, first, second].flatMap(needsOf) });
}
