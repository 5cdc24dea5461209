import { SUBNET_USERS } from '../evidence/subnet-users/table.ts';
import type { CountedPart, Part, SubnetUser } from '../evidence/subnet-users/types.ts';
import { type Asked, added, evaluateAmount, exactly, holdsFor, multiplied } from './amounts.ts';
import { NAMED_AMOUNTS } from './named-amounts.ts';
import { partOf, propertyAt, subnetIn } from './property-paths.ts';
import { indexResources, type ResourceIndex } from './resource-index.ts';
import { scalingIn } from './scaling.ts';
import { mentionedSubnets } from './subnet-mentions.ts';
import { type Found, subnetsOf } from './subnets-of.ts';
import type { OtherInterfaces, Range } from './types.ts';
import { isDict, type Maybe, type Need, needsOf, type Value } from './values.ts';
import { type Builder, idsOf, noteNeeds, type View } from './view.ts';

/** What is the same for all resources. */
type About = Pick<Asked, 'index' | 'scaling' | 'named'>;

type Row = Extract<SubnetUser, { takes: 'addresses' }>;

/** One part of a resource in its subnets. */
interface Share {
  subnets: string[];
  rest: Range;
  peak: Range;
  total: Range;
  free: number;
}

/**
 * What the resources of other services take of the subnets (ADDR-1), as far as the templates tell;
 * resources whose subnets or number is not told are listed as not counted (ADDR-2).
 */
export function addInterfaces(views: readonly View[], builder: Builder): void {
  const index = indexResources(views);
  const about = { index, scaling: scalingIn(index), named: NAMED_AMOUNTS };
  for (const view of views) {
    const row = SUBNET_USERS[view.type];
    if (row === undefined) addMentioned(view, builder);
    else if (row.takes === 'addresses') addUser(view, row, about, builder);
  }
}

/** A type that the table does not have, and that names a subnet. */
function addMentioned(view: View, builder: Builder): void {
  const subnets = mentionedSubnets(view, builder);
  if (subnets === undefined) return;
  const isCustom = /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(view.type);
  const why = isCustom
    ? 'it is a custom resource, and what it makes is not in the templates'
    : 'what this type takes of a subnet is not known';
  addNotCounted(view, subnets, why, builder);
}

function addNotCounted(view: View, subnets: string[] | null, why: string, { estate }: Builder) {
  const { id, where, type } = view;
  // Parts of one resource may say the same.
  const last = estate.notCounted.at(-1);
  if (last?.id !== id || last.why !== why)
    estate.notCounted.push({ id, where, type, subnets, why });
}

function addUser(view: View, row: Row, about: About, builder: Builder): void {
  const needs: Need[] = [];
  const asked: Asked = { ...about, view, get: view.get, needs };
  const shares: Share[] = [];
  let isPlaced = false;
  for (const part of row.parts) {
    const holds = part.when === undefined ? true : holdsFor(part.when, asked);
    if (holds === false) continue;
    const found = placesOf(view, part, about.index);
    if (found === 'nowhere') continue;
    isPlaced = true;
    const isSure = holds === true && view.onlyIf === null;
    const share = shareOf(view, part, found, isSure, asked, builder);
    if (share !== null) shares.push(share);
  }
  const where = row.parts.filter(
    ({ when }) => when === undefined || holdsFor(when, asked) !== false,
  );
  if (!isPlaced && where.length > 0 && row.without === 'default VPC') addHomeless(view, builder);
  noteNeeds(builder, [...(view.onlyIf?.needs ?? []), ...needs], view.id);
  builder.estate.interfaces.push(...merged(shares).map((share) => interfacesOf(view, row, share)));
}

/** Where the subnets of a part stand: every time that one is named, for entries. */
function placesOf(view: View, part: Part, index: ResourceIndex): Found {
  if (!('entries' in part) || part.entries === undefined) return subnetsOf(view, part, index);
  const entries = propertyAt(view, part.entries) ?? propertyAt(view, `${part.entries}.*.SubnetId`);
  return entries === undefined ? 'nowhere' : { value: entries };
}

/** AWS puts it into the default VPC: its subnets are those that no template makes. */
function addHomeless(view: View, builder: Builder): void {
  const { estate } = builder;
  const made = new Set(estate.subnets.map(({ id }) => id));
  const used = estate.functions.flatMap(({ vpc }) =>
    vpc === null || vpc === 'unknown' ? [] : vpc.subnets.ids,
  );
  const subnets = [...new Set(used)].filter((id) => !made.has(id));
  if (subnets.length === 0) return;
  const why = 'it names no subnet, so that AWS puts it into one of the default VPC';
  addNotCounted(view, subnets, why, builder);
}

