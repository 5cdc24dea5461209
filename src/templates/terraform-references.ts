import { child, type Node, textOf } from './node.ts';
import {
  configurationOf,
  itemsOf,
  keyText,
  nameKey,
  stepsOf,
  type TerraformPlan,
} from './terraform-plan.ts';
import { type Maybe, Unknown, type Value } from './values.ts';

/** Who asks: the module it is in, and its own place in a `count` or `for_each`. */
export interface Asker {
  module: string;
  index: string | null;
}

export interface References {
  plan: TerraformPlan;
  /** Stands before the ids of the plan where there are others. */
  prefix: string;
  given: (name: string) => string | undefined;
  /** Texts that are the id, ARN or name of a planned resource, by its address. */
  resourceOf: (text: string) => string | undefined;
}

const DEPTH_MAX = 20;

/**
 * The values that an expression refers to. Terraform writes what an expression names, not what it
 * does with it: a list of references is taken for the list of their values.
 */
export function valuesOf(
  expression: Node | undefined,
  asker: Asker,
  references: References,
  depth = 0,
): Value[] {
  const constant = child(expression, 'constant_value');
  if (constant !== undefined) return flat(plainValue(constant));
  const all = itemsOf(child(expression, 'references')).flatMap((item) => textOf(item) ?? []);
  const own = all.filter((name) => /^(each|count)\./.test(name));
  const names = withoutPrefixes(all).filter((name) => !/^(each|count|path|terraform)\./.test(name));
  if (names.length === 0 && own.length > 0) return [symbol(own[0]!, asker, 'any', references)];
  const keyed = own.length > 0;
  return names.flatMap((name) => {
    return depth > DEPTH_MAX ? [] : valuesNamed(name, keyed, asker, references, depth);
  });
}

function flat(value: Maybe): Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Behind `a.b[0].id` Terraform lists `a.b[0]` and `a.b`, which say nothing more. */
export function withoutPrefixes(names: readonly string[]): string[] {
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
  depth: number,
): Value[] {
  if (name.startsWith('module.')) return outputValues(name, keyed, asker, references, depth);
  if (name.startsWith('var.')) return variableValues(name, asker, references, depth);
  if (/^(data|local)\./.test(name)) return [symbol(name, asker, shapeOf(name), references)];
  return resourceValues(name, keyed, asker, references);
}

/** `ids`, `private_subnets`: a list; `id`, `arn`: one value; a local value may be either. */
function shapeOf(name: string): 'atom' | 'list' | 'any' {
  const last = name
    .replace(/\[[^\]]*\]$/, '')
    .split('.')
    .at(-1)!;
  if (name.endsWith(']') || /(^|_)(id|arn|name)$/.test(last)) return 'atom';
  return /s$/.test(last) ? 'list' : 'any';
}

function symbol(
  name: string,
  asker: Asker,
  shape: 'atom' | 'list' | 'any',
  { given, prefix }: References,
): Value {
  const shown = `${prefix}${nameKey(asker.module, name)}`;
  const text = given(shown);
  if (text !== undefined) return shape === 'atom' ? text : text.split(',');
  // What `each` and `count` stand for differs from one instance to the next.
  const key = /^(each|count)\./.test(name) ? `${shown} of ${asker.index}` : shown;
  const why = 'it is known only after the plan is applied';
  const needs = [{ what: shown, why, mend: `--param '${shown}=value'` }];
  return new Unknown(`terraform ${key}`, shown, shape, { needs });
}

