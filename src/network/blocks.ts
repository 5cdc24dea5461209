import { Address4, Address6 } from 'ip-address';

/** A range of addresses: those whose first `prefix` bits are those of `first`. */
export interface Block {
  family: 4 | 6;
  first: bigint;
  prefix: number;
}

const BITS = { 4: 32, 6: 128 } as const;

/** Every address of a family. */
export const ANYWHERE: Readonly<Record<4 | 6, Block>> = {
  4: { family: 4, first: 0n, prefix: 0 },
  6: { family: 6, first: 0n, prefix: 0 },
};

/** Reads `10.0.0.0/16`, `2001:db8::/64` or a lone address. @throws Error when it is neither */
export function blockOf(text: string): Block {
  const family = text.includes(':') ? 6 : 4;
  const address = family === 6 ? new Address6(text) : new Address4(text);
  return { family, first: address.startAddress().bigInt(), prefix: address.subnetMask };
}

export function contains(outer: Block, inner: Block): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const rest = BigInt(BITS[outer.family] - outer.prefix);
  return outer.first >> rest === inner.first >> rest;
}
