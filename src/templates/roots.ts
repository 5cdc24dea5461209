import { type Draft, shown } from '../scenario/issues.ts';
import { child, type Mapping, type Node, textOf } from './node.ts';
import { report, type World } from './stack.ts';
import { type Stranger, strangerOf, strangerText, TEMPLATES } from './strangers.ts';
import { isTerraform } from './terraform-plan.ts';
import type { TemplateSource } from './types.ts';
import { readNodes } from './yaml-node.ts';

const SECTIONS = ['Resources', 'Parameters', 'Mappings', 'Conditions', 'Outputs', 'Globals'];

/** What the files of a source hold. */
export interface Roots {
  templates: Mapping[];
  plans: Node[];
}

/** A file of a source; among several it is a fragment, and may be meant for somebody else. */
interface Given {
  file: string;
  text: string;
  isFragment: boolean;
}

/** The roots of a stack's files that are templates; problems go to the drafts of the world. */
export function rootsOf(source: TemplateSource, world: World): Roots {
  const roots: Roots = { templates: [], plans: [] };
  const isFragment = source.files.length > 1;
  for (const { file, text } of source.files) {
    const root = rootOf({ file, text, isFragment }, world);
    if (root === null) continue;
    if (isTerraform(root)) roots.plans.push(root);
    else if (isTemplate(root, isFragment)) roots.templates.push(root);
    else reportStranger(root, { file, text, isFragment }, world);
  }
  return roots;
}

/** A fragment may be any part of a template; a template alone has resources. */
function isTemplate(root: Node, isFragment: boolean): root is Mapping {
  if (root.kind !== 'map') return false;
  const resources = root.entries.get('Resources')?.value;
  if (resources !== undefined) return resources.kind !== 'list' || strangerOf(root) === null;
  return isFragment && SECTIONS.some((name) => root.entries.has(name)) && strangerOf(root) === null;
}

/** The root of a file, read once however often it is nested. */
function rootOf(given: Given, world: World): Node | null {
  const { file, text } = given;
  const known = world.roots.get(file);
  if (known !== undefined && known.text === text) return known.root;
  const { root, drafts, note, isPart } = documentIn(text, file);
  const told = root === null ? unreadable(given, drafts) : drafts;
  world.drafts.push(...told.map((draft): Draft => ({ ...draft, file })));
  const isBroken = told.some(({ severity }) => severity === undefined);
  if (root === null && isBroken) noteUnread(file, world);
  if (isPart) noteLeftOut(file, world);
  if (note !== null) world.notes.add(note);
  world.roots.set(file, { text, root });
  return root;
}

function noteUnread(file: string, world: World): void {
  const why = 'this file cannot be read, and what is in it is not counted';
  world.needs.push({ what: file, why, mend: `mend ${file}`, hides: `the content of ${file}` });
}

function noteLeftOut(file: string, world: World): void {
  const what = `${file} (further documents)`;
  const why = 'what follows the first document of this file is not counted';
  const mend = 'put each document into a file of its own';
  world.needs.push({ what, why, mend, hides: `the further documents of ${file}` });
}

/** What is said of a file without a root: what it is, if that can be told, else what is broken. */
function unreadable({ text, isFragment }: Given, drafts: readonly Draft[]): Draft[] {
  const [first] = drafts;
  if (SIGNS.test(text) || first === undefined) return [...drafts];
  if (isFragment) return [leftOut(first)];
  const stranger = strangerText(text);
  if (stranger === null) return [...drafts];
  const place = { line: 1, column: 1 };
  return [{ path: [], message: `this is ${stranger.kind}`, mend: stranger.mend, place }];
}

