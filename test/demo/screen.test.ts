import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { stepFrom } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import { frame, scrolledBy } from '../../src/demo/screen/frame.ts';
import { trackRows } from '../../src/demo/screen/tracks.ts';
import { FIRST_VIEW, playedOn, pressed, type View } from '../../src/demo/screen/view.ts';
import { signOf } from '../../src/demo/signs.ts';
import type { Track } from '../../src/demo/tracks.ts';
import { moment, thousands } from '../../src/report/format.ts';
import type { Palette } from '../../src/report/palette.ts';
import { widthOf } from '../../src/report/width.ts';
import { crowdPlay, NAMES, playNamed } from './plays.ts';

const plays = await Promise.all(NAMES.map(playNamed));
const crowd = crowdPlay(60);
const all = [...plays, crowd];

const { bold, dim, green, yellow, red } = createColors(true);
const COLOURS: Palette = { strong: bold, faint: dim, good: green, warn: yellow, bad: red };

const at = (place: number, more: Partial<View> = {}): View => {
  return { ...FIRST_VIEW, isPlaying: false, place, ...more };
};
const anyView = fc.record({
  play: fc.constantFrom(...all),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  isPlaying: fc.boolean(),
  speed: fc.constantFrom(1, 25),
  top: fc.option(fc.integer({ min: 0, max: 200 })),
});
const placeOf = ({ play, where }: { play: (typeof all)[number]; where: number }) =>
  Math.round(where * (play.moments.length - 1));

