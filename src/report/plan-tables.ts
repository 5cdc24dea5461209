import { rangeText } from '../plan/judge.ts';
import { NONE, plus } from '../plan/range.ts';
import type { Plan, PlannedUse, SharingGroup } from '../plan/types.ts';
import type { Range } from '../templates/types.ts';
import { decisionText, placesText, planRows } from './finding-rows.ts';
import { few, percent, thousands } from './format.ts';
import { otherSections } from './plan-others.ts';
import type { Column } from './table.ts';

/** A part of a plan's report: a heading, sentences, and a table; whatever prints it, it says so. */
export interface Section {
  heading: string;
  lines: string[];
  columns: Column[];
  rows: string[][];
  /** Its cells are long: a terminal has no room for them side by side. */
  isList?: true;
}

const numberOrNone = (n: number | null): string => (n === null ? '?' : thousands(n));
const right = (name: string): Column => ({ name, align: 'right' });

const filled = (sections: Section[]): Section[] =>
  sections.filter(({ rows, lines }) => rows.length + lines.length > 0);

/** What is there, by VPC, by subnet, by configuration, and while it changes; empty tables left out. */
export function countsSections(plan: Plan): Section[] {
  return filled([vpcs(plan), subnets(plan), ...otherSections(plan), sharing(plan), peaks(plan)]);
}

/** What is wrong, and what could be better. */
export function adviceSections(plan: Plan): Section[] {
  return filled([findings(plan), advice(plan)]);
}

/** What was taken for granted, while reading and for the answer. */
export function assumedSections(plan: Plan): Section[] {
  return filled([notes(plan), assumed(plan)]);
}

function assumed({ assumes }: Plan): Section {
  return {
    heading: 'The answer takes for granted',
    lines: [],
    columns: [{ name: 'code' }, { name: 'that' }],
    rows: assumes.map(({ code, says }) => [code, says]),
  };
}

function findings(plan: Plan): Section {
  return {
    heading: 'Findings',
    lines: [],
    columns: [{ name: 'severity' }, { name: 'what' }, { name: 'mend' }, { name: 'where' }],
    rows: planRows(plan.findingRows).map((finding) => {
      const { id, severity, message, rule, mend, places, accepted } = finding;
      const what = `${message} (${rule} ${id})`;
      if (accepted != null) return ['accepted', what, decisionText(finding), placesText(places)];
      const mends = [mend, decisionText(finding)].filter((text) => text !== '');
      return [severity, what, mends.join(' '), placesText(places)];
    }),
    isList: true,
  };
}

const ALL =
  'Sizes of many subnets at once: --subnets FILE with what `aws ec2 describe-subnets` prints.';

/** What the counts depend on; null: nothing. */
export function unknownsSection(plan: Plan): Section | null {
  if (plan.unknowns.length === 0) return null;
  return {
    heading: 'Unknown, and what would settle it',
    lines: plan.unknowns.filter(({ mend }) => mend.startsWith('--subnet ')).length > 1 ? [ALL] : [],
    columns: [{ name: 'what' }, { name: 'why' }, { name: 'settled by' }],
    rows: plan.unknowns.map(({ what, why, mend }) => [what, why, mend]),
    isList: true,
  };
}

function vpcs(plan: Plan): Section {
  return {
    heading: 'ENIs by VPC',
    lines: [],
    columns: [
      { name: 'VPC' },
      right('ENIs'),
      right('other services'),
      right('quota'),
      right('used'),
      right('while groups are replaced'),
    ],
    rows: plan.vpcs
      .filter(({ enis, others }) => enis !== 0 || others.most !== 0)
      .flatMap(({ id, enis, others, quotas }) =>
        quotas.map(({ name, quota, share, peakShare }) => [
          id,
          numberOrNone(enis),
          rangeText(others),
          `${thousands(quota)}${name === 'older' ? ' (older)' : ''}`,
          share === null ? '?' : percent(share, 1),
          peakShare === null ? '?' : percent(peakShare, 1),
        ]),
      ),
  };
}

