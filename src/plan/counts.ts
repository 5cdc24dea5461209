import type { Estate } from '../templates/types.ts';
import { eniRange, undecidedIn } from './open-lists.ts';
import { countsByAnswer } from './ranges.ts';
import type { CountRange, Plan, PlannedUse, VpcUse } from './types.ts';
import type { Needs } from './use.ts';

interface Counted {
  needs: Needs;
  subnets: readonly PlannedUse[];
  vpcs: readonly VpcUse[];
}

/** What is counted. What depends on something unknown is null, with a range beside it. */
export function countsOf(estate: Estate, { needs, subnets, vpcs }: Counted): Plan['counts'] {
  const { attached, pairings } = needs;
  const undecided = undecidedIn(estate).length;
  const isDecided = undecided === 0;
  const isOpen = !isDecided || attached.some(({ vpc }) => vpc.subnets.open.length > 0);
  const lambda = subnets.filter((use) => use.lambda > 0);
  const enisOf = ({ id, enis }: VpcUse) => [id, isDecided ? enis : null] as const;
  return {
    functions: estate.functions.length,
    functionsInVpc: isDecided ? attached.length : null,
    functionsUnderCondition: attached.filter(({ onlyIf }) => onlyIf !== null).length,
    enisAtLeast: isOpen ? null : pairings.length,
    shared: pairings.some(({ functions }) => functions.length > 1),
    addressesBySubnet: Object.fromEntries(lambda.map((use) => [use.id, use.lambda])),
    enisByVpc: Object.fromEntries(vpcs.filter(({ enis }) => enis !== 0).map(enisOf)),
    ranges: {
      ...(isDecided ? {} : { functionsInVpc: decidedRange(attached.length, undecided) }),
      ...(isOpen ? { enisAtLeast: openRange(estate, needs) } : {}),
    },
  };
}

const COUNTS_SHOWN = 6;

/** Where the open questions have a few answers, their counts; else what bounds them. */
function openRange(estate: Estate, needs: Needs): CountRange {
  const { least, most, counts, by } = countsByAnswer(estate);
  if (counts === null || by.length === 0) {
    const { pairings, lists } = needs;
    return eniRange(pairings, sureIn(needs), lists, undecidedIn(estate).length);
  }
  const shown = counts.length > COUNTS_SHOWN ? `${least} to ${most}` : counts.join(' or ');
  return { least, most, formula: `${shown}, by ${by.join(', ')}` };
}

function decidedRange(sure: number, undecided: number): CountRange {
  const formula = `${sure} + those of ${undecided} that are perhaps in a VPC`;
  return { least: sure, most: sure + undecided, formula };
}

/** Pairings that some function needs under no condition. */
function sureIn({ attached, pairings }: Needs): number {
  const sure = new Set(attached.filter(({ onlyIf }) => onlyIf === null).map(({ id }) => id));
  return pairings.filter(({ functions }) => functions.some((id) => sure.has(id))).length;
}
