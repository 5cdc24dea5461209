import { mostOf } from './range.ts';
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
  const subnets = uses.flatMap(({ id, usable, isUsed, inUse, whileReplaced }): Tight[] => {
    if (usable === null || !isUsed) return [];
    const needed = { needs: mostOf(inUse), needsAtPeak: mostOf(whileReplaced) };
    return [{ kind: 'subnet', id, unit: 'addresses', has: usable, ...needed }];
  });
  const quotas = vpcs.flatMap(({ id, enis, others, quotas: [quota] }): Tight[] => {
    if (enis === null || quota === undefined) return [];
    const more = mostOf(others);
    const needed = { needs: enis + more, needsAtPeak: 2 * enis + more };
    return [{ kind: 'VPC', id, unit: 'ENIs', has: quota.quota, ...needed }];
  });
  return [...quotas, ...subnets]
    .filter(({ has, needsAtPeak }) => needsAtPeak > has)
    .sort((a, b) => b.needsAtPeak / b.has - a.needsAtPeak / a.has);
}
