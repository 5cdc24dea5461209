import type { Issue } from '../scenario/types.ts';
import type { Estate, TemplateSource } from '../templates/types.ts';
import { adviceOf } from './advice.ts';
import { answerOf, fitsOf } from './answer.ts';
import { findingsOf } from './findings.ts';
import { vpcsOfIds } from './homes.ts';
import { attachedOf, pairingsOf, sharingOf } from './pairings.ts';
import { peaksOf } from './peaks.ts';
import { tightOf } from './tight.ts';
import type { Plan } from './types.ts';
import { subnetUses, vpcUses } from './use.ts';

/** The capacity plan of what the templates say, without traffic. Pure; linear in their size. */
export function planOf(
  estate: Estate,
  sources: readonly TemplateSource[],
  issues: readonly Issue[],
): Plan {
  const attached = attachedOf(estate);
  const pairings = pairingsOf(attached);
  const homes = vpcsOfIds(estate, attached);
  const subnets = subnetUses(estate, pairings, homes);
  const vpcs = vpcUses(estate, subnets, attached, homes);
  const findings = findingsOf(estate, attached, subnets, vpcs);
  const undecided = estate.functions.some(({ vpc }) => vpc === 'unknown');
  const open = undecided || attached.some(({ vpc }) => vpc.subnets.open.length > 0);
  const lambda = subnets.filter((use) => use.lambda > 0);
  const counts: Plan['counts'] = {
    functions: estate.functions.length,
    functionsInVpc: undecided ? null : attached.length,
    functionsUnderCondition: attached.filter(({ onlyIf }) => onlyIf !== null).length,
    enisAtLeast: open ? null : pairings.length,
    addressesBySubnet: Object.fromEntries(lambda.map((use) => [use.id, use.lambda])),
    enisByVpc: Object.fromEntries(
      vpcs.filter(({ enis }) => enis !== 0).map(({ id, enis }) => [id, undecided ? null : enis]),
    ),
  };
  const tight = tightOf(subnets, vpcs);
  const { unknowns } = estate;
  const parts = { counts, pairings, subnets, vpcs, findings, unknowns, tight };
  const fits = fitsOf(parts);
  return {
    inputs: sources.map(({ name, files }) => ({ name, files: files.map(({ file }) => file) })),
    fits,
    fitsAtPeak: tight.length > 0 ? false : fits,
    answer: answerOf(fits, parts),
    functions: estate.functions.map(({ id, vpc, note, onlyIf, publishes, where }) => {
      const known = vpc === null || vpc === 'unknown' ? null : vpc;
      const ids = (list: { ids: string[]; open: string[] } | undefined): string[] | null =>
        list === undefined ? (vpc === null ? [] : null) : list.open.length > 0 ? null : list.ids;
      return {
        id,
        inVpc: vpc === 'unknown' ? null : vpc !== null,
        subnets: ids(known?.subnets),
        securityGroups: ids(known?.securityGroups)?.toSorted() ?? null,
        note,
        onlyIf,
        publishesVersions: publishes,
        where,
      };
    }),
    pairings,
    sharing: sharingOf(attached),
    unknowns,
    counts,
    subnets,
    vpcs,
    peaks: peaksOf(attached, counts.enisAtLeast),
    findings,
    advice: adviceOf({ functions: attached, pairings, uses: subnets, tight }),
    notes: estate.notes,
    issues: [...issues],
  };
}
