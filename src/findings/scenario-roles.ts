import { evaluateAccess } from '../access/evaluate.ts';
import { parsePolicy } from '../access/parse.ts';
import type { Policy } from '../access/policy.ts';
import { ACCOUNT } from '../evidence/fixed.ts';
import type { Scenario } from '../scenario/types.ts';

interface NamedPolicy {
  name: string;
  policy: Policy;
}

/** A role from each of its changes on; the first entry is how the run begins. */
export type RoleStory = { fromMs: number; exists: boolean; policies: readonly NamedPolicy[] }[];

export function roleStories({ roles, timeline }: Scenario): Map<string, RoleStory> {
  const stories = new Map(
    roles.map(({ id, policies }): [string, RoleStory] => {
      const read = policies.flatMap(({ name, document }) => named(name, document));
      return [id, [{ fromMs: 0, exists: true, policies: read }]];
    }),
  );
  for (const action of timeline.toSorted((a, b) => a.atMs - b.atMs)) {
    if (!('role' in action) || (action.expect !== null && action.expect !== 'ok')) continue;
    const story = stories.get(action.role);
    if (story === undefined) continue;
    const now = story.at(-1)!;
    const others = (name: string | null) =>
      now.policies.filter((one) => name !== null && one.name !== name);
    const fromMs = action.atMs;
    if (action.action === 'deleteRole') story.push({ ...now, fromMs, exists: false });
    else if (action.action === 'deleteRolePolicy') {
      story.push({ ...now, fromMs, policies: others(action.name) });
    } else {
      const added = named(action.name, action.document);
      story.push({ ...now, fromMs, policies: [...others(action.name), ...added] });
    }
  }
  return stories;
}

/** A malformed policy is an issue of its own, told elsewhere. */
function named(name: string, document: unknown): NamedPolicy[] {
  const reading = parsePolicy(document);
  return reading.ok ? [{ name, policy: reading.policy }] : [];
}

function at(story: RoleStory, atMs: number): RoleStory[number] {
  return story.findLast(({ fromMs }) => fromMs <= atMs) ?? story[0]!;
}

export function policiesAt(story: RoleStory, atMs: number): Policy[] {
  const { exists, policies } = at(story, atMs);
  return exists ? policies.map(({ policy }) => policy) : [];
}

/** Policies that the role gets after that moment. */
export function policiesLater(story: RoleStory, atMs: number): Policy[] {
  const before = new Set(at(story, atMs).policies);
  const later = story.filter(({ fromMs }) => fromMs > atMs).flatMap(({ policies }) => policies);
  return [...new Set(later)].filter((one) => !before.has(one)).map(({ policy }) => policy);
}

/** ENI-4: whether Lambda may delete interfaces with the role at that moment. */
export function mayDelete(story: RoleStory, atMs: number): boolean {
  const resource = `arn:aws:ec2:${ACCOUNT.region}:${ACCOUNT.accountId}:network-interface/*`;
  const policies = policiesAt(story, atMs);
  const action = 'ec2:DeleteNetworkInterface';
  return evaluateAccess({ policies, action, resource, context: {} }).decision === 'allowed';
}
