import { evaluateAccess } from '../access/evaluate.ts';
import { parsePolicy } from '../access/parse.ts';
import type { Policy } from '../access/policy.ts';
import type { Scenario } from '../scenario/types.ts';
import type { Account } from './types.ts';

/** A role over time: each of its policies from when until when it has it. */
export interface RoleStory {
  periods: { policy: Policy; fromMs: number; untilMs: number }[];
  /** Those that last, by the name of the policy. */
  open: Map<string, RoleStory['periods'][number]>;
  deletedMs: number;
}

/** Follows each role through the timeline. */
export function roleStories({ roles, timeline }: Scenario): Map<string, RoleStory> {
  const stories = new Map<string, RoleStory>();
  for (const { id, policies } of roles) {
    const story: RoleStory = { periods: [], open: new Map(), deletedMs: Number.POSITIVE_INFINITY };
    for (const { name, document } of policies) put(story, name, document, 0);
    stories.set(id, story);
  }
  for (const action of timeline.toSorted((a, b) => a.atMs - b.atMs)) {
    if (!('role' in action) || (action.expect !== null && action.expect !== 'ok')) continue;
    const story = stories.get(action.role);
    if (story === undefined) continue;
    if (action.action === 'deleteRole') story.deletedMs = action.atMs;
    else if (action.action === 'putRolePolicy') {
      put(story, action.name, action.document, action.atMs);
    } else {
      const names = action.name === null ? [...story.open.keys()] : [action.name];
      for (const name of names) remove(story, name, action.atMs);
    }
  }
  return stories;
}

/** A malformed policy is an issue of its own, told elsewhere. */
function put(story: RoleStory, name: string, document: unknown, fromMs: number): void {
  remove(story, name, fromMs);
  const reading = parsePolicy(document);
  if (!reading.ok) return;
  const period = { policy: reading.policy, fromMs, untilMs: Number.POSITIVE_INFINITY };
  story.periods.push(period);
  story.open.set(name, period);
}

function remove(story: RoleStory, name: string, atMs: number): void {
  const period = story.open.get(name);
  if (period !== undefined) period.untilMs = atMs;
  story.open.delete(name);
}

export function policiesAt({ periods, deletedMs }: RoleStory, atMs: number): Policy[] {
  if (deletedMs <= atMs) return [];
  const held = periods.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  return held.map(({ policy }) => policy);
}

/** Policies that the role gets after that moment. */
export function policiesLater({ periods }: RoleStory, atMs: number): Policy[] {
  return periods.filter(({ fromMs }) => fromMs > atMs).map(({ policy }) => policy);
}

/** ENI-4: whether Lambda may delete interfaces with the role at that moment. */
export function mayDelete(story: RoleStory, atMs: number, { region, accountId }: Account): boolean {
  const resource = `arn:aws:ec2:${region}:${accountId}:network-interface/*`;
  const policies = policiesAt(story, atMs);
  const action = 'ec2:DeleteNetworkInterface';
  return evaluateAccess({ policies, action, resource, context: {} }).decision === 'allowed';
}
