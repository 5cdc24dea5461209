import type { Mutant } from './mutant.ts';

const enis = 'src/model/enis.ts';
const eniLife = 'src/model/eni-life.ts';
const pairings = 'src/model/pairings.ts';
const together = 'src/model/together.ts';

export const SHARING: Mutant[] = [
  {
    name: 'the order of groups matters',
    file: pairings,
    search: '[...new Set(config.groups)].sort((a, b) => a - b)',
    replacement: '[...new Set(config.groups)]',
    rule: 'SHARE-1',
  },
  {
    name: 'repeated groups matter',
    file: pairings,
    search: '[...new Set(config.groups)].sort(',
    replacement: '[...config.groups].sort(',
    rule: 'SHARE-1',
  },
  {
    name: 'dual-stack pairings are shared with the others',
    file: pairings,
    search: "config.dualStack ? ',dual' : ''",
    replacement: "''",
    rule: 'SHARE-1',
  },
  {
    name: 'a subnet named twice is taken twice',
    file: pairings,
    search: 'return [...new Set(config.subnets)].map(',
    replacement: 'return config.subnets.map(',
    rule: 'SHARE-2',
  },
  {
    name: 'a detached ENI counts as usable',
    file: pairings,
    search: "phase === 'creating' || phase === 'ready' || phase === 'draining',",
    replacement:
      "phase === 'creating' || phase === 'ready' || phase === 'draining' || phase === 'available',",
    rule: 'SHARE-6',
  },
  {
    name: 'a draining ENI is not taken back',
    file: pairings,
    search: "phase === 'creating' || phase === 'ready' || phase === 'draining',",
    replacement: "phase === 'creating' || phase === 'ready',",
    rule: 'SHARE-6',
  },
  {
    name: 'who joins a creation is never woken',
    file: pairings,
    search: "'pairing.joined', 'SHARE-4', ctx);\n    addId(pairing.waiting, versionId);",
    replacement: "'pairing.joined', 'SHARE-4', ctx);",
    rule: 'SHARE-4',
  },
  {
    name: 'a published version does not hold its pairing',
    file: pairings,
    search: 'addId(pairing.holders, versionId);\n  tell(state, rowOf(',
    replacement: 'tell(state, rowOf(',
    rule: 'SHARE-3',
  },
  {
    name: 'a rescued ENI keeps the detach timer that had begun',
    file: enis,
    search: 'eni !== undefined && eni.turn === event.turn ? eni : null',
    replacement: 'eni ?? null',
    rule: 'SHARE-6',
  },
];

export const LIFE: Mutant[] = [
  {
    name: 'the ENI does not drain when the last holder leaves',
    file: pairings,
    search: 'if (pairing.holders.count > 0) return;',
    replacement: 'if (pairing.holders.count >= 0) return;',
    rule: 'ENI-3',
  },
  {
    name: 'an ENI drains though one holder is left',
    file: pairings,
    search: 'if (pairing.holders.count > 0) return;',
    replacement: 'if (pairing.holders.count > 1) return;',
    rule: 'ENI-2',
  },
  {
    name: 'the two ways of detaching are swapped',
    file: enis,
    search: "? 'detachOnUpdate' : 'detach'",
    replacement: "? 'detach' : 'detachOnUpdate'",
    rule: 'ENI-3',
  },
  {
    name: 'a replaced ENI detaches as the last leave did',
    file: enis,
    search: "rule === 'ENI-3' && pairing.path === 'update'",
    replacement: "pairing.path === 'update'",
    rule: 'ENI-7',
  },
  {
    name: 'draws of a release depend on how many ENIs others have',
    file: eniLife,
    search: "ctx.draw('reap', pairingName(state, pairing), eni.reapMs ?? undefined)",
    replacement: "ctx.draw('reap', `eni-${eni.number}`, eni.reapMs ?? undefined)",
    rule: 'ENI-3',
  },
  {
    name: 'each ENI of an operation takes a time of its own',
    file: together,
    search: 'if (operation === null) return undefined;',
    replacement: 'if (operation !== undefined) return undefined;',
    rule: 'TIME-1',
  },
  {
    name: 'what an operation takes is drawn again for each ENI',
    file: together,
    search: 'operation.times[purpose] ??= ctx.draw',
    replacement: 'operation.times[purpose] = ctx.draw',
    rule: 'TIME-1',
  },
  {
    name: 'an ENI forgets what its operation takes to delete it',
    file: enis,
    search: "eni.reapMs = timeOf(operation, 'reap', ctx) ?? null;",
    replacement: 'eni.reapMs = null;',
    rule: 'TIME-1',
  },
  {
    name: 'an ENI that nobody waits for any more stays ready',
    file: eniLife,
    search: 'if (pairing.holders.count === 0) drainPairing(',
    replacement: 'if (pairing.holders.count < 0) drainPairing(',
    rule: 'ENI-3',
  },
  {
    name: 'a deleted ENI keeps its place in the quota',
    file: enis,
    search: 'state.vpcs[subnet.vpc]!.enis -= 1;',
    replacement: '',
    rule: 'LIMIT-1',
  },
  {
    name: 'a detached ENI no longer blocks its groups',
    file: 'src/model/network.ts',
    search: "if (group.enis > 0) return 'groupHasDependency';",
    replacement: "if (group.enis > 1) return 'groupHasDependency';",
    rule: 'ENI-6',
  },
  {
    name: 'a creation that was cancelled goes on',
    file: enis,
    search: "if (eni.phase === 'creating' && pairing.path === 'cancel') {",
    replacement: "if (eni.phase === 'failed' && pairing.path === 'cancel') {",
    rule: 'STATE-9',
  },
  {
    name: 'the last try to delete comes one try late',
    file: eniLife,
    search: '>= state.settings.reapRetryForMs',
    replacement: '> state.settings.reapRetryForMs',
    rule: 'ENI-4',
  },
  {
    name: 'a person may delete an ENI that is in use',
    file: eniLife,
    search: "eni.phase === 'available' || eni.phase === 'stuck'",
    replacement: "eni.phase !== 'creating'",
    rule: 'ENI-5',
  },
  {
    name: 'the retry budget ends before its last try',
    file: 'src/model/actions.ts',
    search: 'ctx.nowMs + retry.everyMs <= retry.untilMs',
    replacement: 'ctx.nowMs + retry.everyMs < retry.untilMs',
    rule: 'ENI-6',
  },
];
