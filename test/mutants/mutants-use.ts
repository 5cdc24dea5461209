import type { Mutant } from './mutant.ts';

const operations = 'src/model/operations.ts';
const idle = 'src/model/idle.ts';
const invoke = 'src/model/invoke.ts';
const invokeAsync = 'src/model/invoke-async.ts';
const kernel = 'src/engine/kernel.ts';

export const USE: Mutant[] = [
  {
    name: 'exactly the idle time is not idle',
    file: idle,
    search: '>= version.idleAfterMs',
    replacement: '> version.idleAfterMs',
    rule: 'IDLE-5',
  },
  {
    name: 'an overtaken idle timer counts',
    file: idle,
    search: 'if (version === null || version.idleTimerMs !== ctx.nowMs) return;',
    replacement: 'if (version === null) return;',
    rule: 'IDLE-1',
  },
  {
    name: 'provisioned concurrency keeps nothing',
    file: idle,
    search: '|| provisioned.includes(version.number)',
    replacement: '',
    rule: 'IDLE-6',
  },
  {
    name: 'who falls idle keeps its pairings',
    file: idle,
    search: 'if (kept.includes(pairing)) continue;',
    replacement: 'continue;',
    rule: 'IDLE-2',
  },
  {
    name: 'every call of a moment meets an Inactive version',
    file: invoke,
    search: 'const alike = wakes ? 1 : count;',
    replacement: 'const alike = count;',
    rule: 'IDLE-3',
  },
  {
    name: 'a refused call is no use',
    file: invoke,
    search: 'version.lastUsedMs = ctx.nowMs;\n  // An update',
    replacement: 'if (first === null) version.lastUsedMs = ctx.nowMs;\n  // An update',
    rule: 'IDLE-1',
  },
  {
    name: 'an asynchronous call is never given up',
    file: invokeAsync,
    search: 'if (ctx.nowMs - calls.sinceMs >= state.settings.asyncRetry.forMs) {',
    replacement: 'if (ctx.nowMs < 0) {',
    rule: 'ASYNC-1',
  },
  {
    name: 'an asynchronous call does not wake',
    file: invokeAsync,
    search: "if (version.state === 'Inactive' && version.operation === null) wake(",
    replacement: "if (version.state === 'Failed' && version.operation === null) wake(",
    rule: 'IDLE-3',
  },
  {
    name: 'a wake that fails is the end of the function',
    file: operations,
    search: "moveVersion(state, version, 'Inactive', { rule: 'IDLE-4', code }, ctx)",
    replacement: "moveVersion(state, version, 'Failed', { rule: 'STATE-4', code }, ctx)",
    rule: 'IDLE-4',
  },
  {
    name: 'the end of steady traffic counts as a call',
    file: invoke,
    search: 'Math.max(version.lastUsedMs, ctx.nowMs - event.agoMs)',
    replacement: 'ctx.nowMs',
    rule: 'LOAD-3',
  },
  {
    name: 'a role without the right to describe is enough',
    file: operations,
    search: "roleObstacle(state, role, 'ec2:DescribeNetworkInterfaces', ['*'])",
    replacement: 'null',
    rule: 'IAM-4',
  },
  {
    name: 'the groups of a configuration need no right',
    file: 'src/model/roles.ts',
    search: ', ...new Set(groups)]',
    replacement: ']',
    rule: 'IAM-4',
  },
];

export const RUN: Mutant[] = [
  {
    name: 'calls come before the timers of their millisecond',
    file: kernel,
    search: 'const seq = rank * RANK_STRIDE + this.scheduledCount++;',
    replacement: 'const seq = (2 - rank) * RANK_STRIDE + this.scheduledCount++;',
    rule: 'IDLE-5',
  },
  {
    name: 'a restored run forgets how many events it scheduled',
    file: kernel,
    search: 'this.scheduledCount = state.scheduledCount;',
    replacement: '',
    rule: 'LOAD-1',
  },
  {
    name: 'a periodic stream that is counted is one call behind',
    file: 'src/load/flows.ts',
    search: 'callsBefore(phase, untilMs) - made)',
    replacement: 'callsBefore(phase, untilMs) - made - 1)',
    rule: 'LOAD-3',
  },
  {
    name: 'setTraffic does not end what flowed before',
    file: 'src/load/plans.ts',
    search: 'untilMs: Math.min(phase.untilMs, untilMs),',
    replacement: 'untilMs: phase.untilMs,',
    rule: 'LOAD-1',
  },
  {
    name: 'a stream of which a call is awaited awaits another',
    file: 'src/load/traffic.ts',
    search: 'if (!this.flowing[stream]) return [];',
    replacement: '',
    rule: 'LOAD-3',
  },
  {
    name: 'a look between kept states replays one step too few',
    file: 'src/run/record.ts',
    search: 'Math.max(from.steps, steps));',
    replacement: 'Math.max(from.steps, steps) - 1);',
    rule: 'LOAD-1',
  },
  {
    name: 'a look ends before its millisecond',
    file: 'src/run/record.ts',
    search: 'if (frames[middle]!.atMs <= ms) low',
    replacement: 'if (frames[middle]!.atMs < ms) low',
    rule: 'LOAD-1',
  },
];
