/** Codes below zero are wildcards; a literal `*` that came from `${*}` stays a plain code. */
const MANY = -1;
const ONE = -2;
const COLON = 58;

/** `${aws:username, 'nobody'}`: the key in lower case, and the default where one is given. */
interface Variable {
  readonly variable: string;
  readonly fallback: string | null;
}

export interface Pattern {
  readonly source: string;
  readonly letters: 'exact' | 'folded';
  /** Runs of codes with variables between them; a pattern without variables is one run. */
  readonly parts: readonly (readonly number[] | Variable)[];
}

export interface PatternStyle {
  readonly letters: 'exact' | 'folded';
  readonly wildcards: 'live' | 'literal';
  readonly variables: 'live' | 'literal';
}

export type Resolve = (variable: Variable) => string | null;

/** Compiles a pattern, or says which `${...}` is not a policy variable. */
export function compilePattern(
  source: string,
  style: PatternStyle,
): Pattern | { badVariable: string } {
  const parts: (number[] | Variable)[] = [[]];
  const fold = (text: string) => (style.letters === 'folded' ? text.toLowerCase() : text);
  let at = 0;
  while (at < source.length) {
    const open = style.variables === 'live' ? source.indexOf('${', at) : -1;
    const close = open < 0 ? -1 : source.indexOf('}', open);
    const end = close < 0 ? source.length : open;
    addText(lastRun(parts), fold(source.slice(at, end)), style.wildcards);
    if (close < 0) break;
    const inside = source.slice(open + 2, close);
    if (inside === '*' || inside === '?' || inside === '$') {
      addText(lastRun(parts), inside, 'literal');
    } else {
      const variable = readVariable(inside);
      if (variable === null) return { badVariable: source.slice(open, close + 1) };
      parts.push(variable);
    }
    at = close + 1;
  }
  return { source, letters: style.letters, parts };
}

function lastRun(parts: (number[] | Variable)[]): number[] {
  const last = parts.at(-1);
  if (last !== undefined && !('variable' in last)) return last;
  const run: number[] = [];
  parts.push(run);
  return run;
}

function addText(run: number[], text: string, wildcards: 'live' | 'literal'): void {
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (wildcards === 'live' && letter === '*') {
      // Two stars say what one says, and cost more.
      if (run.at(-1) !== MANY) run.push(MANY);
    } else if (wildcards === 'live' && letter === '?') run.push(ONE);
    else run.push(text.charCodeAt(i));
  }
}

/** A key may hold spaces and commas (a tag's name), so the default is looked for from the end. */
function readVariable(inside: string): Variable | null {
  const body = inside.trim();
  if (!body.endsWith("'")) return body === '' ? null : named(body, null);
  const quote = body.lastIndexOf("'", body.length - 2);
  const before = quote < 0 ? '' : body.slice(0, quote).trimEnd();
  if (!before.endsWith(',')) return null;
  const key = before.slice(0, -1).trim();
  return key === '' ? null : named(key, body.slice(quote + 1, -1));
}

function named(key: string, fallback: string | null): Variable {
  return { variable: key.toLowerCase(), fallback };
}

export function hasVariable(pattern: Pattern): boolean {
  return pattern.parts.some((part) => 'variable' in part);
}

/** How many colons stand before the first variable; null without a variable. */
export function colonsBeforeVariable(pattern: Pattern): number | null {
  let colons = 0;
  for (const part of pattern.parts) {
    if ('variable' in part) return colons;
    for (const code of part) if (code === COLON) colons++;
  }
  return null;
}

/**
 * The codes with every variable filled in, or null when the request cannot fill one.
 * A value that comes from the request is plain text: its `*` and `?` are no wildcards. AWS does
 * not say so in writing; the other reading would let a caller widen a policy by his own tag.
 */
export function fillIn(pattern: Pattern, resolve: Resolve): readonly number[] | null {
  const only = pattern.parts[0];
  if (pattern.parts.length === 1 && only !== undefined && !('variable' in only)) return only;
  const codes: number[] = [];
  for (const part of pattern.parts) {
    if (!('variable' in part)) {
      for (const code of part) codes.push(code);
      continue;
    }
    const text = resolve(part);
    if (text === null) return null;
    addText(codes, pattern.letters === 'folded' ? text.toLowerCase() : text, 'literal');
  }
  return codes;
}

/**
 * Whether the whole text matches. A failed star is only ever resumed at the last one met, so the
 * time is at most the text's length times the longest run between stars: no pattern explodes.
 * The end goes first, because names of one kind differ there and begin alike.
 * `?` stands for one UTF-16 unit, which for AWS's own names is one character.
 */
export function matchCodes(codes: readonly number[], text: string): boolean {
  let codesEnd = codes.length;
  let textEnd = text.length;
  while (codesEnd > 0 && codes[codesEnd - 1] !== MANY) {
    const wanted = codes[--codesEnd];
    if (--textEnd < 0) return false;
    if (wanted !== ONE && wanted !== text.charCodeAt(textEnd)) return false;
  }
  return codesEnd === 0 ? textEnd === 0 : matchUpToStar(codes, codesEnd, text, textEnd);
}

/** The same for the first codes, the last of which is a star, and the first of the text. */
function matchUpToStar(codes: readonly number[], codesEnd: number, text: string, textEnd: number) {
  let code = 0;
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  while (code < codesEnd) {
    const wanted = codes[code];
    if (wanted === MANY) {
      star = code++;
      resumeAt = at;
    } else if (at >= textEnd) return false;
    else if (wanted === ONE || wanted === text.charCodeAt(at)) {
      code++;
      at++;
    } else if (star >= 0) {
      code = star + 1;
      at = ++resumeAt;
    } else return false;
  }
  return true;
}

/** The six fields of an ARN pattern, null when there are fewer; a lone `*` is any ARN. */
export function arnFields(codes: readonly number[]): readonly (readonly number[])[] | null {
  if (codes.length === 1 && codes[0] === MANY) return Array.from({ length: 6 }, () => [MANY]);
  const fields: number[][] = [[]];
  for (const code of codes) {
    if (code === COLON && fields.length < 6) fields.push([]);
    else fields.at(-1)!.push(code);
  }
  return fields.length === 6 ? fields : null;
}

/** ARN operators look at the six fields one by one: a star never crosses the first five colons. */
export function matchArn(fields: readonly (readonly number[])[], text: string): boolean {
  const words = text.split(':');
  if (words.length < 6) return false;
  const last = words.slice(5).join(':');
  return fields.every((codes, i) => matchCodes(codes, i === 5 ? last : words[i]!));
}
