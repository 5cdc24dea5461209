import { expect, test } from 'vitest';
import { BUDGETS_MIN, goneWithin } from '../../scenarios/destroy-budgets.ts';
import type { ModelFrame } from '../../src/run/frame.ts';
import type { EniResult, FunctionResult, Result } from '../../src/run/result.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Fidelity } from '../../src/scenario/types.ts';
import { scenarioOf } from './stories.ts';

/** Moments and lengths in ms. */
const at = (days: number, hours = 0, minutes = 0, seconds = 0): number =>
  (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
const DETACH = at(0, 0, 4);
const DETACH_ON_UPDATE = at(0, 0, 1);
const REAP = at(0, 0, 12);
const CREATION = at(0, 0, 3);

/** Fixed times, so that moments can be worked out by hand. */
const FIXED = {
  eniCreation: { kind: 'constant', value: CREATION },
  detach: { kind: 'constant', value: DETACH },
  detachOnUpdate: { kind: 'constant', value: DETACH_ON_UPDATE },
  reap: { kind: 'constant', value: REAP },
} as const;

interface Run extends Result {
  frames: ModelFrame[];
}

/** Runs a scenario as it is, or with the fixed times in place of laws. */
async function run(file: string, times: 'asWritten' | 'fixed', fidelity?: Fidelity): Promise<Run> {
  const scenario = await scenarioOf(file);
  const parameters = times === 'fixed' ? { ...scenario.parameters, ...FIXED } : scenario.parameters;
  const frames: ModelFrame[] = [];
  const options = fidelity === undefined ? {} : { fidelity };
  const result = simulate(
    { ...scenario, parameters },
    { ...options, onFrame: (frame) => frames.push(frame) },
  );
  return { ...result, frames };
}

function enisOf({ pairings }: Result, subnet: string, groups: string): EniResult[] {
  const found = pairings.find((pairing) => {
    return pairing.subnet === subnet && pairing.securityGroups.join('+') === groups;
  });
  return found?.enis ?? [];
}

function versionOf({ functions }: Result, name: string, version = '$LATEST'): FunctionResult {
  const found = functions.filter((entry) => entry.name === name && entry.version === version);
  expect(found.length, `${name}:${version}`).toBeGreaterThan(0);
  return found.at(-1)!;
}

const allEnis = ({ pairings }: Result): EniResult[] => pairings.flatMap(({ enis }) => enis);

test('share-one-pairing: three functions, however listed, make one ENI a subnet (SHARE-1)', async () => {
  const result = await run('share-one-pairing.yaml', 'fixed');
  expect(result.pairings.map(({ subnet, enis }) => [subnet, enis.length])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  // Made for checkout, kept after its delete for the two that share (SHARE-3, ENI-8).
  const seen = allEnis(result).map(({ creator, detachedAtMs }) => [creator, detachedAtMs]);
  expect(seen).toEqual(Array(2).fill(['checkout', null]));
  // basket came a second later and was Active at the same moment (SHARE-4).
  expect(versionOf(result, 'checkout').timeInStateMs['Pending']).toBe(CREATION);
  expect(versionOf(result, 'basket').timeInStateMs['Pending']).toBe(CREATION - 1_000);
  // search waited for its share only (SHARE-5).
  expect(versionOf(result, 'search').timeInStateMs['Pending']).toBeLessThanOrEqual(10_000);
});

test('overlapping-subnets: only the ENI outside the overlap goes (SHARE-2)', async () => {
  const result = await run('overlapping-subnets.yaml', 'fixed');
  const seen = result.pairings.map(({ subnet, enis }) => {
    return [subnet, ...enis.map(({ creator, deletedAtMs }) => [creator, deletedAtMs])];
  });
  expect(seen).toEqual([
    ['a', ['orders', at(0, 2) + DETACH + REAP]],
    ['b', ['orders', null]],
    ['c', ['billing', null]],
  ]);
});

test('one-group-per-function: the 84th and the 167th do not fit, the rest does (LIMIT-1)', async () => {
  const { functions, pairings, vpcs } = await run('one-group-per-function.ts', 'fixed');
  const failed = functions.filter(({ timeInStateMs }) => timeInStateMs['Failed'] !== undefined);
  expect(failed.map(({ name }) => name)).toEqual(['older-084', 'newer-167']);
  const others = functions.filter((entry) => !failed.includes(entry));
  // 83 + 166 + 167, and older-084 at its second attempt.
  expect(others.filter(({ state }) => state === 'Active')).toHaveLength(417);
  expect(others).toHaveLength(417);
  const made = (vpc: string) => pairings.filter(({ subnet }) => subnet.startsWith(vpc)).length;
  // 84 x 3, 166 x 3, and 3 for 167 functions with one group.
  expect(['older', 'newer', 'thrifty'].map(made)).toEqual([252, 498, 3]);
  expect(vpcs.map(({ peakEnis }) => peakEnis)).toEqual([252, 498, 3]);
});

test('idle-reclaim: the ENI is gone one detach and one reap after the idle moment (IDLE-2)', async () => {
  const result = await run('idle-reclaim.yaml', 'fixed');
  const checkout = versionOf(result, 'checkout');
  // It slept from the idle moment to the call at 35d; waking took a new ENI.
  const idleMs = at(35) - checkout.timeInStateMs['Inactive']!;
  expect(checkout.timeInStateMs['Pending']).toBe(2 * CREATION);
  const [first, second, ...more] = enisOf(result, 'a', 'web');
  expect(more).toEqual([]);
  expect(first!.detachedAtMs).toBe(idleMs + DETACH);
  expect(first!.deletedAtMs).toBe(idleMs + DETACH + REAP);
  expect([second!.createdAtMs, second!.readyAtMs]).toEqual([at(35), at(35) + CREATION]);
  // The last call came shortly before the end of day 1.
  expect(at(31) - idleMs).toBeGreaterThan(0);
  expect(at(31) - idleMs).toBeLessThan(30_000);
});

test('idle-reclaim: of all calls one failed, the one that woke it (IDLE-3, LOAD-1)', async () => {
  const { invocations } = versionOf(await run('idle-reclaim.yaml', 'asWritten'), 'checkout');
  expect(invocations.failed).toEqual({ ResourceNotReadyException: 1 });
  expect(invocations.attempted).toBe(invocations.succeeded + 1);
  // 2 a second for 23 hours is 165,600, and five standard deviations are 2,035.
  expect(Math.abs(invocations.succeeded - 165_600)).toBeLessThan(2_035);
});

test('shared-but-idle: the canary keeps the ENI, the standby sleeps from 30d to 35d (IDLE-2)', async () => {
  const result = await run('shared-but-idle.yaml', 'fixed');
  const [eni, ...more] = allEnis(result);
  expect(more).toEqual([]);
  expect(eni).toMatchObject({ phase: 'ready', detachedAtMs: null, deletedAtMs: null });
  const { timeInStateMs, invocations } = versionOf(result, 'standby');
  expect(timeInStateMs['Inactive']).toBe(at(5));
  const wakingMs = timeInStateMs['Pending']! - CREATION;
  expect(wakingMs).toBeGreaterThanOrEqual(2_000);
  expect(wakingMs).toBeLessThanOrEqual(10_000);
  expect(invocations.failed).toEqual({
    ResourceConflictException: 1,
    ResourceNotReadyException: 1,
  });
});

test('wake-fails: one address goes from report to batch and back, never two at once (IDLE-4)', async () => {
  const result = await run('wake-fails.yaml', 'fixed');
  // 10.0.1.0 to .3 are kept by AWS, .4 to .13 by others.
  const seen = allEnis(result)
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    .map(({ creator, address, createdAtMs, deletedAtMs }) => {
      return { creator, address, createdAtMs, deletedAtMs };
    });
  const address = '10.0.1.14';
  const gone = DETACH + REAP;
  expect(seen).toEqual([
    { creator: 'report', address, createdAtMs: 0, deletedAtMs: at(30) + gone },
    { creator: 'batch', address, createdAtMs: at(32), deletedAtMs: at(37) + gone },
    { creator: 'report', address, createdAtMs: at(38), deletedAtMs: null },
  ]);
  const { invocations } = versionOf(result, 'report');
  expect(invocations.failed).toEqual({ ResourceNotReadyException: 3 });
  expect(invocations.succeeded).toBe(1);
});

test('old-versions-hold: the old ENIs stay until the last version goes (ENI-2)', async () => {
  const result = await run('old-versions-hold.yaml', 'fixed');
  for (const subnet of ['a', 'b']) {
    const [old, ...others] = enisOf(result, subnet, 'old');
    expect(others).toEqual([]);
    expect(old!.detachedAtMs).toBe(at(0, 11) + DETACH);
    expect(old!.deletedAtMs).toBe(at(0, 11) + DETACH + REAP);
    expect(enisOf(result, subnet, 'new')).toMatchObject([
      { createdAtMs: at(0, 4), detachedAtMs: null },
    ]);
  }
  const states = ['1', '2', '3', '4'].map((n) => versionOf(result, 'orders', n).state);
  expect(states).toEqual(['Deleted', 'Deleted', 'Deleted', 'Active']);
});

test('slow-destroy: 4 min and 14 min 25 s later the subnet is free, too late for 10 min (ENI-6)', async () => {
  const result = await run('slow-destroy.yaml', 'asWritten');
  for (const { detachedAtMs, deletedAtMs } of allEnis(result)) {
    expect([detachedAtMs, deletedAtMs]).toEqual([at(0, 1, 4), at(0, 1, 18, 25)]);
  }
  const tries = result.actions
    .filter(({ action }) => action === 'deleteSubnet')
    .map(({ subject, ok, atMs, tries }) => [subject, ok, atMs, tries]);
  // Every 30 s: 20 more tries in 10 minutes, and the 37th after 18 min 30 s.
  expect(tries).toEqual([
    ['a', false, at(0, 1, 10), 21],
    ['b', true, at(0, 1, 18, 30), 38],
    ['c', true, at(0, 1, 18, 30), 38],
    ['a', true, at(0, 2), 1],
  ]);
});

test('destroy-budgets: a longer budget never does worse, and 45 minutes do for nearly all', async () => {
  const result = await run('destroy-budgets.ts', 'asWritten');
  const gone = BUDGETS_MIN.map((minutes) => goneWithin(minutes, result));
  expect(gone).toEqual(gone.toSorted((a, b) => a - b));
  expect(gone[0]).toBe(0);
  expect(gone.at(-1)).toBeGreaterThanOrEqual(95);
});

test('destroy-budgets: with the times of the guide, 20 minutes are just enough', async () => {
  const scenario = await scenarioOf('destroy-budgets.ts');
  const reap = { kind: 'constant', value: at(0, 0, 16) } as const;
  const result = simulate({ ...scenario, parameters: { ...FIXED, reap } });
  // 4 min + 16 min: gone in the millisecond of the try at 20 minutes, which comes after it.
  const gone = BUDGETS_MIN.map((minutes) => goneWithin(minutes, result));
  expect(gone).toEqual([0, 0, 0, 100, 100, 100]);
});

test('role-removed-first: refused attempts for a day, then stuck until somebody acts (ENI-4)', async () => {
  const result = await run('role-removed-first.yaml', 'fixed');
  const refused = result.frames.flatMap(({ atMs, rows }) =>
    rows.filter(({ note }) => note === 'eni.reapRefused').map(() => atMs),
  );
  // Available at 1h 4m, first try 12 minutes later, then every 5 until a day has passed: 286 more.
  expect(refused[0]).toBe(at(0, 1, 16));
  expect(refused).toHaveLength(287);
  expect(refused.at(-1)).toBe(at(1, 1, 6));
  expect(enisOf(result, 'a', 'web')).toMatchObject([
    { detachedAtMs: at(0, 1, 4), deletedAtMs: at(1, 7) },
  ]);
  // The role that waited let Lambda do it.
  expect(enisOf(result, 'b', 'jobs')).toMatchObject([{ deletedAtMs: at(0, 1, 16) }]);
});

test('subnet-exhausted: the update that fails makes no ENI anywhere and no call fails (LIMIT-2)', async () => {
  const result = await run('subnet-exhausted.yaml', 'fixed');
  expect(result.pairings.map(({ subnet, enis }) => [subnet, enis.length])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  expect(enisOf(result, 'a', 'web')).toMatchObject([{ address: '10.0.1.14', deletedAtMs: null }]);
  expect(enisOf(result, 'b', 'db')).toMatchObject([{ createdAtMs: at(0, 6) }]);
  expect(result.subnets).toMatchObject([{ usable: 11, peakInUse: 11 }, { peakInUse: 1 }]);
  expect(versionOf(result, 'search').state).toBe('Failed');
  expect(versionOf(result, 'checkout').invocations.failed).toEqual({});
});

test.each(['exact', 'aggregate'] as const)(
  'update-under-traffic: the old ENI leaves after the new one is ready, and no call fails (STATE-5, LOAD-3, %s)',
  async (fidelity) => {
    const result = await run('update-under-traffic.yaml', 'fixed', fidelity);
    expect(enisOf(result, 'b', 'db')).toMatchObject([{ readyAtMs: at(0, 1) + CREATION }]);
    expect(enisOf(result, 'a', 'web')).toMatchObject([
      {
        detachedAtMs: at(0, 1) + CREATION + DETACH_ON_UPDATE,
        deletedAtMs: at(0, 1) + CREATION + DETACH_ON_UPDATE + REAP,
      },
    ]);
    const { invocations, timeInStateMs } = versionOf(result, 'checkout');
    expect(timeInStateMs).toEqual({ Pending: CREATION, Active: at(0, 6) - CREATION });
    expect(invocations.failed).toEqual({});
    // 2 a second for 2.5 hours is 18,000, and five standard deviations are 671.
    expect(Math.abs(invocations.succeeded - 18_000)).toBeLessThan(671);
  },
);

test('call-too-early: 409 until 8m 30s, and a late update cancels what is stuck (STATE-3, STATE-9)', async () => {
  const result = await run('call-too-early.yaml', 'asWritten');
  const refused = result.actions.filter(({ ok }) => !ok);
  expect(refused.map(({ action, error }) => [action, error!.httpStatus])).toEqual([
    ['invoke', 409],
    ['update', 409],
    ['publish', 409],
    ['delete', 409],
    ['invoke', 409],
    ['update', 409],
    ['update', 409],
  ]);
  expect(versionOf(result, 'checkout').timeInStateMs['Pending']).toBe(at(0, 0, 8, 30));
  // Cancelled at 6m 1s, deleted at 11m.
  const [first] = result.functions.filter(({ name }) => name === 'impatient');
  expect(first!.timeInStateMs).toEqual({ Pending: at(0, 0, 6, 1), Failed: at(0, 0, 4, 59) });
  expect(allEnis(result)).toMatchObject([{ readyAtMs: at(0, 0, 8, 30), deletedAtMs: null }]);
});

test('delete-during-detach: who waits is first, who does not is last (STATE-11)', async () => {
  const result = await run('delete-during-detach.yaml', 'asWritten');
  const goneMs = (group: string) => enisOf(result, 'a', group).map((eni) => eni.deletedAtMs);
  expect(goneMs('one')).toEqual([at(0, 1, 14, 15)]);
  expect(goneMs('three')).toEqual([at(0, 1, 16)]);
  expect(goneMs('two')).toEqual([at(0, 1, 16, 5)]);
});
