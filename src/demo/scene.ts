import { addressName, pairingName, versionName } from '../model/names.ts';
import { idsOf, rowOf, rowsOf } from '../model/table.ts';
import type { ControlState, Pairing, Version } from '../model/types.ts';

/** What is to be seen at a moment: names and numbers, no places on a screen. */
export interface Scene {
  functions: SeenFunction[];
  vpcs: SeenVpc[];
}

export interface SeenFunction {
  name: string;
  state: string;
  reason: string | null;
  update: string | null;
  /** The configuration that serves names no VPC. */
  isOutside: boolean;
  /** Names of the pairings it holds. */
  holds: string[];
  /** Of these and of those that an update takes, the ones it waits for. */
  waits: string[];
}

export interface SeenVpc {
  id: string;
  /** Those of other services are among them, as they count against the quota. */
  enis: number;
  quota: number;
  subnets: SeenSubnet[];
}

export interface SeenSubnet {
  id: string;
  usable: number;
  free: number;
  pairings: SeenPairing[];
}

export interface SeenPairing {
  name: string;
  groups: string[];
  dualStack: boolean;
  holders: string[];
  enis: SeenEni[];
}

export interface SeenEni {
  name: string;
  number: number;
  phase: string;
  address: string;
}

/**
 * What was made of a version or pairing, until that changes: a recording never writes a state, so what
 * two states share looks the same in both.
 */
const seenVersions = new WeakMap<Version, SeenFunction>();
const seenPairings = new WeakMap<Pairing, SeenPairing>();

function rememberedIn<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** The state of the control plane as a learner sees it; one that nobody writes to. */
export function sceneOf(state: ControlState): Scene {
  const pairings = [...rowsOf(state.pairings)].map(([, pairing]) => pairing);
  return {
    functions: functionsOf(state),
    vpcs: state.vpcs.flatMap(({ id, enis, otherEnis, eniQuota: quota, deleted }, vpc) => {
      if (deleted) return [];
      return [{ id, enis: enis + otherEnis, quota, subnets: subnetsOf(state, vpc, pairings) }];
    }),
  };
}

function functionsOf(state: ControlState): SeenFunction[] {
  return [...rowsOf(state.versions)].flatMap(([, version]) => {
    if (version === null) return [];
    return [rememberedIn(seenVersions, version, () => functionOf(state, version))];
  });
}

function functionOf(state: ControlState, version: Version): SeenFunction {
  const nameOf = (id: number) => pairingName(state, rowOf(state.pairings, id));
  const { operation } = version;
  const holds = new Set([...version.holds, ...(operation?.acquired ?? [])]);
  return {
    name: versionName(state, version),
    state: version.state,
    reason: version.reason,
    update: version.updateStatus,
    isOutside: version.config === null,
    holds: [...holds].map(nameOf),
    waits: (operation?.waits ?? []).map(nameOf),
  };
}

function subnetsOf(state: ControlState, vpc: number, pairings: readonly Pairing[]): SeenSubnet[] {
  return state.subnets.flatMap((subnet, place) => {
    if (subnet.vpc !== vpc || subnet.deleted) return [];
    const inside = pairings.filter((pairing) => pairing.subnet === place);
    const seen = inside.filter(({ enis, holders }) => enis.length > 0 || holders.count > 0);
    return [
      {
        id: subnet.id,
        usable: subnet.usable,
        free: subnet.usable - subnet.taken - subnet.inUse,
        pairings: seen.map((pairing) => {
          return rememberedIn(seenPairings, pairing, () => pairingOf(state, pairing));
        }),
      },
    ];
  });
}

function pairingOf(state: ControlState, pairing: Pairing): SeenPairing {
  const holders = idsOf(pairing.holders).map((id) => rowOf(state.versions, id));
  return {
    name: pairingName(state, pairing),
    groups: pairing.groups.map((id) => state.groups[id]!.id).sort(),
    dualStack: pairing.dualStack,
    holders: holders.flatMap((version) => (version === null ? [] : [versionName(state, version)])),
    enis: pairing.enis.map(({ number, phase, address }) => {
      return { name: `eni-${number}`, number, phase, address: addressName(address) };
    }),
  };
}
