import { Address4, Address6 } from 'ip-address';
import { type Draft, type Path, shown } from './issues.ts';
import type { DestinationDraft } from './schema-destinations.ts';

/** What a function connects to, as far as it can be looked at by itself. */
interface Connecting {
  connections?: { to?: string | undefined } | undefined;
  destinations?: Readonly<Record<string, DestinationDraft>> | undefined;
}

/** What is wrong with the destinations of a function, whatever network it lies in. */
export function destinationDrafts(spec: Connecting | null | undefined, path: Path): Draft[] {
  const drafts = portDrafts(spec, path);
  for (const [name, destination] of Object.entries(spec?.destinations ?? {})) {
    if (destination.kind !== 'internet' || destination.address === null) continue;
    const { address } = destination;
    if (!address.includes('/') && isAddress(address)) continue;
    drafts.push({
      path: [...path, 'destinations', name, 'internet'],
      message: 'not an address',
      expected: '`anywhere`, or an address such as `203.0.113.7`',
      received: shown(address),
    });
  }
  return drafts;
}

/** NET-3: the ports of a NAT gateway are counted for one address each. */
function portDrafts(spec: Connecting | null | undefined, path: Path): Draft[] {
  const to = spec?.connections?.to;
  if (to === undefined) return [];
  const destination = spec?.destinations?.[to];
  const isOne = destination?.kind === 'internet' && destination.address !== null;
  if (isOne && !destination.ipv6) return [];
  return [
    {
      path: [...path, 'connections', 'to'],
      message: destination === undefined ? 'no such destination' : 'not one address',
      expected: 'a destination of this function such as `{ internet: 203.0.113.7 }`',
      received: shown(to),
    },
  ];
}

/** An address of either family, with or without the length of a prefix. */
export function isAddress(text: string): boolean {
  if (text.length > 60) return false;
  if (text.includes(':')) return Address6.isValid(text);
  return /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(text) && Address4.isValid(text);
}
