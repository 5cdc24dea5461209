import { paramMend } from './mend.ts';
import type { Node } from './node.ts';
import { nameKey, type TerraformPlan } from './terraform-plan.ts';
import type { Wanted } from './terraform-wanted.ts';
import { isDict, type Maybe, Unknown, type Value } from './values.ts';

/** Who asks: the module it is in, and its own place in a `count` or `for_each`. */
export interface Asker {
  module: string;
  index: string | null;
  /** What is asked for: `aws_lambda_function.shop.vpc_config.subnet_ids`. */
  what: string;
  wanted: Wanted | null;
  /** How many expressions led here; circles end by it. */
  depth: number;
  /** What the `for_each` of its resource or module goes over. */
  forEach?: Node | undefined;
  /** It is an element of a map that is asked for: of several lists, one is meant. */
  isElement?: boolean;
}

export interface References {
  plan: TerraformPlan;
  /** Stands before the ids of the plan where there are others. */
  prefix: string;
  given: (name: string) => string | undefined;
  /** Texts that are the id, ARN or name of a planned resource, by its address. */
  resourceOf: (text: string) => string | undefined;
  /** The default group of a VPC, where the plan manages it: its address by the id of the VPC. */
  defaultGroups: ReadonlyMap<string, string>;
  /** What was taken for granted while reading. */
  notes: Set<string>;
}

/** `ids`, `private_subnets`: a list; `id`, `arn`: one value; a local value may be either. */
export function shapeOf(name: string): 'atom' | 'list' | 'any' {
  const last = name
    .replace(/\[[^\]]*\]$/, '')
    .split('.')
    .at(-1)!;
  if (name.endsWith(']') || /(^|_)(id|arn|name)$/.test(last)) return 'atom';
  return /s$/.test(last) ? 'list' : 'any';
}

export function symbol(
  name: string,
  asker: Asker,
  shape: 'atom' | 'list' | 'any',
  { given, prefix }: References,
): Value {
  const shown = `${prefix}${nameKey(asker.module, name)}`;
  // What `each` and `count` stand for differs from one instance to the next.
  const isOwn = /^(each|count)\./.test(name);
  const what = isOwn ? asker.what : shown;
  const text = given(what);
  if (text !== undefined) return shape === 'atom' ? text : text.split(',');
  const key = isOwn ? `${shown} of ${asker.index}` : shown;
  const why = 'it is known only after the plan is applied';
  const example = asker.wanted?.example ?? 'value';
  const mend = paramMend(what, `${example}${shape === 'atom' ? '' : ',...'}`);
  return new Unknown(`terraform ${key}`, shown, shape, { needs: [{ what, why, mend }] });
}

export function resourceSymbol(address: string, { prefix }: References): Unknown {
  const id = `${prefix}${address}`;
  return new Unknown(`resource ${id}`, id, 'atom', { resource: id });
}

export function flat(value: Maybe): Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** `[0]` and `.subnets` behind a name pick a part of its values, where they are known so far. */
export function picked(values: readonly Value[], rest: string): readonly Value[] {
  const steps = rest.matchAll(/\.([\w-]+)|\[(?:"([^"]*)"|(\d+))\]/g);
  return [...steps].reduce<readonly Value[]>((found, [, field, key, place]) => {
    const name = field ?? key;
    const [first] = found;
    if (name !== undefined) {
      return found.length === 1 && isDict(first) ? flat(first.get(name)) : found;
    }
    const value = found[Number(place)];
    return value === undefined ? found : [value];
  }, values);
}

/** A value as it stands in a plan. */
export function plainValue(node: Node | undefined): Maybe {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar') return node.value ?? undefined;
  if (node.kind === 'list') return node.items.flatMap((item) => plainValue(item) ?? []);
  const values = new Map<string, Value>();
  for (const [key, { value }] of node.entries) {
    const inner = plainValue(value);
    if (inner !== undefined) values.set(key, inner);
  }
  return values;
}

/** Texts that name a planned resource become its symbol. */
export function known(value: Maybe, references: References): Maybe {
  if (Array.isArray(value)) return value.map((one) => known(one, references) as Value);
  if (typeof value !== 'string') return value;
  const address = references.resourceOf(value);
  return address === undefined ? value : resourceSymbol(address, references);
}
