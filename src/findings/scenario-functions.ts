import type { Attachment } from '../network/types.ts';
import type { Action, FunctionSpec, Scenario, VpcConfigChange } from '../scenario/types.ts';
import { pairingsOf } from './pairings.ts';

/** What the timeline does to a function. */
export interface FunctionStory {
  createdMs: number;
  /** When it last left a pairing; null: it never does. */
  leftMs: number | null;
  configs: (Attachment | null)[];
  /** Published versions that are left, by number. */
  versions: Map<number, Attachment | null>;
  failsOnPurpose: boolean;
}

interface Told extends FunctionStory {
  now: Attachment | null;
  /** Something changed since the last version was published (STATE-8). */
  changed: boolean;
  nextNumber: number;
}

/** Follows each function through the timeline, as far as that is known without running it. */
export function functionStories({ functions, timeline, expectations }: Scenario) {
  const stories = new Map(functions.map((fn): [string, Told] => [fn.id, beginning(fn)]));
  for (const action of timeline.toSorted((a, b) => a.atMs - b.atMs)) {
    if (!('function' in action)) continue;
    const story = stories.get(action.function);
    if (story !== undefined) follow(story, action);
  }
  for (const expectation of expectations) {
    if (expectation.kind !== 'function') continue;
    const { state, lastUpdateStatus, target } = expectation;
    if (state !== 'Failed' && lastUpdateStatus !== 'Failed') continue;
    stories.get(target.function)!.failsOnPurpose = true;
  }
  return stories satisfies Map<string, FunctionStory>;
}

function beginning({ vpc }: FunctionSpec): Told {
  return {
    createdMs: 0,
    leftMs: null,
    configs: [vpc],
    versions: new Map(),
    failsOnPurpose: false,
    now: vpc,
    changed: true,
    nextNumber: 1,
  };
}

function follow(story: Told, action: Extract<Action, { function: string }>): void {
  const refused = action.expect !== null && action.expect !== 'ok';
  if (refused) {
    if (action.action === 'create') story.failsOnPurpose = true;
    if (action.action !== 'update' || action.vpc === 'keep') return;
    story.failsOnPurpose = true;
    // Looked at like the others, but what was there before stays.
    story.configs.splice(-1, 0, afterUpdate(story, action.vpc));
    return;
  }
  switch (action.action) {
    case 'create':
      if (action.atMs > 0 && story.createdMs === 0) story.createdMs = action.atMs;
      if (action.publish) publish(story);
      break;
    case 'update':
      if (action.vpc !== 'keep') configure(story, afterUpdate(story, action.vpc), action.atMs);
      story.changed = true;
      if (action.publish) publish(story);
      break;
    case 'publish':
      publish(story);
      break;
    case 'delete':
      if (action.version === null) {
        story.versions.clear();
        story.leftMs = action.atMs;
      } else story.versions.delete(action.version);
      break;
  }
}

const NOWHERE = { subnets: [], securityGroups: [], ipv6AllowedForDualStack: false };

/** STATE-7: two empty lists detach; a list that is not named stays. */
function afterUpdate({ now }: Told, change: VpcConfigChange | null): Attachment | null {
  if (change === null) return null;
  const config = { ...NOWHERE, ...now, ...change };
  return config.subnets.length + config.securityGroups.length === 0 ? null : config;
}

function configure(story: Told, config: Attachment | null, atMs: number): void {
  const kept = new Set(pairingsOf(config));
  if (pairingsOf(story.now).some((pairing) => !kept.has(pairing))) story.leftMs = atMs;
  story.now = config;
  story.configs.push(config);
}

function publish(story: Told): void {
  if (!story.changed) return;
  story.versions.set(story.nextNumber, story.now);
  story.nextNumber += 1;
  story.changed = false;
}
