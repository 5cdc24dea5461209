import * as Plot from '@observablehq/plot';
import type { Band } from '../experiments/types.ts';
import { spreadOf, spreadText, topOf } from './band-words.ts';
import { figure } from './experiment-values.ts';
import { drawn, type Figure, label, shortNames } from './figure.ts';
import { brief } from './format.ts';
import { statesIn } from './plan-states.ts';
import type { PlannedTraffic } from './plan-traffic.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

const VPCS_MAX = 3;
const SUBNETS_MAX = 6;
/** A limit is drawn where the figure would not be flat because of it. */
const NEAR = 0.4;

/** Functions by state, ENIs by VPC and addresses by subnet over time. */
export function overTimeFigures({ summary }: PlannedTraffic): (Figure | null)[] {
  const vpcs = fullest(summary.series, 'vpc.')
    .filter((band, at) => at === 0 || moves(band) || isNear(band))
    .slice(0, VPCS_MAX);
  return [
    functionsOverTime(summary.series, summary.runs),
    ...vpcs.map((band) => enisOverTime(band, summary.runs)),
    addressesOverTime(summary.series, summary.runs),
  ];
}

/** One band in a row of its own, on a common axis. */
interface Row {
  text: string;
  band: Band;
  /** What its values are divided by. */
  unit: number;
}

function functionsOverTime(series: readonly Band[], runs: number): Figure | null {
  const rows = statesIn(series).map(({ state, band }) => ({ text: state, band, unit: 1 }));
  const [first] = rows;
  if (first === undefined) return null;
  const { limit, atMs } = first.band;
  const axis = timeAxis(atMs.at(-1)!);
  return {
    title: 'Functions by state',
    caption: `How many functions are in each state. ${spreadText(runs)} ${axis.note}`,
    says: rows.map(({ text, band }) => `${text}: ${journey(band, runs)}`).join('; '),
    svg: rowsDrawn(rows, runs, axis, { domain: [0, limit], ticks: [0, limit], tickFormat: String }),
  };
}

function addressesOverTime(series: readonly Band[], runs: number): Figure | null {
  const shown = fullest(series, 'subnet.').slice(0, SUBNETS_MAX);
  const shortOf = shortNames(shown.map(idOf));
  const rows = shown.map((band) => {
    const most = figure(Math.max(...topOf(band, runs).values), 'count');
    const text = `${label(shortOf(idOf(band)), 24)}: at most ${most} of ${figure(band.limit, 'count')}`;
    return { text, band, unit: band.limit / 100 };
  });
  const [first] = rows;
  if (first === undefined) return null;
  const axis = timeAxis(first.band.atMs.at(-1)!);
  const says = rows.map(
    ({ band }) => `${label(idOf(band), 40)}: ${journey(band, runs)} of ${band.limit}`,
  );
  return {
    title: 'Addresses in use',
    caption: `Per cent of the usable addresses (the line), other services' interfaces included. ${spreadText(runs)} ${axis.note}`,
    says: says.join('; '),
    svg: rowsDrawn(
      rows,
      runs,
      axis,
      { domain: [0, 100], ticks: [0, 50, 100], tickFormat: (n: number) => `${n}%` },
      100,
    ),
  };
}

function enisOverTime(band: Band, runs: number): Figure {
  const { limit } = band;
  const most = Math.max(1, ...topOf(band, runs).values);
  const axis = timeAxis(band.atMs.at(-1)!);
  const place = `VPC ${label(idOf(band), 40)}`;
  const quota = isNear(band)
    ? ' The upper line is the quota.'
    : ` The quota is ${figure(limit, 'count')}.`;
  return {
    title: `ENIs in ${place}`,
    caption: `All that count against the quota, other services' interfaces included. ${spreadText(runs)}${quota} ${axis.note}`,
    says: `ENIs that count against the quota of ${limit} in ${place}: ${journey(band, runs)}`,
    svg: drawn({
      height: 220,
      marginLeft: 44,
      marginBottom: 42,
      x: axis.x,
      y: {
        label: 'ENIs',
        labelArrow: 'none',
        domain: [0, Math.max(most, isNear(band) ? limit : 0) * 1.08],
        nice: true,
        grid: true,
        ticks: Math.min(5, most),
        tickFormat: (n: number) => (Number.isInteger(n) ? String(n) : ''),
      },
      marks: [
        ...bandMarks([{ text: '', band, unit: 1 }], runs, axis),
        ...(isNear(band) ? [Plot.ruleY([limit], { stroke: 'var(--bad)', strokeWidth: 1.5 })] : []),
        Plot.ruleY([0], { stroke: 'currentColor' }),
      ],
    }),
  };
}

