import type { Context } from '../engine/kernel.ts';
import type { EniPhase, FunctionState, NamedPolicy, Principal } from '../scenario/types.ts';
import type { TimelineAction } from './action-types.ts';
import type { EVENTS } from './events.ts';
import type { Role } from './role-types.ts';
import type { IdSet, Table } from './table.ts';

/** A rule of the model; `evidence/rules.ts` says what each means and what it rests on. */
export type RuleId = `${ControlFamily | OtherFamily}-${number}`;

type ControlFamily = 'SHARE' | 'STATE' | 'ENI' | 'CAP' | 'IDLE' | 'LIMIT' | 'API' | 'TIME';
type OtherFamily = 'IAM' | 'NET' | 'LOAD' | 'ASYNC';

/** Answers of AWS by our own keys; code, status and text of each stand in the evidence table. */
export type Refusal =
  | 'attachmentManaged'
  | 'callerDenied'
  | 'callerLacksGroups'
  | 'callerLacksSubnets'
  | 'callerLacksVpcs'
  | 'callerNotAllowed'
  | 'codeUnauthorized'
  | 'dedicatedTenancy'
  | 'ec2Throttled'
  | 'eniGroupsFixed'
  | 'eniInUse'
  | 'eniNotFound'
  | 'failedInvoke'
  | 'failedUpdate'
  | 'functionExists'
  | 'functionNotFound'
  | 'groupGone'
  | 'groupHasDependency'
  | 'groupNotFound'
  | 'groupsInOtherVpc'
  | 'inactiveInvoke'
  | 'inactiveInvokeArtifact'
  | 'ipv6OnlySubnet'
  | 'malformedGroup'
  | 'malformedSubnet'
  | 'notDualStack'
  | 'oneListEmpty'
  | 'pendingDelete'
  | 'pendingInvoke'
  | 'policyGone'
  | 'revisionOutdated'
  | 'roleGone'
  | 'roleLacksCreate'
  | 'roleNotAssumable'
  | 'subnetGone'
  | 'subnetHasDependency'
  | 'subnetNotFound'
  | 'subnetsInOtherVpc'
  | 'throttled429'
  | 'tooManySecurityGroups'
  | 'tooManySubnets'
  | 'updateInProgress'
  | 'vpcGone'
  | 'vpcHasDependency';

