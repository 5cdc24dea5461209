import { paramMend } from './mend.ts';
import { child, type Node } from './node.ts';
import { fromVariable } from './terraform-dynamic.ts';
import {
  type Instance,
  itemsOf,
  nodeAt,
  resourceConfiguration,
  wholeExpression,
} from './terraform-plan.ts';
import { valuesOf } from './terraform-references.ts';
import { BLOCK_NAMES } from './terraform-types.ts';
import { type Asker, known, plainValue, type References } from './terraform-values.ts';
import { type Wanted, wantedAt } from './terraform-wanted.ts';
import { type Dict, type Maybe, type Need, type Shape, Unknown, type Value } from './values.ts';

const LISTS =
  /(^|\.)(\w*subnets|vpc_zone_identifier|subnet_arns|roles|route_table_ids|security_groups)$|(^|[._])(subnet|security_group)_ids$/;

/** A value of the plan, else what its expression refers to. */
export function valueAt(place: string, instance: Instance, references: References): Maybe {
  if (place.includes('.*.')) return starredAt(place, instance, references);
  if (place.endsWith('.0') && !place.startsWith('capacity')) {
    return blockAt(place, instance, references);
  }
  if (!isUnknown(place, instance)) return translated(nodeAt(instance.values, place), references);
  const what = whatAt(place, instance, references);
  const wanted = wantedAt(place);
  const text = references.given(what);
  if (text !== undefined) return LISTS.test(place) ? text.split(',') : text;
  const { module, index, type, name } = instance;
  const configured = resourceConfiguration(references.plan, module, `${type}.${name}`);
  const forEach = child(configured, 'for_each_expression');
  const asker: Asker = { module, index, what, wanted, depth: 0, forEach };
  const expressions = child(configured, 'expressions');
  const expression = nodeAt(expressions, place) ?? wholeExpression(expressions, place);
  // What nobody wrote is filled in by AWS, such as the policies that others attach to a role.
  if (expression === undefined && configured !== undefined && !place.includes('.'))
    return undefined;
  const found =
    expression === undefined
      ? fromVariable(instance, asker, references)
      : valuesOf(expression, asker, references);
  const flags = nodeAt(instance.unknown, place);
  if (flags?.kind === 'list') return completed(place, flags.items, found, instance, references);
  if (LISTS.test(place)) return found.length > 0 ? [...found] : unknownAt(what, wanted, 'list');
  return found.length === 1 ? found[0] : unknownAt(what, wanted, 'any');
}

/**
 * What all blocks of a name have in one attribute. Terraform does not tell which of them refers to
 * what, so that those which are known later are what any of them refers to.
 */
function starredAt(place: string, instance: Instance, references: References): Maybe {
  const [block = '', attribute = ''] = place.split('.*.');
  const items = itemsOf(nodeAt(instance.values, block));
  const flags = nodeAt(instance.unknown, block);
  const known = items.flatMap((item): Value[] => {
    const value = translated(nodeAt(item, attribute), references);
    return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  });
  const later = itemsOf(flags).flatMap((flag) => nodeAt(flag, attribute) ?? []);
  const isLater = (flags?.kind === 'scalar' && flags.value === true) || later.some(isLaterFlag);
  if (!isLater) return known.length === 0 ? undefined : known;
  const what = whatAt(place.replace('.*', ''), instance, references);
  const { module, index, type, name } = instance;
  const configured = resourceConfiguration(references.plan, module, `${type}.${name}`);
  const forEach = child(configured, 'for_each_expression');
  const wanted = wantedAt(attribute);
  const asker: Asker = { module, index, what, wanted, depth: 0, forEach };
  const expression = child(child(configured, 'expressions'), block);
  if (expression === undefined) return undefined;
  const parts = expression.kind === 'list' ? expression.items : [];
  const found = parts.flatMap((part) => [...valuesOf(nodeAt(part, attribute), asker, references)]);
  return found.length === 0 ? unknownAt(what, wanted, 'list') : [...known, ...found];
}

function isLaterFlag(flag: Node): boolean {
  return flag.kind === 'list' ? flag.items.some(isTrue) : isTrue(flag);
}

/** How a value is called, and given: `aws_lambda_function.shop.vpc_config.subnet_ids`. */
function whatAt(place: string, { address }: Instance, { prefix }: References): string {
  return `${prefix}${address}.${place.replace('.0', '')}`;
}

