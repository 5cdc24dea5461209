import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Context } from '../../src/engine/kernel.ts';
import type { EVENTS, ModelEvent } from '../../src/model/events.ts';
import { brokenInvariants } from '../../src/model/invariants.ts';
import { ENI_MOVES, VERSION_MOVES } from '../../src/model/moves.ts';
import { applyEvent } from '../../src/model/recipes.ts';
import { rowOf } from '../../src/model/table.ts';
import type { ControlState, Row } from '../../src/model/types.ts';
import { TIMERS } from '../builders.ts';
import { brokenLaws, closedForm, releases } from './laws.ts';
import { scenarioOf } from './staging.ts';
import { anyStory, roomyStory } from './stories.ts';
import { rowsIn, watch } from './telling.ts';

test('every invariant of section 12 holds after every event of every story', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      watch(scenarioOf(story), (state) => {
        expect(brokenInvariants(state)).toEqual([]);
        expect(brokenLaws(state)).toEqual([]);
      });
    }),
    { numRuns: 250 },
  );
});

test('time never goes back, timers come before calls, and no event is lost', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      let lastMs = 0;
      watch(scenarioOf(story), (_state, frame, engine) => {
        const { scheduled, fired, pending } = engine.eventCounts;
        expect(scheduled).toBe(fired + pending);
        expect(fired).toBe(frame.step + 1);
        expect(frame.atMs).toBeGreaterThanOrEqual(lastMs);
        expect(Number.isInteger(frame.atMs)).toBe(true);
        expect(frame.scheduled.every(({ atMs }) => atMs >= frame.atMs)).toBe(true);
        lastMs = frame.atMs;
      });
    }),
    { numRuns: 100 },
  );
});

test('LIMIT-1: no ENI begins in a VPC that is at its quota, whatever the story', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      watch(scenarioOf(story), (state, { rows }) => {
        if (!rows.some(({ to }) => to === 'creating')) return;
        const { enis, otherEnis, eniQuota } = state.vpcs[0]!;
        expect(enis + otherEnis).toBeLessThanOrEqual(eniQuota);
      });
    }),
    { numRuns: 100 },
  );
});

test('every state is the same after a trip through JSON', () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      watch(scenarioOf(story), (state, { step }) => {
        if (step % 5 === 0) expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      });
    }),
    { numRuns: 60 },
  );
});

const FULL_RELEASE = [TIMERS.detach + TIMERS.reap, TIMERS.detachOnUpdate + TIMERS.reap];

test('ENI-3, SHARE-6: a release is one detach and one reap since the ENI last began to drain', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyStory, (story) => {
      const scenario = scenarioOf(story);
      for (const { tookMs, alone } of releases(watch(scenario))) {
        if (!alone) continue;
        seen += 1;
        expect(FULL_RELEASE).toContain(tookMs);
      }
    }),
    { numRuns: 150 },
  );
  expect(seen).toBeGreaterThan(50);
});

test('SHARE-1, SHARE-2, SHARE-3, ENI-2: ENIs in use are the distinct pairings that are held', () => {
  fc.assert(
    fc.property(roomyStory, (story) => {
      watch(scenarioOf(story), (state) => expect(closedForm(state)).toEqual([]));
    }),
    { numRuns: 200 },
  );
});

/** By the stamp alone: whether a timer was overtaken since it was set. */
function isStale(state: ControlState, event: ModelEvent, nowMs: number): boolean {
  switch (event.kind) {
    case 'eni.created':
    case 'eni.detached':
    case 'eni.reaped':
    case 'eni.recreated': {
      const { enis } = rowOf(state.pairings, event.pairing);
      return enis.find(({ number }) => number === event.eni)?.turn !== event.turn;
    }
    case 'work.begins':
    case 'work.fails':
    case 'work.ends':
    case 'pairing.allocated':
      return rowOf(state.versions, event.version)?.operation?.revision !== event.revision;
    case 'idle.due':
      return rowOf(state.versions, event.version)?.idleTimerMs !== nowMs;
    default:
      return false;
  }
}

test('a timer that was overtaken changes nothing, whenever it fires', () => {
  let stale = 0;
  fc.assert(
    fc.property(anyStory, (story) => {
      const timers: ModelEvent[] = [];
      watch(scenarioOf(story), (state, frame) => {
        timers.push(...frame.scheduled.map(({ event }) => event));
        if (frame.step % 7 !== 0) return;
        const before = JSON.stringify(state);
        const told: unknown[] = [];
        const ctx: Context<typeof EVENTS, Row> = {
          nowMs: frame.atMs,
          draw: () => 1,
          schedule: (_delayMs, event) => told.push(event),
          emit: (row) => told.push(row),
        };
        for (const timer of timers.filter((event) => isStale(state, event, frame.atMs))) {
          applyEvent(state, timer, ctx);
          expect([timer, ...told]).toEqual([timer]);
          stale += 1;
        }
        expect(JSON.stringify(state)).toBe(before);
      });
    }),
    { numRuns: 80 },
  );
  expect(stale).toBeGreaterThan(500);
});

test('the stories get about: every legal move, every note and most refusals occur in them', () => {
  const moves = new Set<string>();
  const notes = new Set<string>();
  const refusals = new Set<string>();
  for (const story of fc.sample(anyStory, { numRuns: 400, seed: 7 })) {
    for (const { note, from, to, rule, refusal } of rowsIn(watch(scenarioOf(story)))) {
      notes.add(note);
      if (from !== undefined) moves.add(`${from} ${to} ${rule}`);
      if (refusal !== undefined) refusals.add(refusal);
    }
  }
  // The stories open no connections, so nothing of theirs is about capacity.
  const told = [...VERSION_MOVES, ...ENI_MOVES].filter(({ rule }) => !rule.startsWith('CAP'));
  const legal = told.map(({ from, to, rule }) => `${from} ${to} ${rule}`);
  expect(legal.filter((move) => !moves.has(move))).toEqual([]);
  expect(notes.size).toBeGreaterThan(22);
  expect(refusals.size).toBeGreaterThan(20);
});
