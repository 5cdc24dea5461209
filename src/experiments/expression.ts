import { parseDuration } from '../engine/time.ts';
import { didYouMean, listed } from '../scenario/nearest.ts';
import type { Comparison, Measure, Target } from './measure.ts';
import type { MetricName } from './types.ts';

/** What was read, or what is wrong and how to mend it, in a few words. */
export type Read<T> = { ok: true; value: T } | { ok: false; message: string };

const MEASURE = /^\s*([A-Za-z]\w*(?:\.\d+)?)\s*\(([^()]*)\)\s*/;
const CONDITION = /^\s*([^\s<>]+)\s*(?:(<=|>=|<|>)\s*(.+?)\s*)?$/;
const REST = /^(<=|>=|<|>)\s*(.+?)\s*$/;

const MEASURES = '`P(metric >= 3)`, `mean(metric)` or `p99(metric)`';

/** Reads `P(enis.peak >= 3)`, `P(subnet.a.full)`, `mean(enis.peak)`, `p99(deploy.slowest)`. */
export function parseMeasure(text: string, names: readonly MetricName[]): Read<Measure> {
  const read = measureIn(text, names);
  if (!read.ok) return read;
  const { measure, rest } = read.value;
  if (rest !== '') return wrong(`\`${rest}\` is too much behind ${measure.text}`);
  return { ok: true, value: measure };
}

/** Reads `P(connections.refused > 0) < 0.01`, `p99(deploy.slowest) <= 10m`. */
export function parseTarget(text: string, names: readonly MetricName[]): Read<Target> {
  const read = measureIn(text, names);
  if (!read.ok) return read;
  const { measure, rest } = read.value;
  const [, comparison, bound] = REST.exec(rest) ?? [];
  if (comparison === undefined || bound === undefined) {
    const end = measure.kind === 'share' ? '`< 0.01`' : '`< 10`';
    return wrong(`behind ${measure.text} a comparison such as ${end} is missing`);
  }
  const unit = measure.kind === 'share' ? 'share' : measure.metric.unit;
  const value = numberOf(bound, unit);
  if (value === null) return wrong(`\`${bound}\` is not ${NUMBERS[unit]}`);
  const target = { measure, comparison: comparison as Comparison, bound: value };
  return { ok: true, value: { text: `${measure.text} ${comparison} ${bound}`, ...target } };
}

function measureIn(
  text: string,
  names: readonly MetricName[],
): Read<{ measure: Measure; rest: string }> {
  const [whole, word, inner] = MEASURE.exec(text) ?? [];
  if (whole === undefined || word === undefined || inner === undefined) {
    return wrong(`not a measure; write ${MEASURES}`);
  }
  const [, name, comparison, bound] = CONDITION.exec(inner) ?? [];
  if (name === undefined) return wrong(`\`${inner}\` is not a metric, nor a comparison of one`);
  const metric = names.find((known) => known.name === name);
  if (metric === undefined) return wrong(noMetric(name, names));
  const rest = text.slice(whole.length).trim();
  const done = (measure: Measure) => ({ ok: true as const, value: { measure, rest } });
  const plain = `${word}(${name})`;
  if (word === 'P') {
    if (comparison === undefined || bound === undefined) {
      return done({ text: plain, metric, kind: 'share', condition: null });
    }
    const number = numberOf(bound, metric.unit);
    if (number === null) return wrong(`\`${bound}\` is not ${NUMBERS[metric.unit]}`);
    const condition = { comparison: comparison as Comparison, bound: number };
    return done({ text: `P(${name} ${comparison} ${bound})`, metric, kind: 'share', condition });
  }
  if (comparison !== undefined)
    return wrong(`only P(...) takes a comparison; ${word} takes a metric`);
  if (word === 'mean') return done({ text: plain, metric, kind: 'mean' });
  const share = /^p\d/.test(word) ? Number(word.slice(1)) / 100 : Number.NaN;
  if (share > 0 && share < 1) return done({ text: plain, metric, kind: 'quantile', share });
  return wrong(`\`${word}\` is not a measure; write ${MEASURES}`);
}

function noMetric(name: string, names: readonly MetricName[]): string {
  const known = names.map((one) => one.name);
  const guess = didYouMean(name, known) ?? `there are ${listed(known)}`;
  return `there is no metric \`${name}\`; ${guess}`;
}

const NUMBERS = {
  share: 'a probability such as `0.01` or `1%`',
  ms: 'a duration such as `10m` or `1d 6h`',
  count: 'a number',
  flag: 'a number',
};

function numberOf(text: string, unit: keyof typeof NUMBERS): number | null {
  if (unit === 'ms') return parseDuration(text);
  const [, digits, percent] = /^(\d+(?:\.\d+)?(?:e-?\d+)?)\s*(%?)$/.exec(text) ?? [];
  if (digits === undefined || (percent === '%' && unit !== 'share')) return null;
  const value = percent === '%' ? Number(digits) / 100 : Number(digits);
  return unit === 'share' && value > 1 ? null : value;
}

function wrong(message: string): { ok: false; message: string } {
  return { ok: false, message };
}
