import { walkFrom } from './dependencies.ts';
import { child, type Node, textOf } from './node.ts';
import {
  type Instance,
  itemsOf,
  nameKey,
  type TerraformPlan,
  withoutKeys,
} from './terraform-plan.ts';

/** What each part of a configuration waits for, by address without keys. */
export type Dependencies = Map<string, Set<string>>;

const REFERENCE = /^(module\.[\w-]+(?:\.[\w-]+)?|var\.[\w-]+|[\w-]+\.[\w-]+)/;

/**
 * The order of creation, from references and `depends_on`. A module call stands for all in it;
 * variables and outputs are stations on the way.
 */
export function dependenciesOfPlan(plan: TerraformPlan): Dependencies {
  const graph: Dependencies = new Map();
  const open: { node: Node | undefined; module: string }[] = [
    { node: plan.configuration, module: '' },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, module } = next;
    for (const resource of itemsOf(child(node, 'resources'))) {
      const address = nameKey(module, textOf(child(resource, 'address')) ?? '');
      add(graph, address, module, resource);
      if (module !== '') link(graph, module, address);
    }
    for (const [name, output] of entriesIn(child(node, 'outputs'))) {
      add(graph, nameKey(module, name), module, output);
    }
    for (const [name, call] of entriesIn(child(node, 'module_calls'))) {
      const inner = nameKey(module, `module.${name}`);
      if (module !== '') link(graph, module, inner);
      add(graph, inner, module, child(call, 'depends_on'));
      for (const [variable, expression] of entriesIn(child(call, 'expressions'))) {
        add(graph, nameKey(inner, `var.${variable}`), module, expression);
      }
      open.push({ node: child(call, 'module'), module: inner });
    }
  }
  return graph;
}

function entriesIn(node: Node | undefined): [string, Node][] {
  if (node?.kind !== 'map') return [];
  return [...node.entries].map(([name, { value }]) => [name, value]);
}

function link(graph: Dependencies, from: string, to: string): void {
  const known = graph.get(from);
  if (known === undefined) graph.set(from, new Set([to]));
  else known.add(to);
}

/** Everything that a part of the configuration refers to. */
function add(graph: Dependencies, from: string, module: string, node: Node | undefined): void {
  if (node === undefined) return;
  if (node.kind === 'scalar') {
    const name = REFERENCE.exec(node.text)?.[1];
    if (name !== undefined) link(graph, from, nameKey(module, name));
    return;
  }
  if (node.kind === 'list') {
    for (const item of node.items) add(graph, from, module, item);
    return;
  }
  for (const [key, { value }] of node.entries) {
    if (key === 'references' || key === 'depends_on') add(graph, from, module, value);
    else if (value.kind !== 'scalar') addInside(graph, from, module, value);
  }
}

/** In blocks and expressions only references count, not constants that look like some. */
function addInside(graph: Dependencies, from: string, module: string, node: Node): void {
  if (node.kind === 'map') add(graph, from, module, node);
  if (node.kind === 'list') for (const item of node.items) addInside(graph, from, module, item);
}

/** The addresses of all instances that an instance waits for. */
export function afterOf(
  instance: Instance,
  plan: TerraformPlan,
  dependencies: Dependencies,
): ReadonlySet<string> {
  const reached = walkFrom(withoutKeys(instance.address), dependencies);
  // A module that waits makes everything in it wait.
  for (const module of modulesAround(withoutKeys(instance.module))) {
    for (const one of directlyAfter(module, dependencies)) {
      reached.add(one);
      for (const further of walkFrom(one, dependencies)) reached.add(further);
    }
  }
  return new Set([...reached].flatMap((name) => plan.byConfigured.get(name) ?? []));
}

function modulesAround(module: string): string[] {
  const steps = module.split('.');
  return steps.flatMap((_, index) => {
    return index % 2 === 1 ? [steps.slice(0, index + 1).join('.')] : [];
  });
}

function directlyAfter(module: string, dependencies: Dependencies): string[] {
  return [...(dependencies.get(module) ?? [])].filter((one) => !one.startsWith(`${module}.`));
}
