import type { DynamicPlan } from '../experiments/dynamic-plan.ts';

const METRIC =
  /^(vpc|subnet|function)\.(.*?)(\.(?:peak|full|fullAt|quotaReached|quotaReachedAt|activeAfter))?$/s;

/** The name of a metric under the ids of the templates. */
export function metricUnderId(metric: string, idOf: ReadonlyMap<string, string>): string {
  const [, kind, name = '', what = ''] = METRIC.exec(metric) ?? [];
  return idOf.has(name) ? `${kind}.${idOf.get(name)}${what}` : metric;
}

/**
 * The figures of a simulated deployment under the ids of its templates: scenarios know no slashes.
 * @param idOf the id behind a name that was simulated
 */
export function underIds(plan: DynamicPlan, idOf: ReadonlyMap<string, string>): DynamicPlan {
  const renamed = (metric: string) => metricUnderId(metric, idOf);
  const told = (about: string, metric: string): string => {
    const [, , name = ''] = METRIC.exec(metric) ?? [];
    return idOf.has(name) ? about.replace(name, () => idOf.get(name)!) : about;
  };
  const { summary, growth } = plan;
  return {
    ...plan,
    summary: {
      ...summary,
      metrics: summary.metrics.map((one) => {
        return { ...one, name: renamed(one.name), about: told(one.about, one.name) };
      }),
      series: summary.series.map((band) => ({ ...band, name: renamed(band.name) })),
    },
    growth: {
      ...growth,
      headroom: growth.headroom.map((one) => {
        return { ...one, metric: renamed(one.metric), about: told(one.about, one.metric) };
      }),
    },
  };
}
