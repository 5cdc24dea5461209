import { escapeLine } from '../diagnostics/escape.ts';
import type { EniResult, FunctionResult, Result } from '../run/result.ts';
import { brief, counted, hanging, moment, percent, shortMoment, thousands } from './format.ts';
import { type Palette, PLAIN, toned } from './palette.ts';
import { type Cell, type Column, folded, table, UNBROKEN } from './table.ts';
import { rateText } from './traffic-words.ts';

export interface SummaryOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
}

interface Page {
  palette: Palette;
  width: number;
}

const NONE = '-';

/** Tables of what came of a run, and the lists of what went wrong. Ends with a newline. */
export function summaryOf(result: Result, options: SummaryOptions = {}): string {
  const page = { palette: options.palette ?? PLAIN, width: options.width ?? 100 };
  const parts = [
    functionsPart(result, page),
    enisPart(result, page),
    subnetsPart(result, page),
    vpcsPart(result, page),
    connectionsPart(result, page),
    failuresPart(result, page),
    expectationsPart(result, page),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function section(title: string, page: Page, body: string): string {
  return `${page.palette.strong(title)}\n${body}`;
}

function functionsPart({ functions }: Result, page: Page): string {
  if (functions.length === 0) return '';
  const columns: Column[] = [
    { name: 'function', widthMin: 16 },
    { name: 'state', widthMin: 10 },
    { name: 'time in each state', widthMin: 20 },
    { name: 'calls', align: 'right' },
    { name: 'failed', widthMin: 20 },
    { name: 'environments', widthMin: 8 },
  ];
  const rows = functions.map((fn): Cell[] => [
    fn.version === '$LATEST' ? fn.name : `${fn.name}:${fn.version}`,
    stateOf(fn),
    timesOf(fn),
    thousands(fn.invocations.attempted),
    failedOf(fn),
    environmentsOf(fn),
  ]);
  return section('Functions', page, withoutEmpty(columns, folded(rows), page));
}

function environmentsOf({ environments }: FunctionResult): string {
  return environments === null
    ? NONE
    : `at most ${thousands(environments.peak)}`.replaceAll(' ', UNBROKEN);
}

function stateOf({ state, stateReasonCode, lastUpdateStatus }: FunctionResult): string[] {
  const settled = lastUpdateStatus === null || lastUpdateStatus === 'Successful';
  const update = settled || state === 'Deleted' ? [] : [`update ${lastUpdateStatus}`];
  return [`${state}${stateReasonCode === null ? '' : `: ${stateReasonCode}`}`, ...update];
}

/** Shares are of the time that the version existed. */
function timesOf({ timeInStateMs }: FunctionResult): Cell {
  const spent = Object.entries(timeInStateMs).filter(([, ms]) => ms > 0);
  const livedMs = spent.reduce((sum, [, ms]) => sum + ms, 0);
  const told = spent.map(([state, ms]) => {
    const text = `${percent(ms, livedMs)} ${state} ${brief(ms)}`;
    return text.replaceAll(' ', UNBROKEN);
  });
  return told.length === 0 ? NONE : told;
}

function failedOf({ invocations: { failed } }: FunctionResult): Cell {
  const told = Object.entries(failed).map(([code, n]) => `${thousands(n)} ${code}`);
  return told.length === 0 ? '0' : told;
}

/** As wide as `31d 23h 59m`, which is not to be broken. */
const MOMENT_WIDTH = 11;

function enisPart({ pairings }: Result, page: Page): string {
  const columns: Column[] = [
    { name: 'pairing', widthMin: 14 },
    { name: 'ENI' },
    { name: 'address' },
    { name: 'phase' },
    { name: 'made for', widthMin: 10 },
    ...['created', 'ready', 'detached', 'deleted'].map((name) => ({
      name,
      widthMin: MOMENT_WIDTH,
    })),
    ...(connects(pairings) ? [{ name: 'peak', align: 'right' } as const] : []),
  ];
  const rows = pairings.flatMap(({ subnet, securityGroups, dualStack, enis }) => {
    const name = `${subnet}/${securityGroups.join('+')}${dualStack ? '/dual' : ''}`;
    return enis.map((eni) => [name, ...eniCells(eni), ...peakCells(eni, pairings)]);
  });
  if (rows.length === 0) return section('ENIs', page, '  none was created\n');
  return section('ENIs', page, withoutEmpty(columns, rows, page));
}

/** What never happened in a run needs no column. */
function withoutEmpty(columns: readonly Column[], rows: readonly Cell[][], page: Page): string {
  const used = columns.map((_, place) => rows.some((row) => row[place] !== NONE));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, place) => used[place]);
  return table(kept(columns), rows.map(kept), page);
}

function connects(pairings: Result['pairings']): boolean {
  return pairings.some(({ enis }) => enis.some(({ peakConnections }) => peakConnections > 0));
}

