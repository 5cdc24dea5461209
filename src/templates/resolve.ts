import { LIMITS } from '../scenario/limits.ts';
import { didYouMean } from '../scenario/nearest.ts';
import { cidrBlocks } from './cidr.ts';
import { conditionValue } from './conditions.ts';
import { dynamic } from './dynamic.ts';
import { importOf, stackOutputOf } from './exports.ts';
import { findInMap } from './find-in-map.ts';
import { MARK } from './foreach.ts';
import { join, select, split } from './lists.ts';
import { callOf, child, type List, type Node, type Scalar, textOf } from './node.ts';
import { PROCESSED } from './open-ends.ts';
import { attributeOf, refTo } from './references.ts';
import { report, reportUndeclared, type Stack } from './stack.ts';
import { substitute } from './substitute.ts';
import {
  type Dict,
  eitherOf,
  isKnown,
  isOpen,
  keyOf,
  type Maybe,
  needsOf,
  shownOf,
  Unknown,
  type Value,
} from './values.ts';

const DEPTH_MAX = 300;

/** The value of a part of a template; `undefined` is `AWS::NoValue`. */
export function resolve(node: Node, stack: Stack): Maybe {
  const { world } = stack;
  world.work += 1;
  if (world.depth >= DEPTH_MAX || world.work > LIMITS.evaluations) {
    const message = 'this leads too far: values that refer to values without end';
    report(world, node, { message, mend: 'break the circle, or write the values out' });
    return new Unknown('endless', 'nothing', 'any');
  }
  world.depth += 1;
  const value = valueOfNode(node, stack);
  world.depth -= 1;
  return value;
}

function valueOfNode(node: Node, stack: Stack): Maybe {
  if (node.kind === 'scalar') return scalarValue(node, stack);
  if (node.kind === 'list') return listValue(node, stack);
  const call = callOf(node);
  if (call !== null) return called(call.name, call.value, stack);
  const values: Dict = new Map();
  for (const [key, { value }] of node.entries) {
    if (key.startsWith(MARK)) return openLoop(key, value, stack);
    const one = resolve(value, stack);
    if (one !== undefined) values.set(key, one);
  }
  return values;
}

/** A loop over values that are not known, so that nobody knows what the mapping around it has. */
function openLoop(key: string, loop: Node, stack: Stack): Unknown {
  const values = loop.kind === 'list' ? resolve(loop.items[1] ?? loop, stack) : undefined;
  const shown = `what ${key} makes`;
  return new Unknown(`loop ${key} ${keyOf(values)}`, shown, 'any', { needs: needsOf(values) });
}

/** A number keeps its digits: `084828588479` is an account, not a count. */
function scalarValue({ value, text }: Scalar, stack: Stack): Value {
  if (typeof value === 'number' && String(value) !== text) return text;
  return typeof value === 'string' ? dynamic(value, stack) : value;
}

function listValue(list: List, stack: Stack): Value[] {
  return list.items.flatMap((item) => {
    const value = resolve(item, stack);
    return value === undefined ? [] : [value];
  });
}

type Call = (node: Node, stack: Stack) => Maybe;

const CALLS: Readonly<Record<string, Call>> = {
  Ref: (node, stack) => refTo(textOf(node) ?? shownOf(resolve(node, stack)), node, stack),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': (node, stack) => substitute(node, stack, resolve),
  'Fn::Join': (node, stack) => {
    const [separator, items] = argumentsOf(node, 2, stack);
    return items === undefined ? '' : join(String(plain(separator, stack)), items);
  },
  'Fn::Split': (node, stack) => {
    const [separator, text] = argumentsOf(node, 2, stack);
    return text === undefined ? [] : split(String(plain(separator, stack)), text);
  },
  'Fn::Select': selected,
  'Fn::Cidr': (node, stack) => {
    const [block, count, bits] = argumentsOf(node, 2, stack);
    return cidrBlocks(block ?? '', count ?? '', bits, node, stack);
  },
  'Fn::If': chosen,
  'Fn::FindInMap': (node, stack) => findInMap(node, stack, resolve),
  'Fn::ImportValue': (node, stack) => importOf(resolve(node, stack) ?? '', node, stack, resolve),
  'Fn::GetStackOutput': (node, stack) => stackOutputOf(node, stack, resolve),
  'Fn::Base64': (node, stack) => wrapped('base64', node, stack),
  'Fn::GetAZs': zonesOf,
  'Fn::Length': lengthOf,
  'Fn::ToJsonString': (node, stack) => wrapped('json', node, stack),
  'Fn::Transform': (node, stack) => transformed(node, stack),
};

