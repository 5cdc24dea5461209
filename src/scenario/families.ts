import { memberName, mentionsNumber, NUMBER, numbered } from './family-members.ts';
import { isMapping } from './forms.ts';
import type { Draft, Path, Places } from './issues.ts';
import { LIMITS } from './limits.ts';

// `count: 500` in an entry makes `name-1` to `name-500` of it, before anything else is read. What
// follows knows single things only, and issues about them are told where their entry is written.

/** Sections whose entries may have a `count`, and how many entries they may have in all. */
const SECTIONS: readonly (readonly [path: string, max: number])[] = [
  ['functions', LIMITS.functions],
  ['roles', LIMITS.entries],
  ['network.securityGroups', LIMITS.entries],
  ['network.subnets', LIMITS.entries],
];

/** Which section an action or expectation names something of, by its key. */
const SECTION_OF: Readonly<Record<string, string>> = {
  create: 'functions',
  update: 'functions',
  publish: 'functions',
  delete: 'functions',
  invoke: 'functions',
  callFromCode: 'functions',
  setTraffic: 'functions',
  function: 'functions',
  deleteSubnet: 'network.subnets',
  subnet: 'network.subnets',
  deleteSecurityGroup: 'network.securityGroups',
  putRolePolicy: 'roles',
  deleteRolePolicy: 'roles',
  deleteRole: 'roles',
};

type Mapping = Record<string, unknown>;
type Members = Map<string, unknown>;

/** A document in which every entry is written out. */
export interface WrittenOut {
  value: unknown;
  /** Of parts of that document, in the file. */
  places: Places;
  /** Where a part of that document is written in the file's own. */
  origin: (path: Path) => Path;
  drafts: Draft[];
}

/** Writes the families of a document out. What is no family stays as it is, right or wrong. */
export function writeOut(document: unknown, places: Places): WrittenOut {
  const state: State = { counts: new Map(), origins: new Map(), lists: new Map(), drafts: [] };
  const value = isMapping(document)
    ? withLists(withSections({ ...document }, state), state)
    : document;
  const origin = (path: Path): Path => originOf(path, state);
  const find: Places['find'] = (path, part) => places.find(origin(path), part);
  return { value, places: { file: places.file, find }, origin, drafts: state.drafts };
}

interface State {
  /** By section and name, such as `functions.f`. */
  counts: Map<string, number>;
  /** By path of a made entry, the name of the entry it is made of. */
  origins: Map<string, string>;
  /** For each entry of a list, its place in the file's list. */
  lists: Map<string, number[]>;
  drafts: Draft[];
}

function withSections(document: Mapping, state: State): Mapping {
  for (const [path, max] of SECTIONS) {
    const [root = '', key] = path.split('.');
    const around = key === undefined ? document : document[root];
    const section = isMapping(around) ? around[key ?? root] : undefined;
    if (!isMapping(section)) continue;
    const whole = sectionOf(section, { path, max }, state);
    if (key === undefined) document[root] = whole;
    else document[root] = { ...(document[root] as Mapping), [key]: whole };
  }
  return document;
}

function sectionOf(
  section: Mapping,
  { path, max }: { path: string; max: number },
  state: State,
): Mapping {
  // A map, since a name may be one that objects have a meaning for.
  const whole: Members = new Map();
  let entries = Object.keys(section).length;
  for (const [name, entry] of Object.entries(section)) {
    const count = countOf(entry, max);
    if (count === null || entries + count - 1 > max)
      addAsWritten(whole, { path, name, entry }, state);
    else addMembers(whole, { section, path, name, entry: entry as Mapping, count }, state);
    if (count === null) continue;
    entries += count - 1;
    if (entries <= max) continue;
    state.drafts.push({
      path: [...path.split('.'), name, 'count'],
      message: `too many entries under \`${path}\``,
      expected: `at most ${max} in all`,
      received: `${entries}`,
    });
  }
  return Object.fromEntries(whole);
}

/** A family that makes nothing: its count is told of, and not its name. */
function addAsWritten(
  whole: Members,
  { path, name, entry }: { path: string; name: string; entry: unknown },
  state: State,
): void {
  const isFamily = isMapping(entry) && entry['count'] !== undefined;
  const key = isFamily ? name.replaceAll(NUMBER, 'i') : name;
  if (key !== name) state.origins.set(`${path}.${key}`, name);
  whole.set(key, entry);
}

