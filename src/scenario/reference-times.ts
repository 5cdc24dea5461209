import { formatDuration } from '../engine/time.ts';
import type { Path } from './issues.ts';
import type { Review } from './reference-tables.ts';
import type { PhaseDraft } from './schema-traffic.ts';

/** Checks that nothing is said of a time that the run does not cover. */
export function reviewTimes(review: Review): void {
  const { file, actions, expectations } = review.salvaged;
  for (const [index, action] of (file.timeline ?? []).entries()) {
    const path = ['timeline', actions[index]!];
    if (action.atMs >= file.until)
      tooLate(review, action.atMs, [...path, 'at'], 'the action comes');
    if (action.action !== 'setTraffic') continue;
    reviewPhases(review, action.traffic, action.atMs, [...path, 'traffic']);
  }
  for (const [index, { atMs }] of (file.expect ?? []).entries()) {
    if (atMs === null || atMs < file.until) continue;
    tooLate(review, atMs, ['expect', expectations[index]!, 'at'], 'the expectation looks');
  }
  for (const [id, spec] of review.functions.entries) {
    reviewPhases(review, spec?.traffic ?? [], 0, ['functions', id, 'traffic']);
  }
}

function tooLate(review: Review, atMs: number, path: Path, what: string): void {
  const untilMs = review.salvaged.file.until;
  const aside = path[0] === 'expect' ? ', or leave `at` out to look at the end' : '';
  review.drafts.push({
    path,
    message: `${what} after the run has ended`,
    expected: `a time before \`until\`, ${formatDuration(untilMs)}`,
    received: formatDuration(atMs),
    mend: `raise \`until\` above ${formatDuration(atMs)}${aside}`,
  });
}

/** `sinceMs`: when the traffic begins to count. */
function reviewPhases(
  review: Review,
  phases: readonly PhaseDraft[],
  sinceMs: number,
  path: Path,
): void {
  for (const [index, phase] of phases.entries()) {
    const here = [...path, index];
    const fromMs = phase.fromMs ?? sinceMs;
    if (phase.untilMs !== null && phase.untilMs <= fromMs) {
      review.drafts.push({
        path: here,
        message: 'the traffic ends before it begins',
        expected: `\`until\` after ${formatDuration(fromMs)}`,
        received: formatDuration(phase.untilMs),
        mend: 'swap `from` and `until`, or leave one out',
      });
    }
    const listed = phase.kind === 'times' || phase.kind === 'burst';
    if (listed) reviewMoments(review, phase.atMs, sinceMs, here);
    else if (phase.fromMs !== null) reviewStart(review, phase.fromMs, sinceMs, here);
  }
}

function reviewStart(review: Review, fromMs: number, sinceMs: number, path: Path): void {
  const untilMs = review.salvaged.file.until;
  if (fromMs >= untilMs) {
    review.drafts.push({
      severity: 'warning',
      path,
      message: 'this traffic begins after the run has ended',
      expected: `a time before \`until\`, ${formatDuration(untilMs)}`,
      received: formatDuration(fromMs),
      mend: `raise \`until\` above ${formatDuration(fromMs)}`,
    });
  } else if (fromMs < sinceMs) earlier(review, fromMs, sinceMs, path);
}

function earlier(review: Review, atMs: number, sinceMs: number, path: Path): void {
  review.drafts.push({
    path,
    message: 'the traffic begins before the action that sets it',
    expected: `${formatDuration(sinceMs)} or later`,
    received: formatDuration(atMs),
    mend: 'times count from the start of the run; leave `from` out to begin with the action',
  });
}

function reviewMoments(review: Review, atMs: readonly number[], sinceMs: number, path: Path): void {
  const untilMs = review.salvaged.file.until;
  const first = atMs[0];
  if (first !== undefined && first < sinceMs) earlier(review, first, sinceMs, path);
  const late = atMs.filter((ms) => ms >= untilMs);
  if (late.length === 0) return;
  review.drafts.push({
    severity: 'warning',
    path,
    message: `${late.length} of these moments come after the run has ended`,
    expected: `times before \`until\`, ${formatDuration(untilMs)}`,
    received: formatDuration(late[0]!),
    mend: `raise \`until\` above ${formatDuration(late.at(-1)!)}`,
  });
}
