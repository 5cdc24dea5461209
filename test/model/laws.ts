import { findPairing } from '../../src/model/pairings.ts';
import { rowsOf } from '../../src/model/table.ts';
import type { ControlState, Pairing, Version, VpcConfig } from '../../src/model/types.ts';
import type { ModelFrame } from '../../src/run/frame.ts';

/** Laws of the model that are told without its own books: each is a sentence about what is not. */
export function brokenLaws(state: ControlState): string[] {
  return [...addressLaws(state), ...activeLaw(state)];
}

interface Placed {
  pairing: Pairing;
  number: number;
  phase: string;
  address: number;
}

export function liveEnis(state: ControlState): Placed[] {
  return [...rowsOf(state.pairings)].flatMap(([, pairing]) =>
    pairing.enis.map(({ number, phase, address }) => ({ pairing, number, phase, address })),
  );
}

/** LIMIT-1, LIMIT-2: nothing is shared by two ENIs, no subnet is passed. */
function addressLaws(state: ControlState): string[] {
  const broken: string[] = [];
  const enis = liveEnis(state);
  for (const what of ['address', 'number'] as const) {
    const values = enis.map((eni) => eni[what]);
    if (new Set(values).size < values.length) broken.push(`two ENIs have one ${what}`);
  }
  for (const [id, { usable, taken, base }] of state.subnets.entries()) {
    const inside = enis.filter(({ pairing }) => pairing.subnet === id);
    if (inside.length > usable - taken) broken.push(`subnet ${id} is passed`);
    const outside = inside.filter(({ address }) => {
      return address < base + 4 + taken || address > base + 3 + usable;
    });
    if (outside.length > 0) broken.push(`subnet ${id} gave out what is not its own`);
  }
  return broken;
}

/** The pairings of a configuration, found by names: a set of groups in each of a set of subnets. */
function keysOf({ subnets, groups, dualStack }: VpcConfig): string[] {
  const set = [...new Set(groups)].sort((a, b) => a - b).join('+');
  return [...new Set(subnets)].map((subnet) => `${subnet}/${set}/${dualStack}`);
}

function keyOf({ subnet, groups, dualStack }: Pairing): string {
  return `${subnet}/${[...groups].sort((a, b) => a - b).join('+')}/${dualStack}`;
}

function versionsOf(state: ControlState): Version[] {
  return [...rowsOf(state.versions)].flatMap(([, version]) => (version === null ? [] : [version]));
}

/** What must be held: ENI-2, worked out from configurations and states alone. */
export function heldKeys(state: ControlState): Set<string> {
  const held = new Set<string>();
  for (const { state: phase, config, operation } of versionsOf(state)) {
    const begun = operation !== null && operation.acquired.length > 0;
    if (phase === 'Active' && config !== null) for (const key of keysOf(config)) held.add(key);
    if (begun && operation.config !== null)
      for (const key of keysOf(operation.config)) held.add(key);
  }
  return held;
}

/** STATE-2: whoever is Active has a ready ENI in each pairing of the configuration it runs on. */
function activeLaw(state: ControlState): string[] {
  const active = versionsOf(state).filter((version) => version.state === 'Active');
  return active.flatMap(({ config }, place) =>
    (config === null ? [] : [...new Set(config.subnets)]).flatMap((subnet) => {
      const id = findPairing(state, subnet, config!);
      const pairing = [...rowsOf(state.pairings)].find(([other]) => other === id)?.[1];
      const ready = pairing?.enis.some(({ phase }) => phase === 'ready') ?? false;
      return ready ? [] : [`Active version ${place} has no ready ENI in subnet ${subnet}`];
    }),
  );
}

/** The closed form: one ENI a held pairing, none in use elsewhere. No ENI may be being replaced. */
export function closedForm(state: ControlState): string[] {
  const held = heldKeys(state);
  const broken: string[] = [];
  const counts = new Map<string, number>();
  for (const { pairing, phase } of liveEnis(state)) {
    const key = keyOf(pairing);
    if (phase === 'ready' && !held.has(key)) broken.push(`${key} is ready and nobody holds it`);
    if (phase === 'ready' || phase === 'creating') counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const key of held) {
    if (counts.get(key) !== 1) broken.push(`${key} is held and has ${counts.get(key) ?? 0} ENIs`);
  }
  return broken;
}

/** ENI-3: how long each ENI that was deleted by Lambda took since it last began to drain. */
export function releases(frames: readonly ModelFrame[]): { tookMs: number; alone: boolean }[] {
  const beganMs = new Map<string, number>();
  const refused = new Set<string>();
  const out: { tookMs: number; alone: boolean }[] = [];
  for (const { atMs, rows } of frames) {
    for (const { note, subject, to, rule } of rows) {
      if (note === 'eni.reapRefused') refused.add(subject);
      if (note !== 'eni.phase') continue;
      if (to === 'draining') beganMs.set(subject, atMs);
      if (to === 'deleted' && rule === 'ENI-3') {
        out.push({ tookMs: atMs - beganMs.get(subject)!, alone: !refused.has(subject) });
      }
    }
  }
  return out;
}
