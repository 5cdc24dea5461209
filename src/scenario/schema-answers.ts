import { z } from 'zod';
import { form, isMapping } from './forms.ts';
import { shown } from './issues.ts';
import { type Complaint, count, duration, object, text } from './leaves.ts';
import { didYouMean } from './nearest.ts';
import type { ActionExpectation } from './types.ts';

const A_RESULT = '`ok`, or `{ error: Code }` with optional `status` and `text`';

const failure = object('`{ error: Code }`, with optional `status` and `text`', {
  error: text.describe('The code of the error, such as `ResourceConflictException`'),
  status: count(100, 599).optional().describe('The HTTP status'),
  text: text.optional().describe('A part of the message'),
}).transform(
  (f): ActionExpectation => ({
    error: f.error,
    status: f.status ?? null,
    text: f.text ?? null,
  }),
);

function chooseAnswer(value: unknown): 'ok' | 'failure' | Complaint {
  if (value === 'ok') return 'ok';
  if (isMapping(value)) return 'failure';
  const complaint = { message: 'not an answer', expected: A_RESULT, received: shown(value) };
  if (typeof value !== 'string') return complaint;
  return { ...complaint, mend: didYouMean(value, ['ok']) ?? `write \`{ error: ${value} }\`` };
}

export const expected = form('answer', { ok: z.literal('ok'), failure }, chooseAnswer)
  .optional()
  .describe('What the action must answer: `ok`, or an error');

export const at = duration.describe('When, since the start of the run');

/** What every action has in the end. */
export const base = (action: { at: number; expect?: ActionExpectation | undefined }) => ({
  atMs: action.at,
  expect: action.expect ?? null,
});
