import { expect, test } from 'vitest';
import { busyBench } from '../../bench/account90.ts';
import { chartOf } from '../../bench/chart.ts';
import { memoryBench, planeBench } from '../../bench/plane.ts';

test('every call of the plane bench opens a connection, and most find an environment', () => {
  const run = planeBench(20, 2_000);
  expect(run.attempted).toBe(2_200);
  expect(run.coldStarts).toBeLessThan(100);
});

test('a pending event takes at most 32 bytes when the columns are full', () => {
  expect(memoryBench(2 ** 18, 40).bytesPerEvent).toBeLessThanOrEqual(32);
});

test('the busy account makes its calls either way, and means the same when run again', () => {
  const busy = { functions: 40, invocations: 4_000, hours: 24, perInvocation: 0 };
  const exact = busyBench({ ...busy, fidelity: 'exact' });
  const aggregate = busyBench({ ...busy, fidelity: 'aggregate' });
  for (const { invocations } of [exact, aggregate]) {
    expect(Math.abs(invocations - 4_000)).toBeLessThan(400);
  }
  expect(busyBench({ ...busy, fidelity: 'exact' }).hash).toBe(exact.hash);
});

test('the chart has a bar for each line that was measured beside C++', () => {
  const line = { what: 'hold', size: 1e4, gaps: 'uniform', speeds: {}, isSame: true };
  const svg = chartOf([
    { ...line, ratios: { 'C++': 2 } },
    { ...line, ratios: { flatqueue: 3 } },
  ]);
  expect(svg).toContain('hold, 10,000, uniform');
  expect(svg).toContain('>2.00<');
  expect(svg).not.toContain('>3.00<');
});
