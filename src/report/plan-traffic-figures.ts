import * as Plot from '@observablehq/plot';
import { minutes } from '../engine/time.ts';
import { PARAMETERS } from '../evidence/parameters.ts';
import { figure, timesText } from './experiment-values.ts';
import { drawn, type Figure, label, shortNames } from './figure.ts';
import { brief } from './format.ts';
import { overTimeFigures } from './plan-over-time.ts';
import type { PlannedTraffic } from './plan-traffic.ts';
import { eventText, intervalText } from './traffic-answer.ts';
import { valueText } from './values.ts';

export function trafficFigures(traffic: PlannedTraffic): (Figure | null)[] {
  return [headroom(traffic), ...overTimeFigures(traffic), tornado(traffic)];
}

const EVENTS_MAX = 16;

/** How far traffic may grow until each thing is reached; what is not reached is drawn to the end. */
function headroom({ growth }: PlannedTraffic): Figure | null {
  const { headroom: all, factorMax } = growth;
  const shown = all.slice(0, EVENTS_MAX);
  if (shown.length === 0) return null;
  const rows = shown.map((one) => {
    const { metric, factor } = one;
    const { low, high } = one.assumed ?? one;
    const over = one.known ? `over ${timesText(factorMax)}` : 'not known';
    return {
      metric,
      factor: factor ?? factorMax,
      isReached: factor !== null,
      text: factor === null ? over : timesText(factor),
      low: Math.max(0.9, low ?? 0),
      high: high ?? factorMax,
      interval: intervalText(one, growth),
    };
  });
  const shortOf = shortNames(rows.flatMap(({ metric }) => subjectOf(metric)?.id ?? []));
  return {
    title: 'Headroom',
    caption:
      "How many times today's traffic it takes; the line is the 95 % interval, over the range of what is assumed; pale: not reached at any factor that was tried.",
    says: rows
      .map(({ metric, text, interval }) => {
        return `${eventText(metric)}: ${text} today's traffic, interval ${interval}`;
      })
      .join('; '),
    svg: drawn({
      height: 64 + 28 * rows.length,
      marginLeft: 176,
      marginRight: 70,
      marginTop: 8,
      marginBottom: 42,
      x: {
        type: 'log',
        base: 2,
        domain: [0.9, factorMax],
        label: "times today's traffic",
        labelArrow: 'none',
        labelAnchor: 'center',
        tickFormat: (n: number) => `${n}x`,
        ticks: 5,
      },
      y: {
        label: null,
        domain: rows.map(({ metric }) => metric),
        tickFormat: (metric: string) => shortEvent(metric, shortOf),
      },
      marks: [
        Plot.barX(rows, {
          x1: 0.9,
          x2: 'factor',
          y: 'metric',
          inset: 2,
          fill: 'var(--lambda)',
          fillOpacity: ({ isReached }) => (isReached ? 1 : 0.25),
        }),
        Plot.ruleY(
          rows.filter(({ isReached }) => isReached),
          { x1: 'low', x2: 'high', y: 'metric', stroke: 'var(--accent)', strokeWidth: 3 },
        ),
        Plot.text(rows, {
          x: ({ factor, high, isReached }) => (isReached ? high : factor),
          y: 'metric',
          text: 'text',
          textAnchor: 'start',
          dx: 5,
          fill: 'currentColor',
        }),
        Plot.ruleX([1], { stroke: 'var(--accent)', strokeDasharray: '4 3' }),
      ],
    }),
  };
}

/** `main: quota`, `a: full`: what an axis has room for. */
function shortEvent(metric: string, shortOf: (id: string) => string): string {
  const subject = subjectOf(metric);
  if (subject === null) return 'second ENI added';
  return `${label(shortOf(subject.id), 17)}: ${subject.what === 'full' ? 'full' : 'quota'}`;
}

/** What a metric of headroom is about; null: all ENIs. */
function subjectOf(metric: string): { id: string; what: string } | null {
  const [, id, what] = /^(?:subnet|vpc)\.(.*)\.(full|quotaReached)$/s.exec(metric) ?? [];
  return id === undefined || what === undefined ? null : { id, what };
}

const GUESSES_MAX = 14;

/** Each guess over its range, the widest first. */
function tornado({ sensitivity }: PlannedTraffic): Figure | null {
  if (sensitivity === null || sensitivity.base.value === null) return null;
  const { base, unit, measure } = sensitivity;
  const moving = sensitivity.bars.filter(({ matters }) => matters).slice(0, GUESSES_MAX);
  const scale = unit === 'ms' ? minutes(1) : unit === 'share' || unit === 'flag' ? 0.01 : 1;
  const centre = base.value! / scale;
  const ends = moving.flatMap(({ parameter, ends: both }) =>
    both.flatMap(({ value, estimate }) => {
      if (estimate.value === null) return [];
      const { unit: own } = PARAMETERS[parameter];
      const text = label(own === 'ms' ? valueText(value, own) : String(value), 14);
      return [{ parameter, at: estimate.value / scale, text }];
    }),
  );
  if (ends.length === 0) return null;
  const unitText =
    unit === 'ms' ? ', minutes' : unit === 'share' || unit === 'flag' ? ', percent' : '';
  return {
    title: 'Which guess matters',
    caption: `${measure} with each assumed number at the ends of its range; the line is the default, ${figure(base.value, unit)}.`,
    says: moving
      .map(
        ({ parameter, swing }) =>
          `${parameter} moves it ${swing === null ? 'so that not all runs finish' : `by ${unit === 'ms' ? brief(swing) : figure(swing, unit)}`}`,
      )
      .join('; '),
    svg: drawn({
      height: 64 + 28 * moving.length,
      marginLeft: 150,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 42,
      x: {
        label: `${measure}${unitText}`,
        labelArrow: 'none',
        labelAnchor: 'center',
        ticks: 5,
        insetLeft: 60,
        insetRight: 60,
      },
      y: { label: null, domain: moving.map(({ parameter }) => parameter) },
      marks: [
        Plot.barX(ends, { x1: centre, x2: 'at', y: 'parameter', inset: 2, fill: 'var(--lambda)' }),
        Plot.text(ends, {
          x: 'at',
          y: 'parameter',
          text: 'text',
          fill: 'currentColor',
          textAnchor: 'start',
          dx: 4,
          filter: ({ at }) => at >= centre,
        }),
        Plot.text(ends, {
          x: 'at',
          y: 'parameter',
          text: 'text',
          fill: 'currentColor',
          textAnchor: 'end',
          dx: -4,
          filter: ({ at }) => at < centre,
        }),
        Plot.ruleX([centre], { stroke: 'var(--accent)' }),
      ],
    }),
  };
}
