import { formatDuration } from '../engine/time.ts';
import { expectsError } from './reference-actions.ts';
import type { CheckedAction, Review } from './reference-tables.ts';

/** What is known of a function at one point of the timeline. */
interface Life {
  exists: boolean;
  /** Whether an earlier action created it, or tried to. */
  attempted: boolean;
  deletedMs: number | null;
}

/** Functions that no action creates: they are there from the start. */
export function impliedFunctions(
  functions: Iterable<string>,
  timeline: readonly CheckedAction[],
): string[] {
  const created = new Set<string>();
  for (const action of timeline) if (action.action === 'create') created.add(action.function);
  return [...functions].filter((id) => !created.has(id));
}

/** Actions in the order in which they happen: by time, those of one moment as written. */
export function inOrder(
  timeline: readonly CheckedAction[],
): { index: number; action: CheckedAction }[] {
  return timeline
    .map((action, index) => ({ index, action }))
    .sort((a, b) => a.action.atMs - b.action.atMs || a.index - b.index);
}

/** Checks that functions are created once, and before they are used. */
export function reviewOrder(review: Review): void {
  const { file, actions, broken } = review.salvaged;
  // An action that could not be read may be the create that is looked for.
  for (const path of broken) if (path.startsWith('timeline')) return;
  const timeline = file.timeline ?? [];
  const lives = new Map<string, Life>();
  for (const id of impliedFunctions(review.functions.entries.keys(), timeline)) {
    lives.set(id, { exists: true, attempted: true, deletedMs: null });
  }
  for (const { index, action } of inOrder(timeline)) {
    const id = functionOf(action);
    if (id === null || !review.functions.entries.has(id)) continue;
    const life = lives.get(id) ?? { exists: false, attempted: false, deletedMs: null };
    lives.set(id, life);
    reviewStep(review, action, life, ['timeline', actions[index]!]);
    if (action.action === 'create') life.attempted = true;
    if (expectsError(action)) continue;
    if (action.action === 'create') life.exists = true;
    if (action.action === 'delete' && action.version === null) {
      life.exists = false;
      life.deletedMs = action.atMs;
    }
  }
}

function functionOf(action: CheckedAction): string | null {
  if ('function' in action) return action.function;
  return 'target' in action ? action.target.function : null;
}

function reviewStep(
  review: Review,
  action: CheckedAction,
  life: Life,
  path: (string | number)[],
): void {
  if (expectsError(action)) return;
  const id = functionOf(action)!;
  const here = [...path, action.action];
  if (action.action === 'create') {
    if (!life.exists) return;
    const message = `function \`${id}\` exists already at ${formatDuration(action.atMs)}`;
    const mend = `delete it first, or \`expect: { error: ResourceConflictException }\``;
    review.drafts.push({ path: here, message, mend });
  } else if (!life.attempted) {
    const message = `function \`${id}\` is used before the timeline creates it`;
    const mend = 'create it earlier, or leave its `create` out: then it is there from the start';
    review.drafts.push({ path: here, message, mend });
  } else if (!life.exists && life.deletedMs !== null) {
    const message = `function \`${id}\` is deleted at ${formatDuration(life.deletedMs)}`;
    const mend = 'say `expect: { error: ResourceNotFoundException }` if that is meant';
    review.drafts.push({ severity: 'warning', path: here, message, mend });
  }
}
