import type { PlannedUse, VpcUse } from './types.ts';

/** A subnet or a VPC that has too little room, today or while every group is replaced at once. */
export interface Tight {
  kind: 'subnet' | 'VPC';
  id: string;
  /** What is short. */
  unit: 'addresses' | 'ENIs';
  has: number;
  needs: number;
  needsAtPeak: number;
}

/** Where a replacement of all groups does not fit (LIMIT-1, LIMIT-2); the worst first. */
export function tightOf(uses: readonly PlannedUse[], vpcs: readonly VpcUse[]): Tight[] {
  const subnets = uses.flatMap(({ id, usable, lambda, inUse, peak }): Tight[] => {
    if (usable === null || lambda === 0) return [];
    const needed = { needs: inUse, needsAtPeak: peak };
    return [{ kind: 'subnet', id, unit: 'addresses', has: usable, ...needed }];
  });
  const quotas = vpcs.flatMap(({ id, enis, others, quotas: [quota] }): Tight[] => {
    if (enis === null || quota === undefined) return [];
    const needed = { needs: enis + others, needsAtPeak: 2 * enis + others };
    return [{ kind: 'VPC', id, unit: 'ENIs', has: quota.quota, ...needed }];
  });
  return [...quotas, ...subnets]
    .filter(({ has, needsAtPeak }) => needsAtPeak > has)
    .sort((a, b) => b.needsAtPeak / b.has - a.needsAtPeak / a.has);
}