function subnets(plan: Plan): Section {
  const used = plan.subnets.filter(({ isUsed }) => isUsed);
  return {
    heading: 'Addresses by subnet',
    lines: [],
    columns: [
      { name: 'subnet' },
      { name: 'zone' },
      { name: 'block' },
      right('usable'),
      right('Lambda'),
      { name: 'others' },
      right('free'),
      right('free at peak'),
    ],
    rows: used.map((use) => [
      use.id,
      use.zone ?? '?',
      use.cidr ?? '?',
      numberOrNone(use.usable),
      thousands(use.lambda),
      othersText(use),
      freeText(use, use.inUse),
      freeText(use, use.whileReplaced),
    ]),
  };
}

/** What is left, between two ends; nothing is said of it where something is not counted. */
function freeText({ usable, notCounted }: PlannedUse, { least, most }: Range): string {
  if (usable === null || notCounted.length > 0) return '?';
  if (most === null) return `at most ${thousands(usable - least)}`;
  return rangeText({ least: usable - most, most: usable - least });
}

function othersText({ others, notCounted }: PlannedUse): string {
  const byKind = new Map<string, Range>();
  for (const { kind, rest } of others) byKind.set(kind, plus(byKind.get(kind) ?? NONE, rest));
  const counts = [...byKind].map(([kind, range]) => `${rangeText(range)} × ${kind}`);
  const more = notCounted.length === 0 ? [] : [`not counted: ${few(notCounted)}`];
  return [...counts, ...more].join(', ');
}

/** So many rows are read; of more the functions that share nothing are told as one. */
const SHARING_ROWS_MAX = 20;

function sharing(plan: Plan): Section {
  return {
    heading: 'Who shares',
    lines: [],
    columns: [
      { name: 'functions' },
      { name: 'subnets' },
      { name: 'security groups' },
      right('ENIs'),
    ],
    rows: folded(plan.sharing).map((group) => [
      few(group.functions),
      few(group.subnets),
      few(group.securityGroups),
      numberOrNone(group.enis),
    ]),
  };
}

/** Of many groups those of one function are told together, and so are the smallest beyond that. */
function folded(groups: readonly SharingGroup[]): SharingGroup[] {
  if (groups.length <= SHARING_ROWS_MAX) return [...groups];
  const shared = groups.filter(({ functions }) => functions.length > 1);
  const shown = shared.slice(0, SHARING_ROWS_MAX - 1);
  const rest = groups.filter((group) => !shown.includes(group));
  const enis = rest.some((group) => group.enis === null)
    ? null
    : rest.reduce((sum, group) => sum + group.enis!, 0);
  const all = (of: (group: SharingGroup) => string[]) => [...new Set(rest.flatMap(of))];
  const functions = all((group) => group.functions);
  const [subnets, securityGroups] = [all((g) => g.subnets), all((g) => g.securityGroups)];
  return [...shown, { functions, subnets, securityGroups, enis }];
}

function peaks(plan: Plan): Section {
  if (plan.pairings.length === 0) return { heading: '', lines: [], columns: [], rows: [] };
  return {
    heading: 'While it changes',
    lines: [],
    columns: [{ name: 'when' }, right('ENIs'), { name: 'because' }],
    rows: plan.peaks.map(({ event, enis, says, rule }) => [
      event,
      numberOrNone(enis),
      `${says} (${rule})`,
    ]),
  };
}

function advice(plan: Plan): Section {
  return {
    heading: 'Advice',
    lines: [],
    columns: [
      { name: 'what' },
      { name: 'makes room in' },
      right('ENIs saved'),
      { name: 'at the price of' },
    ],
    rows: plan.advice.map(({ does, mends, enisSaved, loses }) => [
      does,
      few(mends),
      thousands(enisSaved),
      loses,
    ]),
  };
}

function notes(plan: Plan): Section {
  const reasons = plan.functions.flatMap(({ id, note }) =>
    note === null ? [] : `${id}: ${note}.`,
  );
  return { heading: 'Notes', lines: [...reasons, ...plan.notes], columns: [], rows: [] };
}
