import type { StoryEvent } from '../../report/events.ts';
import { counted, moment, wrap } from '../../report/format.ts';
import type { Play } from '../play.ts';
import { WORDS } from '../words.ts';
import { type Line, piece } from './line.ts';

const w = WORDS.en;
const INDENT = 2;

/** What happens at a moment, in at most so many lines; below it what happened last, newest first. */
export function happeningLines(play: Play, place: number, width: number, height: number): Line[] {
  const present = presentLines(play, place, width - INDENT);
  if (present.length <= height) {
    return [...present, ...earlierLines(play, place, height - present.length)];
  }
  const events = play.moments[place]!.events.length;
  const more = events > 1 ? `+ more of ${counted(events, 'event')} at this moment` : '…';
  return [...present.slice(0, height - 1), [piece(`  ${more}`, 'faint')]];
}

function presentLines({ moments, scenario }: Play, place: number, width: number): Line[] {
  const { events } = moments[place]!;
  if (place === 0) return marked(wrap(`${w.beginning}: ${oneLine(scenario.why)}`, width));
  if (events.length === 0) return marked(wrap(w.nothingNow, width));
  return events.flatMap((event) => eventLines(event, width));
}

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

function marked(lines: readonly string[]): Line[] {
  return lines.map((text, place) => [piece(`${place === 0 ? '▸' : ' '} ${text}`)]);
}

function eventLines({ subject, text, tone, rules }: StoryEvent, width: number): Line[] {
  const mark = tone === 'plain' ? undefined : tone;
  const [first = '', ...others] = wrap(`${subject}  ${text} [${rules.join(', ')}]`, width);
  return [
    [piece('▸ '), piece(subject, 'strong'), piece(first.slice(subject.length), mark)],
    ...others.map((rest) => [piece(`  ${rest}`, mark)]),
  ];
}

/** One line for each event before the moment, those that only repeat left out. */
function earlierLines({ moments }: Play, place: number, height: number): Line[] {
  const lines: Line[] = [];
  for (let at = place - 1; at > 0 && lines.length < height; at--) {
    const { atMs, events, repeats } = moments[at]!;
    if (repeats) continue;
    const told = events.map(({ subject, text }) => `  ${moment(atMs)}  ${subject} ${text}`);
    lines.push(...told.reverse().map((text) => [piece(text, 'faint')]));
  }
  return lines.slice(0, Math.max(0, height));
}
