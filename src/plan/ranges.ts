import type { Estate, PlannedFunction, VpcAttachment } from '../templates/types.ts';
import { groupsOf } from './pairings.ts';

/** How many ENIs there may be at rest, and what decides. */
export interface EniRange {
  least: number;
  /** Null: nothing bounds it. */
  most: number | null;
  /** Every count that it may be, in ascending order; null: any between the ends, or too many. */
  counts: number[] | null;
  /** The names of the conditions and keys that decide. */
  by: string[];
}

/** Beyond these many answers together, only bounds are given. */
const ANSWERS_MAX = 256;
const EFFORT_MAX = 2_000_000;

type Attachment = PlannedFunction['vpc'];

/** SHARE-1: the ENIs of all functions, for every answer that the open questions may get. */
export function countsByAnswer({ functions }: Pick<Estate, 'functions'>): EniRange {
  const questions = questionsOf(functions);
  const by = [...questions.keys()].sort();
  const sizes = [...questions.values()].map(({ size }) => size);
  const answers = sizes.reduce((product, size) => product * size, 1);
  if (answers > ANSWERS_MAX || answers * functions.length > EFFORT_MAX) {
    return { ...bounds(functions), counts: null, by };
  }
  const counts = new Set<number>();
  let isOpen = false;
  for (const answer of answersTo(questions)) {
    const found = enisOf(functions.flatMap((one) => configurationsOf(one, answer)));
    counts.add(found.count);
    isOpen ||= found.isOpen;
  }
  const sorted = [...counts].sort((a, b) => a - b);
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
  return { least, most: isOpen ? null : most, counts: isOpen ? null : sorted, by };
}

/** What must be known, and the answers that it may have. */
function questionsOf(functions: readonly PlannedFunction[]): Map<string, Set<string>> {
  const questions = new Map<string, Set<string>>();
  for (const { alternatives = [] } of functions) {
    for (const { when } of alternatives) {
      for (const [name, is] of Object.entries(when)) {
        questions.set(name, (questions.get(name) ?? new Set()).add(is));
      }
    }
  }
  return questions;
}

type Answer = ReadonlyMap<string, string>;

function answersTo(questions: ReadonlyMap<string, ReadonlySet<string>>): Answer[] {
  let answers: Answer[] = [new Map()];
  for (const [name, all] of questions) {
    answers = answers.flatMap((one) => [...all].map((is) => new Map([...one, [name, is]])));
  }
  return answers;
}

/** What a function has under an answer; of a mapping's keys, some may not be listed for it. */
function configurationsOf({ vpc, alternatives }: PlannedFunction, answer: Answer): Attachment[] {
  if (alternatives === undefined) return [vpc];
  const fits = ({ when }: { when: Record<string, string> }): boolean =>
    Object.entries(when).every(([name, is]) => answer.get(name) === is);
  return alternatives.filter(fits).map((one) => one.vpc);
}

function enisOf(attachments: readonly Attachment[]): { count: number; isOpen: boolean } {
  const pairings = new Set<string>();
  let isOpen = false;
  for (const vpc of attachments) {
    if (vpc === null) continue;
    if (vpc === 'unknown') isOpen = true;
    else {
      isOpen ||= vpc.subnets.open.length > 0;
      for (const key of keysOf(vpc)) pairings.add(key);
    }
  }
  return { count: pairings.size, isOpen };
}

/** The pairings of a configuration; AWS refuses one without groups, and no ENI is made. */
function keysOf(vpc: VpcAttachment): string[] {
  const groups = groupsOf(vpc);
  if (groups.length === 0) return [];
  return vpc.subnets.ids.map((subnet) => JSON.stringify([subnet, groups, vpc.dualStack]));
}

/** The ends alone: what is certain, and what all alternatives of all functions come to. */
function bounds(functions: readonly PlannedFunction[]): { least: number; most: number | null } {
  const certain = functions.filter(({ alternatives }) => alternatives === undefined);
  const all = functions.flatMap(({ vpc, alternatives }) => {
    return alternatives?.map((one) => one.vpc) ?? [vpc];
  });
  const most = enisOf(all);
  const { count: least } = enisOf(certain.map(({ vpc }) => vpc));
  return { least, most: most.isOpen ? null : most.count };
}
