import { SUBNET_PREFIXES } from '../evidence/fixed.ts';
import { idsIn, type KnownSubnet, withSubnets } from '../plan/known-subnets.ts';
import { usableIn } from '../plan/use.ts';
import { LIMITS } from '../scenario/limits.ts';
import { nearest } from '../scenario/nearest.ts';
import { parseBlock } from '../templates/cidr.ts';
import type { Estate } from '../templates/types.ts';
import { InputError } from './failure.ts';
import { readText } from './read.ts';

const FORM = 'write --subnet ID=10.0.1.0/24, and behind it ,free=40 or ,uncounted=8 where known';

/**
 * What the command line tells of subnets: each `ID=CIDR`, and behind it what is known: `free`
 * addresses, and how many are taken by resources that are not counted.
 * @throws InputError when one is written otherwise
 */
export function subnetsGiven(given: readonly string[]): KnownSubnet[] {
  return given.map((text) => {
    // An id may hold what a block cannot: the last equals sign before a block divides them.
    const [, id, block, more = ''] =
      /^(.+?)=([\d.]+\/\d+)((?:,(?:free|uncounted)=\d+)*)$/s.exec(text) ?? [];
    if (id === undefined || block === undefined) {
      throw new InputError(`--subnet ${JSON.stringify(text)}: is not understood; ${FORM}`);
    }
    const cidr = blockOf(block, `--subnet ${id}`);
    const numberOf = (name: string): number | null => {
      const [, digits] = new RegExp(`,${name}=(\\d+)`).exec(more) ?? [];
      return digits === undefined ? null : Number(digits);
    };
    const free = numberOf('free');
    const known = free === null ? null : freeOf(free, cidr, `--subnet ${id}`);
    const uncounted = numberOf('uncounted');
    return { id, cidr, free: known, uncounted, vpc: null, zone: null, hasIpv6: null };
  });
}

function blockOf(text: string, where: string): string {
  const block = parseBlock(text);
  const prefix = Number(block?.cidr.split('/')[1]);
  if (block !== null && prefix >= SUBNET_PREFIXES.least && prefix <= SUBNET_PREFIXES.most)
    return block.cidr;
  const what = block === null ? 'no IPv4 block' : `a /${prefix}; subnets are /16 to /28`;
  throw new InputError(`${where}: ${text} is ${what}; ${FORM}`);
}

function freeOf(free: number, cidr: string, where: string): number {
  const usable = usableIn(cidr);
  if (free <= usable) return free;
  throw new InputError(`${where}: free=${free}, and ${cidr} has ${usable} usable addresses`);
}

/**
 * What `aws ec2 describe-subnets` printed: one document, or a list of its pages.
 * @throws InputError when the file is something else
 */
export function subnetsIn(file: string): KnownSubnet[] {
  const text = readText(file, LIMITS.fileBytes);
  const document = jsonOf(text, file);
  const pages = Array.isArray(document) ? document : [document];
  const lists = pages.map((page) => (isObject(page) ? page['Subnets'] : null));
  if (lists.length === 0 || !lists.every((list) => Array.isArray(list))) {
    throw new InputError(`${file}:1:1: no answer of DescribeSubnets; ${PRINTED}`);
  }
  return lists.flat().map((subnet, index) => subnetIn(subnet, `${file}: subnet ${index + 1}`));
}

function subnetIn(subnet: unknown, where: string): KnownSubnet {
  const fields = isObject(subnet) ? subnet : {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const [id, block] = [text('SubnetId'), text('CidrBlock')];
  const free = fields['AvailableIpAddressCount'];
  if (id === null) throw new InputError(`${where}: has no SubnetId; ${PRINTED}`);
  const cidr = block === null ? null : blockOf(block, where);
  const blocks = fields['Ipv6CidrBlockAssociationSet'];
  return {
    id,
    cidr,
    free: typeof free === 'number' && cidr !== null ? freeOf(free, cidr, where) : null,
    vpc: text('VpcId'),
    zone: text('AvailabilityZone'),
    hasIpv6: Array.isArray(blocks) ? blocks.length > 0 : null,
  };
}

const PRINTED = 'give what `aws ec2 describe-subnets` prints as JSON';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}:1:1: no JSON; ${PRINTED}`);
  }
}

/**
 * The estate with what the command line tells of subnets; a file may tell of more than are used.
 * @throws InputError when a subnet that was given by itself is not in the templates
 */
export function withGivenSubnets(
  estate: Estate,
  { subnet, subnets }: { subnet: readonly string[]; subnets?: string },
): Estate {
  const listed = subnets === undefined ? [] : subnetsIn(subnets);
  const single = subnetsGiven(subnet);
  const { unused } = withSubnets(estate, single);
  const [odd] = unused;
  if (odd !== undefined) {
    const known = idsIn(estate);
    const guess = nearest(odd, known) ?? [...known].find((id) => id.endsWith(`/${odd}`));
    const mend = guess === undefined ? 'leave it out' : `did you mean \`${guess}\`?`;
    throw new InputError(`--subnet ${odd}: nothing in the templates is in this subnet; ${mend}`);
  }
  refuseOtherBlocks(estate, single);
  return withSubnets(estate, [...listed, ...single]).estate;
}

/** A subnet that the templates make has the block they give it. */
function refuseOtherBlocks({ subnets }: Estate, given: readonly KnownSubnet[]): void {
  const blocks = new Map(subnets.map(({ id, cidr }) => [id, cidr]));
  const odd = given.find(({ id, cidr }) => (blocks.get(id) ?? cidr) !== cidr);
  if (odd === undefined) return;
  const own = blocks.get(odd.id);
  const mend = `write ${own} behind the equals sign, or change the template`;
  throw new InputError(`--subnet ${odd.id}=${odd.cidr}: the templates give it ${own}; ${mend}`);
}
