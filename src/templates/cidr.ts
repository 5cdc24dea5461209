import { Address4, Address6 } from 'ip-address';
import type { Node } from './node.ts';
import { report, type Stack } from './stack.ts';
import { keyOf, type Maybe, needsOf, shownOf, Unknown, type Value } from './values.ts';

const BLOCKS_MAX = 256;

/** `Fn::Cidr`: so many blocks of `2^bits` addresses each, from the start of a larger one. */
export function cidrBlocks(
  block: Value,
  count: Value,
  bits: Maybe,
  node: Node,
  stack: Stack,
): Value {
  const key = `cidr(${keyOf(block)},${keyOf(count)},${keyOf(bits)})`;
  const needs = [...needsOf(block), ...needsOf(count), ...needsOf(bits)];
  const shown = `blocks of ${shownOf(block)}`;
  const number = Number(count instanceof Unknown ? Number.NaN : count);
  if (count instanceof Unknown) return new Unknown(key, shown, 'list', { needs });
  const symbols = (): Value[] =>
    Array.from({ length: number }, (_, index) => {
      return new Unknown(`select(${index},${key})`, `${shown}[${index}]`, 'atom', { needs });
    });
  if (!Number.isInteger(number) || number < 1 || number > BLOCKS_MAX) {
    const message = `\`Fn::Cidr\` makes 1 to ${BLOCKS_MAX} blocks, not ${shownOf(count)}`;
    report(stack.world, node, { message, mend: 'give a count in this range' });
    return [];
  }
  if (block instanceof Unknown || bits instanceof Unknown) return symbols();
  const made = blocksOf(String(block), number, bits === undefined ? null : Number(bits));
  if (made !== null) return made;
  report(stack.world, node, {
    message: `${shownOf(block)} has no room for ${number} blocks with ${shownOf(bits)} bits`,
    mend: 'give a larger block, fewer blocks, or fewer bits for each',
  });
  return symbols();
}

function blocksOf(text: string, count: number, bits: number | null): string[] | null {
  const isWide = text.includes(':');
  const width = isWide ? 128 : 32;
  // Without bits, blocks are as CloudFormation's own default for IPv4 says: /24.
  const own = bits ?? (isWide ? 64 : 8);
  const prefix = Number(text.split('/')[1]);
  if (!(isWide ? Address6.isValid(text) : Address4.isValid(text))) return null;
  if (!Number.isInteger(own) || own < 1 || own > width - prefix) return null;
  if (BigInt(count) << BigInt(own) > 1n << BigInt(width - prefix)) return null;
  const address = isWide ? new Address6(text) : new Address4(text);
  const start = address.startAddress().bigInt();
  return Array.from({ length: count }, (_, index) => {
    const at = start + (BigInt(index) << BigInt(own));
    const made = isWide ? Address6.fromBigInt(at) : Address4.fromBigInt(at);
    return `${made.correctForm()}/${width - own}`;
  });
}

/** A block in its proper form; `hostBits`: it was written with an address inside the block. */
export function parseBlock(text: string): { cidr: string; hostBits: boolean } | null {
  if (!/^[\d.]+\/\d{1,2}$/.test(text) || !Address4.isValid(text)) return null;
  const address = new Address4(text);
  const cidr = `${address.startAddress().correctForm()}/${address.subnetMask}`;
  return { cidr, hostBits: cidr !== text };
}

/** A block of either family in its proper form; null: it is not known, or none. */
export function blockText(value: Maybe): string | null {
  if (value === undefined || value instanceof Unknown) return null;
  const text = String(value);
  const isWide = text.includes(':');
  if (text.length > 60 || !text.includes('/')) return null;
  if (!(isWide ? Address6.isValid(text) : Address4.isValid(text))) return null;
  const address = isWide ? new Address6(text) : new Address4(text);
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}
