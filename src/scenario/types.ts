import type { Distribution } from '../engine/distribution.ts';
import type {
  Destination,
  NetworkGroup,
  NetworkSubnet,
  NetworkVpc,
  Surroundings,
} from '../network/types.ts';

/** Which edition of AWS's documents the defaults follow: 30 idle days (`seed`) or 14 (`current`). */
export type Profile = 'seed' | 'current';

/** `auto` lets the program choose per function; `exact` makes every invocation an event. */
export type Fidelity = 'exact' | 'aggregate' | 'auto';

/**
 * A scenario as every room after `scenario/` reads it: plain JSON, checked, defaults filled in,
 * times in whole ms since the start, rates in calls per ms, references valid.
 */
export interface Scenario {
  name: string;
  /** One sentence: what the scenario shows. */
  why: string;
  profile: Profile;
  /** Used when the caller gives no seed. */
  seed: string;
  /** The run covers `[0, untilMs)`. */
  untilMs: number;
  /** Where it all lies: the account's number and the Region; they stand in ARNs. */
  account?: { id: string; region: string };
  network: Network;
  roles: Role[];
  /** Who calls, where the timeline says so. */
  callers?: Principal[];
  /** Service control policies of the account: a limit on all its roles and callers. */
  scps?: NamedPolicy[];
  functions: FunctionSpec[];
  /** In the order of `atMs`; actions of one moment keep the order of the file. */
  timeline: Action[];
  expectations: Expectation[];
  /** Overrides of the evidence table, by its names: durations in ms, numbers, switches. */
  parameters: Record<string, ParameterValue>;
}

/** A law (durations in ms), a plain number, the name of a choice, a switch, or null: off. */
export type ParameterValue = Distribution | number | string | boolean | null;

export interface Network extends Surroundings {
  vpcs: VpcSpec[];
  subnets: SubnetSpec[];
  securityGroups: SecurityGroupSpec[];
}

export interface VpcSpec extends NetworkVpc {
  /** Null: the evidence table's default. */
  eniQuota: number | null;
  /** Interfaces of other services that count against the quota. */
  otherEnis: number;
  cidr: string | null;
  tenancy: 'default' | 'dedicated';
}

export interface SubnetSpec extends NetworkSubnet {
  az: string;
  /** IPv4 addresses that others hold. */
  taken: number;
}

export type SecurityGroupSpec = NetworkGroup;

export interface NamedPolicy {
  name: string;
  document: unknown;
}

/** A role or a user of the account. */
export interface Principal {
  id: string;
  policies: NamedPolicy[];
  /** The permissions boundary: an IAM document. */
  boundary?: unknown;
}

export type Role = Principal;

export interface VpcConfigSpec {
  /** As written: order and repeats are kept, the model makes sets of them. */
  subnets: string[];
  securityGroups: string[];
  ipv6AllowedForDualStack: boolean;
}

/** What an update names of a configuration: what is absent stays as it is. */
export type VpcConfigChange = Partial<VpcConfigSpec>;

/** What calls do to a function, wherever it lies. */
export interface FunctionLoad {
  traffic: TrafficPhase[];
  duration: Distribution;
  /** What the first call of an execution environment takes on top; null: nothing. */
  coldStart: Distribution | null;
  connections: Connections;
  /** What each call connects to, in this order. */
  destinations?: Destination[];
  /** Reserved concurrency: how many invocations may run at once; null: the account's limit only. */
  concurrency: number | null;
}

export interface FunctionSpec extends FunctionLoad {
  id: string;
  /** Null: not attached to a VPC. */
  vpc: VpcConfigSpec | null;
  /** Null: a role of its own that allows what AWS's managed policy for VPC access allows. */
  role: string | null;
  /** Version numbers with provisioned concurrency. */
  provisionedVersions: number[];
}

/** Traffic for functions that other files describe, such as those of a template. */
export interface Traffic {
  profile: Profile;
  /** Used when the caller gives no seed. */
  seed: string | null;
  /** Traffic without a beginning of its own begins here: by then all functions are deployed. */
  fromMs: number;
  untilMs: number;
  /** Multiplies all traffic. */
  factor: number;
  loads: ReadonlyMap<string, FunctionLoad>;
  /** Of functions that are not named; null: they are silent. */
  others: FunctionLoad | null;
  parameters: Record<string, ParameterValue>;
}

/** Connections that the function's code opens; `hold` is how long one of an invocation lives. */
export interface Connections {
  perEnvironment: number;
  perInvocation: number;
  hold: Distribution | null;
  /** Which destination they lead to, where the ports of NAT gateways are to be counted (NET-3). */
  to?: string;
}

