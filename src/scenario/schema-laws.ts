import type { Distribution } from '../engine/distribution.ts';
import { lognormalOf } from '../engine/samplers.ts';
import { byKey, form } from './forms.ts';
import { complain, duration, list, numberIn, object, positiveDuration } from './leaves.ts';
import { LIMITS } from './limits.ts';

const max = positiveDuration
  .optional()
  .describe('Cuts the upper tail: what is longer is drawn again');
const mean = positiveDuration.describe('The mean');
const shape = numberIn(0.01, 1_000, 'a number from 0.01 to 1000').describe('The shape, no unit');

const capped = (value: number | undefined): { max?: number } =>
  value === undefined ? {} : { max: value };

const uniform = object('`min` and `max`', {
  min: duration.describe('The shortest'),
  max: duration.describe('The longest'),
}).transform((law, ctx): Distribution => {
  if (law.min <= law.max) return { kind: 'uniform', ...law };
  return complain(ctx, { message: '`min` is longer than `max`', mend: 'swap the two' });
});

const exponential = object('`mean`, and perhaps `max`', { mean, max }).transform(
  (law): Distribution => ({ kind: 'exponential', mean: law.mean, ...capped(law.max) }),
);

const lognormal = object('`median` and one of `p99` and `sigma`, and perhaps `max`', {
  median: positiveDuration.describe('Half of the draws are shorter'),
  p99: positiveDuration.optional().describe('99 % of the draws are shorter'),
  sigma: numberIn(0, 10, 'a number from 0 to 10')
    .optional()
    .describe('Instead of `p99`: the standard deviation of the logarithm, no unit'),
  max,
}).transform((law, ctx): Distribution => {
  const { median, p99, sigma } = law;
  if ((p99 === undefined) === (sigma === undefined)) {
    const message = 'a lognormal law needs either `p99` or `sigma`';
    return complain(ctx, { message, mend: 'give one of the two: `p99: 900ms`' });
  }
  if (sigma !== undefined) return { kind: 'lognormal', median, sigma, ...capped(law.max) };
  if (p99! < median) {
    const message = '`p99` is shorter than `median`';
    return complain(ctx, { message, mend: 'swap the two', path: ['p99'] });
  }
  return { kind: 'lognormal', median, ...lognormalOf(median, p99!), ...capped(law.max) };
});

const gamma = object('`shape` and `mean`, and perhaps `max`', { shape, mean, max }).transform(
  (law): Distribution => ({
    kind: 'gamma',
    shape: law.shape,
    mean: law.mean,
    ...capped(law.max),
  }),
);

const weibull = object('`shape` and `scale`, and perhaps `max`', {
  shape,
  scale: positiveDuration.describe('63 % of the draws are shorter'),
  max,
}).transform(
  (law): Distribution => ({
    kind: 'weibull',
    shape: law.shape,
    scale: law.scale,
    ...capped(law.max),
  }),
);

const empirical = list(duration, 'a list of durations', LIMITS.values)
  .min(1, { error: 'at least one duration' })
  .transform((values): Distribution => ({ kind: 'empirical', values }));

const constant = duration.transform((value): Distribution => ({ kind: 'constant', value }));

const LAWS = {
  constant: constant.describe('Always the same'),
  uniform: uniform.describe('Every value between two ends is as likely'),
  exponential: exponential.describe('Memoryless'),
  lognormal: lognormal.describe('Skewed to the right, as most durations are'),
  gamma: gamma.describe('Shape 1 is exponential; a larger shape varies less'),
  weibull: weibull.describe('Shape 1 is exponential; a larger shape varies less'),
  empirical: empirical.describe('One of the listed values, each as likely'),
};

const LAW_NAMES = Object.keys(LAWS) as (keyof typeof LAWS)[];
const chooseLaw = byKey('a law', LAW_NAMES, []);

const only = <K extends keyof typeof LAWS>(key: K) =>
  object('a law', { [key]: LAWS[key] } as Pick<typeof LAWS, K>);

/** A duration, or the law that durations are drawn from; in ms. */
export const law = form(
  'law',
  {
    text: constant,
    constant: only('constant').transform((value) => value.constant),
    uniform: only('uniform').transform((value) => value.uniform),
    exponential: only('exponential').transform((value) => value.exponential),
    lognormal: only('lognormal').transform((value) => value.lognormal),
    gamma: only('gamma').transform((value) => value.gamma),
    weibull: only('weibull').transform((value) => value.weibull),
    empirical: only('empirical').transform((value) => value.empirical),
  },
  (value) => {
    if (typeof value === 'object' && value !== null) return chooseLaw(value);
    return 'text';
  },
);
