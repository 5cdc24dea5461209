import type { Row } from '../model/types.ts';
import type { ModelFrame } from '../run/frame.ts';
import type { Result } from '../run/result.ts';
import { type Palette, PLAIN } from './palette.ts';
import { type Answer, type Kept, printed } from './story-lines.ts';
import { rememberEni } from './story-obstacles.ts';
import { emptyMemory, type Memory, type Told } from './story-rows.ts';
import { tell } from './story-tell.ts';
import type { TrafficWords } from './traffic-words.ts';

export interface StoryOptions {
  palette?: Palette;
  /** Lines are broken at this many characters; 100 by default. */
  width?: number;
  /** The beginning and the end are told, and what lies between them is counted; 160 by default. */
  linesMax?: number;
  /** How to see what is only counted. */
  rest?: string;
  /** Says how much traffic begins; without it the story does not. */
  traffic?: TrafficWords;
}

/** What of a step the story tells. */
export type StoryFrame = Pick<ModelFrame, 'atMs' | 'rows' | 'draws'>;

const LINES_MAX = 160;
/** So many of a kind are told one by one at one moment. */
const CROWD = 4;

/**
 * Tells a run while it goes by, in the memory of the lines it keeps: one line for each thing that
 * matters, with the rules that made it happen.
 */
export class Story {
  /** Streams of steady traffic that began, which an aggregate run counts in closed form. */
  steadyStreams = 0;
  private readonly linesMax: number;
  private lines: Kept[] = [];
  private dropped = 0;
  private answers = 0;
  /** Lines of the present moment, by what they say. */
  private readonly alike = new Map<string, Kept>();
  private readonly crowds = new Map<string, number>();
  private momentMs = -1;
  /** The last line of each subject while it may still grow. */
  private readonly open = new Map<string, Kept>();
  private readonly memory: Memory;

  constructor(linesMax = LINES_MAX, traffic?: TrafficWords) {
    this.linesMax = linesMax;
    this.memory = emptyMemory(traffic);
  }

  add(frame: StoryFrame): void {
    for (const { purpose, entity, value } of frame.draws) {
      if (purpose === 'idleAfter') this.memory.idleAfterMs.set(entity, value);
    }
    if (frame.rows.length === 0) return;
    for (const row of frame.rows) rememberEni(row, this.memory);
    if (frame.atMs !== this.momentMs) {
      this.alike.clear();
      this.crowds.clear();
      this.momentMs = frame.atMs;
    }
    const answered = frame.rows.some(isAnswer) ? this.answers++ : null;
    for (const told of tell(frame, this.memory)) {
      this.keep(told, told.answers ? answered : null);
    }
    if (frame.rows.some(({ note }) => note === 'traffic.began')) this.steadyStreams += 1;
  }

  /** The story so far; `result` says what the calls were and whether they went as expected. */
  print(result: { actions: readonly Answer[] }, options: StoryOptions = {}): string {
    const { palette = PLAIN, width = 100, rest = '; --trace FILE keeps all' } = options;
    const actionOf = (place: number): Answer | undefined => result.actions[place];
    const { lines, dropped } = this.shown();
    const gap = { place: this.headLines, lines: dropped, rest };
    return printed(lines, gap, { palette, width, actionOf });
  }

  private keep(told: Told, answer: number | null): void {
    const { subject } = told;
    const text = this.textFor(told);
    // An answer may or may not be what the author expected, so each has a line of its own.
    const run = answer === null ? told.run : null;
    const open = this.open.get(subject);
    if (run !== null && open?.run === run && open.subjects.length === 1) {
      this.grow(open, told, answer);
      return;
    }
    const key = `${text}|${told.rules.join()}`;
    const last = this.lines.at(-1);
    const alike = told.loose && last !== undefined && last.key === key ? last : this.alike.get(key);
    if (told.run === null && alike !== undefined) {
      alike.subjects.push(subject);
      this.grow(alike, told, answer);
      this.open.delete(subject);
      return;
    }
    const { tone, rules, count } = told;
    const subjects = [subject];
    const lastMs = this.momentMs;
    const answers = answer === null ? [] : [answer];
    const kept = { atMs: lastMs, lastMs, subjects, text, tone, rules, run, count, answers, key };
    this.lines.push(kept);
    this.alike.set(key, kept);
    this.open.set(subject, kept);
    this.shorten();
  }

  /** The first of a crowd are told in full, those after them only counted. */
  private textFor({ text, crowd, rules }: Told): string {
    if (crowd === null) return text;
    const key = `${crowd}|${rules.join()}`;
    const seen = (this.crowds.get(key) ?? 0) + 1;
    this.crowds.set(key, seen);
    return seen > CROWD ? crowd : text;
  }

  private grow(kept: Kept, told: Told, answer: number | null): void {
    kept.count += told.count;
    kept.lastMs = this.momentMs;
    if (answer !== null) kept.answers.push(answer);
    for (const rule of told.rules) if (!kept.rules.includes(rule)) kept.rules.push(rule);
  }

  /** Now and then: what lies between the beginning and the end is counted and forgotten. */
  private shorten(): void {
    if (this.lines.length < 2 * this.linesMax) return;
    const { lines, dropped } = this.shown();
    this.lines = lines;
    this.dropped = dropped;
  }

  /** Three quarters of the lines are the beginning, the rest is the end. */
  private shown(): { lines: Kept[]; dropped: number } {
    const excess = this.lines.length - this.linesMax;
    if (excess <= 0) return { lines: this.lines, dropped: this.dropped };
    const lines = this.lines.toSpliced(this.headLines, excess);
    return { lines, dropped: this.dropped + excess };
  }

  private get headLines(): number {
    return Math.ceil((3 * this.linesMax) / 4);
  }
}

function isAnswer({ note }: Row): boolean {
  return note === 'call.accepted' || note === 'call.refused';
}

/** A whole story at once: see `Story`. */
export function storyOf(
  result: Pick<Result, 'actions'>,
  frames: Iterable<StoryFrame>,
  options: StoryOptions = {},
): string {
  const story = new Story(options.linesMax, options.traffic);
  for (const frame of frames) story.add(frame);
  return story.print(result, options);
}
