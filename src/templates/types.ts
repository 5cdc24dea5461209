import type { AclRule, GroupRule } from '../network/types.ts';
import type { Issue, Scenario } from '../scenario/types.ts';

/** Where parameters come from, as issues name it. */
export const GIVEN = '--param';

/** A place in a file; line and column count from 1, and are 0 when unknown. */
export interface Where {
  file: string;
  line: number;
  column: number;
}

/** Something the templates do not say, and what would settle it. */
export interface UnknownFact {
  what: string;
  /** Where it matters: dotted, beginning with the id of a function, subnet or group. */
  path: string;
  why: string;
  mend: string;
  /** What is not here and may hold functions, as it is called in a sentence. */
  hides?: string;
}

/**
 * Ids in a list; `literals` are those among them that are written out, `open` tells parts of
 * unknown length, by the symbols that stand for them.
 */
export interface Ids {
  ids: string[];
  literals: string[];
  open: string[];
}

export interface VpcAttachment {
  subnets: Ids;
  securityGroups: Ids;
  dualStack: boolean;
}

/** A configuration that a function may turn out to have. */
export interface Alternative {
  /** What then decides: a condition is `true` or `false`, the key of a mapping is one of its keys. */
  when: Record<string, string>;
  /** Null: it has no interface, or does not exist. */
  vpc: VpcAttachment | null | 'unknown';
}

export interface PlannedFunction {
  id: string;
  where: Where;
  /**
   * Every configuration that it may have, where something unknown decides among a few; else none.
   * The same names in `when` of several functions are the same questions.
   */
  alternatives?: Alternative[];
  /** Null: not attached. `unknown`: a condition decides it that cannot be evaluated. */
  vpc: VpcAttachment | null | 'unknown';
  /** Why it has no interface although one might expect it; null: nothing special. */
  note: string | null;
  /** The condition that decides whether it exists, where that is not known. */
  onlyIf: string | null;
  /** The id of a role of the templates; null: one from elsewhere, or unknown. */
  role: string | null;
  /** Each deployment publishes a version. */
  publishes: boolean;
  /** Everything it waits for when the stack is created, directly or not. */
  after: ReadonlySet<string>;
}

export interface PlannedSubnet {
  id: string;
  where: Where;
  vpc: string | null;
  /** Null: not known. */
  cidr: string | null;
  /** Which families of addresses it has; null: not known. */
  hasIpv4: boolean;
  hasIpv6: boolean | null;
  /** A name, or a symbol that is equal for equal zones; null: not known. */
  zone: string | null;
  /** Addresses that others hold, where a scenario or the user tells so. */
  taken: number;
  /** What the user told beside the templates: the block alone, or what is free in it as well. */
  given?: 'block' | 'free';
  /** The user told how much those resources take that are not counted. */
  isCounted?: true;
}

export interface PlannedGroup {
  id: string;
  where: Where;
  vpc: string | null;
  /** Null: it lets everything out, or what it lets out is not known. */
  outbound: GroupRule[] | null;
  /** Null: what it lets in is not known. */
  inbound: GroupRule[] | null;
}

export interface PlannedVpc {
  id: string;
  where: Where;
  /** Null: AWS's default. */
  eniQuota: number | null;
  otherEnis: number;
  /** Null: not known. */
  tenancy: 'default' | 'dedicated' | null;
}

/** `via` as in scenarios; null: it leads somewhere that the templates do not tell. */
export interface PlannedRoute {
  to: string;
  via: string | null;
  where: Where;
}

/** The route table of a subnet. Where more routes may be in it, it has default routes to null. */
export interface PlannedRouting {
  subnet: string;
  table: string;
  vpc: string | null;
  routes: PlannedRoute[];
}

export interface PlannedNat {
  id: string;
  where: Where;
  /** Where it stands; null: not known. */
  subnet: string | null;
  addresses: number;
}

/** `service` as in `s3`; the route tables of a gateway endpoint, the subnets of an interface. */
export interface PlannedEndpoint {
  id: string;
  vpc: string | null;
  service: string | null;
  kind: 'gateway' | 'interface';
  tables: Ids;
  subnets: Ids;
}

export interface PlannedPeering {
  id: string;
  between: [string, string];
}

/** A network ACL all rules of which are known, and the subnets it guards. */
export interface PlannedAcl {
  id: string;
  where: Where;
  subnets: string[];
  inbound: AclRule[];
  outbound: AclRule[];
}

/** What lies around the functions. What is not here is not known, and nothing is said of it. */
export interface PlannedNet {
  routing: PlannedRouting[];
  natGateways: PlannedNat[];
  endpoints: PlannedEndpoint[];
  peerings: PlannedPeering[];
  acls: PlannedAcl[];
}

