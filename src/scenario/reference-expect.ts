import type { Path } from './issues.ts';
import { shown } from './issues.ts';
import { didYouMean } from './nearest.ts';
import { type CheckedExpectation, lookUp, type Review } from './reference-tables.ts';

const PLAIN_METRICS = [
  'enis.peak',
  'enis.live',
  'connections.refused',
  'connections.peak',
  'invocations.failed',
  'operations.failed',
  'invocations.dropped',
];

/** Checks what expectations refer to. */
export function reviewExpectations(review: Review): void {
  const { file, expectations } = review.salvaged;
  for (const [index, expectation] of (file.expect ?? []).entries()) {
    reviewExpectation(review, expectation, ['expect', expectations[index]!]);
  }
}

function reviewExpectation(review: Review, e: CheckedExpectation, path: Path): void {
  if (e.kind === 'function') {
    lookUp(review, review.functions, e.target.function, [...path, 'function']);
  } else if (e.kind === 'metric') {
    reviewMetric(review, e.metric, [...path, 'metric']);
  } else {
    if (e.subnet !== null) lookUp(review, review.subnets, e.subnet, [...path, 'subnet']);
    if (e.kind === 'subnet') return;
    for (const [index, id] of (e.securityGroups ?? []).entries()) {
      lookUp(review, review.groups, id, [...path, 'securityGroups', index]);
    }
  }
}

function reviewMetric(review: Review, metric: string, path: Path): void {
  if (PLAIN_METRICS.includes(metric)) return;
  const [, kind, id] = /^(subnet|vpc)\.(.+)\.peak$/.exec(metric) ?? [];
  if (kind === 'subnet') lookUp(review, review.subnets, id!, path);
  else if (kind === 'vpc') lookUp(review, review.vpcs, id!, path);
  else {
    review.drafts.push({
      path,
      message: 'there is no such metric',
      expected: `one of ${PLAIN_METRICS.join(', ')}, subnet.<id>.peak, vpc.<id>.peak`,
      received: shown(metric),
      mend: () => didYouMean(metric, metricsOf(review)),
    });
  }
}

function* metricsOf(review: Review): Iterable<string> {
  yield* PLAIN_METRICS;
  for (const id of review.subnets.entries.keys()) yield `subnet.${id}.peak`;
  for (const id of review.vpcs.entries.keys()) yield `vpc.${id}.peak`;
}
