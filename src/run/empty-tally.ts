import type { Tally } from './tally.ts';

export function emptyTally(): Tally {
  return {
    versions: [],
    current: {},
    enis: [],
    liveEnis: 0,
    peakEnis: 0,
    subnets: {},
    vpcs: {},
    actions: [],
    failedInvocations: 0,
    failedWork: {},
    droppedInvocations: 0,
    connections: { attempted: 0, accepted: 0, refused: 0, peak: 0 },
  };
}
