import type { Draft } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { estateOf } from './build.ts';
import { conditionValue } from './conditions.ts';
import { dependenciesOf, reportCircles, reportMissing, walkFrom } from './dependencies.ts';
import { paramMend } from './mend.ts';
import { mentionsIn } from './mentions.ts';
import { NESTED, nameFor, nestedFile, nestedIn } from './nested-file.ts';
import { child, type Node, textOf, whereIs } from './node.ts';
import { resolve } from './resolve.ts';
import { rootsOf } from './roots.ts';
import { property } from './sam.ts';
import { type Standing, stackOf } from './sections.ts';
import { idIn, type Resource, report, type Stack, type World } from './stack.ts';
import { subnetMentionsIn } from './subnet-mentions-cloudformation.ts';
import { terraformViews } from './terraform.ts';
import type { Estate, TemplateSource } from './types.ts';
import { type Dict, isDict, type Maybe, Unknown, type Value } from './values.ts';
import type { View } from './view.ts';

/** Reads the stacks of one plan together; null when none of them could be read. */
export function readStacks(
  sources: readonly TemplateSource[],
  prefixes: readonly string[],
  world: World,
): Estate | null {
  const views: View[] = [];
  let found = 0;
  for (const [index, { source, templates, plans }] of rootsOfAll(sources, world).entries()) {
    const prefix = prefixes[index]!;
    found += templates.length + plans.length;
    for (const plan of plans)
      for (const view of terraformViews(plan, prefix, world)) views.push(view);
    const standing: Standing = { prefix, given: null, onlyIf: null };
    if (templates.length > 0) world.stacks.push(stackOf(source.name, templates, standing, world));
  }
  if (found === 0) return null;
  const resources = world.stacks.reduce((sum, stack) => sum + stack.resources.size, views.length);
  if (resources > LIMITS.givenResources) {
    world.drafts.push(tooMany(resources));
    return null;
  }
  for (const stack of world.stacks.slice()) nest(stack, { files: [...filesOf(stack)], depth: 1 });
  const all = views.concat(world.stacks.flatMap(viewsOf));
  return estateOf(all, world.needs, world.notes);
}

function tooMany(resources: number): Draft {
  return {
    path: [],
    message: 'the templates have too many resources for one plan',
    expected: `at most ${LIMITS.givenResources}`,
    received: String(resources),
    mend: 'plan the stacks of each VPC by themselves',
  };
}

/** The roots of all sources. A template that another one nests is read there, and not by itself. */
function rootsOfAll(sources: readonly TemplateSource[], world: World) {
  const all = sources.map((source) => ({ source, ...rootsOf(source, world) }));
  const nested = nestedIn(
    all.flatMap(({ templates }) => templates),
    world,
  );
  const outer = all.map((one) => {
    return { ...one, templates: one.templates.filter(({ of }) => !nested.has(of.file)) };
  });
  return outer.some(({ templates }) => templates.length > 0) ? outer : all;
}

function filesOf(stack: Stack): Set<string> {
  return new Set([...stack.resources.values()].map(({ of }) => of.file));
}

/** The files of the stacks around one, which it may not nest again, and how many those stacks are. */
interface Around {
  files: readonly string[];
  depth: number;
}

/** Reads the templates of nested stacks, as far as they are local files. */
function nest(stack: Stack, around: Around): void {
  for (const resource of stack.resources.values()) {
    const place = NESTED[resource.type];
    const presence = place === undefined ? false : presenceOf(resource, stack);
    if (place === undefined || presence === false) continue;
    const nested = isTooMuch(resource, stack)
      ? null
      : nestedStack(resource, place, presence, stack, around);
    stack.children.set(resource.name, nested);
    if (nested === null) continue;
    stack.world.stacks.push(nested);
    const files = [...new Set([...around.files, ...filesOf(nested)])];
    nest(nested, { files, depth: around.depth + 1 });
  }
}

/** Files that nest each other many times over could make stacks without end. */
function isTooMuch(resource: Resource, { world }: Stack): boolean {
  if (world.isFull) return true;
  const parts = world.stacks.at(-1)?.resources.size ?? 0;
  world.resources += parts;
  const [count, most, what] =
    world.resources > LIMITS.resources
      ? [world.resources, LIMITS.resources, 'resources']
      : [world.stacks.length, LIMITS.stacks, 'stacks'];
  if (count <= most) return false;
  world.isFull = true;
  const message = `nested stacks come to more than ${most} ${what}`;
  report(world, resource, { message, mend: 'plan a part of them, such as one nested template' });
  const why = `more than ${most} ${what} are not read`;
  const mend = 'plan a part of them';
  world.needs.push({ what: 'further nested stacks', why, mend, hides: 'further nested stacks' });
  return true;
}

