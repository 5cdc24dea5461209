import type { Mutant } from './mutant.ts';

const enis = 'src/model/enis.ts';
const operations = 'src/model/operations.ts';
const functions = 'src/model/functions.ts';

export const LIMITS: Mutant[] = [
  {
    name: 'the quota may be passed by one',
    file: enis,
    search: 'enis.inVpc > vpc.eniQuota',
    replacement: 'enis.inVpc > vpc.eniQuota + 1',
    rule: 'LIMIT-1',
  },
  {
    name: 'the quota may not be reached',
    file: enis,
    search: 'enis.inVpc > vpc.eniQuota',
    replacement: 'enis.inVpc >= vpc.eniQuota',
    rule: 'LIMIT-1',
  },
  {
    name: 'only one of the new ENIs must fit the quota',
    file: operations,
    search: 'inVpc: fresh.length }',
    replacement: 'inVpc: 1 }',
    rule: 'LIMIT-1',
  },
  {
    name: 'ENIs of other services do not count',
    file: enis,
    search: 'vpc.enis + vpc.otherEnis + enis.inVpc',
    replacement: 'vpc.enis + enis.inVpc',
    rule: 'LIMIT-1',
  },
  {
    name: 'a subnet never fills its last address',
    file: enis,
    search: 'enis.inSubnet > subnet.usable)',
    replacement: 'enis.inSubnet >= subnet.usable)',
    rule: 'LIMIT-2',
  },
  {
    name: 'the fourth address is given out, which AWS keeps',
    file: enis,
    search: 'subnet.base + 3 + subnet.taken',
    replacement: 'subnet.base + 2 + subnet.taken',
    rule: 'LIMIT-2',
  },
  {
    name: 'sixteen subnets are too many',
    file: 'src/model/checks.ts',
    search: 'config.subnets.length > state.settings',
    replacement: 'config.subnets.length >= state.settings',
    rule: 'LIMIT-3',
  },
  {
    name: 'subnets are looked for before groups',
    file: 'src/model/checks.ts',
    search: "if (groups.some((group) => group.deleted)) return 'groupNotFound';",
    replacement: '',
    rule: 'API-1',
  },
];

export const STATES: Mutant[] = [
  {
    name: 'the first ready pairing is enough',
    file: operations,
    search: 'operation.waits.splice(place, 1);',
    replacement: 'operation.waits = [];',
    rule: 'STATE-2',
  },
  {
    name: 'a Pending function can be deleted',
    file: 'src/model/deleting.ts',
    search: "!.state === 'Pending') return 'pendingDelete';",
    replacement: "!.state === 'Failed') return 'pendingDelete';",
    rule: 'STATE-3',
  },
  {
    name: 'what failed can be updated',
    file: functions,
    search: "if (version.state === 'Failed') return 'failedUpdate';",
    replacement: '',
    rule: 'STATE-4',
  },
  {
    name: 'an update runs on the new configuration at once',
    file: functions,
    search: 'version.lastUsedMs = ctx.nowMs;\n  const why',
    replacement: 'version.lastUsedMs = ctx.nowMs;\n  version.config = config;\n  const why',
    rule: 'STATE-5',
  },
  {
    name: 'an update does not count as use',
    file: functions,
    search: 'version.lastUsedMs = ctx.nowMs;\n  const why',
    replacement: 'const why',
    rule: 'IDLE-1',
  },
  {
    name: 'a failed update gives up what served before',
    file: operations,
    search: "if (kind === 'update') markUpdate(state, version, 'Failed'",
    replacement:
      "if (kind === 'update') version.config = null;\n  if (kind === 'update') markUpdate(state, version, 'Failed'",
    rule: 'STATE-5',
  },
  {
    name: 'an update leaves its old pairings held',
    file: operations,
    search: 'for (const pairing of before) {',
    replacement: 'for (const pairing of before.slice(1)) {',
    rule: 'STATE-5',
  },
  {
    name: 'a detach is as quick as any update',
    file: operations,
    search: "givesUp ? 'detachUpdate' : 'provisioning'",
    replacement: "'provisioning'",
    rule: 'STATE-7',
  },
  {
    name: 'publishing without a change makes a version',
    file: functions,
    search: 'if (!fn.changed && newest !== undefined) {',
    replacement: 'if (!fn.changed && newest === undefined) {',
    rule: 'STATE-8',
  },
  {
    name: 'a version published with an update is published again',
    file: operations,
    search: 'changed = !operation.publishes && (fn.changed || operation.changes);',
    replacement: 'changed = fn.changed || operation.changes;',
    rule: 'STATE-8',
  },
  {
    name: 'exactly the stuck time is stuck',
    file: functions,
    search: 'pendingMs > state.settings.stuckPendingAfterMs',
    replacement: 'pendingMs >= state.settings.stuckPendingAfterMs',
    rule: 'STATE-9',
  },
  {
    name: 'an update in progress can be cancelled as stuck',
    file: functions,
    search: "if (version.state === 'Pending' && pendingMs >",
    replacement: 'if (pendingMs >',
    rule: 'STATE-9',
  },
  {
    name: 'deleting a function forgets its versions',
    file: 'src/model/deleting.ts',
    search: 'for (const entry of fn.published) removeVersion(',
    replacement: 'for (const entry of fn.published.slice(1)) removeVersion(',
    rule: 'STATE-10',
  },
  {
    name: 'a delete does not abort a detach',
    file: 'src/model/deleting.ts',
    search: "subject });\n  return 'delete';",
    replacement: "subject });\n  return 'update';",
    rule: 'STATE-11',
  },
];