/** What some part of a template would have in it. */
const SIGNS = /(?:^|["\s{,])(?:Resources|AWSTemplateFormatVersion|planned_values)[\\"\s]*:/;

/** A file of the folder that cannot be read, and looks as if it were meant for somebody else. */
const leftOut = (slip: Draft): Draft => ({
  ...slip,
  severity: 'warning',
  message: `this file of the folder is left out: ${slip.message}`,
});

/** A file among the fragments of a folder may be anything; one that is given may not. */
function reportStranger(root: Node, { text, isFragment }: Given, world: World): void {
  const stranger = strangerAt(root, text);
  const value = root.kind === 'scalar' ? root.value : root.kind === 'list' ? root.items : {};
  // A template may name any file as one that it nests: what is in it is nobody's business.
  const has = typeof value === 'string' ? 'a text' : shown(value);
  const what = stranger?.kind ?? `no template: it has no \`Resources\`, but ${has}`;
  report(world, root, {
    ...(isFragment ? { severity: 'warning' as const } : {}),
    message: isFragment
      ? 'this file of the folder is no template, and is left out'
      : `this is ${what}`,
    mend: stranger?.mend ?? TEMPLATES,
  });
}

interface Document {
  root: Node | null;
  drafts: Draft[];
  /** What was left out to read it; null: nothing. */
  note: string | null;
  isPart?: true;
}

/**
 * The document in a text: what `get-template` wraps is taken out, and lines that other programs
 * wrote before a template are left out.
 */
function documentIn(text: string, file: string): Document {
  const read = readNodes(text, file);
  const own = read.root === null ? null : unwrapped(read.root, file);
  if (own !== null && isDocument(own.root)) {
    return { ...read, root: own.root, drafts: [...read.drafts, ...own.drafts], note: null };
  }
  const quiet = own?.isWrapped ? null : withoutNoise(text);
  const later = quiet === null ? null : readNodes(quiet, file);
  if (later?.root && isDocument(later.root)) {
    const note = `The lines before the template in ${file} are left out.`;
    return { ...later, note };
  }
  return { root: own?.root ?? null, drafts: [...read.drafts, ...(own?.drafts ?? [])], note: null };
}

const isDocument = (root: Node | null): boolean =>
  root !== null && (isTerraform(root) || child(root, 'Resources') !== undefined);

/** `aws cloudformation get-template` gives a template as a part of JSON, or as a text in it. */
function unwrapped(root: Node, file: string) {
  const body = child(root, 'TemplateBody') ?? root;
  const text = body.kind === 'scalar' ? textOf(body) : undefined;
  if (text === undefined || !SIGNS.test(text)) {
    return { root: body, drafts: [], isWrapped: body !== root };
  }
  const place = body.of.placeAt(body.at);
  const inner = readNodes(text, file);
  // Places inside a text are no places of the file.
  if (inner.root !== null) inner.root.of.placeAt = () => place;
  const drafts = inner.drafts.map((draft): Draft => ({ ...draft, place }));
  return { root: inner.root, drafts, isWrapped: true };
}

const OPENS =
  /^(?:AWSTemplateFormatVersion|Resources|Transform|Description|Metadata|Parameters)\s*:/m;

/**
 * A text without the lines before its document and behind it, such as `[command]terraform show`;
 * blanks stand for them, so that places stay. Null: there are none.
 */
function withoutNoise(text: string): string | null {
  const json = /^\{/m.exec(text)?.index ?? -1;
  const yaml = json < 0 ? (OPENS.exec(text)?.index ?? -1) : -1;
  const start = Math.max(json, yaml);
  if (start < 0) return null;
  const end = json < 0 ? text.length : endOfJson(text, start);
  if (start === 0 && end === text.length) return null;
  return `${text.slice(0, start).replace(/[^\n]/g, ' ')}${text.slice(start, end)}`;
}

/** Behind the last brace that ends a line. */
function endOfJson(text: string, start: number): number {
  for (let at = text.lastIndexOf('}'); at >= start; at = text.lastIndexOf('}', at - 1)) {
    if (/^\s*(\n|$)/.test(text.slice(at + 1, at + 3))) return at + 1;
  }
  return text.length;
}

/** What a text is that is no template, plan or scenario, as far as that can be told. */
export function strangerIn(text: string, file: string): Stranger | null {
  const { root } = documentIn(text, file);
  if (root === null) return SIGNS.test(text) ? null : strangerText(text);
  return isDocument(root) ? null : strangerAt(root, text);
}

/** What is no YAML may be taken for one long text. */
const strangerAt = (root: Node, text: string): Stranger | null =>
  root.kind === 'scalar' ? strangerText(text) : strangerOf(root);

/** Whether a text is worth reading as a template rather than as a scenario. */
export function looksLikeTemplate(text: string, file = ''): boolean {
  if (!SIGNS.test(text) && !/"(values|resource_changes)"\s*:/.test(text)) return false;
  const { root } = documentIn(text, file);
  return root === null ? AT_TOP.test(text) : isDocument(root);
}

const AT_TOP = /^[ \t]*(?:\{\s*)?"?(?:Resources|AWSTemplateFormatVersion|planned_values)"?\s*:/m;
