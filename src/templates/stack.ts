import type { Draft } from '../scenario/issues.ts';
import type { Mapping, Node, SourceText } from './node.ts';
import type { Need, Unknown, Value } from './values.ts';

/** A part of a section under its name. */
export interface Part {
  name: string;
  at: number;
  of: SourceText;
  node: Node;
}

export interface Resource extends Part {
  type: string;
  body: Mapping;
}

/** A stack as its templates write it, with what was found out about it so far. */
export interface Stack {
  /** Stands before its ids: empty for a stack alone, else `Name/`. */
  prefix: string;
  name: string;
  /** Something that is not here may add resources when the stack is deployed. */
  hasMacros: boolean;
  /** SAM's macro runs over it. */
  isSam: boolean;
  globals: Node[];
  /** The condition of the stack itself, where it is nested and that is not known. */
  onlyIf: Unknown | null;
  parameters: Map<string, Part>;
  mappings: Map<string, Part>;
  conditions: Map<string, Part>;
  resources: Map<string, Resource>;
  outputs: Map<string, Part>;
  /** The stack that this one is nested in, and what it gives. */
  given: ReadonlyMap<string, Value> | null;
  /** Nested stacks by logical id; null: its template cannot be read. */
  children: Map<string, Stack | null>;
  world: World;
  /** What was evaluated; `busy` while it is being so, which shows a circle. */
  memo: Map<string, Value | undefined | 'busy'>;
}

/** All stacks that are read together. */
export interface World {
  stacks: Stack[];
  drafts: Draft[];
  /** What each file was read as; null: it cannot be read, which was told. */
  roots: Map<string, { text: string; root: Node | null }>;
  reported: Set<string>;
  notes: Set<string>;
  /** Needs that matter to no single value, such as a macro that may change everything. */
  needs: Need[];
  parameters: ReadonlyMap<string, string>;
  /** Names of given parameters that something asked for. */
  used: Set<string>;
  /** Parts evaluated so far, and how deep in each other: both are bounded. */
  work: number;
  depth: number;
  /** Values that loops wrote out so far, which are bounded too. */
  unrolled: number;
  readFile: (file: string, from: string) => { file: string; text: string } | null;
  /** Resources of the stacks so far; where they are too many, no more are nested. */
  resources: number;
  isFull: boolean;
  /** Types of resources that were looked at, and what is wrong with them. */
  types: Map<string, { meant: string | null } | null>;
  /** Files of the CDK that were parsed, by their path. */
  json: Map<string, unknown>;
  /** By the key of the name; null: not looked for yet. */
  exports: Map<string, Export> | null;
}

/** An output that other stacks may import. */
export interface Export {
  stack: Stack;
  output: string;
  name: Value;
}

interface Problem {
  message: string;
  mend?: string | undefined;
  severity?: 'warning';
}

/** Notes an issue at the place of a node; the same thing at the same place once. */
export function report(world: World, at: { at: number; of: SourceText }, problem: Problem): void {
  const place = at.of.placeAt(at.at);
  const draft: Draft = { path: [], file: at.of.file, place, ...problem };
  const key = `${at.of.file}:${at.at}:${problem.message}`;
  if (world.reported.has(key)) return;
  world.reported.add(key);
  world.drafts.push(draft);
}

/** Notes a name that nothing declares; where macros run, they may declare it. */
export function reportUndeclared(
  stack: Stack,
  at: { at: number; of: SourceText },
  problem: Problem,
): void {
  if (!stack.hasMacros) report(stack.world, at, problem);
}

/** The id of something of a stack as answers give it. */
export function idIn(stack: Stack, name: string): string {
  return `${stack.prefix}${name}`;
}

/**
 * The text given for a parameter on the command line: for this stack before any other. A nested
 * stack gets its parameters from the one around it, so there they must be given by its name.
 */
export function givenText(stack: Stack, name: string): string | undefined {
  const { parameters, used } = stack.world;
  const isShared = stack.given === null || /^(AWS::|import:|\{\{resolve:)/.test(name);
  for (const key of [`${stack.name}/${name}`, ...(isShared ? [name] : [])]) {
    const text = parameters.get(key);
    if (text === undefined) continue;
    used.add(key);
    return text;
  }
  return undefined;
}