/** A VPC whose ENIs never change, far from its quota, has no story: tables tell how many they are. */
const moves = ({ p05, p99 }: Band): boolean => Math.min(...p05) < Math.max(...p99);

const isNear = ({ p99, limit }: Band): boolean => Math.max(...p99) >= NEAR * limit;

/** Rows on one axis of time, each with its name above. */
function rowsDrawn(
  rows: readonly Row[],
  runs: number,
  axis: TimeAxis,
  y: Plot.ScaleOptions,
  limit?: number,
): string {
  const names = rows.map(({ text }, at) => ({ row: at, text }));
  return drawn({
    height: 52 + 84 * rows.length,
    marginLeft: 48,
    marginTop: 10,
    marginBottom: 42,
    x: axis.x,
    y: { ...y, label: null, grid: true },
    fy: { axis: null, domain: rows.map((_, at) => at), paddingInner: 0.34, paddingOuter: 0.17 },
    marks: [
      ...bandMarks(rows, runs, axis),
      ...(limit === undefined ? [] : [Plot.ruleY([limit], { stroke: 'var(--bad)' })]),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.text(names, {
        fy: 'row',
        text: 'text',
        frameAnchor: 'top-left',
        dy: -16,
        fill: 'currentColor',
        fontWeight: 600,
      }),
    ],
  });
}

function bandMarks(rows: readonly Row[], runs: number, axis: TimeAxis): Plot.Markish[] {
  const points = rows.flatMap(({ band, unit }, row) => {
    const { low, high, top } = spreadOf(band, runs);
    return band.atMs.map((ms, at) => ({
      row,
      at: axis.place(ms),
      mean: band.mean[at]! / unit,
      low: low[at]! / unit,
      high: high[at]! / unit,
      top: top === null ? null : top[at]! / unit,
    }));
  });
  const where = rows.length > 1 ? { x: 'at', fy: 'row', z: 'row' } : { x: 'at' };
  return [
    ...axis.marks,
    Plot.areaY(points, { ...where, y1: 'low', y2: 'high', fill: 'var(--band)' }),
    Plot.lineY(points, { ...where, y: 'top', stroke: 'var(--accent)', strokeDasharray: '4 3' }),
    Plot.lineY(points, { ...where, y: 'mean', stroke: 'var(--lambda)', strokeWidth: 2 }),
  ];
}

/** Those of a kind, the fullest first. */
function fullest(series: readonly Band[], kind: string): Band[] {
  const fill = ({ p99, limit }: Band) => Math.max(...p99) / Math.max(1, limit);
  return series.filter(({ name }) => name.startsWith(kind)).toSorted((a, b) => fill(b) - fill(a));
}

const idOf = ({ name }: Band): string => name.slice(name.indexOf('.') + 1);

/** What there is at the end and at most, in words. */
function journey(band: Band, runs: number): string {
  const { mean, atMs } = band;
  const at = mean.indexOf(Math.max(...mean));
  const end = figure(mean.at(-1)!, 'count');
  const peak = figure(mean[at]!, 'count');
  const { values, says } = topOf(band, runs);
  const most = figure(Math.max(...values), 'count');
  return `${peak} on average when most are (at ${brief(atMs[at]!)}), ${end} at the end, ${most} at most ${says}`;
}