interface Made {
  section: Mapping;
  path: string;
  name: string;
  entry: Mapping;
  count: number;
}

function addMembers(
  whole: Members,
  { section, path, name, entry, count }: Made,
  state: State,
): void {
  const { count: _, ...rest } = entry;
  state.counts.set(`${path}.${name}`, count);
  let taken: string | null = null;
  const isAlike = !mentionsNumber(rest);
  for (let i = 1; i <= count; i++) {
    const member = memberName(name, i);
    if (Object.hasOwn(section, member) || whole.has(member)) taken ??= member;
    whole.set(member, isAlike ? rest : numbered(rest, i));
    state.origins.set(`${path}.${member}`, name);
  }
  if (taken === null) return;
  state.drafts.push({
    path: [...path.split('.'), name, 'count'],
    message: `this makes a \`${taken}\`, and there is one already`,
    mend: 'choose another name for one of them',
  });
}

/** Null: it is no family, or its count is wrong, which is told later. */
function countOf(entry: unknown, max: number): number | null {
  const count = isMapping(entry) ? entry['count'] : undefined;
  return Number.isInteger(count) && Number(count) >= 1 && Number(count) <= max
    ? Number(count)
    : null;
}

function withLists(document: Mapping, state: State): Mapping {
  if (state.counts.size === 0) return document;
  for (const [key, max] of [
    ['timeline', LIMITS.timeline],
    ['expect', LIMITS.expectations],
  ] as const) {
    const list = document[key];
    if (Array.isArray(list)) document[key] = listOf(list, { key, max }, state);
  }
  return document;
}

/** An action or expectation about a family is one about each of its members, in their order. */
function listOf(
  list: readonly unknown[],
  { key, max }: { key: string; max: number },
  state: State,
): unknown[] {
  const whole: unknown[] = [];
  const origins: number[] = [];
  for (const [index, item] of list.entries()) {
    const family = familyIn(item, state);
    const count = family?.count ?? 1;
    if (whole.length + count > max) {
      const message = `too many entries of \`${key}\``;
      const expected = `at most ${max}, each made function counted`;
      state.drafts.push({ path: [key, index], message, expected });
      break;
    }
    for (let i = 1; i <= count; i++) {
      whole.push(family === null ? item : memberOf(item as Mapping, family, i));
      origins.push(index);
    }
  }
  state.lists.set(key, origins);
  return whole;
}

interface Family {
  /** The key that names it. */
  key: string;
  name: string;
  /** `:2` of `f:2`. */
  version: string;
  count: number;
}

function familyIn(item: unknown, { counts }: State): Family | null {
  if (!isMapping(item)) return null;
  for (const [key, section] of Object.entries(SECTION_OF)) {
    const named = item[key];
    // There `subnet` only narrows which interfaces are counted.
    if (typeof named !== 'string' || (key === 'subnet' && item['enis'] !== undefined)) continue;
    const [name = ''] = named.split(':');
    // `f-{i}` names the family `f`, too.
    const count =
      counts.get(`${section}.${name}`) ?? counts.get(`${section}.${name.replace(/-\{i\}$/, '')}`);
    if (count !== undefined) return { key, name, version: named.slice(name.length), count };
  }
  return null;
}

function memberOf(item: Mapping, { key, name, version }: Family, i: number): unknown {
  return numbered({ ...item, [key]: `${memberName(name, i)}${version}` }, i);
}

function originOf(path: Path, { origins, lists }: State): Path {
  const [root = '', second = ''] = path;
  const index = lists.get(String(root))?.[Number(second)];
  if (index !== undefined && path.length > 1) return [root, index, ...path.slice(2)];
  const depth = root === 'network' ? 3 : 2;
  const name = origins.get(path.slice(0, depth).join('.'));
  return name === undefined ? path : [...path.slice(0, depth - 1), name, ...path.slice(depth)];
}

/** The drafts at the places of the file; of what the members of a family share, the first. */
export function atOrigins(drafts: readonly Draft[], origin: WrittenOut['origin']): Draft[] {
  const told = new Set<string>();
  return drafts.flatMap((draft) => {
    const path = origin(draft.path);
    if (path === draft.path) return [draft];
    const key = [draft.severity, draft.part, ...path].join('/');
    if (told.has(key)) return [];
    told.add(key);
    return [{ ...draft, path }];
  });
}
