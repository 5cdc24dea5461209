import type { Draft } from '../scenario/issues.ts';
import { LIMITS } from '../scenario/limits.ts';
import type { Entry, Node, SourceText } from './node.ts';

interface Reader {
  text: string;
  at: number;
  of: SourceText;
  drafts: Draft[];
  depth: number;
}

/** Ends the reading of a text that is not JSON; caught where it began. */
class Broken extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Reads JSON as nodes with places, many times faster than as YAML; `root` is null when broken. */
export function readJsonNodes(text: string, file: string): { root: Node | null; drafts: Draft[] } {
  const of: SourceText = { file, placeAt: placesIn(text) };
  const reader: Reader = { text, at: 0, of, drafts: [], depth: 0 };
  try {
    const root = valueIn(reader);
    skipBlanks(reader);
    if (reader.at < text.length)
      throw new Broken(
        'something follows the end, as in a log with a document on each line',
        reader.at,
      );
    return { root, drafts: reader.drafts };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const place = of.placeAt(error.at);
    const mend = 'is a quote, comma, bracket or brace missing, or the file cut off?';
    const message = `this is not JSON: ${error.message}`;
    return { root: null, drafts: [{ path: [], message, mend, place }] };
  }
}

/** Line and column of an offset, by halving the lines. */
function placesIn(text: string): SourceText['placeAt'] {
  let starts: number[] | null = null;
  return (offset) => {
    if (starts === null) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
        starts.push(at + 1);
    }
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

const BLANKS = /[ \t\r\n]*/y;
const STRING = /"[^"\\\n]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\n]*)*"/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function skipBlanks(reader: Reader): void {
  BLANKS.lastIndex = reader.at;
  BLANKS.exec(reader.text);
  reader.at = BLANKS.lastIndex;
}

function next(reader: Reader): string {
  skipBlanks(reader);
  return reader.text[reader.at] ?? '';
}

function valueIn(reader: Reader): Node {
  const first = next(reader);
  if (reader.depth > LIMITS.nesting) throw new Broken('it is nested too deep', reader.at);
  const { at, of } = reader;
  if (first === '"') {
    const value = stringIn(reader);
    return { kind: 'scalar', value, text: value, at, of };
  }
  if (first === '{') return mappingIn(reader);
  if (first === '[') return listIn(reader);
  const word = matched(WORD, reader);
  if (word === null) throw new Broken(first === '' ? 'it ends too early' : 'no value here', at);
  const value = JSON.parse(word) as number | boolean | null;
  return { kind: 'scalar', value, text: value === null ? '' : word, at, of };
}

function matched(pattern: RegExp, reader: Reader): string | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return null;
  reader.at = pattern.lastIndex;
  return found[0];
}

function stringIn(reader: Reader): string {
  const { at } = reader;
  const found = matched(STRING, reader);
  if (found === null) throw new Broken('a text without its end', at);
  if (!found.includes('\\')) return found.slice(1, -1);
  // A tab within a text is against the rules of JSON, but its meaning is plain.
  return JSON.parse(found.replaceAll('\t', '\\t').replaceAll('\r', '\\r')) as string;
}

function listIn(reader: Reader): Node {
  const { at, of } = reader;
  const items: Node[] = [];
  inside(reader, ']', () => void items.push(valueIn(reader)));
  return { kind: 'list', items, at, of };
}

function mappingIn(reader: Reader): Node {
  const { at, of } = reader;
  const entries = new Map<string, Entry>();
  inside(reader, '}', () => {
    const keyAt = reader.at;
    if (next(reader) !== '"') throw new Broken('no name in quotes here', reader.at);
    const key = stringIn(reader);
    if (next(reader) !== ':') throw new Broken('a name without a colon', reader.at);
    reader.at++;
    const before = entries.get(key);
    if (before !== undefined) reader.drafts.push(twice(key, keyAt, before, reader));
    entries.set(key, { at: keyAt, of, value: valueIn(reader) });
  });
  return { kind: 'map', entries, at, of };
}

function twice(key: string, at: number, before: Entry, { of }: Reader): Draft {
  const { line } = of.placeAt(before.at);
  const message = `\`${key.slice(0, 140)}\` is written twice`;
  const mend = `remove one of the two: the other is on line ${line}, and the last one counts`;
  return { path: [], severity: 'warning', message, mend, place: of.placeAt(at) };
}

/** Reads what stands between brackets, parted by commas. */
function inside(reader: Reader, end: string, readOne: () => void): void {
  reader.at++;
  reader.depth++;
  if (next(reader) === end) reader.at++;
  else {
    for (;;) {
      next(reader);
      readOne();
      const mark = next(reader);
      if (mark !== ',' && mark !== end) {
        throw new Broken(mark === '' ? 'it ends too early' : 'no comma here', reader.at);
      }
      reader.at++;
      if (mark === end) break;
    }
  }
  reader.depth--;
}
