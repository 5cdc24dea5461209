import { dynamic } from './dynamic.ts';
import { child, type Node, textOf } from './node.ts';
import { attributeOf, type Resolve, refTo } from './references.ts';
import { report, type Stack } from './stack.ts';
import { type Maybe, textFrom, Unknown } from './values.ts';

/** `Fn::Sub`, alone or with a mapping of names of its own; `${!Name}` stands for itself. */
export function substitute(node: Node, stack: Stack, resolve: Resolve): Maybe {
  const pattern = node.kind === 'list' ? node.items[0] : node;
  const own = node.kind === 'list' ? node.items[1] : undefined;
  const text = textOf(pattern);
  if (text === undefined) {
    const message = '`Fn::Sub` takes a text, or a list of a text and a mapping';
    report(stack.world, node, { message, mend: 'give the text in quotes' });
    return new Unknown('sub', 'nothing', 'any');
  }
  const parts: Maybe[] = [];
  let end = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    parts.push(text.slice(end, found.index));
    end = found.index + found[0].length;
    const name = found[1]!.trim();
    if (name.startsWith('!')) parts.push(`\${${name.slice(1)}}`);
    else parts.push(namedValue(name, own, pattern!, stack, resolve));
  }
  parts.push(text.slice(end));
  const made = textFrom(parts);
  return typeof made === 'string' ? dynamic(made, stack) : made;
}

function namedValue(
  name: string,
  own: Node | undefined,
  at: Node,
  stack: Stack,
  resolve: Resolve,
): Maybe {
  const local = child(own, name);
  if (local !== undefined) return resolve(local, stack);
  const dot = name.indexOf('.');
  if (dot < 0 || stack.resources.has(name)) return refTo(name, at, stack);
  return attributeOf(name.slice(0, dot), name.slice(dot + 1), at, stack, resolve);
}
