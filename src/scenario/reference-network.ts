import { Address4, Address6 } from 'ip-address';
import { defaultOf } from '../evidence/parameters.ts';
import type { Path } from './issues.ts';
import { shown } from './issues.ts';
import { type CheckedSubnet, lookUp, type Review } from './reference-tables.ts';

/** An IPv4 block as numbers: `[first, end)`. */
interface Block {
  first: number;
  end: number;
  prefix: number;
}

const A_BLOCK = 'an IPv4 block such as `10.0.1.0/24`';

/** Addresses of a subnet that AWS keeps, the same in both profiles. */
const RESERVED = defaultOf('reservedAddressesPerSubnet', 'seed');

/** Checks VPCs, subnets and groups among themselves. */
export function reviewNetwork(review: Review): void {
  const vpcBlocks = new Map<string, Block>();
  for (const [id, vpc] of review.vpcs.entries) {
    if (vpc?.cidr === undefined) continue;
    const block = readBlock(review, vpc.cidr, ['network', 'vpcs', id, 'cidr']);
    if (block !== null) vpcBlocks.set(id, block);
  }
  const placed: Placed[] = [];
  for (const [id, subnet] of review.subnets.entries) {
    const path = ['network', 'subnets', id];
    lookUp(review, review.vpcs, subnet.vpc, [...path, 'vpc']);
    if (subnet.ipv6Cidr !== undefined) checkIpv6(review, subnet.ipv6Cidr, [...path, 'ipv6Cidr']);
    if (subnet.cidr === undefined) {
      checkIpv6Only(review, subnet, path);
      continue;
    }
    const block = readBlock(review, subnet.cidr, [...path, 'cidr']);
    if (block === null) continue;
    checkTaken(review, subnet, block, [...path, 'taken']);
    const outer = vpcBlocks.get(subnet.vpc);
    if (outer !== undefined) checkInside(review, subnet, block, outer, [...path, 'cidr']);
    placed.push({ id, subnet, block });
  }
  checkOverlaps(review, placed);
  for (const [id, group] of review.groups.entries) {
    lookUp(review, review.vpcs, group.vpc, ['network', 'securityGroups', id, 'vpc']);
  }
}

/** API-4: there are subnets without IPv4, and Lambda does not attach to them. */
function checkIpv6Only(review: Review, subnet: CheckedSubnet, path: Path): void {
  if (subnet.ipv6Cidr === undefined) {
    const message = 'the subnet has no addresses';
    const mend = 'add `cidr: 10.0.1.0/24`';
    review.drafts.push({ path: [...path, 'cidr'], message, expected: A_BLOCK, mend });
  } else if (subnet.taken > 0) {
    const message = 'the subnet has no IPv4 addresses that others could hold';
    review.drafts.push({ path: [...path, 'taken'], message, mend: 'leave `taken` out' });
  }
}

function readBlock(review: Review, text: string, path: Path): Block | null {
  const received = shown(text);
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(text) || !Address4.isValid(text)) {
    const mend = text.includes('/') ? undefined : 'add the length of the prefix: `/24`';
    review.drafts.push({ path, message: 'not an IPv4 block', expected: A_BLOCK, received, mend });
    return null;
  }
  const address = new Address4(text);
  const prefix = address.subnetMask;
  if (prefix < 16 || prefix > 28) {
    const message = prefix < 16 ? 'the block is too large' : 'the block is too small';
    review.drafts.push({ path, message, expected: 'a prefix of /16 to /28', received });
    return null;
  }
  const first = Number(address.startAddress().bigInt());
  if (BigInt(first) !== address.bigInt()) {
    const mend = `write \`${address.startAddress().correctForm()}/${prefix}\``;
    const message = 'the address has bits behind the prefix';
    review.drafts.push({ path, message, expected: A_BLOCK, received, mend });
    return null;
  }
  return { first, end: first + 2 ** (32 - prefix), prefix };
}

function checkIpv6(review: Review, text: string, path: Path): void {
  const received = shown(text);
  const expected = 'an IPv6 block such as `2001:db8::/64`';
  if (!text.includes('/') || text.length > 60 || !Address6.isValid(text)) {
    review.drafts.push({ path, message: 'not an IPv6 block', expected, received });
    return;
  }
  const address = new Address6(text);
  if (address.subnetMask < 44 || address.subnetMask > 64) {
    const message = 'not a prefix that AWS gives to a subnet';
    review.drafts.push({ path, message, expected: 'a prefix of /44 to /64', received });
    return;
  }
  if (address.startAddress().bigInt() === address.bigInt()) return;
  const mend = `write \`${address.startAddress().correctForm()}/${address.subnetMask}\``;
  const message = 'the address has bits behind the prefix';
  review.drafts.push({ path, message, expected, received, mend });
}

function checkTaken(review: Review, subnet: CheckedSubnet, block: Block, path: Path): void {
  const usable = block.end - block.first - RESERVED;
  if (subnet.taken <= usable) return;
  review.drafts.push({
    path,
    message: 'more addresses are taken than the subnet has',
    expected: `at most ${usable}: a /${block.prefix} less the ${RESERVED} that AWS keeps`,
    received: `${subnet.taken}`,
  });
}

function checkInside(
  review: Review,
  subnet: CheckedSubnet,
  block: Block,
  outer: Block,
  path: Path,
): void {
  if (block.first >= outer.first && block.end <= outer.end) return;
  const vpcCidr = review.vpcs.entries.get(subnet.vpc)?.cidr;
  review.drafts.push({
    path,
    message: `the subnet lies outside its VPC \`${subnet.vpc}\``,
    expected: `a part of ${vpcCidr}`,
    received: shown(subnet.cidr),
  });
}

interface Placed {
  id: string;
  subnet: CheckedSubnet;
  block: Block;
}

function checkOverlaps(review: Review, placed: readonly Placed[]): void {
  const sorted = placed.toSorted(
    (a, b) => a.block.first - b.block.first || a.block.end - b.block.end,
  );
  const furthest = new Map<string, Placed>();
  for (const here of sorted) {
    const before = furthest.get(here.subnet.vpc);
    if (before !== undefined && here.block.first < before.block.end) {
      review.drafts.push({
        path: ['network', 'subnets', here.id, 'cidr'],
        message: `the block overlaps that of subnet \`${before.id}\``,
        expected: `a block apart from ${before.subnet.cidr}`,
        received: shown(here.subnet.cidr),
      });
    }
    if (before === undefined || here.block.end > before.block.end) {
      furthest.set(here.subnet.vpc, here);
    }
  }
}
