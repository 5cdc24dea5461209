import { Address4, Address6 } from 'ip-address';
import type { AddressRange } from './policy.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const EPOCH = /^\d{1,15}(?:\.\d+)?$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d))?)?)?$/;
const DAY_MS = 86_400_000;

export function readNumber(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : null;
}

/**
 * Milliseconds since 1970 of a W3C date (ISO 8601 with its time zone) or of epoch seconds.
 * Four digits alone are a year. The platform's own date type is not used: it guesses.
 */
export function readMoment(text: string): number | null {
  const iso = ISO.exec(text);
  if (iso === null) return EPOCH.test(text) ? Number(text) * 1000 : null;
  const part = (i: number, absent: number) => (iso[i] === undefined ? absent : Number(iso[i]));
  const [year, month, day] = [part(1, 0), part(2, 1), part(3, 1)];
  const [hour, minute, second] = [part(4, 0), part(5, 0), part(6, 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second >= 60) return null;
  const clockMs = ((hour * 60 + minute) * 60 + second) * 1000;
  return daysSince1970(year, month, day) * DAY_MS + clockMs - zoneMs(iso[7]);
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Counts in years that begin in March, so that the leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100);
  return marchYear * 365 + leaps + Math.floor(marchYear / 400) + dayOfYear - 719_468;
}

/**
 * An address or CIDR block. Without a prefix it is one address: AWS writes `/32`, which for IPv6
 * is taken to mean all 128 bits.
 */
export function readRange(text: string): AddressRange | null {
  if (Address4.isValid(text)) {
    const address = new Address4(text);
    return { bytes: address.toArray(), prefixBits: address.subnetMask };
  }
  if (!Address6.isValid(text)) return null;
  const address = new Address6(text);
  return { bytes: address.toUnsignedByteArray(), prefixBits: address.subnetMask };
}

/** Whether all of `inner` lies in `outer`; an IPv4 and an IPv6 range never share an address. */
export function rangeHolds(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.bytes.length !== inner.bytes.length) return false;
  if (inner.prefixBits < outer.prefixBits) return false;
  for (let bit = 0; bit < outer.prefixBits; bit += 8) {
    const unused = Math.max(0, bit + 8 - outer.prefixBits);
    const differing = (outer.bytes[bit / 8] ?? 0) ^ (inner.bytes[bit / 8] ?? 0);
    if (differing >> unused !== 0) return false;
  }
  return true;
}

export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}
