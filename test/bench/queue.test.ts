import { describe, expect, test } from 'vitest';
import { GAP_NAMES, gapsOf } from '../../bench/contest.ts';
import { QUEUES, simjsTask } from '../../bench/peers.ts';
import { type Holdable, taskOf } from '../../bench/tasks.ts';
import { EventQueue } from '../../src/engine/queue.ts';

const exponential = gapsOf('exponential');

function hashOf(task: string, size: number, gaps: Float64Array, queue: Holdable | null): number {
  const run = taskOf(task, size, gaps, queue);
  run.run(3_000);
  return run.hash();
}

describe('the bench pops the same events in the same order', () => {
  test.each(Object.keys(QUEUES))('from %s as from the event queue', (name) => {
    const ours = hashOf('hold', 300, exponential, null);
    expect(hashOf('hold', 300, exponential, QUEUES[name]!(300))).toBe(ours);
  });

  test.each(GAP_NAMES)('over %s gaps as a heap of the whole order does', (gaps) => {
    const ours = hashOf('hold', 300, gapsOf(gaps), new EventQueue({ slots: 1 }));
    expect(hashOf('hold', 300, gapsOf(gaps), QUEUES['tinyqueue']!(300))).toBe(ours);
  });

  test('on the event queue as on the kernel, customer by customer', () => {
    for (const servers of [1, 10]) {
      const ours = hashOf('mmc', servers, exponential, null);
      expect(hashOf('mmc-kernel', servers, exponential, null)).toBe(ours);
    }
  });
});

test('what the bench times means the same as ever', () => {
  const tasks = ['hold', 'cancel', 'touch', 'mmc'];
  expect(tasks.map((task) => hashOf(task, 100, exponential, null))).toMatchInlineSnapshot(`
    [
      -691827682,
      -1238041861,
      -215475830,
      -1329112812,
    ]
  `);
});

test('simjs serves about as many customers as it is asked for', async () => {
  const task = await simjsTask(1, exponential);
  task.run(2_000);
  expect(task.hash()).toBeGreaterThan(1_700);
});

test('a task that there is not is refused', () => {
  expect(() => taskOf('hold on', 1, exponential, null)).toThrow('No task hold on');
});
