import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair } from 'yaml';
import type { Path, Place, Places } from './issues.ts';

/** Finds the line and column of a path in a YAML document; each mapping is indexed once. */
export class YamlPlaces implements Places {
  readonly file: string;
  readonly placeAt: (offset: number) => Place;
  /** What each alias stands for; filled in by `inspect`. */
  readonly aliased = new Map<unknown, unknown>();
  private readonly document: Document.Parsed | null;
  private readonly pairs = new WeakMap<object, Map<string, Pair>>();

  constructor(file: string, document: Document.Parsed | null, placeAt: (offset: number) => Place) {
    this.file = file;
    this.document = document;
    this.placeAt = placeAt;
  }

  /** The place of a part; of the nearest part around it when it is missing. */
  find(path: Path, part: 'key' | 'value'): Place {
    let node: unknown = this.document?.contents;
    let place = this.startOf(node) ?? { line: 1, column: 1 };
    for (const [index, step] of path.entries()) {
      const inner = this.step(node, step);
      if (inner === null) return place;
      const last = index === path.length - 1;
      const key = this.startOf(inner.key);
      const value = this.startOf(inner.value);
      // A part that is missing is looked for at the key of what should hold it.
      place = (last && part === 'value' ? (value ?? key) : (key ?? value)) ?? place;
      node = inner.value;
    }
    return place;
  }

  private step(around: unknown, step: string | number): { key: unknown; value: unknown } | null {
    const node = isAlias(around) ? this.aliased.get(around) : around;
    if (isSeq(node)) {
      const item = node.items[Number(step)];
      return item === undefined ? null : { key: null, value: item };
    }
    if (!isMap(node)) return null;
    const pair = this.pairsOf(node).get(String(step));
    return pair === undefined ? null : { key: pair.key, value: pair.value };
  }

  private pairsOf(map: { items: unknown[] }): Map<string, Pair> {
    const known = this.pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) if (isPair(pair)) pairs.set(keyOf(pair), pair);
    this.pairs.set(map, pairs);
    return pairs;
  }

  private startOf(node: unknown): Place | null {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? null : this.placeAt(offset);
  }
}

/** A key as it will be in the value read. */
export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
