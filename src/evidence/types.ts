import type { Distribution } from '../engine/distribution.ts';
import type { SourceId } from './sources.ts';

/** Which edition of AWS's documents a default follows: 30 idle days (`seed`) or 14 (`current`). */
export type Profile = 'seed' | 'current';

/** What a value of each unit looks like. Durations are laws, in ms, even when they never vary. */
export interface ValueByUnit {
  ms: Distribution;
  connections: number;
  addresses: number;
  interfaces: number;
  count: number;
  'calls per second': number;
  ratio: number;
  choice: string;
  switch: boolean;
}

export type Unit = keyof ValueByUnit;

/** At least one: who says so must be named. */
export type Sources = readonly [SourceId, ...SourceId[]];

/** AWS states it (`documented`), or somebody saw it on AWS and left a text or a figure. */
export interface Known {
  confidence: 'documented' | 'observed';
  sources: Sources;
  why?: never;
}

/** Nobody says so: the reason must be given. Sources, if any, are what the guess leans on. */
export interface Guess {
  confidence: 'assumed';
  why: string;
  sources?: Sources;
}

export type Backing = Known | Guess;

/** Two ends for numbers and for the median (or mean) of a law; every possible value otherwise. */
type RangeOf<U extends Unit> = U extends 'choice' | 'switch'
  ? readonly [ValueByUnit[U], ValueByUnit[U], ...ValueByUnit[U][]]
  : readonly [low: number, high: number];

type Backed<U extends Unit> = (Known & { range?: never }) | (Guess & { range: RangeOf<U> });

/** Null means that the effect is switched off. */
type Stated<V> =
  | { value: V | null; byProfile?: never }
  | { byProfile: Readonly<Record<Profile, V>>; value?: never };

/** A value that a user may pick by `name` instead of the default. */
export type Alternative<V> = { name: string; value: V } & (
  | { source: SourceId; why?: string }
  | { why: string; source?: never }
);

type Choices<U extends Unit> = U extends 'choice'
  ? { choices: readonly [string, string, ...string[]] }
  : { choices?: never };

type EntryOf<U extends Unit> = Stated<ValueByUnit[U]> &
  Backed<U> &
  Choices<U> & {
    unit: U;
    /** What the number is, in one plain sentence. */
    about: string;
    alternatives?: readonly Alternative<ValueByUnit[U]>[];
  };

/** One number (or law, choice, switch) of the model, with what it rests on. */
export type Parameter = { [U in Unit]: EntryOf<U> }[Unit];

/** An answer of an AWS API. Placeholders in `message` stand in braces. */
export type Answer = Backing & {
  code: string;
  httpStatus: number;
  message: string;
  /** The member `Reason` of the answer, where AWS sends one. */
  reason?: string;
  /** What about the text was not seen. */
  note?: string;
};

/** The text that AWS puts beside a reason code; null: no text of AWS is known. */
export type StateReason = Backing & { message: string | null };
