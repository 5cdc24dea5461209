import { thousands } from '../findings/words.ts';
import type { Attached } from './pairings.ts';
import type { Peak } from './types.ts';

/** How many interfaces there are at most while configurations are being changed. */
export function peaksOf(functions: readonly Attached[], enis: number | null): Peak[] {
  const publishing = functions.filter(({ publishes }) => publishes).length;
  const double = enis === null ? null : 2 * enis;
  const peaks: Peak[] = [
    {
      event: 'nothing changes',
      rule: 'SHARE-3',
      enis,
      says: 'A deployment that leaves subnets and groups alone makes no interface, also where it publishes versions.',
    },
    {
      event: 'every security group is replaced',
      rule: 'ENI-3',
      enis: double,
      says: 'The old interfaces keep their addresses until Lambda has detached and deleted them.',
    },
  ];
  if (publishing > 0) {
    const who =
      publishing === 1
        ? 'One of the functions publishes'
        : `${thousands(publishing)} of the functions publish`;
    peaks.push({
      event: 'versions are kept besides',
      rule: 'ENI-2',
      enis: double,
      says: `${who} versions: those hold the old interfaces for as long as they exist, and each further replacement adds as many.`,
    });
  }
  return peaks;
}
