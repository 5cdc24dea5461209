import { child, type Node } from './node.ts';
import { resolve } from './resolve.ts';
import type { Resource, Stack } from './stack.ts';
import type { SubnetMention } from './subnet-mentions.ts';
import { mayNameSubnet } from './subnet-words.ts';

/** The properties of a resource that may name a subnet, by their words or by what they refer to. */
export function subnetMentionsIn(resource: Resource, stack: Stack): SubnetMention[] {
  const properties = child(resource.body, 'Properties');
  if (properties?.kind !== 'map') return [];
  return [...properties.entries].flatMap(([name, { value }]): SubnetMention[] => {
    // A tag only says something.
    if (name === 'Tags') return [];
    const isNamed = mayNameSubnet(name) || hasKey(value);
    if (!isNamed && !mentions(value, stack)) return [];
    const found = resolve(value, stack);
    return found === undefined ? [] : [{ value: found, isNamed }];
  });
}

/** A key about subnets at any depth. */
function hasKey(node: Node): boolean {
  if (node.kind === 'list') return node.items.some(hasKey);
  if (node.kind !== 'map') return false;
  return [...node.entries].some(([name, { value }]) => mayNameSubnet(name) || hasKey(value));
}

/** A text that speaks of a subnet, or the logical id of one. */
function mentions(node: Node, stack: Stack): boolean {
  if (node.kind === 'list') return node.items.some((one) => mentions(one, stack));
  if (node.kind === 'map') {
    return [...node.entries.values()].some(({ value }) => mentions(value, stack));
  }
  if (mayNameSubnet(node.text)) return true;
  const names = node.text.match(/\w+/g) ?? [];
  return names.some((name) => stack.resources.get(name)?.type === 'AWS::EC2::Subnet');
}
