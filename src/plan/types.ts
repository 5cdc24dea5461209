import type { Judgement } from '../findings/accept.ts';
import type { FindingId } from '../findings/catalogue.ts';
import type { MergedFinding } from '../findings/merge.ts';
import type { Issue } from '../scenario/types.ts';
import type { NotCounted, Range, UnknownFact, Where } from '../templates/types.ts';
import type { Assumption, AssumptionCode } from './assumptions.ts';

/** What functions share: one subnet and one set of security groups (SHARE-1). */
export interface PlannedPairing {
  subnet: string;
  securityGroups: string[];
  functions: string[];
}

/** Functions of one and the same configuration. `enis`: null when the subnets are not all known. */
export interface SharingGroup {
  subnets: string[];
  securityGroups: string[];
  functions: string[];
  enis: number | null;
}

/** One of three answers (ADDR-3): nothing stands for what is not known. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** A verdict on one limit in one case. */
export interface Judged {
  verdict: Verdict;
  /** How much of the limit it takes; null: this limit is not counted. */
  needs: Range | null;
  /** Why, in a clause without a full stop. */
  because: string;
}

/** One limit of AWS, and whether what was planned stays within it. */
export interface Limit {
  /** `read`: all that was given could be read; `accepted`: by the API; `quota`; `room`. */
  kind: 'read' | 'accepted' | 'quota' | 'room';
  /** A part that is missing, a function, a VPC, a subnet; empty: all of them. */
  subject: string;
  /** ENIs of a VPC's quota, or usable addresses of a subnet; null: not known, or not counted. */
  has: number | null;
  now: Judged;
  whileReplaced: Judged;
  /** What settles an unknown, to be pasted behind the command. */
  settledBy: string[];
  /** The finding that tells it, where that is not the usual one of its kind. */
  finding?: FindingId;
}

/** The answer in one case: the worst of all limits. */
export interface CaseAnswer {
  verdict: Verdict;
  /** The same: true, false, or null for unknown. */
  fits: boolean | null;
  /** In sentences: what fails, what is not known, what is known all the same. */
  because: string[];
}

export interface PlannedUse {
  id: string;
  vpc: string | null;
  zone: string | null;
  cidr: string | null;
  /** Addresses that can be used; null: the block is not known. */
  usable: number | null;
  /** Interfaces of functions. */
  lambda: number;
  /** Lambda uses it: for functions, connectors or capacity providers. */
  isUsed: boolean;
  others: { id: string; kind: string; rest: Range; peak: Range }[];
  /** Resources that take addresses here which nobody counts (ADDR-2). */
  notCounted: string[];
  /** Addresses that must be free beside those in use, and who needs them. */
  mustBeFree: { id: string; addresses: number } | null;
  /** At rest. */
  inUse: Range;
  /** With every group replaced at once: old and new interfaces of Lambda beside the others. */
  whileReplaced: Range;
  /** The most that others take while they deploy or scale; functions at rest. */
  othersAtPeak: Range;
}

export interface VpcUse {
  /** `unknown`: of functions whose VPC the templates do not tell. */
  id: string;
  /** Interfaces of functions; null: some function's subnets are not known. */
  enis: number | null;
  /** The same between two ends. */
  range: Range;
  /** Interfaces of other services that count against the same quota. */
  others: Range;
  quotas: { name: string; quota: number; share: number | null; peakShare: number | null }[];
}

/** A network connector of Lambda: its interfaces stand beside those of functions (CONN-1). */
export interface PlannedConnectorUse {
  id: string;
  where: Where;
  /** Null: not all of them are known; the counts are null then, too. */
  subnets: string[] | null;
  securityGroups: string[] | null;
  networkProtocol: string | null;
  /** The condition under which it exists, where that is not known. */
  onlyIf: string | null;
  /** One in each subnet; how many more is not published. */
  enisAtLeast: number | null;
  /** While an update makes the new version's before the old ones leave (CONN-2). */
  enisWhileUpdated: number | null;
}

/** A count that is not known, between two ends, and how it comes about. */
export interface CountRange extends Range {
  /** `2 + 1 for each subnet of SubnetIds`. */
  formula: string;
}

/** How many interfaces there are while something is being changed. */
export interface Peak {
  event: 'nothing changes' | 'every security group is replaced' | 'versions are kept besides';
  rule: string;
  enis: number | null;
  says: string;
}

export interface Finding extends Partial<Judgement> {
  /** Its kind, by which it can be accepted and looked up. */
  id: FindingId;
  rule: string;
  severity: 'error' | 'warning' | 'info';
  subject: string;
  message: string;
  mend: string;
  /** `file:line:column`; null: unknown. */
  where: string | null;
}

export interface Advice {
  kind: 'merge groups' | 'widen subnet' | 'delete versions' | 'fewer subnets' | 'replace in steps';
  subjects: string[];
  does: string;
  /** Subnets and VPCs that are short without it, and suffice with it alone. */
  mends: string[];
  enisSaved: number;
  addressesSaved: number;
  loses: string;
}

/** What `hyperplane plan` answers: plain JSON. */
export interface Plan {
  inputs: { name: string; files: string[] }[];
  /** Whether it fits today; what a replacement and traffic make of it stands beside it. */
  answer: { verdict: Verdict; because: string[]; assumes: AssumptionCode[] };
  /** The same: true, false, or null for unknown. */
  fits: boolean | null;
  now: CaseAnswer;
  /** While every security group is replaced at once. */
  whileReplaced: CaseAnswer;
  limits: Limit[];
  /** What the answer takes for granted, by the codes that it names. */
  assumes: Assumption[];
  functions: {
    id: string;
    /** Null: a condition decides that cannot be evaluated. */
    inVpc: boolean | null;
    /** Null: not all of them are known. */
    subnets: string[] | null;
    securityGroups: string[] | null;
    /** Why it has no interface although one might expect it. */
    note: string | null;
    /** The condition under which it exists, where that is not known. */
    onlyIf: string | null;
    publishesVersions: boolean;
    where: Where;
  }[];
  pairings: PlannedPairing[];
  sharing: SharingGroup[];
  unknowns: UnknownFact[];
  /** What depends on something unknown is null. */
  counts: {
    functions: number;
    functionsInVpc: number | null;
    /** Of those, functions that exist only under a condition that is not known. */
    functionsUnderCondition: number;
    enisAtLeast: number | null;
    /** Some ENI serves two functions or more. */
    shared: boolean;
    addressesBySubnet: Record<string, number>;
    enisByVpc: Record<string, number | null>;
    /** Of the counts that are open: what is known of them all the same. */
    ranges: Record<string, CountRange>;
  };
  connectors: PlannedConnectorUse[];
  notCounted: (Omit<NotCounted, 'id'> & { resource: string })[];
  subnets: PlannedUse[];
  vpcs: VpcUse[];
  peaks: Peak[];
  findings: Finding[];
  /** The same, those that say the same of several subjects in one, with all their places. */
  findingRows: MergedFinding[];
  /** What the verdict of today rests on besides, as findings: what is not known, above all. */
  limitFindings: Finding[];
  advice: Advice[];
  notes: string[];
  issues: Issue[];
}
