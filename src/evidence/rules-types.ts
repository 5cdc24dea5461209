import type { ParameterName } from './parameters.ts';
import type { Backing } from './types.ts';

/**
 * One rule of the model. Its confidence is that of its least certain part; the parameters that
 * it uses carry a confidence of their own.
 */
export type Rule = Backing & {
  /** What happens, in words for a learner. */
  says: string;
  parameters?: readonly ParameterName[];
};