describe('a frame', () => {
  test('has exactly as many lines as the screen, none wider, in colour and without', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 260 }),
      rows: fc.integer({ min: 1, max: 90 }),
    });
    fc.assert(
      fc.property(anyView, size, (any, screen) => {
        const view: View = { ...any, place: placeOf(any) };
        const lines = frame(any.play, view, screen);
        expect(lines.length).toBe(screen.rows);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(screen.columns);
        expect(frame(any.play, view, screen, COLOURS).map(stripVTControlCharacters)).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });

  test('fits every width from 40 to 240, and ends in a line of keys with the way out', () => {
    for (let columns = 40; columns <= 240; columns++) {
      for (const rows of [10, 12, 24, 40]) {
        const lines = frame(crowd, at(2), { columns, rows });
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
        expect(lines.at(-1)).toMatch(/^Space play {2}q quit/);
        expect(lines.at(-2)).toMatch(/^ *0s .*█.* 2d$/);
      }
    }
  });

  test('asks for room where there is too little', () => {
    expect(frame(crowd, at(1), { columns: 39, rows: 10 })[0]).toBe('40 x 10 at least, please');
    expect(frame(crowd, at(1), { columns: 40, rows: 9 })[0]).toBe('40 x 10 at least, please');
  });

  const LARGE = { columns: 240, rows: 90 };

  test.each(NAMES)('of %s shows at each moment what the scene has', (name) => {
    const play = plays[NAMES.indexOf(name)]!;
    for (const place of [...play.moments.keys()].filter((one) => one % 7 === 0 || one < 12)) {
      const { steps, open, events } = play.moments[place]!;
      const scene = sceneOf(play.recording.after(steps));
      const text = frame(play, at(place), LARGE).join('\n');
      const seen = (...parts: string[]) => expect(text).toMatch(new RegExp(parts.join(' +')));
      for (const { name: one, state } of scene.functions) seen(signOf(state), escaped(one), state);
      for (const vpc of scene.vpcs) {
        seen(`VPC ${vpc.id}`, `${vpc.enis} of ${thousands(vpc.quota)} ENIs`);
        for (const subnet of vpc.subnets) {
          seen(subnet.id, `${subnet.free} of ${subnet.usable} addresses free`);
          for (const { enis } of subnet.pairings) {
            for (const eni of enis) {
              const now = thousands(open[eni.number] ?? 0);
              seen(signOf(eni.phase), eni.name, eni.phase, `\\[.*\\] ${now} of 65,000`);
            }
          }
        }
      }
      if (events.length < 8) {
        for (const event of events) expect(text).toContain(`▸ ${event.subject}  ${event.text} [`);
      }
      const tracks = text.slice(text.lastIndexOf('─'.repeat(LARGE.columns)));
      for (const { name: one, state } of place === 0 ? [] : scene.functions) {
        expect(tracks).toMatch(new RegExp(`^..${signOf(state)} ${escaped(one)} `, 'm'));
      }
    }
  });

  test('counts what it leaves out, so that nothing is lost', () => {
    const { functions } = sceneOf(crowd.recording.after(crowd.moments[1]!.steps));
    const lines = frame(crowd, at(1), { columns: 80, rows: 24 });
    const network = lines.findIndex((line) => line.includes('VPC '));
    const shown = lines.slice(0, network).filter((line) => line.includes(' ◔ ')).length - 1;
    const left = Number(/\+ (\d+) more/.exec(lines[network - 1]!)![1]);
    expect(shown).toBeGreaterThan(2);
    expect(shown + left).toBe(functions.length);
    expect(lines[2]).toBe(`Functions  ◔ ${functions.length} Pending`);
  });

  test('counts the events that it has no line for', () => {
    const lines = frame(crowd, at(1), { columns: 80, rows: 24 });
    const rule = lines.lastIndexOf('─'.repeat(80));
    const told = lines.slice(rule).filter((line) => line.startsWith('▸')).length;
    const more = Number(/\+ (\d+) more at this moment/.exec(lines.at(-3)!)![1]);
    expect(told + more).toBe(crowd.moments[1]!.events.length);
  });

  test('tells below what happens now what happened before, without what only repeats', async () => {
    const play = await playNamed('role-removed-first');
    expect(play.moments.some(({ repeats }) => repeats)).toBe(true);
    const last = play.moments.length - 1;
    const lines = frame(play, at(last), { columns: 240, rows: 24 });
    const before = lines.flatMap((line) => /^ {2}(\d\S*(?: \S+)*) {2}/.exec(line)?.[1] ?? []);
    const telling = play.moments.filter(({ events, repeats }) => events.length > 0 && !repeats);
    expect(before.length).toBeGreaterThan(2);
    for (const time of before) expect(telling.map(({ atMs }) => moment(atMs))).toContain(time);
  });

  test('goes to where something happens', () => {
    const size = { columns: 80, rows: 14 };
    let ready = 0;
    for (let place = 2; place < crowd.moments.length; place++) {
      const { events } = crowd.moments[place]!;
      const eni = events.find(({ subject }) => subject.startsWith('eni-'))?.subject;
      if (eni === undefined) continue;
      ready += 1;
      expect(frame(crowd, at(place), size).join('\n')).toMatch(new RegExp(`^▸ .*■ ${eni} `, 'm'));
    }
    expect(ready).toBeGreaterThan(5);
  });

  test('marks what happened last while only connections change', async () => {
    const play = await playNamed('burst');
    const gauge = play.moments.findLastIndex(({ events }) => events.length === 0);
    const text = frame(play, at(gauge), { columns: 80, rows: 24 }).join('\n');
    expect(text).toMatch(/^▸ Nothing but connections changes at this moment\.$/m);
    expect(text).toMatch(/^▸ +■ eni-3 ready /m);
  });

  test('scrolls to every line and no further', () => {
    const size = { columns: 100, rows: 20 };
    const namesIn = (view: View) =>
      frame(crowd, view, size).flatMap((line) => /function-\d+/.exec(line.slice(0, 45)) ?? []);
    const seen = new Set<string>();
    let view = at(2);
    for (let turn = 0; turn < 80; turn++) {
      for (const name of namesIn(view)) seen.add(name);
      view = scrolledBy(crowd, view, size, 1);
    }
    expect(seen.size).toBe(60);
    expect(scrolledBy(crowd, view, size, 1)).toEqual(view);
    expect(scrolledBy(crowd, view, size, -1_000).top).toBe(0);
  });

  test('tells in words, not by colour alone, that an ENI is full', async () => {
    const burst = await playNamed('burst');
    const place = burst.moments.findIndex(({ events }) =>
      events.some(({ text }) => text.startsWith('is full')),
    );
    const text = frame(burst, at(place), { columns: 80, rows: 24 }).join('\n');
    expect(text).toContain('65,000 of 65,000 full');
    expect(text).toContain('▸ eni-1  is full: connections to it are refused [CAP-4]');
    expect(frame(burst, at(place), { columns: 40, rows: 12 }).join('\n')).toContain(' full');
  });

  test('has one mark for the moment, which never goes back while the run goes on', () => {
    for (const play of plays) {
      let before = 0;
      for (let place = 0; place < play.moments.length; place++) {
        const timeline = frame(play, at(place), { columns: 80, rows: 24 }).at(-2)!;
        expect(timeline.split('█').length).toBe(2);
        expect(timeline.indexOf('█')).toBeGreaterThanOrEqual(before);
        before = timeline.indexOf('█');
      }
    }
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('a state of a millisecond is to be seen on a track of days', () => {
  const [play] = plays;
  const span = (fromMs: number, toMs: number, state: string) => ({ fromMs, toMs, state });
  const untilMs = 172_800_000;
  const half = untilMs / 2;
  const spans = [span(0, half, 'Active'), span(half, half + 1, 'Failed')];
  spans.push(span(half + 1, untilMs, 'Active'));
  const track: Track = { kind: 'function', subject: 'f', pairing: null, spans, updates: [] };
  const short = { ...play!, scenario: { ...play!.scenario, untilMs }, tracks: [track] };
  const [row] = trackRows({ ...short, moments: [play!.moments[0]!] }, 0, { label: 5, length: 21 });
  const text = row!.draw().map((piece) => piece.text);
  expect(text.join('')).toBe(`  f  │${'●'.repeat(9)}✖${'●'.repeat(10)}`);
});

describe('a key', () => {
  const play = plays[0]!;
  const last = play.moments.length - 1;
  const cases: [string, View, Partial<View>][] = [
    ['space', at(3), { isPlaying: true }],
    ['space', at(3, { isPlaying: true }), { isPlaying: false }],
    ['space', at(last, { top: 4 }), { place: 0, isPlaying: true, top: null }],
    ['right', at(0, { isPlaying: true, top: 4 }), { place: 1, isPlaying: false, top: null }],
    ['left', at(1), { place: 0 }],
    ['left', at(0), { place: 0 }],
    ['home', at(5), { place: 0 }],
    ['end', at(0), { place: last }],
    ['+', at(1), { speed: 5 }],
    ['=', at(1), { speed: 5 }],
    ['+', at(1, { speed: 25 }), { speed: 25 }],
    ['-', at(1, { speed: 1 }), { speed: 1 }],
    ['x', at(1), {}],
  ];
  test.each(cases)('%s', (key, view, change) => {
    expect(pressed(play, view, key)).toEqual({ ...view, ...change });
  });

  test('n and p lead from one notable moment to the next and back', () => {
    const forth = [pressed(play, at(0), 'n')];
    while (pressed(play, forth.at(-1)!, 'n').place !== forth.at(-1)!.place) {
      forth.push(pressed(play, forth.at(-1)!, 'n'));
    }
    const back = [forth.at(-1)!];
    while (back.at(-1)!.place > 0) back.push(pressed(play, back.at(-1)!, 'p'));
    expect(back.reverse().slice(1)).toEqual(forth);
    expect(forth.length).toBeGreaterThan(2);
  });

  test('left undoes right everywhere', () => {
    for (let place = stepFrom(play, 0, 1); place !== stepFrom(play, place, 1); ) {
      const next = pressed(play, at(place), 'right');
      expect(pressed(play, next, 'left').place).toBe(place);
      place = next.place;
    }
  });
});

test('a run that plays goes through every moment once and stops at its end', () => {
  const play = plays[0]!;
  const places = [0];
  let view = FIRST_VIEW;
  while (view.isPlaying) {
    view = playedOn(play, view);
    places.push(view.place);
  }
  expect(places).toEqual([...play.moments.keys()]);
});
