import { entriesOf, unrolled } from './foreach.ts';
import { misspelt } from './misspelt.ts';
import { child, type Entry, type Mapping, type Node, textOf } from './node.ts';
import { isOpenMacro, macrosOf, noteMacros, noteUnseen } from './open-ends.ts';
import { resolve } from './resolve.ts';
import { idIn, type Part, type Resource, report, type Stack, type World } from './stack.ts';
import type { Unknown, Value } from './values.ts';
import { readNodes } from './yaml-node.ts';

/** How a stack stands among others. */
export interface Standing {
  prefix: string;
  given: ReadonlyMap<string, Value> | null;
  onlyIf: Unknown | null;
}

/** Joins the fragments of a stack section by section; a name that two of them give is an issue. */
export function stackOf(
  name: string,
  roots: readonly Mapping[],
  standing: Standing,
  world: World,
): Stack {
  const stack: Stack = {
    ...standing,
    name,
    isSam: roots.some(isSam),
    hasMacros: roots.some((root) => macrosOf(root).some(isOpenMacro)),
    globals: roots.flatMap((root) => child(root, 'Globals') ?? []),
    parameters: new Map(),
    mappings: new Map(),
    conditions: new Map(),
    resources: new Map(),
    outputs: new Map(),
    children: new Map(),
    memo: new Map(),
    world,
  };
  for (const root of roots) noteMacros(root, world);
  collect('Parameters', roots, stack, stack.parameters);
  collect('Mappings', roots, stack, stack.mappings);
  collect('Conditions', roots, stack, stack.conditions);
  const resources = new Map<string, Part>();
  collect('Resources', roots, stack, resources);
  for (const part of resources.values()) {
    const body = unrolled(part.node, stack, resolve);
    const type = textOf(child(body, 'Type'));
    if (body.kind === 'map' && type !== undefined) {
      const resource = { ...part, type, body };
      stack.resources.set(part.name, resource);
      noteUnseen(resource, idIn(stack, part.name), world);
      noteMisspelt(resource, stack);
    } else {
      const message = `the resource \`${part.name.slice(0, 140)}\` has no \`Type\``;
      report(world, part, { message, mend: 'write one, such as `Type: AWS::Lambda::Function`' });
    }
  }
  collect('Outputs', roots, stack, stack.outputs);
  reportEmpty(roots, stack);
  return stack;
}

/** AWS has fewer than 2,000; of a file that makes up more, no further ones are guessed at. */
const TYPES_MAX = 4_000;

/** A type that AWS does not have: CloudFormation refuses it, and nobody knows what it was to be. */
function noteMisspelt(resource: Resource, stack: Stack): void {
  const { type, body, name } = resource;
  const { world } = stack;
  if (!world.types.has(type)) {
    world.types.set(type, world.types.size < TYPES_MAX ? misspelt(type) : { meant: null });
  }
  const slip = world.types.get(type);
  // A macro may know types of its own.
  if (slip === null || slip === undefined || stack.hasMacros) return;
  const id = idIn(stack, name);
  const shown = type.slice(0, 140);
  const message = `\`${shown}\` is no type of resource that is known`;
  const mend = slip.meant === null ? 'write a type of AWS' : `did you mean \`${slip.meant}\`?`;
  report(world, child(body, 'Type') ?? resource, { message, mend, severity: 'warning' });
  const why = `its type, ${shown}, is none that is known, so that it is not counted`;
  const fix = slip.meant === null ? 'write a type of AWS' : `Type: ${slip.meant}`;
  world.needs.push({ what: `${id} (type)`, why, mend: fix, hides: `the resource ${id}` });
}

/** A name with nothing behind it: the file was cut off, or its lines are not indented. */
function reportEmpty(roots: readonly Mapping[], { world, resources }: Stack): void {
  const sections = roots.flatMap((root) => child(root, 'Resources') ?? []);
  const [empty] = sections.filter((one) => one.kind === 'scalar' && one.value === null);
  if (empty === undefined || resources.size > 0) return;
  const mend = 'indent the resources below it; is the file cut off?';
  report(world, empty, { message: 'there is nothing under `Resources`', mend });
}

function isSam(root: Mapping): boolean {
  const resources = child(root, 'Resources');
  const entries = resources?.kind === 'map' ? [...resources.entries.values()] : [];
  const types = entries.map(({ value }) => textOf(child(value, 'Type')) ?? '');
  return macrosOf(root).some(isServerless) || types.some(isServerless);
}

const isServerless = (name: string): boolean => name.startsWith('AWS::Serverless');

function collect(
  section: string,
  roots: readonly Mapping[],
  stack: Stack,
  into: Map<string, Part>,
): void {
  for (const root of roots) {
    const node = child(root, section);
    if (node === undefined || (node.kind === 'scalar' && node.value === null)) continue;
    if (node.kind !== 'map') {
      const message = `\`${section}\` is a mapping of names`;
      report(stack.world, node, { message, mend: 'indent the names below it, each with a colon' });
      continue;
    }
    for (const [name, entry] of entriesOf(withIncludes(node, stack), stack, resolve)) {
      const before = into.get(name);
      if (before !== undefined && isSame(before.node, entry.value)) continue;
      if (before !== undefined) clash(section, before, entry, stack);
      else into.set(name, { name, at: entry.at, of: entry.of, node: entry.value });
    }
  }
}

function clash(section: string, before: Part, { at, of }: Entry, stack: Stack): void {
  const { file } = before.of;
  const { line } = before.of.placeAt(before.at);
  report(
    stack.world,
    { at, of },
    {
      message: `\`${before.name.slice(0, 140)}\` of \`${section}\` stands in another fragment too`,
      mend: `rename or remove one of the two: the other is in ${file}:${line}, and counts`,
    },
  );
}

function isSame(a: Node, b: Node): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar') return a.text === b.text;
  if (a.kind === 'list' && b.kind === 'list') {
    return a.items.length === b.items.length && a.items.every((one, i) => isSame(one, b.items[i]!));
  }
  if (a.kind !== 'map' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, { value }]) => {
    const other = b.entries.get(key);
    return other !== undefined && isSame(value, other.value);
  });
}

/** `Fn::Transform` of `AWS::Include`: a local snippet is put in; one elsewhere is unknown. */
function withIncludes(map: Mapping, stack: Stack): Mapping {
  const include = map.entries.get('Fn::Transform');
  if (include === undefined) return map;
  const entries = new Map(map.entries);
  entries.delete('Fn::Transform');
  const location = child(child(include.value, 'Parameters'), 'Location');
  const path = textOf(location) ?? 'a macro';
  const found = path.includes('://') ? null : stack.world.readFile(path, include.of.file);
  const { root, drafts } = found ? readNodes(found.text, found.file) : { root: null, drafts: [] };
  for (const one of drafts) stack.world.drafts.push({ ...one, file: found!.file });
  if (root?.kind === 'map') {
    for (const [key, entry] of root.entries) if (!entries.has(key)) entries.set(key, entry);
  } else {
    const why = 'what is included is not here, and may add resources';
    stack.hasMacros = true;
    const mend = 'put the file beside the template';
    stack.world.needs.push({ what: path, why, mend, hides: `the content of ${path}` });
  }
  return { ...map, entries };
}