/** A count between two ends; `most` null: no bound is known. */
export interface Range {
  least: number;
  most: number | null;
}

/** What a resource takes of its subnets beside the interfaces of functions (ADDR-1). */
export interface OtherInterfaces {
  id: string;
  where: Where;
  /** The resource type, in the words of CloudFormation. */
  type: string;
  /** In words: `interface endpoint`, `EFS mount target`, ... */
  kind: string;
  subnets: string[];
  /** Addresses that it holds in each of its subnets; a range where it chooses among them. */
  rest: Range;
  /** The same while it deploys, scales or fails over. */
  peak: Range;
  /** Over all its subnets together, at rest; null: the sum of each. */
  total: Range | null;
  /** Addresses that must be free in each subnet beside those, to be made or to scale. */
  mustBeFree: number;
  /** It counts against the same quota as the interfaces of Lambda. */
  sharesQuota: boolean;
}

/** A resource that names subnets and whose addresses are not counted (ADDR-2). */
export interface NotCounted {
  id: string;
  where: Where;
  type: string;
  /** Null: which ones is not known. */
  subnets: string[] | null;
  /** In a sentence without a full stop. */
  why: string;
}

/** A network connector of Lambda, with interfaces of its own in each of its subnets (CONN-1). */
export interface PlannedConnector {
  id: string;
  where: Where;
  subnets: Ids;
  securityGroups: Ids;
  /** `IPv4` or `DualStack`; null: not given, or not known. */
  networkProtocol: string | null;
  /** The condition that decides whether it exists, where that is not known. */
  onlyIf: string | null;
}

/** One policy document of a role, and the resource that attaches it. */
export interface RolePolicy {
  /** Null: part of the role itself. */
  attachedBy: string | null;
  name: string;
  /** Plain JSON, unknown parts written `*`. */
  document: unknown;
}

export interface PlannedRole {
  id: string;
  where: Where;
  policies: RolePolicy[];
  /** Policies whose text is not in the templates, by name or ARN. */
  unread: string[];
  /**
   * What it holds by what is not known, such as `{ HasKey: 'true' }`; empty where nothing decides.
   * Else `policies` are those of the first case, and `unread` those of all.
   */
  cases: RoleCase[];
  /** What to paste to settle which case it is. */
  settledBy: string[];
}

export interface RoleCase {
  when: Record<string, string>;
  policies: RolePolicy[];
  unread: string[];
}

/** A function refers to something in a VPC that it connects to, as the templates tell. */
export interface PlannedConnection {
  function: string;
  /** The id of what it connects to, and what that is in words: `database`. */
  target: string;
  kind: string;
  /** It is mounted, its address is given to the function, or its name alone. */
  how: 'mount' | 'address' | 'name';
  /** The environment variable, or the path of the mount; null: not told. */
  named: string | null;
  /** Any of them may be used. */
  ports: readonly number[];
  ends: PlannedEnd[];
}

/** Where a target takes connections. */
export interface PlannedEnd {
  id: string;
  subnets: Ids;
  /** Null: not all of them are known. */
  securityGroups: string[] | null;
}

/** What templates say about functions and their network: what every reader gives. */
export interface Estate {
  functions: PlannedFunction[];
  vpcs: PlannedVpc[];
  subnets: PlannedSubnet[];
  securityGroups: PlannedGroup[];
  interfaces: OtherInterfaces[];
  notCounted: NotCounted[];
  connectors: PlannedConnector[];
  net: PlannedNet;
  connections: PlannedConnection[];
  roles: PlannedRole[];
  unknowns: UnknownFact[];
  /** What was taken for granted while reading, in sentences. */
  notes: string[];
}

export interface TemplateSource {
  /** As the user named it. */
  name: string;
  /** The folder that its files were found in. */
  folder?: string;
  /** Several files are fragments of one stack. */
  files: { file: string; text: string }[];
}

export interface ReadOptions {
  /** `Name=value`, `Stack/Name=value`; values of lists are separated by commas. */
  parameters?: ReadonlyMap<string, string>;
  /** The text of a template that another one names; null when there is none. */
  readFile?: (file: string, from: string) => { file: string; text: string } | null;
}

export interface Reading {
  /** Null when nothing could be read. */
  estate: Estate | null;
  issues: Issue[];
  /** What was read, where it is a scenario of this simulator. */
  scenario?: Scenario;
  /** Names of given parameters whose values a template wants kept (`NoEcho`). */
  secrets: readonly string[];
  /** How many parts of the templates were evaluated: the measure of the effort. */
  work: number;
}
