import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playLive } from '../../src/cli/live.ts';
import { frame, scrolledBy } from '../../src/demo/screen/frame.ts';
import { FIRST_VIEW, playedOn, pressed, type View } from '../../src/demo/screen/view.ts';
import { PLAIN } from '../../src/report/palette.ts';
import { crowdPlay } from '../demo/plays.ts';
import { call, folderWith, GOOD } from './calls.ts';
import { FakeTty } from './fake-tty.ts';

const LONG = `name: long
until: 20h
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/28 } }
  securityGroups: { web: { vpc: main } }
functions: { f: { vpc: { subnets: [a], securityGroups: [web] } } }
timeline: [{ at: 1h, deleteSubnet: a, retryEvery: 1s, retryFor: 18h, expect: ok }]
`;
const at = folderWith({
  'good.yaml': GOOD,
  'missed.yaml': GOOD.replace('Inactive', 'Active'),
  'surprise.yaml': `${GOOD}timeline: [{ at: 1d, deleteSubnet: a }]\n`,
  'broken.yaml': 'name: [',
  'long.yaml': LONG,
});
const SIZE = { columns: 80, rows: 24 };

test.each([
  ['good.yaml', 0, 'ok: the expectation was met\n'],
  ['missed.yaml', 1, 'NOT ok: 1 expectation not met\n'],
  ['surprise.yaml', 1, 'NOT ok: 1 action went unexpectedly\n'],
])('in a pipe %s is told as run tells it, and nothing else', async (name, code, verdict) => {
  const run = await call(['run', at(name)]);
  const watched = await call(['run', at(name), '--watch']);
  expect(watched).toMatchObject({ code, err: '' });
  expect(run.code).toBe(code);
  expect(watched.out.endsWith(verdict)).toBe(true);
  const story = watched.out.slice(0, -verdict.length);
  expect(story).toContain('checkout  is Active after');
  expect(run.out).toContain(`\n\n${story}\n`);
});

test('what is broken is told as run tells it', async () => {
  const run = await call(['run', at('broken.yaml')]);
  const watched = await call(['run', at('broken.yaml'), '--watch'], { tty: new FakeTty(SIZE) });
  expect(watched).toEqual(run);
  expect(watched.code).toBe(2);
});

test.each([
  [['--out', 'o'], '--out'],
  [['--trace', 't.csv', '--format', 'json'], '--trace, --format json'],
  [['--check-determinism'], '--check-determinism'],
])('with %j it is refused, with a mend', async (options, named) => {
  const { code, out, err } = await call(['run', at('good.yaml'), '--watch', ...options]);
  expect([code, out]).toEqual([2, '']);
  const mend = 'run once with each, the same seed gives the same run';
  expect(err).toBe(`--watch only shows a run and cannot go with ${named}; ${mend}\n`);
});

test('a run that is too long to go back in is refused on a terminal, and told in a pipe', async () => {
  const tty = new FakeTty(SIZE);
  const live = await call(['run', at('long.yaml'), '--watch'], { tty });
  expect([live.code, live.out, tty.opened]).toEqual([2, '', 0]);
  expect(live.err).toMatch(/^.*long\.yaml: its run has more than the 50,000 steps .*leave out --w/);
  const piped = await call(['run', at('long.yaml'), '--watch']);
  expect(piped.code).toBe(1);
  expect(piped.out).toContain('deleteSubnet is refused 64801 times');
});

test('a scenario from standard input leaves no keys: its story is told, and why', async () => {
  const readStdin = async () => new TextEncoder().encode(GOOD);
  const tty = new FakeTty(SIZE);
  const more = { tty, outIsTerminal: true, readStdin };
  const { code, out, err } = await call(['run', '-', '--watch'], more);
  expect([code, tty.opened]).toEqual([0, 0]);
  expect(err).toMatch(/^no live view: .* as a file; here is the story\n$/);
  expect(out).toContain('checkout  is Active after');
});

