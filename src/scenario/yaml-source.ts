import {
  Composer,
  type CST,
  type Document,
  LineCounter,
  Parser,
  type Tags,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Draft, Place } from './issues.ts';
import { LIMITS } from './limits.ts';
import { inspect } from './yaml-inspect.ts';
import { YamlPlaces } from './yaml-places.ts';

/** A text that was read: its value, unless it is broken, and how to find its parts. */
export interface Source {
  places: YamlPlaces;
  drafts: Draft[];
  value: unknown;
}

/** A text by its syntax alone: its documents, or why there are none. */
export interface Composed {
  documents: Document.Parsed[];
  drafts: Draft[];
  placeAt: (offset: number) => Place;
}

/**
 * Reads the syntax of YAML 1.2 or JSON: sized, not nested too deep, not empty. Never throws.
 * `tags` are those that are expected, such as `!Ref`: nodes keep them.
 */
export function composeYaml(text: string, tags: readonly string[] = []): Composed {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => placeOf(lines, offset);
  const refused = (...drafts: Draft[]): Composed => ({ documents: [], drafts, placeAt });
  if (text.length > LIMITS.fileBytes) return refused(tooLarge(text));
  const excess = tooMany(text);
  if (excess !== null) return refused(crowdedDraft(text, excess));
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== null) return refused({ ...nestedDraft, place: placeAt(deep) });
  const composer = new Composer({ ...OPTIONS, customTags: tags.flatMap(keptTags) });
  const documents = [...composer.compose(tokens, true, text.length)];
  const first = documents[0];
  if (first === undefined || first.contents === null) {
    const errors = first === undefined ? [] : syntaxDrafts(first, placeAt);
    return refused(...(errors.length > 0 ? errors : [emptyDraft]));
  }
  return { documents: documents as Document.Parsed[], drafts: [], placeAt };
}

/** What was read last: what a file is, what it says and where are three questions to one text. */
let latest: { text: string; file: string; source: WeakRef<Source> } | null = null;

/**
 * Reads YAML 1.2 or JSON. Never throws; when `drafts` is not empty, `value` is not to be used.
 * Nobody may write to what comes back.
 */
export function readYaml(text: string, file: string): Source {
  const known = latest?.text === text && latest.file === file ? latest.source.deref() : undefined;
  if (known !== undefined) return known;
  const source = sourceOf(text, file);
  // Weakly: a run of many functions needs the memory.
  latest = { text, file, source: new WeakRef(source) };
  return source;
}

function sourceOf(text: string, file: string): Source {
  const { documents, drafts, placeAt } = composeYaml(text);
  const [document, ...others] = documents;
  const source: Source = { places: new YamlPlaces(file, null, placeAt), drafts, value: null };
  if (document === undefined) return source;
  source.places = new YamlPlaces(file, document, placeAt);
  source.drafts = drafts.concat(syntaxDrafts(document, placeAt));
  if (others.length > 0) source.drafts.push(severalDraft(placeAt(startOf(others[0]!))));
  if (source.drafts.length === 0) source.drafts = inspect(document, source.places);
  if (source.drafts.length === 0) source.value = document.toJS({ maxAliasCount: -1 });
  return source;
}

const OPTIONS = {
  // Repeated keys are looked for in `inspect`, where it takes linear time.
  uniqueKeys: false,
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The value stays as it is; without this each tag would cost an error. */
function keptTags(tag: string): Tags {
  return [
    { tag, resolve: (text: string) => text },
    { tag, collection: 'seq', resolve: (node: YAMLSeq) => node },
    { tag, collection: 'map', resolve: (node: YAMLMap) => node },
  ] as Tags;
}

function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

const emptyDraft: Draft = {
  path: [],
  message: 'the file is empty',
  expected: 'a scenario with `name`, `until` and `functions`',
  place: { line: 1, column: 1 },
};

const nestedDraft: Draft = {
  path: [],
  message: 'nested too deep',
  expected: `at most ${LIMITS.nesting} levels`,
};

function crowdedDraft(text: string, at: number): Draft {
  const lines = text.slice(0, at).split('\n');
  return {
    path: [],
    message: 'the file has too many lines and commas',
    expected: `at most ${LIMITS.yamlEntries} of both together`,
    mend: 'split it, or write it in JSON',
    place: { line: lines.length, column: lines.at(-1)!.length + 1 },
  };
}

function tooLarge(text: string): Draft {
  return {
    path: [],
    message: 'the file is too large',
    expected: 'at most 5 MB',
    received: `${(text.length / 1e6).toFixed(1)} MB`,
    mend: 'split the scenario',
    place: { line: 1, column: 1 },
  };
}

function severalDraft(place: Place): Draft {
  return {
    path: [],
    message: 'a second document begins here',
    expected: 'one scenario in a file',
    mend: 'remove the line `---`, or put the rest into a file of its own',
    place,
  };
}

const startOf = (document: Document.Parsed): number =>
  document.contents?.range[0] ?? document.range[0];

/**
 * Where the nesting passes the limit, or null. Composing is recursive, and where it meets the end
 * of the stack inside a regular expression, Node ends the process: so depth is bounded before.
 */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  let level: unknown[] = [...tokens];
  for (let depth = 0; level.length > 0; depth++) {
    const inner: unknown[] = [];
    for (const token of level) {
      if (depth > LIMITS.nesting) return offsetOf(token);
      for (const child of childrenOf(token)) inner.push(child);
    }
    level = inner;
  }
  return null;
}