function resourceValues(
  name: string,
  keyed: boolean,
  asker: Asker,
  references: References,
): Value[] {
  const found = /^([\w-]+\.[\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(.*)$/.exec(name);
  if (found === null) return [symbol(name, asker, 'any', references)];
  const [, base = '', key, attribute = ''] = found;
  const instances = references.plan.byName.get(nameKey(asker.module, base)) ?? [];
  if (instances.length === 0) return [symbol(name, asker, shapeOf(name), references)];
  const wanted = key !== undefined ? keyText(key) : keyed ? asker.index : null;
  const same = instances.filter(({ index }) => index === wanted);
  if (same.length === 0 && keyed && instances.length > 1) {
    return [symbol(`${base}[...]${attribute}`, asker, 'atom', references)];
  }
  const chosen = same.length > 0 && wanted !== null ? same : instances;
  return chosen.map(({ address }) => resourceSymbol(address, references));
}

function resourceSymbol(address: string, { prefix }: References): Unknown {
  const id = `${prefix}${address}`;
  return new Unknown(`resource ${id}`, id, 'atom', { resource: id });
}

/** `var.x` is what the call of the module gives, else its default, else the root's value. */
function variableValues(
  name: string,
  asker: Asker,
  references: References,
  depth: number,
): Value[] {
  const { plan } = references;
  const [, variable = '', rest = ''] = /^var\.([\w-]+)(.*)$/.exec(name) ?? [];
  const steps = stepsOf(asker.module);
  const last = steps.at(-1);
  if (last === undefined) {
    const value = child(child(plan.variables, variable), 'value');
    return value === undefined
      ? [symbol(name, asker, shapeOf(name), references)]
      : picked(flat(known(plainValue(value), references)), rest);
  }
  const around = asker.module.slice(0, asker.module.lastIndexOf(`module.${last.name}`));
  const parent = { module: around.replace(/\.$/, ''), index: last.key };
  const call = child(child(configurationOf(plan, parent.module), 'module_calls'), last.name);
  const expression = child(child(call, 'expressions'), variable);
  if (expression !== undefined) {
    return picked(valuesOf(expression, parent, references, depth + 1), rest);
  }
  const preset = child(
    child(child(configurationOf(plan, asker.module), 'variables'), variable),
    'default',
  );
  return preset === undefined ? [] : flat(plainValue(preset));
}

/** `[0]` behind a name picks one of its values. */
function picked(values: Value[], rest: string): Value[] {
  const place = /^\[(\d+)\]$/.exec(rest);
  const value = place === null ? undefined : values[Number(place[1])];
  return value === undefined ? values : [value];
}

/** `module.net.subnets`: the output of one module, or of each where it is called several times. */
function outputValues(
  name: string,
  keyed: boolean,
  asker: Asker,
  references: References,
  depth: number,
): Value[] {
  const pattern = /^module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(?:\.([\w-]+))?(.*)$/;
  const [, module = '', key, output, rest = ''] = pattern.exec(name) ?? [];
  if (output === undefined) return [symbol(name, asker, 'any', references)];
  const base = nameKey(asker.module, `module.${module}`);
  const outputs = child(configurationOf(references.plan, base), 'outputs');
  const expression = child(child(outputs, output), 'expression');
  if (expression === undefined) return [symbol(name, asker, shapeOf(name), references)];
  const all = modulesCalled(base, references.plan);
  const wanted = key !== undefined ? keyText(key) : keyed ? asker.index : null;
  const same = all.filter((one) => stepsOf(one).at(-1)?.key === wanted);
  const chosen = same.length > 0 && wanted !== null ? same : all;
  return chosen.flatMap((one) => {
    const inside = { module: one, index: null };
    return picked(valuesOf(expression, inside, references, depth + 1), rest);
  });
}

/** The addresses of a module with their keys, as its resources tell them. */
function modulesCalled(base: string, plan: TerraformPlan): string[] {
  const found = new Set<string>();
  for (const { module } of plan.instances) {
    if (module === base || module.startsWith(`${base}.`)) found.add(base);
    else if (module.startsWith(`${base}[`)) {
      found.add(module.slice(0, module.indexOf(']', base.length) + 1));
    }
  }
  return found.size === 0 ? [base] : [...found];
}

/** A value as it stands in a plan. */
export function plainValue(node: Node): Maybe {
  if (node.kind === 'scalar') return node.value ?? undefined;
  if (node.kind === 'list') return node.items.flatMap((item) => plainValue(item) ?? []);
  const values = new Map<string, Value>();
  for (const [key, { value }] of node.entries) {
    const inner = plainValue(value);
    if (inner !== undefined) values.set(key, inner);
  }
  return values;
}

/** Texts that name a planned resource become its symbol. */
export function known(value: Maybe, references: References): Maybe {
  if (Array.isArray(value)) return value.map((one) => known(one, references) as Value);
  if (typeof value !== 'string') return value;
  const address = references.resourceOf(value);
  return address === undefined ? value : resourceSymbol(address, references);
}
