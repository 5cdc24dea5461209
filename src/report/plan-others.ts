import type { Plan } from '../plan/types.ts';
import { few, thousands } from './format.ts';
import type { Section } from './plan-tables.ts';

const idsOrNone = (ids: string[] | null): string => (ids === null ? '?' : few(ids));
const numberOrNone = (count: number | null): string => (count === null ? '?' : thousands(count));

/** What is in the subnets beside functions, and needs more words than a number. */
export function otherSections(plan: Plan): Section[] {
  return [notCountedSection(plan), connectorsSection(plan)];
}

/** Resources that take addresses nobody counts (ADDR-2). */
function notCountedSection(plan: Plan): Section {
  return {
    heading: 'Not counted',
    lines: [],
    columns: [{ name: 'resource' }, { name: 'type' }, { name: 'subnets' }, { name: 'why' }],
    rows: plan.notCounted.map(({ resource, type, subnets, why }) => [
      resource,
      type,
      idsOrNone(subnets),
      why,
    ]),
    isList: true,
  };
}

/** CONN-1: connectors and their interfaces. */
function connectorsSection(plan: Plan): Section {
  return {
    heading: 'Network connectors',
    lines: [],
    columns: [
      { name: 'connector' },
      { name: 'subnets' },
      { name: 'security groups' },
      { name: 'ENIs at least', align: 'right' },
      { name: 'while updated', align: 'right' },
    ],
    rows: plan.connectors.map((one) => [
      one.id,
      idsOrNone(one.subnets),
      idsOrNone(one.securityGroups),
      numberOrNone(one.enisAtLeast),
      numberOrNone(one.enisWhileUpdated),
    ]),
  };
}