/** Where the text passes the limit of entries, or null: told by its marks, before any is read. */
function tooMany(text: string): number | null {
  let entries = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign !== COMMA && sign !== LINE_END) continue;
    entries += 1;
    if (entries > LIMITS.yamlEntries) return at;
  }
  return null;
}

const COMMA = 0x2c;
const LINE_END = 0x0a;

type Loose = { offset?: number; value?: unknown; items?: { key?: unknown; value?: unknown }[] };

const offsetOf = (token: unknown): number => (token as Loose).offset ?? 0;

function childrenOf(token: unknown): unknown[] {
  const { value, items } = token as Loose;
  const children: unknown[] = (items ?? []).flatMap((item) => [item.key, item.value]);
  return [value, ...children].filter((child) => typeof child === 'object' && child !== null);
}

/** What the library says, in words that help. */
const SYNTAX: Partial<Record<YAMLError['code'], { message: string; mend: string }>> = {
  TAB_AS_INDENT: { message: 'a tab indents this line', mend: 'indent with blanks' },
  BAD_INDENT: {
    message: 'the indentation does not fit, or a bracket is not closed',
    mend: 'align the keys of one mapping; close each `[` and `{`',
  },
  MISSING_CHAR: { message: 'something is missing here', mend: 'close each quote, `[` and `{`' },
  BAD_SCALAR_START: { message: 'a text cannot begin so', mend: 'put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second colon in one line, or a line indented too far',
    mend: 'put a text with `: ` in quotes; align the keys of one mapping',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'a key goes over several lines', mend: 'is a colon missing?' },
  NON_STRING_KEY: {
    message: 'a key that is not a text',
    mend: 'write a plain name before the colon',
  },
  MULTIPLE_TAGS: {
    message: 'two tags in a row',
    mend: 'write the first in its long form, such as `Fn::ImportValue: !Sub ...` on a line below',
  },
  TAG_RESOLVE_FAILED: { message: 'tags such as `!Ref` mean nothing here', mend: 'remove the tag' },
};

const NO_YAML = { message: 'this is not YAML', mend: undefined };
const ODD_TAG = { message: 'this is no tag', mend: 'write one, such as `!Ref`, and a blank' };

/** The slips of a document's syntax; `tags`: whether tags of its own are among them. */
export function syntaxDrafts(
  document: Document.Parsed,
  placeAt: (offset: number) => Place,
  tags: 'refused' | 'welcome' = 'refused',
): Draft[] {
  const warnings = document.warnings.filter(({ code }) => {
    return tags === 'refused' || code !== 'TAG_RESOLVE_FAILED';
  });
  const found = [...document.errors, ...warnings];
  const seen = new Set<number>();
  const drafts: Draft[] = [];
  for (const { code, message, pos } of found) {
    // One slip often gives several errors at one place: the first says it best.
    const place = placeAt(pos[0]);
    if (seen.has(place.line)) continue;
    seen.add(place.line);
    const isOddTag = tags === 'welcome' && code === 'TAG_RESOLVE_FAILED';
    const known = isOddTag ? ODD_TAG : (SYNTAX[code] ?? NO_YAML);
    drafts.push({ path: [], ...known, message: `${known.message}: ${message}`, place });
  }
  return drafts;
}
