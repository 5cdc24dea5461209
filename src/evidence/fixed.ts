import { minutes } from '../engine/time.ts';
import type { Backing } from './types.ts';

/** Where a scenario gives none, AWS's own example account and its first Region stand in. */
export const ACCOUNT = { region: 'us-east-1', accountId: '111122223333' } as const;

/** The ports an interface connects from; answers come back to them, over TCP and UDP. */
export const EPHEMERAL_PORTS = {
  first: 1_024,
  last: 65_535,
  confidence: 'documented',
  sources: ['aws-lambda-networking-errors'],
} as const satisfies Backing & { first: number; last: number };

/** After this long interfaces that nobody needs are gone, as a rule: Terraform waits for it. */
export const RELEASE_PATIENCE = {
  ms: minutes(45),
  confidence: 'observed',
  sources: ['terraform-eni'],
} as const satisfies Backing & { ms: number };

/** The prefixes of the largest and of the smallest IPv4 block that a subnet may have. */
export const SUBNET_PREFIXES = {
  least: 16,
  most: 28,
  confidence: 'documented',
  sources: ['botocore'],
} as const satisfies Backing & { least: number; most: number };
