import { callOf, child, type Entry, type Node, textOf } from './node.ts';
import type { Resource, Stack } from './stack.ts';

/** SAM's section of `Globals` for each kind of resource. */
const GLOBALS: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::CapacityProvider': 'CapacityProvider',
};

/** A property of a resource, merged with what `Globals` says about it. */
export function property(resource: Resource, stack: Stack, name: string): Node | undefined {
  const own = child(child(resource.body, 'Properties'), name);
  const section = GLOBALS[resource.type];
  if (section === undefined || ignores(resource, name)) return own;
  return stack.globals
    .map((globals) => child(child(globals, section), name))
    .reduceRight<Node | undefined>((value, preset) => merged(preset, value), own);
}

/** `IgnoreGlobals` names properties, or all of them by a star. */
function ignores(resource: Resource, name: string): boolean {
  const node = child(resource.body, 'IgnoreGlobals');
  if (node === undefined) return false;
  const names = node.kind === 'list' ? node.items.map(textOf) : [textOf(node)];
  return names.includes('*') || names.includes(name);
}

/** Mappings merge key by key, lists are joined, the global part first; else the own one counts. */
function merged(preset: Node | undefined, own: Node | undefined): Node | undefined {
  if (preset === undefined || own === undefined) return own ?? preset;
  if (preset.kind === 'list' && own.kind === 'list') {
    return { ...own, items: [...preset.items, ...own.items] };
  }
  // A function of CloudFormation is one value, which nothing can be merged into.
  if (preset.kind !== 'map' || own.kind !== 'map' || callOf(preset) || callOf(own)) return own;
  const entries = new Map<string, Entry>(preset.entries);
  for (const [key, entry] of own.entries) {
    const value = merged(preset.entries.get(key)?.value, entry.value)!;
    entries.set(key, { ...entry, value });
  }
  return { ...own, entries };
}
