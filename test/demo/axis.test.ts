import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisOf, lastUntil, SCALES } from '../../src/demo/axis.ts';
import { jumpFrom, placeAt, playOf } from '../../src/demo/play.ts';
import { scenarioOf } from '../scenarios/stories.ts';

const idle = playOf(await scenarioOf('idle-reclaim.yaml'), {}, null);

describe.each(SCALES)('the scale %s', (scale) => {
  const { shareOf, timeAt } = axisOf([idle], scale);
  const { untilMs } = idle.scenario;

  test('goes from the beginning to the end and back', () => {
    expect([shareOf(0), shareOf(untilMs)]).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: untilMs }), (ms) => {
        expect(timeAt(shareOf(ms))).toBeCloseTo(ms, -1);
      }),
    );
  });

  test('later lies to the right', () => {
    const time = fc.integer({ min: 0, max: untilMs });
    fc.assert(fc.property(time, time, (a, b) => a >= b || shareOf(a) < shareOf(b)));
  });
});

test('event by event, minutes of waiting are as wide as weeks of silence', () => {
  const { shareOf } = axisOf([idle], 'even');
  const pending = idle.tracks[0]!.spans[0]!;
  expect(pending.state).toBe('Pending');
  expect(shareOf(pending.toMs) - shareOf(pending.fromMs)).toBeGreaterThan(0.05);
});

test('three hundred tries alike are one place to jump to and take no room', async () => {
  const play = playOf(await scenarioOf('role-removed-first.yaml'), {}, null);
  let jumps = 0;
  for (let place = 0; jumpFrom(play, place, 1) !== place; place = jumpFrom(play, place, 1)) {
    jumps += 1;
  }
  expect(play.moments.length).toBeGreaterThan(290);
  expect(jumps).toBeLessThan(20);
  const { shareOf } = axisOf([play], 'even');
  const stuck = play.tracks.find(({ subject }) => subject === 'eni-1')!.spans.at(-1)!;
  expect(stuck.state).toBe('stuck');
  expect(shareOf(stuck.toMs) - shareOf(stuck.fromMs)).toBeGreaterThan(0.05);
});

test('the place of a time is that of the last moment until then', () => {
  const times = idle.moments.map(({ atMs }) => atMs);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: idle.scenario.untilMs }), (ms) => {
      const place = times.findLastIndex((atMs) => atMs <= ms);
      expect(placeAt(idle, ms)).toBe(place);
      expect(times[lastUntil(times, ms)]).toBe(times[place]);
    }),
  );
});
