import { child, type Node, textOf, whereIs } from './node.ts';
import { report, type World } from './stack.ts';
import { afterOf, type Dependencies, dependenciesOfPlan } from './terraform-order.ts';
import {
  configurationOf,
  type Instance,
  indexPlan,
  itemsOf,
  nodeAt,
  resourceConfiguration,
  stepsOf,
  type TerraformPlan,
} from './terraform-plan.ts';
import { known, plainValue, type References, valuesOf } from './terraform-references.ts';
import { BLOCK_NAMES, TERRAFORM_TYPES } from './terraform-types.ts';
import { type Dict, type Maybe, Unknown, type Value } from './values.ts';
import type { View } from './view.ts';

interface Reader {
  plan: TerraformPlan;
  references: References;
  dependencies: Dependencies;
  configurations: Map<string, Map<string, Node>>;
  world: World;
}

/** The resources of a plan of Terraform, in the words of CloudFormation. */
export function terraformViews(root: Node, prefix: string, world: World): View[] {
  const plan = indexPlan(root);
  const ids = knownIds(plan);
  const references: References = {
    plan,
    prefix,
    given: (name) => {
      const text = world.parameters.get(name);
      if (text !== undefined) world.used.add(name);
      return text;
    },
    resourceOf: (text) => ids.get(text),
  };
  const dependencies = dependenciesOfPlan(plan);
  const configurations = new Map<string, Map<string, Node>>();
  const reader = { plan, references, dependencies, configurations, world };
  return plan.instances.flatMap((instance) => {
    return TERRAFORM_TYPES[instance.type] === undefined ? [] : [viewOf(instance, reader)];
  });
}

/** Ids, ARNs and names that are known already, by the address of the resource that has them. */
function knownIds(plan: TerraformPlan): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { type, address, values } of plan.instances) {
    const isRole = type === 'aws_iam_role';
    if (!isRole && !/^aws_(default_)?(subnet|vpc|security_group)$/.test(type)) {
      if (type !== 'aws_iam_policy') continue;
    }
    for (const key of isRole ? ['id', 'arn', 'name'] : ['id', 'arn']) {
      const text = textOf(child(values, key));
      if (text !== undefined && text !== '') ids.set(text, address);
    }
  }
  return ids;
}

function viewOf(instance: Instance, reader: Reader): View {
  const { type, properties } = TERRAFORM_TYPES[instance.type]!;
  const { plan, world } = reader;
  const { prefix } = reader.references;
  return {
    id: `${prefix}${instance.address}`,
    type,
    where: whereIs(instance.node),
    onlyIf: null,
    absent: null,
    get: (path) => {
      const place = properties[path];
      return place === undefined ? undefined : valueAt(place, instance, reader);
    },
    ownRole: false,
    publishes: textOf(child(instance.values, 'publish')) === 'true',
    after: () => {
      const addresses = afterOf(instance, plan, reader.dependencies);
      return new Set([...addresses].map((address) => `${prefix}${address}`));
    },
    warn: (path, message, mend) => {
      const node = nodeAt(instance.values, properties[path] ?? '') ?? instance.node;
      report(world, node, { message, mend, severity: 'warning' });
    },
  };
}

const LISTS = /(^|\.)(subnet_ids|security_group_ids|subnets|client_subnets|roles)$|_subnet_ids$/;

/** A value of the plan, else what its expression refers to. */
function valueAt(place: string, instance: Instance, reader: Reader): Maybe {
  const { plan, references, configurations } = reader;
  const name = `${instance.type}.${instance.name}`;
  const body = resourceConfiguration(plan, instance.module, name, configurations);
  const expression = nodeAt(child(body, 'expressions'), place);
  if (place.endsWith('.0') && !place.startsWith('capacity')) {
    return blockAt(place, instance, reader);
  }
  const value = nodeAt(instance.values, place);
  if (!isUnknown(place, instance)) return translated(value, references);
  const found =
    expression === undefined
      ? fromVariable(place, instance, reader)
      : valuesOf(expression, instance, references);
  const flags = nodeAt(instance.unknown, place);
  if (flags?.kind === 'list') return completed(place, flags.items, found, instance, reader);
  if (LISTS.test(place)) return found.length > 0 ? found : unknownAt(place, instance, 'list');
  return found.length === 1 ? found[0] : unknownAt(place, instance, 'any');
}

