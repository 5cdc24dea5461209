import type { Backing } from './types.ts';

/** The ports an interface connects from; answers come back to them, over TCP and UDP. */
export const EPHEMERAL_PORTS = {
  first: 1_024,
  last: 65_535,
  confidence: 'documented',
  sources: ['aws-lambda-networking-errors'],
} as const satisfies Backing & { first: number; last: number };
