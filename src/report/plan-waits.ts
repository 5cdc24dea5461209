import type { MetricSummary } from '../experiments/types.ts';
import { estimated, figure } from './experiment-values.ts';
import { counted, few } from './format.ts';
import type { Section } from './plan-tables.ts';
import type { PlannedTraffic } from './plan-traffic.ts';
import type { Column } from './table.ts';

const right = (name: string): Column => ({ name, align: 'right' });

const FUNCTIONS_MAX = 12;

/** How long one waits for functions after a deployment, and for their interfaces to go. */
export function waitsSection({ summary, deletableAfter }: PlannedTraffic): Section {
  const slowest = summary.metrics.find(({ name }) => name === 'deploy.slowest');
  const perFunction = summary.metrics
    .flatMap((metric) => {
      const [, id] = /^function\.(.*)\.activeAfter$/s.exec(metric.name) ?? [];
      return id === undefined || metric.happened.value === 0 ? [] : [{ id, metric }];
    })
    .toSorted((a, b) => (b.metric.mean.value ?? 0) - (a.metric.mean.value ?? 0));
  // Functions that share all their interfaces wait for the same.
  const alike = new Map<string, string[]>();
  for (const { id, metric } of perFunction) {
    const times = JSON.stringify(waitCells(metric));
    alike.set(times, [...(alike.get(times) ?? []), id]);
  }
  const groups = [...alike].map(([times, ids]) => [`${few(ids)}: Active`, ...JSON.parse(times)]);
  const rest = groups.length - FUNCTIONS_MAX;
  return {
    heading: 'How long it takes',
    lines: rest > 0 ? [`${counted(rest, 'faster group')} of functions not listed.`] : [],
    columns: [{ name: 'until' }, { name: 'expected' }, right('p99'), right('longest in any run')],
    rows: [
      ...(slowest === undefined ? [] : [['all functions are Active', ...waitCells(slowest)]]),
      ...groups.slice(0, FUNCTIONS_MAX),
      ['no ENI is left after all functions were deleted', ...waitCells(deletableAfter)],
    ],
  };
}

function waitCells({ mean, max, quantiles }: MetricSummary): string[] {
  return [
    estimated(mean, 'ms'),
    figure(quantiles.find(({ share }) => share === 0.99)?.value ?? null, 'ms'),
    figure(max, 'ms'),
  ];
}
