import type { ModelFrame } from '../run/frame.ts';
import { moment } from './format.ts';
import type { Tone } from './palette.ts';
import type { Answer } from './story-lines.ts';
import { filled } from './story-lines.ts';
import { rememberEni } from './story-obstacles.ts';
import { emptyMemory } from './story-rows.ts';
import { tell } from './story-tell.ts';
import type { TrafficWords } from './traffic-words.ts';

/** One thing that happened in a step, in words; what the story says of it before it folds. */
export interface StoryEvent {
  atMs: number;
  step: number;
  subject: string;
  text: string;
  tone: Tone;
  rules: string[];
  /** It tells what a call of the timeline was answered. */
  isAnswer: boolean;
}

/**
 * Everything that the steps of a run did, one after the other.
 * @param actions the calls of the timeline with their answers, in the order of the answers
 * @param traffic says how much traffic begins
 */
export function eventsOf(
  frames: Iterable<Pick<ModelFrame, 'atMs' | 'step' | 'rows' | 'draws'>>,
  actions: readonly Answer[],
  traffic?: TrafficWords,
): StoryEvent[] {
  const memory = emptyMemory(traffic);
  let answers = 0;
  const events: StoryEvent[] = [];
  for (const { atMs, step, rows, draws } of frames) {
    for (const { purpose, entity, value } of draws) {
      if (purpose === 'idleAfter') memory.idleAfterMs.set(entity, value);
    }
    for (const row of rows) rememberEni(row, memory);
    const isAnswered = rows.some(({ note }) => note === 'call.accepted' || note === 'call.refused');
    const answer = isAnswered ? actions[answers++] : undefined;
    for (const told of tell({ atMs, rows }, memory)) {
      const { subject, count, tone, rules, answers: isAnswer } = told;
      const line = { text: told.text, subjects: [subject], count, atMs, lastMs: atMs };
      const text = filled(line, answer?.action ?? 'the call');
      const isMeant = isAnswer && tone === 'bad' && answer?.asExpected === true;
      events.push({
        ...{ atMs, step, subject, text, rules: [...rules], isAnswer },
        tone: isMeant ? 'warn' : tone,
      });
    }
  }
  return events;
}

/** `31d 0h 5m  checkout is Active`, for those who cannot see the picture. */
export function eventLine({ atMs, subject, text }: StoryEvent): string {
  return `${moment(atMs)}: ${subject} ${text}`;
}
