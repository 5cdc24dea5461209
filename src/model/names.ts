import { rowOf } from './table.ts';
import type { ControlState, Pairing, Version } from './types.ts';

/** `checkout` for `$LATEST`, `checkout:2` for a published version. */
export function versionName(state: ControlState, version: Version): string {
  return refName(rowOf(state.functions, version.function).id, version.number);
}

export function refName(functionId: string, number: number): string {
  return number === 0 ? functionId : `${functionId}:${number}`;
}

/** `a/db+web`: subnet and sorted security groups; `/dual` marks a dual-stack pairing. */
export function pairingName(state: ControlState, pairing: Pairing): string {
  const groups = pairing.groups.map((id) => state.groups[id]!.id);
  const stack = pairing.dualStack ? '/dual' : '';
  return `${state.subnets[pairing.subnet]!.id}/${groups.sort().join('+')}${stack}`;
}

/** Dotted form of an unsigned 32-bit IPv4 address. */
export function addressName(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** The ARN of a function or of one of its versions, by its name here. */
export function arnOf({ settings }: ControlState, name: string): string {
  return `arn:aws:lambda:${settings.region}:${settings.accountId}:function:${name}`;
}
