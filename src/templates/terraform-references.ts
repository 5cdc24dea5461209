import { child, type Node, textOf } from './node.ts';
import { chosenAmong } from './terraform-choice.ts';
import { NAMED_BY } from './terraform-ids.ts';
import {
  configurationOf,
  type Instance,
  itemsOf,
  keyText,
  nameKey,
  nodeAt,
  resourceConfiguration,
  stepsOf,
} from './terraform-plan.ts';
import {
  type Asker,
  flat,
  known,
  picked,
  plainValue,
  type References,
  resourceSymbol,
  shapeOf,
  symbol,
} from './terraform-values.ts';
import { isForeignName, isForeignType } from './terraform-wanted.ts';
import { Unknown, type Value } from './values.ts';

const DEPTH_MAX = 20;

/** The values that an expression refers to. */
export function valuesOf(
  expression: Node | undefined,
  asker: Asker,
  references: References,
): readonly Value[] {
  if (asker.depth > DEPTH_MAX) return [];
  const constant = child(expression, 'constant_value');
  if (constant !== undefined) return flat(plainValue(constant));
  const inner = { ...asker, depth: asker.depth + 1 };
  const all = itemsOf(child(expression, 'references')).flatMap((item) => textOf(item) ?? []);
  const own = all.filter((name) => /^(each|count)\./.test(name));
  const names = withoutPrefixes(all).filter((name) => !/^(each|count|path|terraform)\./.test(name));
  if (names.length === 0 && own.length > 0) return eachValues(own[0]!, inner, references);
  const keyed = own.length > 0;
  const named = names.map((name) => ({
    name,
    // A list that somebody gave is so many values, or a key beside it would be one as well.
    values: valuesNamed(name, keyed, inner, references).flatMap(flat),
  }));
  return chosenAmong(named, asker, references);
}

/** `each.value`: the instance of the same key, or what is in the map that `for_each` goes over. */
function eachValues(name: string, asker: Asker, references: References): readonly Value[] {
  const named = itemsOf(child(asker.forEach, 'references')).flatMap((item) => textOf(item) ?? []);
  const [base, ...others] = withoutPrefixes(named);
  const isSure = name.startsWith('each.value') && base !== undefined && others.length === 0;
  const isLocal = base?.startsWith('local.') === true;
  const element = { ...asker, isElement: true, forEach: undefined };
  const values = isSure && !isLocal ? valuesNamed(base, true, element, references) : [];
  const rest = name.slice('each.value'.length);
  const found = picked(picked(values, `["${asker.index}"]`), rest);
  const isFound = found.length > 0 && found.every((one) => one instanceof Unknown);
  return isFound ? found : [symbol(name, asker, 'any', references)];
}