test.each(['story', 'recording'])('Ctrl-C while the %s is made ends it', async (what) => {
  const functions = Array.from({ length: 300 }, (_, place) => `  f${place}: {}\n`).join('');
  const many = folderWith({ 'many.yaml': `name: many\nuntil: 1d\nfunctions:\n${functions}` });
  let clockMs = 0;
  const nowMs = () => {
    clockMs += 60;
    return clockMs;
  };
  const onInterrupt = (listener: () => void) => {
    listener();
    return () => undefined;
  };
  const tty = what === 'recording' ? new FakeTty(SIZE) : null;
  const more = { tty, nowMs, onInterrupt };
  const { code, err } = await call(['run', many('many.yaml'), '--watch'], more);
  expect([code, err]).toEqual([130, 'Interrupted at 0s of 1d (0%), 256 events\n']);
});

/** Watches a file and does things on the terminal once the view is there. */
async function watched(name: string, act: (tty: FakeTty) => void) {
  const tty = new FakeTty(SIZE);
  const open = tty.open.bind(tty);
  tty.open = (listeners) => {
    queueMicrotask(() => act(tty));
    return open(listeners);
  };
  return { tty, ...(await call(['run', at(name), '--watch'], { tty })) };
}

test.each([
  ['good.yaml', 0, 'ok: the expectation was met\n'],
  ['missed.yaml', 1, 'NOT ok: 1 expectation not met\n'],
])('whoever quits %s gets the terminal back, and the verdict', async (name, code, verdict) => {
  const seen = await watched(name, (tty) => tty.on!.key('q'));
  expect(seen).toMatchObject({ code, out: verdict, err: '' });
  expect(seen.tty).toMatchObject({ isOpen: false, opened: 1, waiting: null });
  expect(seen.tty.rows[0]).toMatch(/^good .*0s of 40d .*▶ playing 2\/s$/);
});

test.each([
  ['Ctrl-C', 130, (tty: FakeTty) => tty.on!.key('ctrl-c')],
  ['a signal', 143, (tty: FakeTty) => tty.on!.end(143)],
])('%s ends the view with the code %i', async (_, code, act) => {
  const seen = await watched('good.yaml', act);
  expect(seen).toMatchObject({ code, out: '', err: '' });
  expect(seen.tty).toMatchObject({ isOpen: false, waiting: null });
});

test('a mistake of ours gives the terminal back before it is told', async () => {
  const seen = await watched('good.yaml', (tty) => {
    tty.size = () => {
      throw new Error('no size');
    };
    tty.tick();
  });
  expect(seen.code).toBe(70);
  expect(seen.err).toContain('hyperplane: no size\n');
  expect(seen.tty).toMatchObject({ isOpen: false, waiting: null });
});

test('whatever is done, the terminal shows the frame of the view, and only changes are written', async () => {
  const play = crowdPlay(20);
  const scroll: Record<string, number> = { up: -1, down: 1, pageup: -10, pagedown: 10 };
  const keys = ['space', 'right', 'left', 'n', 'p', 'home', 'end', '+', '-', 'x'];
  const anyAct = fc.oneof(
    fc.constantFrom(...keys, ...Object.keys(scroll), 'tick'),
    fc.record({
      columns: fc.integer({ min: 30, max: 140 }),
      rows: fc.integer({ min: 5, max: 50 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 20 }), async (acts) => {
      const tty = new FakeTty(SIZE);
      const ended = playLive(play, tty, PLAIN);
      let view: View = FIRST_VIEW;
      for (const act of acts) {
        const before = tty.written.length;
        const shown = [...tty.rows];
        if (typeof act === 'object') tty.resize(act);
        else if (act === 'tick') {
          if (tty.waiting !== null) view = playedOn(play, view);
          tty.tick();
        } else {
          const by = scroll[act];
          if (by === undefined) view = pressed(play, view, act);
          else view = scrolledBy(play, view, tty.size(), by);
          tty.on!.key(act);
        }
        expect(tty.rows).toEqual(frame(play, view, tty.size()));
        expect(tty.waiting !== null).toBe(view.isPlaying);
        expect(tty.written.length - before).toBeLessThanOrEqual(1);
        if (typeof act === 'string' && tty.rows.join() === shown.join()) {
          expect(tty.written.length).toBe(before);
        }
      }
      tty.on!.key('q');
      expect(await ended).toBe(null);
    }),
    { numRuns: 60 },
  );
});

test('the speed is so many events a second', async () => {
  const seen: number[] = [];
  await watched('good.yaml', (tty) => {
    seen.push(tty.waiting!.ms);
    tty.on!.key('+');
    seen.push(tty.waiting!.ms);
    tty.on!.key('q');
  });
  expect(seen).toEqual([500, 200]);
});