/** What the variables of a module are called that such a list is usually made of. */
const USUAL: readonly [RegExp, RegExp][] = [
  [/subnet_ids$/, /subnet(_id)?s$/],
  [/security_group_ids$/, /(security_group|sg)(_id)?s$/],
];

/**
 * Terraform leaves out what stands in a `dynamic` block. Modules that write one have a variable for
 * it: the only one of a usual name that the call gives.
 */
function fromVariable(place: string, instance: Instance, reader: Reader): Value[] {
  const usual = USUAL.find(([pattern]) => pattern.test(place))?.[1];
  const last = stepsOf(instance.module).at(-1);
  if (usual === undefined || last === undefined) return [];
  const { plan } = reader;
  const around = instance.module.slice(0, instance.module.lastIndexOf(`module.${last.name}`));
  const calls = child(configurationOf(plan, around.replace(/\.$/, '')), 'module_calls');
  const given = child(child(calls, last.name), 'expressions');
  const names = given?.kind === 'map' ? [...given.entries.keys()] : [];
  const fitting = names.filter((name) => usual.test(name) && !name.startsWith('replacement'));
  if (fitting.length !== 1) return [];
  const name = `var.${fitting[0]}`;
  const { address, node } = instance;
  reader.world.notes.add(`${address}: its network is taken to be ${name} of its module.`);
  const { at, of } = node;
  const item: Node = { kind: 'scalar', value: name, text: name, at, of };
  const list: Node = { kind: 'list', items: [item], at, of };
  const entries = new Map([['references', { at, of, value: list }]]);
  return valuesOf({ kind: 'map', entries, at, of }, instance, reader.references);
}

/** A list of which some values are known: the others are told one by one by `true`. */
function completed(
  place: string,
  flags: readonly Node[],
  found: readonly Value[],
  instance: Instance,
  { references }: Reader,
): Value[] {
  const items = itemsOf(nodeAt(instance.values, place));
  const open = flags.flatMap((flag, index) => (isTrue(flag) ? [index] : []));
  const sure = found.filter((value) => value instanceof Unknown && value.shape === 'atom');
  return flags.flatMap((_, index) => {
    const turn = open.indexOf(index);
    if (turn < 0) return translated(items[index], references) ?? [];
    if (sure.length === open.length) return sure[turn]!;
    return unknownAt(`${place}[${index}]`, instance, 'atom');
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

function unknownAt(place: string, { address }: Instance, shape: 'list' | 'any' | 'atom'): Unknown {
  const shown = `${address}.${place.replace('.0', '')}`;
  const why = 'it is known only after the plan is applied';
  const needs = [{ what: shown, why, mend: 'plan again once what it depends on is applied' }];
  return new Unknown(`terraform ${shown}`, shown, shape, { needs });
}

/** `vpc_config`: an empty list is no attachment, `true` one that is not known yet. */
function blockAt(place: string, instance: Instance, reader: Reader): Maybe {
  const block = place.slice(0, -'.0'.length);
  const unknown = nodeAt(instance.unknown, block);
  if (unknown?.kind === 'scalar' && unknown.value === true) {
    return unknownAt(block, instance, 'any');
  }
  const values = nodeAt(instance.values, place);
  if (values === undefined) return undefined;
  const found: Dict = new Map();
  for (const [name, property] of Object.entries(BLOCK_NAMES)) {
    if (child(values, name) === undefined && !isUnknown(`${place}.${name}`, instance)) continue;
    const value = valueAt(`${place}.${name}`, instance, reader);
    if (value !== undefined) found.set(property, value);
  }
  return found;
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
