import type { Where } from './types.ts';

/** A text that was read: which file it is, and where its lines begin. */
export interface SourceText {
  file: string;
  /** Line and column of an offset, from 1. */
  placeAt: (offset: number) => { line: number; column: number };
}

interface Placed {
  /** Offset in the text. */
  at: number;
  of: SourceText;
}

/** A text, number or switch; `text` is how it was written, which is how CloudFormation compares. */
export interface Scalar extends Placed {
  kind: 'scalar';
  value: string | number | boolean | null;
  text: string;
}

export interface List extends Placed {
  kind: 'list';
  items: Node[];
}

/** `at` of an entry is where its key stands. */
export interface Entry {
  at: number;
  of: SourceText;
  value: Node;
}

export interface Mapping extends Placed {
  kind: 'map';
  entries: Map<string, Entry>;
}

/** What a template is made of: JSON with places, short forms of functions written out. */
export type Node = Scalar | List | Mapping;

export function whereIs({ at, of }: Placed): Where {
  return { file: of.file, ...of.placeAt(at) };
}

/** The value under a key; undefined when the node is no mapping or has no such key. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** A node written as text or number; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** `{ name: value }` for the short form `!Name value`. */
export function callAt(name: string, value: Node): Mapping {
  const { at, of } = value;
  return { kind: 'map', entries: new Map([[name, { at, of, value }]]), at, of };
}

/** The name of the function that a node calls, such as `Ref` or `Fn::Sub`, and its argument. */
export function callOf(node: Node): { name: string; value: Node } | null {
  if (node.kind !== 'map' || node.entries.size !== 1) return null;
  const [name, { value }] = [...node.entries][0]!;
  const isCall = name === 'Ref' || (name.startsWith('Fn::') && !name.startsWith('Fn::ForEach::'));
  return isCall ? { name, value } : null;
}
