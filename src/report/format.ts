import { escapeLine } from '../diagnostics/escape.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `12,345`: the same on every machine, whatever its language. */
export function thousands(n: number): string {
  const [whole = '', part] = String(n).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** `1 call`, `12 calls`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${thousands(n)} ${n === 1 ? one : many}`;
}

/** At most `digits` behind the point, cut rather than rounded, without trailing zeros. */
function cut(n: number, digits: number): string {
  const scale = 10 ** digits;
  return String(Math.floor(n * scale + 1e-6) / scale);
}

/**
 * A moment of a run, as fine as its distance from the start lets one want: `5ms`, `1.15s`,
 * `2m 54.1s`, `2h 5m 3s`, `31d 0h 5m`.
 */
export function moment(ms: number): string {
  if (ms > 0 && ms < SECOND_MS) return `${cut(ms, 0)}ms`;
  if (ms < MINUTE_MS) return `${cut(ms / SECOND_MS, ms < 10 * SECOND_MS ? 3 : 1)}s`;
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const seconds = cut((ms % MINUTE_MS) / SECOND_MS, ms < HOUR_MS ? 1 : 0);
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
    [Number(seconds), 's'],
  ] as const;
  const first = parts.findIndex(([n]) => n > 0);
  const last = parts.findLastIndex(([n]) => n > 0);
  return parts
    .slice(first, last + 1)
    .map(([n, unit]) => `${thousands(n)}${unit}`)
    .join(' ');
}

/** A moment for a column: after the first day rounded to minutes, so `31d 0h 23m` at its widest. */
export function shortMoment(ms: number): string {
  return moment(ms < DAY_MS ? ms : MINUTE_MS * Math.round(ms / MINUTE_MS));
}

/** A length of time by its two largest units, cut: `30d 1h`, `2m 54s`, `4.2s`. */
export function brief(ms: number): string {
  if (ms > 0 && ms < SECOND_MS) return `${cut(ms, 0)}ms`;
  if (ms < MINUTE_MS) return `${cut(ms / SECOND_MS, 1)}s`;
  const units = [
    [DAY_MS, HOUR_MS, 'd', 'h'],
    [HOUR_MS, MINUTE_MS, 'h', 'm'],
    [MINUTE_MS, SECOND_MS, 'm', 's'],
  ] as const;
  const [large, small, largeName, smallName] = units.find(([unit]) => ms >= unit)!;
  const rest = Math.floor((ms % large) / small);
  const head = `${thousands(Math.floor(ms / large))}${largeName}`;
  return rest === 0 ? head : `${head} ${rest}${smallName}`;
}

/** A share of a whole: `0%`, `<0.1%`, `4.2%`, `71%`, `100%`, `240%`. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  const share = (100 * part) / whole;
  if (share < 0.1) return '<0.1%';
  if (share > 99.9 && share < 100) return '>99.9%';
  if (share > 100 && share < 100.1) return '>100%';
  const digits = share < 10 || (share > 99 && share < 101) ? 1 : 0;
  return `${share.toFixed(digits).replace(/\.0$/, '')}%`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const NAMES_MAX = 4;

/** The first few of many names. */
export function few(names: readonly string[]): string {
  if (names.length <= NAMES_MAX + 1) return enumerated(names);
  const shown = names.slice(0, NAMES_MAX);
  return enumerated([...shown, counted(names.length - NAMES_MAX, 'other')]);
}

/** Breaks at blanks so that no line is longer than `width`, unless a single word is. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of escapeLine(text).split(' ')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Moments such as `1h 20m` held together by marks that no line is broken at. */
export function unbroken(text: string): string {
  return text.replace(/(\d(?:ms|[dhms])) (?=\d+(?:\.\d+)?(?:ms|[dhms])\b)/g, '$1\u00a0');
}

/** Wrapped, with every line but the first indented. */
export function hanging(text: string, width: number, indent: number): string {
  return wrap(text, Math.max(20, width - indent)).join(`\n${' '.repeat(indent)}`);
}
