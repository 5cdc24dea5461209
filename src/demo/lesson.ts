import { z } from 'zod';
import { parseDuration } from '../engine/time.ts';
import type { Scenario } from '../scenario/types.ts';
import { DEEDS, DETOURS_MAX, type Deed, type Detour } from './detour.ts';

/**
 * Lessons as their authors write them: `scenarios/lessons/*.yaml`. A step shows a moment and says
 * something about it; one with `ask` wants a guess first.
 */
const text = z.strictObject({ en: z.string().min(1).max(900), pt: z.string().min(1).max(900) });
const time = z.string().transform((written, ctx) => {
  const ms = parseDuration(written.replace(/([a-z])(?=\d)/g, '$1 '));
  if (ms !== null) return ms;
  ctx.addIssue({ code: 'custom', message: 'not a time such as 31d or "1h 30m"' });
  return z.NEVER;
});
const detour = z
  .strictObject({
    at: time,
    deed: z.enum(Object.keys(DEEDS) as [Deed, ...Deed[]]),
    subject: z.string(),
    to: z.coerce.string().exactOptional(),
  })
  .transform(({ at, deed, subject, to = null }): Detour => ({ atMs: at, deed, subject, to }));
const change = z.strictObject({
  profile: z.enum(['seed', 'current']).exactOptional(),
  idleDays: z.number().positive().max(400).exactOptional(),
  creationMinutes: z.number().positive().max(60).exactOptional(),
  quota: z.int().min(1).max(5000).exactOptional(),
  scaleOutAt: z.number().gt(0).max(1).exactOptional(),
  traffic: z.number().positive().max(10).exactOptional(),
  groups: z.enum(['shared', 'each']).exactOptional(),
  perEnvironment: z.int().min(0).max(100).exactOptional(),
  free: z.int().min(0).max(4091).exactOptional(),
  /** What is done beside the scenario's timeline, and whether the rest of it is left out. */
  detours: z.array(detour).min(1).max(DETOURS_MAX).exactOptional(),
  alone: z.literal(true).exactOptional(),
});
const step = z.strictObject({
  /** The moment to look at; the beginning without it. */
  at: time.exactOptional(),
  /** What to open: a function, ENI or pairing. */
  look: z.string().exactOptional(),
  change: change.exactOptional(),
  ask: z
    .strictObject({
      question: text,
      choices: z.array(text).min(2).max(5),
      /** Which choice is right, from 1. */
      answer: z.int().min(1),
    })
    .refine(({ choices, answer }) => answer <= choices.length, {
      message: 'there is no such choice',
      path: ['answer'],
    })
    .exactOptional(),
  text,
});
const lesson = z.strictObject({
  /** The scenario's file, as seen from the lesson. */
  scenario: z.string().min(1),
  title: text,
  steps: z.array(step).min(1).max(20),
});

export type Step = z.output<typeof step>;
export type Lesson = z.output<typeof lesson> & { id: string };

/** All that the page is given. */
export interface PageData {
  version: string;
  scenarios: Scenario[];
  /** `scenario` is a name of `scenarios` here. */
  lessons: Lesson[];
  /** The scenario to open first; null: the first lesson. */
  first: string | null;
}

/** A lesson, or what is wrong with it: a line for each problem. */
export function readLesson(id: string, value: unknown): Lesson | string[] {
  const read = lesson.safeParse(value);
  if (read.success) return { id, ...read.data };
  return read.error.issues.map(({ path, message }) => `${path.join('.') || 'lesson'}: ${message}`);
}
