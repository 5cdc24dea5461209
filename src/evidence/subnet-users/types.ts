import type { Backing } from '../types.ts';

/**
 * A number of addresses as plain data, in the words of CloudFormation: paths are dotted, and a
 * star stands for every item of a list.
 */
export type Amount =
  | number
  /** A number property; `else` is what AWS takes where it is not given, none: it is not known. */
  | { of: string; else?: Amount; scales?: ScalableDimension }
  /** All numbers under a path together; 0 where nothing is given. */
  | { sum: string }
  /** How many values a list has. */
  | { items: string }
  | { plus: readonly Amount[] }
  | { times: readonly Amount[] }
  | { max: readonly Amount[] }
  | { floor: Amount }
  | { ceil: Amount }
  /** Somewhere between two ends; null: no upper end is known. */
  | { from: Amount; to: Amount | null }
  | { when: Condition; take: Amount; else: Amount }
  /** A table by size: the amount of the first row that the property does not exceed. */
  | { table: string; else?: number; rows: readonly (readonly [size: number, addresses: number])[] }
  /** The IPv4 addresses of a block. */
  | { block: string }
  /** How far Application Auto Scaling may go for it; 0 where nothing scales it. */
  | { scaled: ScalableDimension }
  | { call: NamedAmount };

/** What needs a look at other resources, and so is a function in the templates' room. */
export type NamedAmount =
  | 'addresses of an instance'
  | 'addresses of an interface'
  | 'addresses of a proxy'
  | 'instances of a capacity provider'
  | 'instances behind a model';

/** What Application Auto Scaling changes: `service:resource:property`, as AWS writes it. */
export type ScalableDimension =
  | 'ecs:service:DesiredCount'
  | 'rds:cluster:ReadReplicaCount'
  | 'neptune:cluster:ReadReplicaCount'
  | 'elasticache:replication-group:NodeGroups'
  | 'elasticache:replication-group:Replicas'
  | 'appstream:fleet:DesiredCapacity';

/**
 * Texts that a property may have, in any case, a star for any characters; `else` is what AWS takes
 * where it is not given.
 */
export type Condition =
  | { of: string; is: readonly string[]; else?: string }
  | { of: string; isNot: readonly string[]; else?: string }
  | { given: string }
  | { missing: string };

interface PartBase {
  when?: Condition;
  /** Where its subnets stand, if not where those of the whole resource do. */
  subnets?: readonly string[];
}

/** Some of the addresses that a resource takes. */
export interface CountedPart extends PartBase {
  /**
   * `each`: in each of its subnets; `any`: in any of them, so many in total; `evenly`: in turns;
   * `entries`: for every time that a subnet is named.
   */
  place: 'each' | 'any' | 'evenly' | 'entries';
  /** Of `any`: no more than this in one subnet. */
  mostInOne?: number;
  /** Of `entries`: the list, whose items are what the amounts speak of. */
  entries?: string;
  rest: Amount;
  /** The most while it deploys, scales or fails over; not given: as at rest. */
  peak?: Amount;
  /** What AWS wants free in each subnet beside that, to make it or to let it scale. */
  free?: number;
}

/** A part whose number nobody publishes, or the template does not tell. */
export interface UnknownPart extends PartBase {
  unknown: string;
}

export type Part = CountedPart | UnknownPart;

interface Placed {
  /** In words, in the singular where one takes one address. */
  kind: string;
  /** Where its subnets stand. */
  subnets?: readonly string[];
  /** Properties that name another resource, or what that is called, which knows the subnets. */
  through?: readonly string[];
  /** Properties under which others know it. */
  names?: readonly string[];
}

/** What a resource type takes of the subnets that it names (ADDR-1). */
export type SubnetUser = Backing &
  Placed &
  (
    | {
        takes: 'addresses';
        parts: readonly Part[];
        sharesQuota?: true;
        /** Where it names no subnet and no group, AWS puts it into the default VPC. */
        without?: 'default VPC';
      }
    /** It names subnets and takes no address of them by itself. */
    | { takes: 'nothing'; because: string }
    /** It is, or makes, a function: its interfaces are those of pairings (SHARE-1). */
    | { takes: 'pairings' }
  );
