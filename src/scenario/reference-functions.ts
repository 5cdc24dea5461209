import type { Path } from './issues.ts';
import { didYouMean } from './nearest.ts';
import { lookUp, type Review, type Table } from './reference-tables.ts';

/** Checks what functions and actions refer to. */
export function reviewFunctions(review: Review): void {
  const refused = refusedCreates(review);
  for (const [id, spec] of review.functions.entries) {
    const path = ['functions', id];
    if (spec?.role !== undefined) lookUp(review, review.roles, spec.role, [...path, 'role']);
    if (spec?.vpc)
      checkConfig(review, spec.vpc, [...path, 'vpc'], refused.has(id) ? 'refused' : 'meant');
  }
}

/** Functions whose creation the author expects to be refused: their configuration may be wrong. */
function refusedCreates(review: Review): Set<string> {
  const refused = new Set<string>();
  for (const action of review.salvaged.file.timeline ?? []) {
    if (action.action !== 'create') continue;
    if (action.expect !== null && action.expect !== 'ok') refused.add(action.function);
  }
  return refused;
}

/**
 * API-1: an id that nothing has is what a refusal may be about; one that is nearly a known name is
 * taken for a slip of the pen.
 */
function isStranger({ entries, names }: Table<unknown>, id: string): boolean {
  return !entries.has(id) && didYouMean(id, names) === null;
}

/** Names must exist; that all lie in one VPC is only asked of a configuration meant to work. */
export function checkConfig(
  review: Review,
  config: { subnets: string[]; securityGroups: string[] },
  path: Path,
  purpose: 'meant' | 'refused',
): void {
  const home = checkSubnets(review, config.subnets, path, purpose);
  for (const [index, id] of config.securityGroups.entries()) {
    const here = [...path, 'securityGroups', index];
    if (purpose === 'refused' && isStranger(review.groups, id)) continue;
    const group = lookUp(review, review.groups, id, here);
    if (group === undefined || home === null || group.vpc === home) continue;
    if (purpose === 'refused') continue;
    review.drafts.push({
      path: here,
      message: `group \`${id}\` belongs to VPC \`${group.vpc}\`, the subnets to \`${home}\``,
      expected: `a security group of VPC \`${home}\``,
      mend: ASIDE,
    });
  }
}

const ASIDE = 'AWS refuses this: if that is what the scenario shows, expect an error of the action';

/** The VPC of the first subnet that is known, or null. */
function checkSubnets(
  review: Review,
  subnets: readonly string[],
  path: Path,
  purpose: 'meant' | 'refused',
): string | null {
  let home: { vpc: string; subnet: string } | null = null;
  for (const [index, id] of subnets.entries()) {
    const here = [...path, 'subnets', index];
    if (purpose === 'refused' && isStranger(review.subnets, id)) continue;
    const subnet = lookUp(review, review.subnets, id, here);
    if (subnet === undefined) continue;
    home ??= { vpc: subnet.vpc, subnet: id };
    if (subnet.vpc === home.vpc || purpose === 'refused') continue;
    const where = `\`${home.subnet}\` in \`${home.vpc}\``;
    review.drafts.push({
      path: here,
      message: `subnet \`${id}\` lies in VPC \`${subnet.vpc}\`, ${where}`,
      expected: 'subnets of one VPC',
      mend: ASIDE,
    });
  }
  return home?.vpc ?? null;
}
