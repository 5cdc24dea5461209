import type { Issue } from '../scenario/types.ts';
import type { UnknownFact, Where } from '../templates/types.ts';

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

export interface PlannedUse {
  id: string;
  vpc: string | null;
  zone: string | null;
  cidr: string | null;
  /** Addresses that can be used; null: the block is not known. */
  usable: number | null;
  /** Interfaces of Lambda. */
  lambda: number;
  others: { id: string; kind: string; addresses: number }[];
  inUse: number;
  /** With every group replaced at once. */
  peak: number;
}

export interface VpcUse {
  /** `unknown`: of functions whose VPC the templates do not tell. */
  id: string;
  /** Null: some function's subnets are not known. */
  enis: number | null;
  /** Interfaces of other services that count against the same quota. */
  others: number;
  quotas: { name: string; quota: number; share: number | null; peakShare: number | null }[];
}

/** How many interfaces there are while something is being changed. */
export interface Peak {
  event: 'nothing changes' | 'every security group is replaced' | 'versions are kept besides';
  rule: string;
  enis: number | null;
  says: string;
}

export interface Finding {
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
  /** Null: it depends on something unknown, which may be what a template that is not here needs. */
  fits: boolean | null;
  /** The same while every security group is replaced at once. */
  fitsAtPeak: boolean | null;
  answer: string;
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
    addressesBySubnet: Record<string, number>;
    enisByVpc: Record<string, number | null>;
  };
  subnets: PlannedUse[];
  vpcs: VpcUse[];
  peaks: Peak[];
  findings: Finding[];
  advice: Advice[];
  notes: string[];
  issues: Issue[];
}