function shareOf(
  view: View,
  part: Part,
  found: Exclude<Found, 'nowhere'>,
  isSure: boolean,
  asked: Asked,
  builder: Builder,
): Share | null {
  if ('elsewhere' in found) {
    const why = `its subnets are those of ${found.elsewhere}, which is not in the templates`;
    addNotCounted(view, null, why, builder);
    return null;
  }
  const { ids, open } = idsOf(subnetIn(named(found.value)), builder.names);
  if (open.length > 0) {
    asked.needs.push(...needsOf(found.value));
    addNotCounted(view, null, 'which subnets it is in is not known', builder);
    return null;
  }
  if (ids.length === 0) return null;
  if ('unknown' in part) {
    addNotCounted(view, ids, part.unknown, builder);
    return null;
  }
  const share =
    part.place === 'entries'
      ? entriesShare(part, found.value, ids, asked, builder)
      : placedShare(part, ids, asked);
  return isSure ? share : perhaps(share);
}

/** Of entries, what names the subnet. */
function named(value: Maybe): Maybe {
  if (!Array.isArray(value)) return value;
  return value.flatMap((one) => (isDict(one) ? (one.get('SubnetId') ?? []) : [one]));
}

/** It may not be there, or be of another kind. */
function perhaps(share: Share): Share {
  const none = (range: Range): Range => ({ ...range, least: 0 });
  return { ...share, rest: none(share.rest), peak: none(share.peak), total: none(share.total) };
}

function placedShare(part: CountedPart, subnets: string[], asked: Asked): Share {
  const rest = evaluateAmount(part.rest, asked);
  const most = part.peak === undefined ? rest : evaluateAmount(part.peak, asked);
  const peak = atLeast(most, rest);
  const { place, mostInOne, free = 0 } = part;
  const count = subnets.length;
  if (place === 'each')
    return { subnets, rest, peak, total: multiplied(rest, exactly(count)), free };
  if (place === 'evenly') {
    return { subnets, rest: inTurns(rest, count), peak: inTurns(peak, count), total: rest, free };
  }
  return {
    subnets,
    rest: anyOf(rest, count, mostInOne),
    peak: anyOf(peak, count),
    total: rest,
    free,
  };
}

/** The most is never below what there is at rest. */
function atLeast(peak: Range, rest: Range): Range {
  const most = peak.most === null || rest.most === null ? null : Math.max(peak.most, rest.most);
  return { least: Math.max(peak.least, rest.least), most };
}

function inTurns({ least, most }: Range, count: number): Range {
  return { least: Math.floor(least / count), most: most === null ? null : Math.ceil(most / count) };
}

/** One subnet of several may hold all of them or none, unless one subnet takes only so many. */
function anyOf({ least, most }: Range, count: number, mostInOne?: number): Range {
  if (mostInOne === undefined) return { least: count === 1 ? least : 0, most };
  const cut = most === null ? mostInOne : Math.min(most, mostInOne);
  return { least: Math.min(cut, Math.max(0, least - (count - 1) * mostInOne)), most: cut };
}

/** A subnet that is named twice holds two. */
function entriesShare(
  part: CountedPart,
  value: Value,
  subnets: string[],
  asked: Asked,
  { names }: Builder,
): Share {
  const bySubnet = new Map<string, Range>();
  for (const entry of Array.isArray(value) ? value : [value]) {
    const get = (path: string): Maybe => partOf(entry, path.split('.'));
    const amount = evaluateAmount(part.rest, isDict(entry) ? { ...asked, get } : asked);
    for (const id of idsOf(subnetIn(named([entry])), names).ids) {
      bySubnet.set(id, added(bySubnet.get(id) ?? exactly(0), amount));
    }
  }
  const each = [...bySubnet.values()];
  const total = each.reduce(added, exactly(0));
  const least = Math.min(...each.map((one) => one.least));
  const open = each.some(({ most }) => most === null);
  const most = open ? null : Math.max(...each.map((one) => one.most!));
  return { subnets, rest: { least, most }, peak: { least, most }, total, free: part.free ?? 0 };
}

/** Parts in the same subnets are one. */
function merged(shares: readonly Share[]): Share[] {
  const found = new Map<string, Share>();
  for (const share of shares) {
    const key = JSON.stringify(share.subnets.toSorted());
    const before = found.get(key);
    found.set(key, before === undefined ? share : joined(before, share));
  }
  return [...found.values()].filter(
    ({ rest, peak, free }) => rest.most !== 0 || peak.most !== 0 || free > 0,
  );
}

function joined(one: Share, other: Share): Share {
  return {
    subnets: one.subnets,
    rest: added(one.rest, other.rest),
    peak: added(one.peak, other.peak),
    total: added(one.total, other.total),
    free: Math.max(one.free, other.free),
  };
}

function interfacesOf({ id, where, type }: View, row: Row, share: Share): OtherInterfaces {
  const { subnets, rest, peak, total, free } = share;
  const isEach =
    total.least === rest.least * subnets.length && total.most === times(rest.most, subnets.length);
  return {
    id,
    where,
    type,
    kind: row.kind,
    subnets,
    rest,
    peak,
    total: isEach ? null : total,
    mustBeFree: free,
    sharesQuota: row.sharesQuota === true,
  };
}

const times = (most: number | null, count: number): number | null =>
  most === null ? null : most * count;
