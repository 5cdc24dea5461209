import type { Pattern } from './pattern.ts';

/** A parsed policy: plain JSON, so it can be kept, cloned and sent. Patterns are compiled once. */
export interface Policy {
  /** Tells a parsed policy from a raw document. */
  readonly form: 'parsed-policy';
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Names;
  readonly resources: Names;
  readonly conditions: readonly Condition[];
}

/** `except` is NotAction or NotResource: everything but these. */
export interface Names {
  readonly mode: 'only' | 'except';
  readonly patterns: readonly Pattern[];
}

export interface Condition {
  /** As the author wrote it, for sentences: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  /** Keys are compared without regard to case. */
  readonly keyFolded: string;
  readonly quantifier: Quantifier;
  readonly whenMissing: 'ask the operator' | 'holds';
  readonly sense: 'match' | 'no match' | 'null check';
  readonly values: readonly Matcher[];
}

/** `one`: no set operator. */
export type Quantifier = 'one' | 'any' | 'all';

/** `source` is the value as written. Numbers and moments (ms since 1970) compare, text matches. */
export type Matcher =
  | { readonly kind: 'text'; readonly source: string; readonly pattern: Pattern }
  | {
      readonly kind: 'arn';
      readonly source: string;
      readonly pattern: Pattern;
      /** The six fields; null when a variable must be filled in first. */
      readonly fields: readonly (readonly number[])[] | null;
    }
  | {
      readonly kind: 'number' | 'moment';
      readonly source: string;
      readonly relation: Relation;
      readonly value: number;
    }
  | { readonly kind: 'ip'; readonly source: string; readonly range: AddressRange }
  | { readonly kind: 'null'; readonly source: string; readonly wants: 'missing' | 'present' };

export type Relation = '=' | '<' | '<=' | '>' | '>=';

/** 4 bytes (IPv4) or 16 (IPv6), of which the first `prefixBits` bits count. */
export interface AddressRange {
  readonly bytes: readonly number[];
  readonly prefixBits: number;
}

/** `path` leads from the document's root to the fault: `Statement[0].Condition.StringEqual`. */
export interface PolicyProblem {
  path: string;
  message: string;
  /** What to write instead. */
  mend: string;
}

export type PolicyReading = { ok: true; policy: Policy } | { ok: false; problems: PolicyProblem[] };

/** Far above what AWS stores (10,240 characters of role policy), so only mistakes meet them. */
export const POLICY_LIMITS = {
  statementsMax: 1_000,
  /** Actions, resources and condition values of one policy together. */
  valuesMax: 10_000,
  charactersPerValueMax: 10_240,
  /** Of a document's text. */
  charactersMax: 1_000_000,
  /** Brackets within brackets; a policy needs six. */
  nestingMax: 30,
  /** The reading ends here: a hostile document must not buy unlimited advice. */
  problemsMax: 100,
} as const;