function nestedStack(
  resource: Resource,
  place: string,
  presence: true | Unknown,
  stack: Stack,
  around: Around,
): Stack | null {
  const { world } = stack;
  const node = property(resource, stack, place);
  const location = node === undefined ? undefined : resolve(node, stack);
  const id = idIn(stack, resource.name);
  const from = [resource.of.file, ...around.files] as const;
  const file = nestedFile(resource.body, location, from, world);
  if (file === null) {
    noteMissing(id, location, resource.of.file, world);
    return null;
  }
  const { found, guessed } = file;
  if (guessed) world.notes.add(`The template of ${id} is taken to be ${found.file}.`);
  const isCircle = around.files.includes(found.file);
  if (isCircle || around.depth > LIMITS.stackNesting) {
    const message = isCircle
      ? `the nested stack \`${resource.name}\` contains itself`
      : `stacks are nested deeper than ${LIMITS.stackNesting} levels`;
    report(world, resource, { message, mend: 'break the circle' });
    return null;
  }
  const { templates } = rootsOf({ name: id, files: [found] }, world);
  if (templates.length === 0) {
    noteUnread(id, found.file, world);
    return null;
  }
  const parameters = property(resource, stack, 'Parameters');
  const given = parameters === undefined ? new Map() : resolve(parameters, stack);
  const values: Dict = isDict(given) ? given : new Map<string, Value>();
  const onlyIf = presence === true ? stack.onlyIf : presence;
  const standing: Standing = { prefix: `${id}/`, given: values, onlyIf };
  return stackOf(id, templates, standing, world);
}

function noteMissing(id: string, location: Maybe, from: string, world: World): void {
  const why = 'the template of this nested stack is not here: what is in it is not counted';
  const [what, hides] = [`${id} (nested stack)`, `the nested stack ${id}`];
  const [unknown] = location instanceof Unknown ? location.needs : [];
  const place = `put its template beside ${from} as ${nameFor(location)}`;
  const isWhole = location instanceof Unknown && location.parts === undefined;
  const mend = isWhole && unknown ? paramMend(unknown.what, './template.yaml') : place;
  world.needs.push({ what, why, mend, hides });
}

function noteUnread(id: string, file: string, world: World): void {
  const why = `the template of this nested stack, ${file}, cannot be read`;
  const [what, hides] = [`${id} (nested stack)`, `the nested stack ${id}`];
  world.needs.push({ what, why, mend: 'mend that template', hides });
}

/** Whether a resource is created: true, false, or the symbol of its condition. */
function presenceOf(resource: Resource, stack: Stack): boolean | Unknown {
  const condition = child(resource.body, 'Condition');
  // A loop may put the name together.
  const made = condition === undefined ? undefined : resolve(condition, stack);
  const name = textOf(condition) ?? (typeof made === 'string' ? made : undefined);
  const own = name === undefined ? true : conditionValue(name, condition!, stack, resolve);
  return own === true && stack.onlyIf !== null ? stack.onlyIf : own;
}

function viewsOf(stack: Stack): View[] {
  const graph = dependenciesOf(stack);
  reportCircles(stack, graph);
  reportMissing(stack);
  return [...stack.resources.values()].map((resource) => viewOf(resource, stack, graph));
}

function viewOf(
  resource: Resource,
  stack: Stack,
  graph: ReadonlyMap<string, ReadonlySet<string>>,
): View {
  const presence = presenceOf(resource, stack);
  const isServerless = resource.type === 'AWS::Serverless::Function';
  return {
    id: idIn(stack, resource.name),
    type: resource.type,
    where: whereIs(resource),
    onlyIf: presence instanceof Unknown ? presence : null,
    absent: presence === false ? (textOf(child(resource.body, 'Condition')) ?? '') : null,
    get: (path) => valueAt(path, resource, stack),
    mentions: (path) => quietly(stack.world, () => mentionsIn(valueAt(path, resource, stack))),
    subnetMentions: () => quietly(stack.world, () => subnetMentionsIn(resource, stack)),
    ownRole: isServerless,
    publishes: isServerless && property(resource, stack, 'AutoPublishAlias') !== undefined,
    after: () => {
      return new Set([...walkFrom(resource.name, graph)].map((name) => idIn(stack, name)));
    },
    warn: (path, message, mend) => {
      const node = property(resource, stack, path) ?? resource;
      report(stack.world, node, { message, mend, severity: 'warning' });
    },
  };
}

/** What stands in variables of functions is looked through, and its slips are not told. */
function quietly<T>({ drafts }: World, look: () => T): T {
  const before = drafts.length;
  const found = look();
  drafts.length = before;
  return found;
}

function valueAt(path: string, resource: Resource, stack: Stack): Maybe {
  const [head = '', ...rest] = path.split('.');
  const node: Node | undefined = property(resource, stack, head);
  let value: Maybe = node === undefined ? undefined : resolve(node, stack);
  for (const step of rest) value = isDict(value) ? value.get(step) : undefined;
  return value;
}
