import type { Row } from '../model/types.ts';
import { counted, enumerated } from './format.ts';
import type { Memory } from './story-rows.ts';

const NAMED_MAX = 4;

/** Remembers where each ENI is, so that a refused delete can say what is in its way. */
export function rememberEni({ note, subject, to, with: pairing }: Row, { enisIn }: Memory): void {
  if (note !== 'eni.phase' || pairing === undefined) return;
  for (const place of placesOf(pairing)) {
    const enis = enisIn.get(place) ?? new Map<string, string>();
    if (to === 'deleted' || to === 'failed') enis.delete(subject);
    else enis.set(subject, to!);
    enisIn.set(place, enis);
  }
}

function placesOf(pairing: string): string[] {
  const [subnet = '', groups = ''] = pairing.split('/');
  return [`subnet ${subnet}`, ...groups.split('+').map((group) => `group ${group}`)];
}

/** `; in the way: eni-1 (ready)` of a refused delete; empty when that is not known. */
export function inTheWay({ refusal, subject }: Row, { enisIn }: Memory): string {
  if (refusal !== 'subnetHasDependency' && refusal !== 'groupHasDependency') return '';
  const kind = refusal === 'subnetHasDependency' ? 'subnet' : 'group';
  const enis = [...(enisIn.get(`${kind} ${subject}`) ?? [])];
  if (enis.length === 0) return '';
  const named = enis.slice(0, NAMED_MAX).map(([eni, phase]) => `${eni} (${phase})`);
  if (enis.length > NAMED_MAX) named.push(counted(enis.length - NAMED_MAX, 'other'));
  return `; in the way: ${enumerated(named)}`;
}
