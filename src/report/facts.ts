import { PARAMETERS, type ParameterName } from '../evidence/parameters.ts';
import { RULES, type RuleId } from '../evidence/rules.ts';
import type { Rule } from '../evidence/rules-types.ts';
import { SOURCES, type SourceId } from '../evidence/sources.ts';
import type { Source } from '../evidence/sources-types.ts';
import { type ReasonCode, STATE_REASONS, TEXTS, type TextKey } from '../evidence/texts.ts';
import type { Answer, Parameter, StateReason } from '../evidence/types.ts';
import { FINDINGS, type FindingId } from '../findings/catalogue.ts';
import { DESCRIPTIONS } from '../findings/descriptions.ts';

/** A kind of finding: what it is about, and what it rests on. */
export interface FindingKind {
  says: string;
  rule: RuleId;
  sources: readonly [SourceId];
}

/** One entry of the evidence table, of any kind. */
export type Fact =
  | { kind: 'parameter'; id: ParameterName; entry: Parameter }
  | { kind: 'rule'; id: RuleId; entry: Rule }
  | { kind: 'answer'; id: TextKey; entry: Answer }
  | { kind: 'reason'; id: ReasonCode; entry: StateReason }
  | { kind: 'finding'; id: FindingId; entry: FindingKind }
  | { kind: 'source'; id: SourceId; entry: Source };

/** Every entry: parameters, rules, answers of AWS, reason codes, kinds of findings, sources. */
export function allFacts(): Fact[] {
  return [
    ...listed('parameter', PARAMETERS),
    ...listed('rule', RULES),
    ...listed('answer', TEXTS),
    ...listed('reason', STATE_REASONS),
    ...listed('finding', findingKinds()),
    ...listed('source', SOURCES),
  ] as Fact[];
}

function findingKinds(): Record<string, FindingKind> {
  const kinds = Object.entries(FINDINGS).map(([id, { rule, source }]) => {
    const says = DESCRIPTIONS[id as FindingId];
    return [id, { says, rule, sources: [source] }] as const;
  });
  return Object.fromEntries(kinds);
}

/** The page about a kind of finding, as it stands in the repository. */
export const findingPage = (id: FindingId): string => `docs/findings/${id}.md`;

function listed(kind: Fact['kind'], entries: object) {
  return Object.entries(entries).map(([id, entry]) => ({ kind, id, entry }));
}

/** Entries of one id, whatever the case of its letters. An answer's error code finds it too. */
export function factsOf(id: string): Fact[] {
  const wanted = id.toLowerCase();
  const exact = allFacts().filter((fact) => fact.id.toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  return allFacts().filter(
    (fact) => fact.kind === 'answer' && fact.entry.code.toLowerCase() === wanted,
  );
}

/** What a word may stand for in `factsOf`, for a message about one that stands for nothing. */
export function factIds(): string[] {
  const codes = Object.values(TEXTS).map(({ code }) => code);
  return [...new Set([...allFacts().map(({ id }) => id), ...codes])];
}

/** Entries that rest on the source. */
export function factsResting(on: SourceId): Fact[] {
  return allFacts().filter((fact) => {
    if (fact.kind === 'source') return false;
    return (fact.entry.sources as readonly SourceId[] | undefined)?.includes(on) ?? false;
  });
}

/** Entries as plain JSON, their sources spelt out. */
export function factsJson(facts: readonly Fact[]): object[] {
  return facts.map(({ kind, id, entry }) => {
    if (kind === 'source') return { ...entry, kind, id, sourceKind: entry.kind };
    const sources = (entry.sources ?? []) as readonly SourceId[];
    return { kind, id, ...entry, sources: sources.map((name) => ({ id: name, ...SOURCES[name] })) };
  });
}
