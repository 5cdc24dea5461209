import { child, type Node } from './node.ts';
import type { Resolve } from './references.ts';
import { report, reportUndeclared, type Stack } from './stack.ts';
import { type Choice, keyOf, type Maybe, needsOf, shownOf, Unknown, type Value } from './values.ts';

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
  const found = candidates(map!, first!, second!, stack);
  if (found.length === 0 && isUnknown(map, first, second)) {
    return symbol(map!, first!, second!, 'any');
  }
  if (found.length === 0) {
    if (preset !== undefined) return resolve(preset, stack);
    reportUndeclared(stack, node, {
      message: `the mapping \`${shownOf(map)}\` has nothing under ${shownOf(first)}, ${shownOf(second)}`,
      mend: 'add it under `Mappings`, or give a `DefaultValue`',
    });
    return symbol(map!, first!, second!, 'any');
  }
  const options = found.map(({ is, node: one }) => ({ is, value: resolve(one, stack) }));
  if (!isUnknown(map, first, second)) return options[0]!.value;
  if (preset !== undefined) options.push({ is: 'any other', value: resolve(preset, stack) });
  return common(options, [map!, first!, second!]);
}

function isUnknown(...keys: Maybe[]): boolean {
  return keys.some((key) => key instanceof Unknown);
}

/** Every value that the mapping may give, in the order of the file, and the key it stands under. */
function candidates(map: Value, first: Value, second: Value, stack: Stack) {
  if (map instanceof Unknown) return [];
  const body = stack.mappings.get(String(map))?.node;
  return childrenAt(body, first).flatMap((row) => {
    return childrenAt(row.node, second).map(({ is, node }) => {
      return { is: first instanceof Unknown ? row.is : is, node };
    });
  });
}

function childrenAt(node: Node | undefined, key: Value): { is: string; node: Node }[] {
  if (node?.kind !== 'map') return [];
  if (key instanceof Unknown) {
    return [...node.entries].map(([is, { value }]) => ({ is, node: value }));
  }
  const found = child(node, String(key));
  return found === undefined ? [] : [{ is: String(key), node: found }];
}

/** Map, first and second key. */
type Path = readonly [Value, Value, Value];

function common(options: Choice['options'], path: Path): Maybe {
  const values = options.map(({ value }) => value);
  if (new Set(values.map(keyOf)).size === 1) return values[0];
  const lengths = new Set(values.map((value) => (Array.isArray(value) ? value.length : null)));
  const [length] = lengths;
  // What two keys decide together is not told apart.
  const [by, another] = path.filter((key) => key instanceof Unknown);
  const choice = another === undefined && by !== undefined ? { choice: { by, options } } : {};
  if (lengths.size > 1) {
    const all = lengths.has(null) ? 'any' : 'list';
    return symbol(...path, all, choice);
  }
  const whole = symbol(...path, length === null ? 'text' : 'list', choice);
  if (length === null || length === undefined) return whole;
  return Array.from({ length }, (_, index) => {
    const shown = `${whole.shown}[${index}]`;
    return new Unknown(`select(${index},${whole.key})`, shown, 'atom', {
      needs: whole.needs,
      ...('choice' in choice ? { choice: itemOf(choice.choice, index) } : {}),
    });
  });
}

/** A choice among lists of one length, of one of their places. */
function itemOf({ by, options }: Choice, index: number): Choice {
  const items = options.map(({ is, value }) => ({ is, value: (value as Value[])[index] }));
  return { by, options: items };
}

function symbol(
  map: Value,
  first: Value,
  second: Value,
  shape: Unknown['shape'],
  more: { choice?: Choice } = {},
): Unknown {
  const key = `map(${[map, first, second].map(keyOf).join(',')})`;
  const shown = [map, first, second].map(shownOf).join('.');
  return new Unknown(key, shown, shape, {
    needs: [map, first, second].flatMap(needsOf),
    ...more,
  });
}
