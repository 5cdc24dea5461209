import type { StoryEvent } from '../../report/events.ts';
import { moment, thousands, wrap } from '../../report/format.ts';
import type { Play } from '../play.ts';
import { WORDS } from '../words.ts';
import { type Line, piece } from './line.ts';

const w = WORDS.en;
const INDENT = 2;

/**
 * What happens at a moment, in so many lines: spelt out, or a line for each event where that would
 * not fit. Below it what happened last, newest first.
 */
export function happeningLines(play: Play, place: number, width: number, height: number): Line[] {
  const { events } = play.moments[place]!;
  const spelt = presentLines(play, place, width - INDENT);
  if (spelt.length <= height) {
    return [...spelt, ...earlierLines(play, place, height - spelt.length)];
  }
  if (events.length === 0) return spelt.slice(0, height);
  const single = events.slice(0, height).map((event) => eventLines(event, Infinity)[0]!);
  if (events.length <= height) return single;
  const more = `  + ${thousands(events.length - height + 1)} more at this moment`;
  return [...single.slice(0, height - 1), [piece(more, 'faint')]];
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
