import type { Found } from '../experiments/find.ts';
import { measuredText } from './experiment-values.ts';
import { hanging } from './format.ts';
import { footText, intervalsText, lostText, missingText, type Page } from './runs-text.ts';
import { type Column, table } from './table.ts';

/** Where along a range a target begins to be met. Ends with a newline. */
export function findText(found: Found, path: string, page: Page): string {
  const { target, tried } = found;
  const { palette } = page;
  const rows = tried.map((one) => [
    String(one.value),
    one.runs === one.asked ? String(one.runs) : `${one.runs} of ${one.asked}`,
    measuredText(one.estimate, found.unit),
    metText(one),
  ]);
  const columns: Column[] = [
    { name: path, widthMin: 12 },
    { name: 'runs', align: 'right' },
    { name: target.split(/ [<>]/)[0]!, widthMin: 16 },
    { name: 'met' },
  ];
  const mark = (text: string, column: number) =>
    column === 3 ? text.replace(/^yes/, palette.good).replace(/^no(?=,|$)/, palette.bad) : text;
  const caveat =
    'Bisection takes for granted that the target is met from one value on (or up to one): only the ' +
    'values listed were tried.';
  const most = Math.max(0, ...tried.map(({ runs }) => runs));
  const looks = 'They hold however often the runs were doubled.';
  return [
    missingText({ ...found, runs: most }, page),
    `${hanging(foundText(found, path), page.width, 0)}\n\n`,
    table(columns, rows, { ...page, rowsMax: 60, mark }),
    `\n${footText([caveat, intervalsText(most), looks], page)}`,
    lostText(found.lost, page),
  ].join('');
}

function metText({ met, sure }: Found['tried'][number]): string {
  if (met === null) return '?';
  return `${met ? 'yes' : 'no'}${sure ? '' : ', not sure'}`;
}

/** The answer, which says so where it rests on estimates that their intervals leave open. */
function foundText({ target, kind, value, between, tried }: Found, path: string): string {
  const ends = [tried[0]!, tried.at(-1)!] as const;
  const range = `from ${ends[0].value} to ${ends[1].value}`;
  if (kind === 'unknown') {
    const blind = tried.find(({ met }) => met === null);
    return `Where ${target} begins or ceases is not known: at ${blind?.value} no run has a result.`;
  }
  const advice = 'A larger --runs-max may settle it.';
  if (kind === 'everywhere' || kind === 'nowhere') {
    const isSure = ends.every(({ sure }) => sure);
    const doubt = isSure ? '' : ` The runs do not make that sure. ${advice}`;
    const which = kind === 'everywhere' ? `Both ends ${range} have` : `Neither end ${range} has`;
    return `${which} ${target}: nothing between them was tried.${doubt}`;
  }
  const place = tried.findIndex((one) => one.value === value);
  const other = tried[kind === 'smallest' ? place - 1 : place + 1];
  const what = `The ${kind} ${path} with ${target}`;
  if (tried[place]?.sure && other?.sure) return `${what} is ${value}.`;
  return `${what} seems to be ${value}, but the runs do not make that sure: ${boundsText(between)}. ${advice}`;
}

function boundsText([from, to]: Found['between']): string {
  if (from === null && to === null) return 'no value that was tried is beyond doubt';
  if (from === null) return `beyond doubt, it is no higher than ${to}`;
  if (to === null) return `beyond doubt, it is no lower than ${from}`;
  return `beyond doubt, it lies between ${from} and ${to}`;
}
