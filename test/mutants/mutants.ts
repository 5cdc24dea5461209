import type { Mutant } from './mutant.ts';

import { ACCESS } from './mutants-access.ts';
import { LIFE, SHARING } from './mutants-interfaces.ts';
import { LIMITS, STATES } from './mutants-states.ts';
import { RUN, USE } from './mutants-use.ts';

export const MUTANTS: readonly Mutant[] = [SHARING, LIFE, LIMITS, STATES, USE, ACCESS, RUN].flat();