/** Functions that only `Rules` and `Conditions` may use, and give no value elsewhere. */
const ELSEWHERE = /^Fn::(And|Or|Not|Equals|Contains|EachMember\w+|RefAll|ValueOf\w*)$/;

function called(name: string, value: Node, stack: Stack): Maybe {
  const call = CALLS[name];
  if (call !== undefined) return call(value, stack);
  if (!ELSEWHERE.test(name)) {
    reportUndeclared(stack, value, {
      message: `\`${name.slice(0, 140)}\` is no function of CloudFormation`,
      mend: didYouMean(name, Object.keys(CALLS)) ?? 'use one of its functions',
    });
  }
  return new Unknown(`${name} ${keyOf(resolve(value, stack))}`, name, 'any');
}

/** The arguments of a function that takes a list; too few are an issue. */
function argumentsOf(node: Node, least: number, stack: Stack): Maybe[] {
  const items = node.kind === 'list' ? node.items : [node];
  if (items.length < least) {
    const message = `this function takes a list of ${least} values`;
    report(stack.world, node, { message, mend: 'write it as in [a, b]' });
  }
  return items.map((item) => resolve(item, stack));
}

function plain(value: Maybe, stack: Stack): string {
  return value === undefined || value instanceof Unknown ? stack.name : String(value);
}

function getAtt(node: Node, stack: Stack): Maybe {
  const given = node.kind === 'list' ? node.items.map((item) => resolve(item, stack)) : [];
  const text = textOf(node) ?? given.map((part) => shownOf(part)).join('.');
  const [name = '', ...attribute] = text.split('.');
  // The first list item may itself hold a dot: SAM writes `Function.Alias` so.
  return attributeOf(name, attribute.join('.'), node, stack, resolve);
}

function selected(node: Node, stack: Stack): Maybe {
  const [index, list] = argumentsOf(node, 2, stack);
  if (index === undefined || list === undefined) return new Unknown('select', 'nothing', 'any');
  const found = select(index, list);
  if (found !== null) return found;
  // An empty text is a list of one empty text, and templates ask for it to see whether it is given.
  if (Array.isArray(list) && list.length === 0 && String(index) === '0') return '';
  const count = Array.isArray(list) ? list.length : 1;
  const message = `there is no place ${shownOf(index)} in a list of ${count}`;
  report(stack.world, node, { message, mend: 'places count from 0' });
  return new Unknown(`select(${keyOf(index)},${keyOf(list)})`, 'nothing', 'any');
}

function chosen(node: Node, stack: Stack): Maybe {
  const items = node.kind === 'list' ? node.items : [];
  const name = textOf(items[0]);
  if (items.length !== 3 || name === undefined) {
    const message = '`Fn::If` takes a condition and two values';
    report(stack.world, node, { message, mend: 'write it as in [Condition, then, else]' });
    return new Unknown('if', 'nothing', 'any');
  }
  const condition = conditionValue(name, items[0]!, stack, resolve);
  if (condition === true) return resolve(items[1]!, stack);
  if (condition === false) return resolve(items[2]!, stack);
  return eitherOf(condition, resolve(items[1]!, stack), resolve(items[2]!, stack));
}

/** A value that nobody needs to look into: equal arguments give equal symbols. */
function wrapped(name: string, node: Node, stack: Stack): Unknown {
  const value = resolve(node, stack);
  const more = { needs: needsOf(value), ...(value === undefined ? {} : { inside: value }) };
  return new Unknown(`${name}(${keyOf(value)})`, shownOf(value), 'text', more);
}

/** An empty text means the Region of the stack. */
function zonesOf(node: Node, stack: Stack): Unknown {
  const region = resolve(node, stack) || refTo('AWS::Region', node, stack);
  return new Unknown(`zones(${keyOf(region)})`, 'zone', 'list', { needs: needsOf(region) });
}

function lengthOf(node: Node, stack: Stack): Maybe {
  const value = resolve(node, stack);
  if (Array.isArray(value) && !value.some(isOpen)) return value.length;
  const more = { needs: needsOf(value) };
  return new Unknown(`length(${keyOf(value)})`, `length of ${shownOf(value)}`, 'atom', more);
}

function transformed(node: Node, stack: Stack): Unknown {
  const value = resolve(node, stack);
  const name = textOf(child(node, 'Name')) ?? 'a macro';
  const why = `${name} puts something here when the stack is deployed`;
  const needs = isKnown(value) ? [] : needsOf(value);
  const need = { what: `Fn::Transform ${name}`, why, mend: PROCESSED };
  return new Unknown(`transform(${keyOf(value)})`, name, 'any', { needs: [need, ...needs] });
}
