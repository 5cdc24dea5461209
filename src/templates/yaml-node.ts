import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair } from 'yaml';
import type { Draft } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import { composeYaml, syntaxDrafts } from '../scenario/yaml-source.ts';
import { readJsonNodes } from './json-node.ts';
import { callAt, type Entry, type Mapping, type Node, type SourceText } from './node.ts';

/** Short forms of CloudFormation's functions whose long form is not `Fn::` and the name. */
const TAGS: Readonly<Record<string, string>> = { '!Ref': 'Ref', '!Condition': 'Condition' };

const FUNCTIONS = [
  ['And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals'],
  ['FindInMap', 'GetAtt', 'GetAZs', 'GetStackOutput', 'If', 'ImportValue', 'Join', 'Length'],
  ['Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
  ['ValueOf', 'ValueOfAll'],
].flat();

const KNOWN_TAGS = [...Object.keys(TAGS), ...FUNCTIONS.map((name) => `!${name}`)];

interface Reader {
  of: SourceText;
  drafts: Draft[];
  anchors: Map<string, Node>;
  /** Values that aliases stand for so far: a bound against tiny files that unfold to huge ones. */
  unfolded: number;
  sizes: WeakMap<Node, number>;
}

export interface Read {
  root: Node | null;
  drafts: Draft[];
  /** A part of the text is left out. */
  isPart?: true;
}

/**
 * Reads a template in YAML or JSON as nodes with places. `root` is null when the syntax is broken;
 * slips that leave a meaning (a key written twice, an unknown tag) are drafts beside it.
 */
export function readNodes(text: string, file: string): Read {
  if (!/^\s*[{[]/.test(text)) return readYamlNodes(text, file);
  const json = readJsonNodes(text, file);
  if (json.root !== null || text.length > LIMITS.fileBytes) return json;
  // YAML is more tolerant: a comma too many, a comment, a short form.
  const yaml = readYamlNodes(text, file);
  return yaml.root === null ? json : yaml;
}

/**
 * Of two functions in a row the inner one is read, and a tag that is none is left out: the rest of
 * the file keeps its meaning.
 */
const LEGIBLE: ReadonlySet<string> = new Set(['MULTIPLE_TAGS', 'TAG_RESOLVE_FAILED']);

function readYamlNodes(text: string, file: string): Read {
  const { documents, drafts, placeAt } = composeYaml(text, KNOWN_TAGS);
  const of: SourceText = { file, placeAt };
  const document = documents[0];
  if (document === undefined) return { root: null, drafts: drafts.map(inTemplate) };
  const slips = syntaxDrafts(document, placeAt, 'welcome');
  const isLegible = document.errors.every(({ code }) => LEGIBLE.has(code));
  if (!isLegible) return { root: null, drafts: slips };
  const base = { anchors: new Map(), unfolded: 0, sizes: new WeakMap() };
  const reader: Reader = { of, drafts: slips, ...base };
  const root = nodeOf(document.contents, reader);
  const second = documents.slice(1).find(({ contents }) => contents !== null);
  if (second !== undefined) {
    const message = 'a second document begins here, and is left out';
    const mend = 'put it into a file of its own';
    const place = placeAt(second.range[0]);
    reader.drafts.push({ path: [], severity: 'warning', message, mend, place });
    return { root, drafts: reader.drafts, isPart: true };
  }
  return { root, drafts: reader.drafts };
}

function inTemplate(draft: Draft): Draft {
  return draft.message === 'the file is empty'
    ? { ...draft, expected: 'a template with `Resources`' }
    : draft;
}

function nodeOf(node: unknown, reader: Reader): Node {
  if (isAlias(node)) return aliased(node, reader);
  const at = startOf(node);
  const tag = tagOf(node);
  const plain = plainNode(node, at, reader);
  const made = tag === undefined ? plain : tagged(tag, plain, reader);
  reader.sizes.set(made, sizeOf(made, reader));
  if (isNode(node) && 'anchor' in node && node.anchor !== undefined) {
    reader.anchors.set(node.anchor, made);
  }
  return made;
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** The tag that a template's author wrote; tags of YAML itself say nothing new. */
function tagOf(node: unknown): string | undefined {
  const tag = isNode(node) && 'tag' in node ? node.tag : undefined;
  return typeof tag === 'string' && tag.startsWith('!') ? tag : undefined;
}

function plainNode(node: unknown, at: number, reader: Reader): Node {
  const { of } = reader;
  if (isMap(node)) return mappingOf(node.items as Pair[], at, reader);
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => nodeOf(item, reader)), at, of };
  }
  const value = isScalar(node) ? (node.value as string | number | boolean | null) : null;
  const source = isScalar(node) ? node.source : undefined;
  const text = typeof value === 'number' && source !== undefined ? source : String(value ?? '');
  return { kind: 'scalar', value, text, at, of };
}

function mappingOf(items: readonly Pair[], at: number, reader: Reader): Mapping {
  const { of, drafts } = reader;
  const entries = new Map<string, Entry>();
  const merged: Node[] = [];
  for (const pair of items) {
    if (!isPair(pair)) continue;
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const keyAt = startOf(pair.key);
    const value = nodeOf(pair.value, reader);
    if (key === '<<') {
      merged.push(...(value.kind === 'list' ? value.items : [value]));
      continue;
    }
    const before = entries.get(key);
    if (before !== undefined) {
      const { line } = of.placeAt(before.at);
      drafts.push({
        path: [],
        severity: 'warning',
        message: `\`${key.slice(0, 140)}\` is written twice`,
        mend: `remove one of the two: the other is on line ${line}, and the last one counts`,
        place: of.placeAt(keyAt),
      });
    }
    entries.set(key, { at: keyAt, of, value });
  }
  for (const from of merged) {
    if (from.kind !== 'map') continue;
    for (const [key, entry] of from.entries) if (!entries.has(key)) entries.set(key, entry);
  }
  return { kind: 'map', entries, at, of };
}

function tagged(tag: string, value: Node, reader: Reader): Node {
  const name = tag.slice(1);
  const long = TAGS[tag] ?? (FUNCTIONS.includes(name) ? `Fn::${name}` : undefined);
  if (long !== undefined) return callAt(long, value);
  reader.drafts.push({
    path: [],
    message: `\`${tag.slice(0, 140)}\` is no function of CloudFormation`,
    mend: 'write one of its functions, such as `!Ref` or `!Sub`, or remove the tag',
    place: reader.of.placeAt(value.at),
  });
  return value;
}

function aliased(alias: { source: string } & object, reader: Reader): Node {
  const at = startOf(alias);
  const found = reader.anchors.get(alias.source);
  const nothing: Node = { kind: 'scalar', value: null, text: '', at, of: reader.of };
  const place = reader.of.placeAt(at);
  if (found === undefined) {
    const message = `\`*${alias.source}\` refers to nothing`;
    const mend = `write \`&${alias.source}\` before the value it stands for, further up`;
    reader.drafts.push({ path: [], message, mend, place });
    return nothing;
  }
  const before = reader.unfolded;
  reader.unfolded += reader.sizes.get(found) ?? 1;
  if (reader.unfolded <= LIMITS.aliasedValues) return found;
  if (before <= LIMITS.aliasedValues) {
    const message = 'the aliases of this file unfold to too many values';
    const expected = `at most ${LIMITS.aliasedValues}`;
    reader.drafts.push({ path: [], message, expected, mend: 'write the values out', place });
  }
  return nothing;
}

/** How many values a node holds, aliases unfolded; its parts are known already. */
function sizeOf(node: Node, { sizes }: Reader): number {
  const parts =
    node.kind === 'list'
      ? node.items
      : node.kind === 'map'
        ? [...node.entries.values()].map(({ value }) => value)
        : [];
  return parts.reduce((sum, part) => sum + (sizes.get(part) ?? 1), 1);
}
