import { child, type Node, textOf } from './node.ts';
import type { SubnetMention } from './subnet-mentions.ts';
import { mayNameSubnet } from './subnet-words.ts';
import { type Instance, resourceConfiguration } from './terraform-plan.ts';
import { valuesOf } from './terraform-references.ts';
import { type Asker, known, plainValue, type References } from './terraform-values.ts';
import { wantedAt } from './terraform-wanted.ts';
import { Unknown } from './values.ts';

/** What makes nothing by itself, whatever it is given. */
const LOCAL = /^(random|local|tls|time|template|external|archive)_/;

/**
 * What a resource may name of subnets: values in the plan, and what its expressions refer to. Of
 * other clouds only what is a subnet of the estate counts, not what is called so.
 */
export function subnetMentionsOf(instance: Instance, references: References): SubnetMention[] {
  const { module, type, name, values } = instance;
  if (LOCAL.test(type)) return [];
  const isAws = /^aws(cc)?_/.test(type);
  const configured = resourceConfiguration(references.plan, module, `${type}.${name}`);
  const found: SubnetMention[] = [];
  walk(values, '', (leaf, path) => {
    const value = known(plainValue(leaf), references);
    const names = value instanceof Unknown || mayNameSubnet(String(value ?? ''));
    if (value !== undefined && names) found.push({ value, isNamed: mayNameSubnet(path) });
  });
  const forEach = child(configured, 'for_each_expression');
  walkExpressions(child(configured, 'expressions'), '', (expression, path) => {
    const isNamed = isAws && mayNameSubnet(path);
    if (!isNamed && !refersToSubnets(expression)) return;
    const what = `${references.prefix}${instance.address}${path}`;
    const wanted = wantedAt('subnet_ids');
    const asker: Asker = { module, index: instance.index, what, wanted, depth: 0, forEach };
    for (const value of valuesOf(expression, asker, references)) found.push({ value, isNamed });
  });
  return found;
}

function walk(
  node: Node | undefined,
  path: string,
  visit: (leaf: Node, path: string) => void,
): void {
  if (node === undefined) return;
  if (node.kind === 'list') for (const item of node.items) walk(item, path, visit);
  else if (node.kind === 'map') {
    for (const [name, { value }] of node.entries) walk(value, `${path}.${name}`, visit);
  } else visit(node, path);
}

function walkExpressions(
  node: Node | undefined,
  path: string,
  visit: (expression: Node, path: string) => void,
): void {
  if (node?.kind === 'list') for (const item of node.items) walkExpressions(item, path, visit);
  if (node?.kind !== 'map') return;
  if (node.entries.has('references')) visit(node, path);
  else {
    for (const [name, { value }] of node.entries) walkExpressions(value, `${path}.${name}`, visit);
  }
}

function refersToSubnets(expression: Node): boolean {
  const references = child(expression, 'references');
  const items = references?.kind === 'list' ? references.items : [];
  return items.some((item) => mayNameSubnet(textOf(item) ?? ''));
}
