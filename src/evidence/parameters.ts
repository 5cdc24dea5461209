import { FUNCTIONS } from './parameters-functions.ts';
import { LIFE } from './parameters-life.ts';
import { LIMITS } from './parameters-limits.ts';
import type { Parameter, Profile, ValueByUnit } from './types.ts';

const ALL = { ...LIFE, ...FUNCTIONS, ...LIMITS };

/** Scenarios override these by name, so a name is a promise. */
export type ParameterName = keyof typeof ALL;

/** Every number of the model with what it rests on. */
export const PARAMETERS: Readonly<Record<ParameterName, Parameter>> = ALL;

/** Known, but no part of the simulation reads them yet: an override changes nothing. */
export const UNREAD: readonly ParameterName[] = ['tcpIdleTimeout'];

/** Null only where the default is null, that is, where an effect can be off. */
export type ValueOf<N extends ParameterName> =
  | ValueByUnit[(typeof ALL)[N]['unit']]
  | ((typeof ALL)[N] extends { value: null } ? null : never);

/** The default of one parameter; overrides of a scenario come before it. */
export function defaultOf<N extends ParameterName>(name: N, profile: Profile): ValueOf<N> {
  const entry: Parameter = PARAMETERS[name];
  // Which unit belongs to which name is known to ALL, but lost in the union that `entry` is.
  return (entry.byProfile === undefined ? entry.value : entry.byProfile[profile]) as ValueOf<N>;
}