/** Calls to one version in `[fromMs, untilMs)`; `rate`, `ramp`, `profile` are Poisson streams. */
export type TrafficPhase = { fromMs: number; untilMs: number } & (
  | { kind: 'rate'; callsPerMs: number }
  /** The rate changes evenly from the beginning of the phase to its end. */
  | { kind: 'ramp'; fromPerMs: number; toPerMs: number }
  /** Each rate holds until the next step, the last one until the first step of the next period. */
  | { kind: 'profile'; periodMs: number; startMs: number; steps: RateStep[] }
  /**
   * Exactly `counts[i]` calls at random moments of the step that begins at `startMs + i * stepMs`;
   * `startMs` is `fromMs` where it is not given.
   */
  | { kind: 'counts'; startMs?: number; stepMs: number; counts: number[] }
  /** So many calls at each of these moments, which ascend. */
  | { kind: 'burst'; calls: number; atMs: number[] }
  | { kind: 'every'; everyMs: number }
  /** One call at each of these moments, which ascend; `durationsMs`: how long each of them runs. */
  | { kind: 'times'; atMs: number[]; durationsMs?: number[] }
);

/** `atMs` counts from the start of the period. */
export interface RateStep {
  atMs: number;
  callsPerMs: number;
}

/** `version` 0 is `$LATEST`. */
export interface FunctionRef {
  function: string;
  version: number;
}

interface ActionBase {
  atMs: number;
  /** Null: success is expected but not demanded by the author. */
  expect: ActionExpectation | null;
  /** Line in the scenario file, for messages; null when the scenario was not read from a file. */
  line: number | null;
}

export type ActionExpectation =
  | 'ok'
  | { error: string; status: number | null; text: string | null };

/** How long a delete is tried again while it is refused. */
export interface Retry {
  everyMs: number;
  forMs: number;
}

/** A call of Lambda's API. */
interface Called {
  /** Absent: an administrator, who may do everything. */
  caller?: string;
}

interface Revised {
  /** The call sends the RevisionId that was read at this moment; absent: it sends none. */
  revisionAtMs?: number;
}

export type Action = ActionBase &
  (
    | ({ action: 'create'; function: string; publish: boolean; implied: boolean } & Called)
    /** `vpc: 'keep'` leaves the attachment alone; null detaches. */
    | ({
        action: 'update';
        function: string;
        vpc: VpcConfigChange | 'keep' | null;
        code: boolean;
        /** Changes the configuration, though not the attachment: the memory, a variable. */
        settings?: boolean;
        publish: boolean;
      } & Called &
        Revised)
    | ({ action: 'publish'; function: string } & Called & Revised)
    /** Version null: the whole function. */
    | ({ action: 'delete'; function: string; version: number | null } & Called)
    | ({ action: 'invoke'; target: FunctionRef; async: boolean; count: number } & Called)
    /** The function's own code calls an API of AWS, with the function's role. */
    | { action: 'callFromCode'; target: FunctionRef; api: string; resource: string }
    | { action: 'setTraffic'; target: FunctionRef; traffic: TrafficPhase[] }
    | { action: 'deleteSubnet'; subnet: string; retry: Retry | null }
    | { action: 'deleteSecurityGroup'; securityGroup: string; retry: Retry | null }
    | { action: 'deleteVpc'; vpc: string; retry: Retry | null }
    /** `retry`: of a delete only. */
    | { action: EniAction; subnet: string; securityGroups: string[]; retry?: Retry | null }
    | { action: 'putRolePolicy'; role: string; name: string; document: unknown }
    /** Name null: every policy of the role. */
    | { action: 'deleteRolePolicy'; role: string; name: string | null }
    | { action: 'deleteRole'; role: string }
    | { action: 'setQuota'; vpc: string; enis: number }
  );

export type EniAction =
  | 'deleteNetworkInterface'
  | 'detachNetworkInterface'
  | 'modifyNetworkInterface';

export type FunctionState = 'Pending' | 'Active' | 'Inactive' | 'Failed';
export type EniPhase =
  | 'creating'
  | 'ready'
  | 'draining'
  | 'available'
  | 'deleted'
  | 'failed'
  | 'stuck';

/** What a number must be, both ends included; null: any. */
export interface Bounds {
  min: number | null;
  max: number | null;
  equals: number | null;
}

/** `atMs` is looked at after everything that happens in that millisecond; null: at the end. */
export type Expectation = { atMs: number | null; line: number | null } & (
  | {
      kind: 'function';
      target: FunctionRef;
      /** Each null: not looked at. `absent`: there is no such version. */
      state: FunctionState | 'absent' | null;
      stateReasonCode: string | null;
      lastUpdateStatus: 'Successful' | 'InProgress' | 'Failed' | null;
    }
  | {
      kind: 'enis';
      count: Bounds;
      subnet: string | null;
      securityGroups: string[] | null;
      phase: EniPhase | null;
    }
  | { kind: 'subnet'; subnet: string; free: Bounds }
  | ({ kind: 'metric'; metric: string } & Bounds)
);

/** One thing that is wrong with an input, and how to mend it. */
export interface Issue {
  severity: 'error' | 'warning';
  file: string;
  /** From 1; 0 when the place is unknown. */
  line: number;
  column: number;
  /** Dotted path inside the document, '' for the document itself. */
  path: string;
  message: string;
  expected: string | null;
  received: string | null;
  mend: string | null;
}

export type Parsed =
  | { ok: true; scenario: Scenario; issues: Issue[] }
  | { ok: false; issues: Issue[] };
