import { didYouMean } from '../scenario/nearest.ts';
import { callOf, child, type Node, textOf } from './node.ts';
import type { Resolve } from './references.ts';
import { report, reportUndeclared, type Stack } from './stack.ts';
import { isKnown, keyOf, needsOf, shownOf, Unknown } from './values.ts';

/** True, false, or the symbol of a condition that cannot be evaluated. */
export type Truth = boolean | Unknown;

/** The value of a named condition; a circle of conditions is an issue. */
export function conditionValue(name: string, at: Node, stack: Stack, resolve: Resolve): Truth {
  const memoKey = `condition ${name}`;
  const symbol = (needs: Unknown['needs'] = [], negates?: Unknown) => {
    // What has no name of its own is better known by this one.
    const isNamed = negates?.key.startsWith('condition ');
    const more = isNamed ? { needs, negates: negates! } : { needs };
    return new Unknown(`${memoKey} ${stack.prefix}`, name, 'any', more);
  };
  const part = stack.conditions.get(name);
  if (part === undefined) {
    reportUndeclared(stack, at, {
      message: `\`${name.slice(0, 140)}\` is no condition of this template`,
      mend: didYouMean(name, stack.conditions.keys()) ?? 'declare it under `Conditions`',
    });
    return symbol();
  }
  const known = stack.memo.get(memoKey);
  if (known === 'busy') {
    const message = `the condition \`${name}\` depends on itself`;
    report(stack.world, part, { message, mend: 'break the circle' });
    return symbol();
  }
  if (known !== undefined) return known as Truth;
  stack.memo.set(memoKey, 'busy');
  const truth = truthOf(part.node, stack, resolve);
  // By its name it is short, and equal to itself wherever it is used.
  const value = truth instanceof Unknown ? symbol(truth.needs, truth.negates) : truth;
  stack.memo.set(memoKey, value);
  return value;
}

function truthOf(node: Node, stack: Stack, resolve: Resolve): Truth {
  const named = node.kind === 'map' && node.entries.size === 1 ? child(node, 'Condition') : null;
  if (named) return conditionValue(textOf(named) ?? '', named, stack, resolve);
  const call = callOf(node);
  const items = call?.value.kind === 'list' ? call.value.items : [];
  const inner = () => items.map((item) => truthOf(item, stack, resolve));
  if (call?.name === 'Fn::Equals' && items.length === 2) return equals(items, stack, resolve);
  if (call?.name === 'Fn::Not' && items.length === 1) return not(inner()[0]!);
  if (call?.name === 'Fn::And' && items.length > 0) return all(inner(), false);
  if (call?.name === 'Fn::Or' && items.length > 0) return all(inner(), true);
  return literal(node, stack, resolve);
}

/** `decisive` decides at once: false for `And`, true for `Or`. */
function all(truths: readonly Truth[], decisive: boolean): Truth {
  if (truths.includes(decisive)) return decisive;
  const open = truths.filter((truth) => truth instanceof Unknown);
  if (open.length === 0) return !decisive;
  if (open.length === 1) return open[0]!;
  const word = decisive ? ' or ' : ' and ';
  const key = `${word.trim()}(${open.map((one) => one.key).join(',')})`;
  const shown = open.map((one) => one.shown).join(word);
  return new Unknown(key, shown, 'any', { needs: open.flatMap((one) => one.needs) });
}

function not(truth: Truth): Truth {
  if (!(truth instanceof Unknown)) return !truth;
  if (truth.negates !== undefined) return truth.negates;
  const more = { needs: truth.needs, negates: truth };
  return new Unknown(`not(${truth.key})`, `not ${truth.shown}`, 'any', more);
}

function equals(items: readonly Node[], stack: Stack, resolve: Resolve): Truth {
  const [a, b] = items.map((item) => resolve(item, stack));
  const [keyA, keyB] = [keyOf(a), keyOf(b)].sort() as [string, string];
  if (keyA === keyB) return true;
  if (isKnown(a) && isKnown(b)) return false;
  const needs = [...needsOf(a), ...needsOf(b)];
  const shown = `${shownOf(a)} = ${shownOf(b)}`;
  return new Unknown(`equals(${keyA},${keyB})`, shown, 'any', { needs });
}

function literal(node: Node, stack: Stack, resolve: Resolve): Truth {
  const value = resolve(node, stack);
  const text = value instanceof Unknown ? null : String(value);
  if (text === 'true' || text === 'false') return text === 'true';
  if (value instanceof Unknown) return value;
  const message = 'this is no condition';
  report(stack.world, node, { message, mend: 'use `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`' });
  return new Unknown('condition', 'nothing', 'any');
}
