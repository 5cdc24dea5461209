import { listIn } from './lists.ts';
import type { SubnetMention } from './subnet-mentions.ts';
import type { Estate, Ids, UnknownFact, Where } from './types.ts';
import { isDict, isOpen, keyOf, type Maybe, type Need, Unknown, type Value } from './values.ts';

/**
 * A resource in the words of CloudFormation, whatever file it came from. Readers make these, and
 * the estate is made of them.
 */
export interface View {
  id: string;
  /** CloudFormation's name of its type. */
  type: string;
  where: Where;
  /** The condition that decides whether it exists, where that is not known. */
  onlyIf: Unknown | null;
  /** The condition that keeps it from being created; null: it is created. */
  absent: string | null;
  /** A property by its dotted path, such as `VpcConfig` or `VPCOptions.SubnetIds`. */
  get: (path: string) => Maybe;
  /** The resources that a property names, wherever in it; what else it says is not looked at. */
  mentions: (path: string) => Mention[];
  /** What in it may name a subnet: asked of types that nothing is known of. */
  subnetMentions: () => readonly SubnetMention[];
  /** SAM makes a role of its own where a function names none. */
  ownRole: boolean;
  publishes: boolean;
  /** What it waits for when it is created, itself left out; walked from resource to resource. */
  after: () => ReadonlySet<string>;
  /** Notes a slip in the file at a property. */
  warn: (path: string, message: string, mend: string) => void;
}

/** A resource that is named. */
export interface Mention {
  resource: string;
  /** The attribute that is asked for; null: its own name or id. */
  attribute: string | null;
  /** The entry of the property in which it is named, such as a variable; null: not told. */
  entry: string | null;
}

/** The names of symbols: equal symbols have one, different symbols different ones. */
export class Names {
  private readonly byKey = new Map<string, string>();
  private readonly uses = new Map<string, number>();
  /** What a symbol that a condition chooses may turn out to be, by its name. */
  readonly choices = new Map<string, string[]>();

  of(value: Value): string {
    if (!(value instanceof Unknown)) return String(isDict(value) ? keyOf(value) : value);
    const known = this.byKey.get(value.key);
    if (known !== undefined) return known;
    const count = (this.uses.get(value.shown) ?? 0) + 1;
    this.uses.set(value.shown, count);
    const name = count === 1 ? value.shown : `${value.shown} (${count})`;
    this.byKey.set(value.key, name);
    const between = alternativesOf(value);
    if (between.length > 0) {
      const names = between.map((one) => this.of(one));
      this.choices.set(name, names);
    }
    return name;
  }
}

function alternativesOf({ choice }: Unknown): Value[] {
  return (choice?.options ?? []).flatMap(({ value }) => {
    if (!isGiven(value)) return [];
    return value instanceof Unknown && value.choice !== undefined ? alternativesOf(value) : [value];
  });
}

/** The estate while it is being filled, and what is still open. */
export interface Builder {
  estate: Estate;
  names: Names;
  unknowns: Map<string, UnknownFact>;
}

export function newBuilder(): Builder {
  const estate: Estate = {
    functions: [],
    vpcs: [],
    subnets: [],
    securityGroups: [],
    interfaces: [],
    notCounted: [],
    connectors: [],
    net: { routing: [], natGateways: [], endpoints: [], peerings: [], acls: [] },
    connections: [],
    roles: [],
    unknowns: [],
    notes: [],
  };
  return { estate, names: new Names(), unknowns: new Map() };
}

/** Enters what would settle a value; one thing that many need is told once, where first met. */
export function noteNeeds(builder: Builder, needs: readonly Need[], path: string): void {
  for (const need of needs) {
    if (!builder.unknowns.has(need.what)) builder.unknowns.set(need.what, { ...need, path });
  }
}

/** The ids in a list, each once; parts of unknown length apart. */
export function idsOf(value: Maybe, names: Names): Ids {
  const ids = new Set<string>();
  const literals = new Set<string>();
  const open = new Set<string>();
  const add = (one: Maybe, isWhole: boolean): void => {
    if (one === undefined || one === null || one === '') return;
    if (Array.isArray(one)) for (const item of one) add(item, false);
    else if (isOpen(one)) open.add(names.of(one));
    else if (isWhole && mayHoldSeveral(one)) add(listIn(one), false);
    else {
      ids.add(names.of(one));
      if (!(one instanceof Unknown)) literals.add(names.of(one));
    }
  };
  add(value, true);
  return { ids: [...ids], literals: [...literals], open: [...open] };
}

/** A text alone, where a list should be, may be a list that somebody joined. */
function mayHoldSeveral(value: Value): boolean {
  return value instanceof Unknown ? value.shape === 'text' : String(value).includes(',');
}

/** The id that a single property names; null when it names none. */
export function idOf(value: Maybe, names: Names): string | null {
  return isGiven(value) ? names.of(value) : null;
}

/** Terraform writes an empty text or list for what was left out. */
export function isGiven(value: Maybe): value is Value {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

/** A symbol that names no resource of the templates by itself, and so may mean any. */
export function isStray(value: Maybe): boolean {
  if (!(value instanceof Unknown) || value.resource !== undefined) return false;
  // What a VPC is born with is none of those that are declared.
  return !/^Default(SecurityGroup|NetworkAcl)$/.test(value.attribute?.name ?? '');
}
