import { child, type Mapping, type Node, textOf } from './node.ts';

/** One resource as it will be: of a `count` or `for_each`, each one by itself. */
export interface Instance {
  address: string;
  type: string;
  name: string;
  /** Null without `count` and `for_each`. */
  index: string | null;
  /** The module it is in, with its keys: `module.net["a"]`; empty for the root. */
  module: string;
  node: Mapping;
  values: Node | undefined;
  /** What is known only after the plan is applied: `true` in place of each such value. */
  unknown: Node | undefined;
}

/** A plan of Terraform, indexed. */
export interface TerraformPlan {
  root: Node;
  instances: Instance[];
  /** Instances by module and `type.name`, in the order of the plan; of data sources as well. */
  byName: Map<string, Instance[]>;
  /** Addresses by the address without keys, which is how a configuration knows them. */
  byConfigured: Map<string, string[]>;
  /** Modules with their keys, by their address without the last of them. */
  modules: Map<string, Set<string>>;
  /** What data sources gave when the plan was made. */
  data: Instance[];
  /** The configuration of the root module; undefined in a state. */
  configuration: Node | undefined;
  variables: Node | undefined;
  /** The resources that each module configures, as far as somebody asked. */
  configured: Map<string, Map<string, Node>>;
}

/** A document that Terraform or OpenTofu wrote: a plan, or a state. */
export function isTerraform(root: Node): boolean {
  const isPlan = child(root, 'planned_values') ?? child(root, 'resource_changes');
  const isState = child(child(root, 'values'), 'root_module');
  return child(root, 'format_version') !== undefined && (isPlan ?? isState) !== undefined;
}

export function indexPlan(root: Node): TerraformPlan {
  const unknowns = new Map<string, Node>();
  for (const change of itemsOf(child(root, 'resource_changes'))) {
    const address = textOf(child(change, 'address'));
    const unknown = child(child(change, 'change'), 'after_unknown');
    if (address !== undefined && unknown !== undefined) unknowns.set(address, unknown);
  }
  const plan: TerraformPlan = {
    root,
    instances: [],
    byName: new Map(),
    byConfigured: new Map(),
    modules: new Map(),
    data: [],
    configuration: child(child(root, 'configuration'), 'root_module'),
    variables: child(root, 'variables'),
    configured: new Map(),
  };
  const planned = child(root, 'planned_values') ?? child(root, 'values');
  addInstances(planned, 'managed', unknowns, plan);
  // Data sources are read while planning, and stand among what was there before.
  addInstances(planned, 'data', unknowns, plan);
  addInstances(child(child(root, 'prior_state'), 'values'), 'data', unknowns, plan);
  return plan;
}

function addInstances(
  values: Node | undefined,
  mode: string,
  unknowns: ReadonlyMap<string, Node>,
  plan: TerraformPlan,
): void {
  const open = [{ node: child(values, 'root_module'), module: '' }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const node of itemsOf(child(next.node, 'resources'))) {
      const isOfMode = (textOf(child(node, 'mode')) ?? 'managed') === mode;
      if (isOfMode) addInstance(node, next.module, unknowns, plan);
    }
    for (const node of itemsOf(child(next.node, 'child_modules'))) {
      open.push({ node, module: textOf(child(node, 'address')) ?? '' });
    }
  }
}

function addInstance(
  node: Node,
  module: string,
  unknowns: ReadonlyMap<string, Node>,
  plan: TerraformPlan,
): void {
  const [address, type, name] = ['address', 'type', 'name'].map((key) => textOf(child(node, key)));
  if (node.kind !== 'map') return;
  if (address === undefined || type === undefined || name === undefined) return;
  const index = textOf(child(node, 'index')) ?? null;
  const values = child(node, 'values');
  const unknown = unknowns.get(address);
  const instance = { address, type, name, index, module, node, values, unknown };
  const isData = textOf(child(node, 'mode')) === 'data';
  push(plan.byName, nameKey(module, `${isData ? 'data.' : ''}${type}.${name}`), instance);
  if (isData) {
    plan.data.push(instance);
    return;
  }
  plan.instances.push(instance);
  push(plan.byConfigured, withoutKeys(address), address);
  addModules(module, plan);
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

function addModules(module: string, { modules }: TerraformPlan): void {
  let around = '';
  for (const [step] of module.matchAll(STEP)) {
    const address = nameKey(around, step);
    const base = nameKey(around, step.replace(/\[.*$/, ''));
    const known = modules.get(base);
    if (known === undefined) modules.set(base, new Set([address]));
    else known.add(address);
    around = address;
  }
}

export function nameKey(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}

export function itemsOf(node: Node | undefined): Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A value inside another by its dotted path; numbers are places in lists. */
export function nodeAt(node: Node | undefined, path: string): Node | undefined {
  return path.split('.').reduce<Node | undefined>((inner, step) => {
    return inner?.kind === 'list' ? inner.items[Number(step)] : child(inner, step);
  }, node);
}

const STEP = /module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?/g;

/** `module.a["x"].module.b[0]` as its steps: names with their keys. */
export function stepsOf(module: string): { name: string; key: string | null }[] {
  const steps = module.matchAll(STEP);
  return [...steps].map(([, name, key]) => {
    return { name: name!, key: key === undefined ? null : keyText(key) };
  });
}

export function keyText(key: string): string {
  return key.startsWith('"') ? key.slice(1, -1).replaceAll('\\"', '"') : key;
}

/** The configuration of a module by its address, keys left aside. */
export function configurationOf(plan: TerraformPlan, module: string): Node | undefined {
  return stepsOf(module).reduce<Node | undefined>(
    (node, { name }) => child(child(child(node, 'module_calls'), name), 'module'),
    plan.configuration,
  );
}

/** The configuration of a resource in a module. */
export function resourceConfiguration(
  plan: TerraformPlan,
  module: string,
  name: string,
): Node | undefined {
  const key = withoutKeys(module);
  let resources = plan.configured.get(key);
  if (resources === undefined) {
    const nodes = itemsOf(child(configurationOf(plan, module), 'resources'));
    resources = new Map(nodes.map((node) => [textOf(child(node, 'address')) ?? '', node]));
    plan.configured.set(key, resources);
  }
  return resources.get(name);
}

/** `module.a.aws_subnet.b` of `module.a["x"].aws_subnet.b[0]`. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}

/** Whether an object of the configuration is written as one expression, of whatever is in it. */
export function wholeExpression(expressions: Node | undefined, place: string): Node | undefined {
  const whole = child(expressions, place.split('.')[0]!);
  return child(whole, 'references') === undefined ? undefined : whole;
}
