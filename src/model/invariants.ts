import { exists, isReady } from './enis.ts';
import { pairingName, versionName } from './names.ts';
import { hasId, idsOf, rowOf, rowsOf } from './table.ts';
import type { ControlState, Pairing, Version } from './types.ts';

/**
 * What is always true of the control plane (section 12 of the model), as sentences about what is
 * not; an empty list means all is well. For tests and checked runs: it walks the whole state.
 */
export function brokenInvariants(state: ControlState): string[] {
  const broken: string[] = [];
  const claim = (truth: boolean, sentence: string) => {
    if (!truth) broken.push(sentence);
  };
  for (const [id, pairing] of rowsOf(state.pairings)) checkPairing(state, id, pairing, claim);
  for (const [id, version] of rowsOf(state.versions)) {
    if (version !== null) checkVersion(state, id, version, claim);
  }
  checkRoom(state, claim);
  checkFunctions(state, claim);
  return broken;
}

type Claim = (truth: boolean, sentence: string) => void;

const EXISTING = ['creating', 'ready', 'draining', 'available', 'stuck'];

function checkPairing(state: ControlState, id: number, pairing: Pairing, claim: Claim): void {
  const name = pairingName(state, pairing);
  const holders = idsOf(pairing.holders);
  claim(new Set(holders).size === pairing.holders.count, `${name} miscounts its holders`);
  for (const holder of holders) {
    const version = rowOf(state.versions, holder);
    const names =
      version !== null &&
      (version.holds.includes(id) || (version.operation?.acquired.includes(id) ?? false));
    claim(names, `${name} is held by version ${holder}, which does not name it`);
  }
  for (const waiter of idsOf(pairing.waiting)) {
    const version = rowOf(state.versions, waiter);
    const waits = version?.operation?.waits.includes(id) ?? false;
    claim(waits, `version ${waiter} stands in the queue of ${name} without waiting for it`);
  }
  for (const eni of pairing.enis) {
    const { number, phase } = eni;
    claim(exists(eni) && EXISTING.includes(phase), `eni-${number} of ${name} is ${phase}`);
    const inUse = phase === 'ready' && pairing.holders.count === 0;
    claim(!inUse, `eni-${number} is ready though nobody holds ${name}`);
  }
  const released = pairing.enis.every((eni) => eni.phase !== 'ready' && eni.phase !== 'creating');
  const served = pairing.holders.count === 0 || !released;
  claim(served, `${name} has holders and no ENI for them`);
}

function checkVersion(state: ControlState, id: number, version: Version, claim: Claim): void {
  const name = versionName(state, version);
  const held = [...new Set([...version.holds, ...(version.operation?.acquired ?? [])])];
  for (const pairing of held) {
    const row = rowOf(state.pairings, pairing);
    const knows = hasId(row.holders, id);
    claim(knows, `${name} names ${pairingName(state, row)}, which does not know it`);
  }
  const wanted = new Set(version.config?.subnets ?? []).size;
  const ready = version.holds.every((pairing) => isReady(rowOf(state.pairings, pairing)));
  const active = version.state === 'Active';
  claim(!active || (ready && version.holds.length === wanted), `${name} is Active, not ready`);
  claim(active || version.holds.length === 0, `${name} is ${version.state} and holds pairings`);
  const working = version.operation?.kind === 'create' || version.operation?.kind === 'restore';
  claim((version.state === 'Pending') === working, `${name} is ${version.state}, work: ${working}`);
  const updating = version.operation?.kind === 'update';
  claim((version.updateStatus === 'InProgress') === updating, `${name} has a lost update`);
}

/** LIMIT-1, LIMIT-2 and the counts they rest on. */
function checkRoom(state: ControlState, claim: Claim): void {
  const pairings = [...rowsOf(state.pairings)].map(([, pairing]) => pairing);
  const all = pairings.flatMap((pairing) => pairing.enis.map((eni) => ({ eni, pairing })));
  const vpcOf = (pairing: Pairing) => state.subnets[pairing.subnet]!.vpc;
  const addresses = new Set(all.map(({ eni, pairing }) => `${vpcOf(pairing)}/${eni.address}`));
  claim(addresses.size === all.length, 'two ENIs of a VPC have one address');
  state.subnets.forEach((subnet, id) => {
    const inUse = all.filter(({ pairing }) => pairing.subnet === id).length;
    claim(inUse === subnet.inUse, `subnet ${subnet.id} counts ${subnet.inUse} of ${inUse} ENIs`);
    const free = subnet.usable - subnet.taken - subnet.given + subnet.returned.length;
    claim(
      subnet.taken + subnet.inUse + free === subnet.usable && free >= 0,
      `subnet ${subnet.id} lost an address`,
    );
    claim(!subnet.deleted || inUse === 0, `subnet ${subnet.id} was deleted with an ENI in it`);
  });
  state.vpcs.forEach((vpc, id) => {
    const enis = all.filter(({ pairing }) => state.subnets[pairing.subnet]!.vpc === id).length;
    claim(enis === vpc.enis, `VPC ${vpc.id} counts ${vpc.enis} of ${enis} ENIs`);
  });
  state.groups.forEach((group, id) => {
    const enis = all.filter(({ pairing }) => pairing.groups.includes(id)).length;
    claim(enis === group.enis, `group ${group.id} counts ${group.enis} of ${enis} ENIs`);
    claim(!group.deleted || enis === 0, `group ${group.id} was deleted with an ENI in it`);
  });
}

function checkFunctions(state: ControlState, claim: Claim): void {
  for (const [id, fn] of rowsOf(state.functions)) {
    const versions = fn.exists ? [fn.latest, ...fn.published.map(({ version }) => version)] : [];
    for (const place of versions) {
      const version = rowOf(state.versions, place);
      claim(version?.function === id, `${fn.id} names version ${place}, which is not its own`);
    }
  }
}
