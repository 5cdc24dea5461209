import { mergeFindings } from '../findings/merge.ts';
import type { Issue } from '../scenario/types.ts';
import type { Estate, TemplateSource } from '../templates/types.ts';
import { adviceOf } from './advice.ts';
import { caseAnswer } from './answer.ts';
import { assumedIn } from './assumed.ts';
import { assumptionsOf } from './assumptions.ts';
import { connectorUses } from './connectors.ts';
import { countsOf } from './counts.ts';
import { findingsOf } from './findings.ts';
import { isOneVpc, vpcsOfIds } from './homes.ts';
import { jointLimits } from './joint-room.ts';
import { acceptedLimits, listLimits, quotaLimits, readLimits, roomLimits } from './judge.ts';
import { limitFindings } from './limit-findings.ts';
import { openListsOf, undecidedIn } from './open-lists.ts';
import { attachedOf, pairingsOf, sharingOf } from './pairings.ts';
import { peaksOf } from './peaks.ts';
import { placesOf } from './places.ts';
import { undecidedRoles } from './role-cases.ts';
import { tightOf } from './tight.ts';
import type { Plan } from './types.ts';
import { unknownsOf } from './unknowns.ts';
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
  const needs = { attached, pairings, lists: openListsOf(attached), homes };
  const subnets = subnetUses(estate, needs);
  const vpcs = vpcUses(estate, subnets, needs);
  const placeOf = placesOf(estate, attached, homes);
  const findings = findingsOf(estate, attached, subnets, vpcs, placeOf);
  const openRoles = undecidedRoles(estate, attached);
  const unknowns = [...unknownsOf(estate, subnets), ...openRoles];
  const undecided = undecidedIn(estate);
  const limits = [
    ...readLimits(unknowns, issues),
    ...acceptedLimits(findings, undecided, openRoles),
    ...quotaLimits(vpcs, isOneVpc(attached, homes)),
    ...listLimits(needs.lists),
    ...roomLimits(subnets),
    ...jointLimits(estate, subnets),
  ];
  const counts = countsOf(estate, { needs, subnets, vpcs });
  const hasLambda = counts.functionsInVpc !== 0 || subnets.some(({ isUsed }) => isUsed);
  const now = caseAnswer(limits, 'now', counts, hasLambda);
  const assumes = assumptionsOf(assumedIn(estate, attached, subnets));
  const tight = tightOf(subnets, vpcs);
  return {
    inputs: sources.map(({ name, files }) => ({ name, files: files.map(({ file }) => file) })),
    answer: {
      verdict: now.verdict,
      because: now.because,
      assumes: assumes.map(({ code }) => code),
    },
    fits: now.fits,
    now,
    whileReplaced: caseAnswer(limits, 'whileReplaced', counts, hasLambda),
    limits,
    assumes,
    functions: functionsOf(estate),
    pairings,
    sharing: sharingOf(attached),
    unknowns,
    counts,
    subnets,
    vpcs,
    connectors: connectorUses(estate),
    notCounted: estate.notCounted.map(({ id, ...rest }) => ({ resource: id, ...rest })),
    peaks: peaksOf(attached, counts.enisAtLeast),
    findings,
    findingRows: mergeFindings(findings),
    limitFindings: limitFindings(limits, findings, placeOf),
    advice: adviceOf({ functions: attached, pairings, uses: subnets, tight }),
    notes: estate.notes,
    issues: [...issues],
  };
}

function functionsOf(estate: Estate): Plan['functions'] {
  return estate.functions.map(({ id, vpc, note, onlyIf, publishes, where }) => {
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
  });
}
