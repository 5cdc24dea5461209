import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Draft, Path } from './issues.ts';
import { LIMITS } from './limits.ts';
import { keyOf, type YamlPlaces } from './yaml-places.ts';

interface Anchored {
  node: unknown;
  /** How many values it holds, aliases unfolded; null while it is being read. */
  size: number | null;
}

interface Walk {
  places: YamlPlaces;
  drafts: Draft[];
  anchors: Map<string, Anchored>;
  /** Values that aliases stand for so far. */
  unfolded: number;
}

/** What a YAML document may not hold although its syntax is right; also resolves its aliases. */
export function inspect(document: Document.Parsed, places: YamlPlaces): Draft[] {
  const walk: Walk = { places, drafts: [], anchors: new Map(), unfolded: 0 };
  sizeOf(document.contents, [], walk);
  return walk.drafts;
}

function sizeOf(node: unknown, path: Path, walk: Walk): number {
  if (isAlias(node)) return sizeOfAlias(node, path, walk);
  const anchored: Anchored = { node, size: null };
  if (isNode(node) && 'anchor' in node && node.anchor !== undefined) {
    walk.anchors.set(node.anchor, anchored);
  }
  let size = 1;
  if (isMap(node)) size += sizeOfMap(node, path, walk);
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) size += sizeOf(item, [...path, index], walk);
  }
  anchored.size = size;
  return size;
}

function sizeOfMap(map: YAMLMap, path: Path, walk: Walk): number {
  const lines = new Map<string, number>();
  let size = 0;
  for (const pair of map.items as Pair[]) {
    if (!isPair(pair)) continue;
    const key = keyOf(pair);
    const place = walk.places.placeAt(isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0);
    const here = [...path, key];
    const before = lines.get(key);
    if (before !== undefined) {
      const message = `\`${key.slice(0, 140)}\` is written twice`;
      const mend = `remove one of the two: the other is on line ${before}`;
      walk.drafts.push({ path: here, message, mend, place });
    }
    if (key === '__proto__') {
      walk.drafts.push({ path: here, message: 'not a usable name: `__proto__`', place });
    }
    lines.set(key, place.line);
    size += sizeOf(pair.value, here, walk);
  }
  return size;
}

function sizeOfAlias(
  alias: { source: string; range?: [number, number, number] | null },
  path: Path,
  walk: Walk,
): number {
  const place = walk.places.placeAt(alias.range?.[0] ?? 0);
  const found = walk.anchors.get(alias.source);
  if (found === undefined) {
    const message = `\`*${alias.source}\` refers to nothing`;
    const mend = `write \`&${alias.source}\` before the value it stands for, further up`;
    walk.drafts.push({ path, message, mend, place });
    return 1;
  }
  if (found.size === null) {
    const message = `\`*${alias.source}\` contains itself`;
    walk.drafts.push({ path, message, mend: 'write the value out', place });
    return 1;
  }
  walk.places.aliased.set(alias, found.node);
  const within = walk.unfolded <= LIMITS.aliasedValues;
  walk.unfolded += found.size;
  if (!within || walk.unfolded <= LIMITS.aliasedValues) return found.size;
  const message = 'the aliases of this file unfold to too many values';
  const expected = `at most ${LIMITS.aliasedValues}`;
  walk.drafts.push({ path, message, expected, mend: 'write the values out', place });
  return 1;
}