/** Why an operation of a version failed after it was accepted: AWS's StateReasonCode. */
export const FAILURE_CODES = [
  'EniLimitExceeded',
  'InsufficientRolePermissions',
  'InternalError',
  'InvalidSecurityGroup',
  'InvalidSubnet',
  'SubnetOutOfIPAddresses',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export type ReasonCode = FailureCode | 'Creating' | 'Idle' | 'Restoring';
export type UpdateStatus = 'Successful' | 'InProgress' | 'Failed';

/** How a pairing lost its last holder; it decides how the ENI is let go. */
export type ReleasePath = 'delete' | 'update' | 'cancel';

/**
 * The control plane at one moment: a tree of plain JSON joined by ids (places in the lists and
 * tables below), so that it can be drafted, patched, saved and compared.
 */
export interface ControlState {
  settings: Settings;
  /** The timeline, read by number. Never written. */
  actions: TimelineAction[];
  vpcs: Vpc[];
  subnets: Subnet[];
  groups: Group[];
  roles: Role[];
  /** Never written. */
  callers: Principal[];
  scps: NamedPolicy[];
  functions: Table<LambdaFunction>;
  /** Null: deleted. A version's id is never used again. */
  versions: Table<Version | null>;
  pairings: Table<Pairing>;
  /** The number of the next ENI, from 1. */
  nextEni: number;
  /** Creates in the present second, for EC2's throttling. */
  ec2Window: { second: number; calls: number };
}

/** Numbers and switches of a run that are no laws; never written. */
export interface Settings {
  subnetsPerConfigMax: number;
  groupsPerConfigMax: number;
  stuckPendingAfterMs: number;
  reapRetryForMs: number;
  /** Waits of the queue of asynchronous calls: the first, the longest, and all together. */
  asyncRetry: { firstMs: number; mostMs: number; forMs: number };
  /** Null: EC2 never throttles. */
  ec2CallsPerSecond: number | null;
  recreatesEnis: boolean;
  /** Ways through NAT gateways whose ports are counted, by name. */
  natRoutes: readonly string[];
  inactiveInvokeError: 'ResourceNotReadyException' | 'CodeArtifactUserPendingException';
  deleteAbortsDetach: boolean;
  releaseRole: 'creator' | 'last-user';
  /** Whether changes of roles take time to reach Lambda. */
  propagates: boolean;
  /** What ids of subnets and groups look like, as regular expressions. */
  idPatterns: { subnet: string; group: string };
  region: string;
  accountId: string;
}

export interface Vpc {
  id: string;
  tenancy: 'default' | 'dedicated';
  eniQuota: number;
  /** Interfaces of other services that count against the quota. */
  otherEnis: number;
  /** Lambda's interfaces that exist, detached ones too. */
  enis: number;
  deleted: boolean;
}

export interface Subnet {
  id: string;
  /** -1: a configuration names it and nothing has that id. */
  vpc: number;
  ipFamilies: 'IPv4' | 'IPv6' | 'dual-stack';
  /** First address of the CIDR as an unsigned 32-bit number. */
  base: number;
  /** Addresses that AWS leaves to customers. */
  usable: number;
  /** Of these, held by others. */
  taken: number;
  /** Of these, held by Lambda's interfaces. */
  inUse: number;
  /** Addresses given out so far, and those given back since, latest last. */
  given: number;
  returned: number[];
  /** Pairings by their security groups. */
  pairings: Record<string, number>;
  deleted: boolean;
}

export interface Group {
  id: string;
  /** -1: a configuration names it and nothing has that id. */
  vpc: number;
  enis: number;
  deleted: boolean;
}

/** Lists as written, order and repeats included: AWS counts them before it makes sets of them. */
export interface VpcConfig {
  subnets: number[];
  groups: number[];
  dualStack: boolean;
}

export interface LambdaFunction {
  id: string;
  /** Place in `roles`; -1: a role of its own that allows all that is needed. */
  role: number;
  /** What `create` uses. */
  config: VpcConfig | null;
  exists: boolean;
  latest: number;
  published: { number: number; version: number }[];
  /** Something changed since the newest version was published. */
  changed: boolean;
  nextNumber: number;
  /** Steady traffic by version number ($LATEST: 0): how many streams flow now. */
  busy: Record<string, number>;
  /** Asynchronous calls that were accepted and could not run yet. */
  queued: QueuedCalls[];
  nextTicket: number;
  /** Version numbers with provisioned concurrency, which keeps them from falling idle. */
  provisioned: number[];
}

export interface QueuedCalls {
  ticket: number;
  version: number;
  count: number;
  sinceMs: number;
  /** Tries so far. */
  tries: number;
  /** When they were let through and wait for the data plane's word, in ms; -1: they wait on. */
  letThroughMs: number;
}

export interface Version {
  function: number;
  /** 0 is `$LATEST`. */
  number: number;
  state: FunctionState;
  reason: ReasonCode | null;
  updateStatus: UpdateStatus | null;
  updateReason: ReasonCode | null;
  /** Changes with every change that AWS gives a new RevisionId. */
  revision: number;
  /** When it last did, in ms. */
  revisedMs: number;
  /** What invocations run on. An answer shows `operation.config` while one is under way. */
  config: VpcConfig | null;
  /** AWS goes on showing an empty VpcConfig after a detach, and none before the first attach. */
  everAttached: boolean;
  /** Pairings held for `config`; empty while Inactive. */
  holds: number[];
  operation: Operation | null;
  lastUsedMs: number;
  idleAfterMs: number;
  /** When the idle timer that counts fires; -1: none waits. Another timer is stale. */
  idleTimerMs: number;
}

/** A create, update or restore under way. */
export interface Operation {
  kind: 'create' | 'update' | 'restore';
  /** The step's moment it was accepted, in ms. */
  sinceMs: number;
  /** Tells this operation from an earlier one of the same version. */
  revision: number;
  config: VpcConfig | null;
  /** Pairings taken for it, those the version already held included. */
  acquired: number[];
  /** Those of them that are not ready for this version yet. */
  waits: number[];
  /** A version published together with this update freezes its result. */
  publishes: boolean;
  /** It changes something that a published version would freeze. */
  changes: boolean;
}

/** One subnet with one set of security groups: what functions share. */
export interface Pairing {
  subnet: number;
  /** Sorted by id, each once. */
  groups: number[];
  dualStack: boolean;
  /** Versions that keep its ENIs in use. */
  holders: IdSet;
  /** Of these, versions that wait for the first ENI. */
  waiting: IdSet;
  /** Existing ENIs, oldest first. */
  enis: Eni[];
  /** How the last holder left. */
  path: ReleasePath;
}

export interface Eni {
  number: number;
  phase: EniPhase;
  /** Phases so far; a timer set in an earlier one is stale. */
  turn: number;
  /** Since when it is in its phase, in ms. */
  sinceMs: number;
  /** IPv4 address as an unsigned 32-bit number. */
  address: number;
  /** The function it was made for; its name stays in the description. */
  creator: number;
  /** Whose permission deletes it; -1: a role that allows all that is needed. */
  role: number;
  /** TIME-1: what the operation that let it go takes until its ENIs are deleted; null: none. */
  reapMs: number | null;
  /** The ENI it replaces, 0: none. */
  replaces: number;
}

/** One thing that happened, with the rule that made it happen. Subjects are names people wrote. */
export interface Row {
  rule: RuleId;
  note: Note;
  /** `checkout`, `checkout:2`, `eni-3`, `a/web+db`, or the id of a subnet, group, VPC or role. */
  subject: string;
  /** The other party: an ENI's pairing, the version that takes a pairing. */
  with?: string;
  from?: string;
  to?: string;
  code?: ReasonCode;
  /** Which answer of AWS it was. */
  refusal?: Refusal;
  /** Values for the placeholders of that answer's text. */
  args?: Record<string, string>;
  /** Which statement of a policy decided, and why. */
  because?: string;
  /** Number of the timeline's action. */
  action?: number;
  /** Invocations, or tries of an action. */
  count?: number;
  /** Who goes on holding a pairing that was left: the first few names, then how many more. */
  still?: string;
  address?: string;
  creator?: string;
  /** When a wait that begins now ends, in ms. */
  untilMs?: number;
  /** Of asynchronous calls: since when they are in the queue, in ms, and tries before this one. */
  queued?: { function: number; ticket: number; sinceMs: number; tries: number };
}

export type Note =
  | 'call.accepted'
  | 'call.refused'
  | 'call.retrying'
  | 'function.deleted'
  | 'version.created'
  | 'version.state'
  | 'version.update'
  | 'version.same'
  | 'version.deleted'
  | 'detach.aborted'
  | 'operation.failed'
  | 'pairing.held'
  | 'pairing.joined'
  | 'pairing.allocating'
  | 'pairing.rescued'
  | 'pairing.left'
  | 'eni.phase'
  | 'eni.reapRefused'
  | 'eni.recreationPutOff'
  | 'eni.scaleOutBlocked'
  | 'connections.refused'
  | 'nat.full'
  | 'invocation'
  | 'invocation.queued'
  | 'invocation.dropped'
  | 'destination.reached'
  | 'destination.lost'
  | 'traffic.began'
  | 'traffic.ended'
  | 'network.deleted'
  | 'role.changed'
  | 'role.seen'
  | 'quota.set';

export type Ctx = Context<typeof EVENTS, Row>;