/** Behind `a.b[0].id` Terraform lists `a.b[0]` and `a.b`, which say nothing more. */
function withoutPrefixes(names: readonly string[]): string[] {
  const kept: string[] = [];
  let last = '';
  for (const name of names) {
    const isPrefix = name.length < last.length && /^[.[]/.test(last.slice(name.length));
    if (!isPrefix || !last.startsWith(name)) kept.push(name);
    last = name;
  }
  return kept;
}

function valuesNamed(
  name: string,
  keyed: boolean,
  asker: Asker,
  references: References,
): readonly Value[] {
  if (name.startsWith('module.')) return outputValues(name, keyed, asker, references);
  if (name.startsWith('var.')) return variableValues(name, asker, references);
  if (name.startsWith('local.')) return localValues(name, asker, references);
  return resourceValues(name, keyed, asker, references);
}

/** A plan does not hold local values. The only VPC of a module is what its local value means. */
function localValues(name: string, asker: Asker, references: References): readonly Value[] {
  const { wanted, module } = asker;
  if (isForeignName(name, wanted)) return [];
  const vpcs = references.plan.instances.filter((one) => {
    return one.module === module && one.type === 'aws_vpc' && wanted?.type.test(one.type);
  });
  return vpcs.length === 1
    ? [resourceSymbol(vpcs[0]!.address, references)]
    : [symbol(name, asker, shapeOf(name), references)];
}

const RESOURCE = /^((?:data\.)?([\w-]+)\.[\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(.*)$/;

function resourceValues(
  name: string,
  keyed: boolean,
  asker: Asker,
  references: References,
): readonly Value[] {
  const { plan } = references;
  const [, base = '', type = '', key, attribute = ''] = RESOURCE.exec(name) ?? [];
  // What a VPC is born with is named by an attribute of it.
  const isBorn = /^\.(default|main)_\w+_id$/.test(attribute);
  if (!isBorn && isForeignType(type, asker.wanted)) return [];
  const instances = plan.byName.get(nameKey(asker.module, base)) ?? [];
  const wanted = key !== undefined ? keyText(key) : keyed ? asker.index : null;
  const same = instances.filter(({ index }) => index === wanted);
  const isMade = (keyed && same.length > 0) || key === undefined || same.length > 0;
  if (instances.length === 0 || !isMade) {
    // A `count` of 0 makes nothing. What is not known by then is a data source that is read later.
    const configured = resourceConfiguration(plan, asker.module, base);
    const isNone = configured !== undefined && !base.startsWith('data.');
    return isNone ? [] : [symbol(name, asker, shapeOf(name), references)];
  }
  if (same.length === 0 && keyed && instances.length > 1) {
    return [symbol(`${base}[...]${attribute}`, asker, 'atom', references)];
  }
  const chosen = same.length > 0 && wanted !== null ? same : instances;
  return chosen.flatMap((one) => attributeValues(one, base, attribute, asker, references));
}

/** A VPC stands for its main table and its default ACL as well. */
const ITSELF = /^(\.(id|arn|name|(default|main)_route_table_id|default_network_acl_id))?$/;

/** `.id` and no attribute at all mean the resource; any other is looked up, or followed. */
function attributeValues(
  instance: Instance,
  base: string,
  attribute: string,
  asker: Asker,
  references: References,
): readonly Value[] {
  const { address, type, values, module, index } = instance;
  const isData = base.startsWith('data.');
  const ownNames = type.startsWith('awscc_') ? (NAMED_BY[type] ?? []) : [];
  if ((ITSELF.test(attribute) || ownNames.includes(attribute.slice(1))) && !isData) {
    return [resourceSymbol(address, references)];
  }
  if (attribute === '.default_security_group_id') {
    return [defaultGroupOf(instance, references)];
  }
  const path = attribute.slice(1).replaceAll(/\["?([^"\]]*)"?\]/g, '.$1') || 'id';
  const value = nodeAt(values, path);
  if (value !== undefined && !(value.kind === 'scalar' && value.value === null)) {
    return flat(known(plainValue(value), references));
  }
  const configured = resourceConfiguration(references.plan, module, base);
  const expression = nodeAt(child(configured, 'expressions'), path);
  if (expression !== undefined) {
    const forEach = child(configured, 'for_each_expression');
    return valuesOf(expression, { ...asker, module, index, forEach }, references);
  }
  const own = address.slice(module === '' ? 0 : module.length + 1);
  const made = symbol(`${own}${attribute}`, { ...asker, module }, shapeOf(attribute), references);
  if (!(made instanceof Unknown) || isData) return [made];
  const { key, shown, shape, needs } = made;
  const origin = { resource: `${references.prefix}${address}`, name: path };
  return [new Unknown(key, shown, shape, { needs, attribute: origin })];
}

/** The group that a VPC is born with: the resource that manages it, its id, or a symbol. */
function defaultGroupOf({ address, values }: Instance, references: References): Value {
  const { prefix, defaultGroups } = references;
  const managed = defaultGroups.get(`${prefix}${address}`);
  if (managed !== undefined) return resourceSymbol(managed, references);
  const shown = `${prefix}${address}.default_security_group_id`;
  const id = textOf(child(values, 'default_security_group_id'));
  return id ?? new Unknown(`attribute ${shown}`, shown, 'atom');
}

/** `var.x` is what the call of the module gives, else its default, else the root's value. */
export function variableValues(
  name: string,
  asker: Asker,
  references: References,
): readonly Value[] {
  const { plan } = references;
  const [, variable = '', rest = ''] = /^var\.([\w-]+)(.*)$/.exec(name) ?? [];
  const last = stepsOf(asker.module).at(-1);
  if (last === undefined) {
    const declared = child(plan.variables, variable);
    return declared === undefined
      ? [symbol(name, asker, shapeOf(name), references)]
      : picked(flat(known(plainValue(child(declared, 'value')), references)), rest);
  }
  const around = moduleAround(asker.module);
  const call = child(child(configurationOf(plan, around), 'module_calls'), last.name);
  const forEach = child(call, 'for_each_expression');
  const parent = { ...asker, module: around, index: last.key, forEach };
  const expression = child(child(call, 'expressions'), variable);
  if (expression !== undefined) return picked(valuesOf(expression, parent, references), rest);
  const declared = child(child(configurationOf(plan, asker.module), 'variables'), variable);
  return picked(flat(plainValue(child(declared, 'default'))), rest);
}

/** The module in which a module is called; empty for the root. */
export function moduleAround(module: string): string {
  const last = stepsOf(module).at(-1);
  return module.slice(0, module.lastIndexOf(`module.${last?.name}`)).replace(/\.$/, '');
}

/** `module.net.subnets`: the output of one module, or of each where it is called several times. */
function outputValues(
  name: string,
  keyed: boolean,
  asker: Asker,
  references: References,
): readonly Value[] {
  const pattern = /^module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(?:\.([\w-]+))?(.*)$/;
  const [, module = '', key, output, rest = ''] = pattern.exec(name) ?? [];
  if (output === undefined) return [symbol(name, asker, 'any', references)];
  const base = nameKey(asker.module, `module.${module}`);
  const outputs = child(configurationOf(references.plan, base), 'outputs');
  const expression = child(child(outputs, output), 'expression');
  if (expression === undefined) {
    const isForeign = isForeignName(output, asker.wanted);
    return isForeign ? [] : [symbol(name, asker, shapeOf(name), references)];
  }
  const all = [...(references.plan.modules.get(base) ?? [base])];
  const wanted = key !== undefined ? keyText(key) : keyed ? asker.index : null;
  const same = all.filter((one) => stepsOf(one).at(-1)?.key === wanted);
  const chosen = same.length > 0 && wanted !== null ? same : all;
  return chosen.flatMap((one) => {
    const inside = { ...asker, module: one, index: null, forEach: undefined };
    return picked(valuesOf(expression, inside, references), rest);
  });
}