function peakCells({ peakConnections }: EniResult, pairings: Result['pairings']): string[] {
  return connects(pairings) ? [thousands(peakConnections)] : [];
}

function eniCells(eni: EniResult): string[] {
  const { id, address, phase, creator, createdAtMs } = eni;
  const times = [createdAtMs, eni.readyAtMs, eni.detachedAtMs, eni.deletedAtMs];
  return [
    id,
    address,
    phase,
    creator,
    ...times.map((ms) => (ms === null ? NONE : shortMoment(ms).replaceAll(' ', UNBROKEN))),
  ];
}

function subnetsPart({ subnets }: Result, page: Page): string {
  if (subnets.length === 0) return '';
  const columns: Column[] = [
    { name: 'subnet', widthMin: 10 },
    { name: 'in use', align: 'right' },
    { name: 'usable', align: 'right' },
    { name: 'peak', align: 'right' },
    { name: 'peak share', align: 'right' },
  ];
  const rows = subnets.map(({ id, inUse, usable, peakInUse }) => [
    id,
    thousands(inUse),
    thousands(usable),
    thousands(peakInUse),
    percent(peakInUse, usable),
  ]);
  return section('Subnets (IPv4 addresses)', page, table(columns, folded(rows), page));
}

function vpcsPart({ vpcs }: Result, page: Page): string {
  if (vpcs.length === 0) return '';
  const columns: Column[] = [
    { name: 'VPC', widthMin: 10 },
    { name: 'ENIs', align: 'right' },
    { name: 'peak', align: 'right' },
    { name: 'of others', align: 'right' },
    { name: 'quota', align: 'right' },
    { name: 'peak share', align: 'right' },
  ];
  const rows = vpcs.map(({ id, enis, peakEnis, otherEnis, eniQuota }) => [
    id,
    thousands(enis),
    thousands(peakEnis),
    thousands(otherEnis),
    thousands(eniQuota),
    percent(peakEnis + otherEnis, eniQuota),
  ]);
  return section('VPCs (Hyperplane ENIs)', page, table(columns, folded(rows), page));
}

function connectionsPart({ connections, natRoutes, untilMs }: Result, page: Page): string {
  const { attempted, accepted, refused } = connections;
  if (attempted === 0) return '';
  const bad = (lost: number) => page.palette.bad(`${thousands(lost)} refused`);
  const answered =
    refused === 0
      ? 'none refused'
      : `${thousands(accepted)} accepted, ${bad(refused)} (${percent(refused, attempted)})`;
  const nat = natRoutes.map((route) => {
    const share = `${thousands(route.peak)} of ${thousands(route.ports)} ports`;
    const lost = route.refused === 0 ? '' : `, ${bad(route.refused)}`;
    return `  NAT gateway ${escapeLine(route.nat)} to ${escapeLine(route.destination)}: at most ${share}${lost}\n`;
  });
  const often = rateText(attempted / untilMs);
  const lines = [
    `  ${thousands(attempted)} attempted (${often} on average), ${answered}\n`,
    ...nat,
  ];
  return section('Connections', page, lines.join(''));
}

const LISTED_MAX = 40;

function failuresPart({ actions }: Result, page: Page): string {
  const failures = actions.filter(({ ok, asExpected }) => !ok || !asExpected);
  if (failures.length === 0) return '';
  // What nobody expected comes first, so that a long list does not hide it.
  failures.sort((a, b) => Number(a.asExpected) - Number(b.asExpected));
  const lines = failures.slice(0, LISTED_MAX).map((failure) => {
    const { atMs, action, subject, error, tries, expected, asExpected } = failure;
    const times = tries > 1 ? ` (${counted(tries, 'try', 'tries')})` : '';
    const what = `${moment(atMs)}  ${action} ${subject}${times}: `;
    const came = error === null ? 'succeeded' : `${error.code} (${error.httpStatus})`;
    const wanted = expected === null || expected === 'ok' ? 'success' : expected;
    const verdict = asExpected ? ', as expected' : `, but ${wanted} was expected`;
    const text = hanging(`${what}${came}${verdict}`, page.width, 4);
    return `  ${toned(text, asExpected ? 'plain' : 'bad', page.palette)}\n`;
  });
  if (failures.length > LISTED_MAX) {
    lines.push(`  … ${thousands(failures.length - LISTED_MAX)} more, --format json has all\n`);
  }
  return section('Actions that failed', page, lines.join(''));
}

function expectationsPart({ expectations }: Result, page: Page): string {
  if (expectations.length === 0) return '';
  const { palette } = page;
  const lines = expectations.map(({ text, ok, seen, line }) => {
    const verdict = ok ? palette.good('ok    ') : palette.bad('NOT ok');
    const where = ok || line === null ? '' : ` (line ${line})`;
    const saw = ok ? '' : `; seen: ${seen}`;
    return `  ${verdict}  ${hanging(`${text}${saw}${where}`, page.width, 10)}\n`;
  });
  return section('Expectations', page, lines.join(''));
}