/** A list of which some values are known: the others are told one by one by `true`. */
function completed(
  place: string,
  flags: readonly Node[],
  found: readonly Value[],
  instance: Instance,
  references: References,
): Value[] {
  const items = itemsOf(nodeAt(instance.values, place));
  const open = flags.flatMap((flag, index) => (isTrue(flag) ? [index] : []));
  const sure = found.filter((value) => value instanceof Unknown && value.shape === 'atom');
  return flags.flatMap((_, index) => {
    const turn = open.indexOf(index);
    if (turn < 0) return translated(items[index], references) ?? [];
    if (sure.length === open.length) return sure[turn]!;
    const what = `${whatAt(place, instance, references)}[${index}]`;
    return unknownAt(what, wantedAt(place), 'atom');
  });
}

const isTrue = (node: Node): boolean => node.kind === 'scalar' && node.value === true;

/** Whether a value, or the block around it, is known only after the plan is applied. */
function isUnknown(place: string, { unknown }: Instance): boolean {
  const steps = place.split('.');
  for (let end = 1; end <= steps.length; end++) {
    const node = nodeAt(unknown, steps.slice(0, end).join('.'));
    if (node !== undefined && isTrue(node)) return true;
    if (node?.kind === 'list' && end === steps.length) return node.items.some(isTrue);
  }
  return false;
}

function unknownAt(what: string, wanted: Wanted | null, shape: Shape): Unknown {
  return new Unknown(`terraform ${what}`, what, shape, { needs: [needOf(what, wanted, shape)] });
}

function needOf(what: string, wanted: Wanted | null, shape: Shape): Need {
  const why = 'it is known only after the plan is applied';
  const example = `${wanted?.example ?? 'value'}${shape === 'list' ? ',...' : ''}`;
  return { what, why, mend: paramMend(what, example) };
}

/** `vpc_config`: an empty list is no attachment, `true` one that is not known yet. */
function blockAt(place: string, instance: Instance, references: References): Maybe {
  const block = place.slice(0, -'.0'.length);
  const unknown = nodeAt(instance.unknown, block);
  if (unknown !== undefined && isTrue(unknown)) return openBlock(block, instance, references);
  const values = nodeAt(instance.values, place);
  if (values === undefined) return undefined;
  const found: Dict = new Map();
  for (const [name, property] of Object.entries(BLOCK_NAMES)) {
    if (child(values, name) === undefined && !isUnknown(`${place}.${name}`, instance)) continue;
    const value = valueAt(`${place}.${name}`, instance, references);
    if (value !== undefined) found.set(property, value);
  }
  return found;
}

/** Whether there is a block at all is not known: what is given for its lists decides. */
function openBlock(block: string, instance: Instance, references: References): Maybe {
  const what = whatAt(block, instance, references);
  const lists = ['subnet_ids', 'security_group_ids'].map((name) => ({
    name: `${what}.${name}`,
    property: BLOCK_NAMES[name]!,
    text: references.given(`${what}.${name}`),
  }));
  if (lists.every(({ text }) => text === undefined)) {
    const needs = lists.map(({ name }) => needOf(name, wantedAt(name), 'list'));
    return new Unknown(`terraform ${what}`, what, 'any', { needs });
  }
  return new Map(lists.map(({ property, text = '' }) => [property, text.split(',')]));
}

/** Names of blocks and the JSON of policies as CloudFormation has them. */
function translated(node: Node | undefined, references: References): Maybe {
  if (node === undefined) return undefined;
  if (node.kind === 'list') {
    return node.items.flatMap((item) => translated(item, references) ?? []);
  }
  if (node.kind === 'map') {
    const values: Dict = new Map();
    for (const [key, { value }] of node.entries) {
      const inner = translated(value, references);
      if (inner !== undefined) values.set(BLOCK_NAMES[key] ?? key, inner);
    }
    return values;
  }
  return policyOf(known(plainValue(node), references));
}

/** A policy is written as JSON in a text. */
function policyOf(value: Maybe): Maybe {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return valueFrom(JSON.parse(value));
  } catch {
    return value;
  }
}

function valueFrom(json: unknown): Value {
  if (Array.isArray(json)) return json.map(valueFrom);
  if (typeof json !== 'object' || json === null) return json as Value;
  return new Map(Object.entries(json).map(([key, value]) => [key, valueFrom(value)]));
}
