import type { Policy } from '../access/policy.ts';
import type { RuleId } from '../evidence/rules.ts';
import type { SourceId } from '../evidence/sources.ts';
import type {
  Attachment,
  Destination,
  NatGateway,
  NetworkAcl,
  NetworkGroup,
  NetworkSubnet,
  NetworkVpc,
  Route,
  Surroundings,
} from '../network/types.ts';
import type { FindingId } from './catalogue.ts';

/** `error`: it fails as it stands. `warning`: it fails in part, later, or in bad company. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing about a configuration that its author wants to know before it runs. Plain JSON. */
export interface Finding {
  id: FindingId;
  rule: RuleId;
  severity: Severity;
  /** What it is about: a function, a role, a subnet, a statement; `f1, f2 and 3 more`. */
  subject: string;
  /** What is the matter, in sentences. */
  message: string;
  /** What to do about it, in sentences. */
  mend: string;
  /** Where it stands in its file; null: unknown. */
  where: string | null;
  /** Where AWS, or somebody who saw it, says so. */
  source: SourceId;
}

/** What a finding itself says; the rule and the source come from the catalogue. */
export type Found = Omit<Finding, 'rule' | 'source'> & { rule?: RuleId };

/**
 * What is looked at, whatever it was written in: scenarios and templates become this. What is not
 * known is null or left out, and what would depend on it is not found.
 */
export interface Design extends Account {
  surroundings: Pick<Surroundings, 'peerings' | 'endpoints'> & {
    vpcs: readonly DesignVpc[];
    subnets: readonly DesignSubnet[];
    securityGroups: readonly Placed<NetworkGroup>[];
    natGateways?: readonly Placed<NatGateway>[];
    networkAcls?: readonly Placed<NetworkAcl>[];
  };
  functions: readonly DesignFunction[];
  /** Remedies are written as templates have them; by default as scenarios do. */
  isTemplate?: boolean;
  /** Service control policies: a limit on all roles; none: no limit. */
  scps?: readonly Policy[];
  /** Policies of those who deploy: every statement of one person or one role together. */
  callers: readonly { id: string; policies: readonly Policy[]; where: string | null }[];
}

/** A part of the network, and where it stands in its file. */
type Placed<T> = T & { where?: string | null };

/** Stands in routes for a target that is not known: nothing is said of what it leads to. */
export const ELSEWHERE = 'elsewhere';

/** What stands in every ARN. */
export interface Account {
  region: string;
  accountId: string;
}

export interface DesignVpc extends Placed<NetworkVpc> {
  tenancy: 'default' | 'dedicated' | null;
  eniQuota: number | null;
  /** Interfaces of other services that count against the quota. */
  otherEnis: number;
}

export interface DesignSubnet extends Placed<NetworkSubnet> {
  /** Without them its routes are not known. */
  routes?: readonly Placed<Route>[];
  az: string | null;
  /** IPv4 addresses that nobody holds. */
  free: number | null;
}

/** Something that a function connects to, and everything that is known of where that listens. */
export interface Connection {
  target: string;
  /** In words: `database`. */
  kind: string;
  /** It is mounted, its address is given to the function, or its name alone. */
  how: 'mount' | 'address' | 'name';
  /** The variable or the path; null: not told. */
  named: string | null;
  /** Any of them may be used. */
  ports: readonly number[];
  /** Null: the groups are not all known. An end without subnets may be anywhere. */
  ends: readonly { id: string; subnets: readonly string[]; groups: readonly string[] | null }[];
  /** Ends that the function does not wait for when it is created. */
  late: readonly string[];
}

export interface DesignFunction {
  id: string;
  where: string | null;
  /** VPC configurations in their order, null: outside; the last one stays. At least one. */
  configs: readonly (Attachment | null)[];
  /** Holds its first configuration from the very beginning, or fails. */
  isThereAtOnce?: boolean;
  role: string | null;
  /** Policies of the role when the function is created; null: unknown, nothing is said of them. */
  policies: readonly Policy[] | null;
  /** The role's permissions boundary; none: no limit. */
  boundaries?: readonly Policy[];
  /** Policies that the role gets only later, or that nothing makes the function wait for. */
  latePolicies: readonly Policy[];
  /** The role loses what Lambda needs to clean up, before the interfaces can be gone. */
  roleLeavesFirst: boolean;
  destinations: readonly Destination[];
  /** What it refers to and connects to, where its file tells that and not the way. */
  connections?: readonly Connection[];
  /** Published versions that stay, with the configuration each has frozen. */
  versions: readonly { number: number; config: Attachment | null }[];
  /** The author says that it fails: then it is no error. */
  failsOnPurpose: boolean;
}
