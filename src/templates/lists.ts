import { isOpen, keyOf, needsOf, shownOf, textFrom, Unknown, type Value } from './values.ts';

/** `Fn::Join`. */
export function join(separator: string, items: Value): Value {
  // A text is joined already, whatever stands between its parts.
  if (items instanceof Unknown) return isOpen(items) ? joinedList(separator, items) : items;
  if (!Array.isArray(items)) return textFrom([items]);
  return textFrom(
    items.flatMap((item, index) => {
      const part = item instanceof Unknown && isOpen(item) ? joinedList(separator, item) : item;
      return index === 0 ? [part] : [separator, part];
    }),
  );
}

function joinedList(separator: string, list: Unknown): Unknown {
  const key = `join(${JSON.stringify(separator)},${list.key})`;
  return new Unknown(key, list.shown, 'text', { needs: list.needs, joined: { separator, list } });
}

/**
 * `Fn::Split`: undoes a join. What stands between two separators is one value, unless a symbol in
 * it may hold further ones: then it is a list of any length.
 */
export function split(separator: string, text: Value): Value {
  if (!(text instanceof Unknown)) {
    return Array.isArray(text) ? text : separator === '' ? [text] : String(text).split(separator);
  }
  const parts = text.parts ?? [text];
  const segments: Segment[] = [{ parts: [], isOpen: false }];
  for (const part of parts) {
    const last = segments.at(-1)!;
    if (typeof part !== 'string') {
      last.parts.push(part.joined?.separator.trim() === separator ? part.joined.list : part);
      last.isOpen ||= mayHold(part, separator, parts.length > 1);
    } else if (separator === '') last.parts.push(part);
    else {
      const [first = '', ...others] = part.split(separator);
      last.parts.push(first);
      segments.push(...others.map((other) => ({ parts: [other], isOpen: false })));
    }
  }
  const values = segments.map((segment) => segmentValue(segment, separator));
  return values.length === 1 && isOpen(values[0]!) ? values[0]! : values;
}

interface Segment {
  parts: (string | Unknown)[];
  isOpen: boolean;
}

function segmentValue({ parts, isOpen: isMany }: Segment, separator: string): Value {
  const value = textFrom(parts);
  if (!isMany || !(value instanceof Unknown)) return value;
  const key = `split(${JSON.stringify(separator)},${value.key})`;
  return new Unknown(key, value.shown, 'list', { needs: value.needs, inside: value });
}

/** Marks that no id, name or ARN of AWS has in it. */
const BETWEEN_NAMES = /^[,;|\s]+$/;

/** Whether a symbol may hold a separator: a Region has hyphens, an ARN colons, a text anything. */
function mayHold(part: Unknown, separator: string, isAmongOthers: boolean): boolean {
  if (part.joined?.separator.trim() === separator || part.key === 'AWS::AccountId') return false;
  if (!BETWEEN_NAMES.test(separator)) return true;
  if (part.shape === 'atom') return false;
  // A text that was put between such marks is one value, unless its name tells that it is several.
  return !isAmongOthers || part.shape !== 'text' || /s$/i.test(part.shown);
}

/** The values of a list that was given as a text, without the blanks around them. */
export function listIn(text: Value): Value {
  const values = split(',', text);
  if (!Array.isArray(values)) return values;
  const trimmed = values.map((value) => {
    if (typeof value === 'string') return value.trim();
    if (!(value instanceof Unknown) || value.parts === undefined) return value;
    const last = value.parts.length - 1;
    return textFrom(
      value.parts.map((part, index) => {
        if (typeof part !== 'string') return part;
        return index === 0 ? part.trimStart() : index === last ? part.trimEnd() : part;
      }),
    );
  });
  return trimmed.filter((value) => value !== '');
}

/** `Fn::Select`; null when the list is known and has no such place. */
export function select(index: Value, list: Value): Value | null {
  const place = Number(index instanceof Unknown ? Number.NaN : index);
  if (Array.isArray(list) && Number.isInteger(place) && !list.slice(0, place + 1).some(isOpen)) {
    return place >= 0 && place < list.length ? list[place]! : null;
  }
  const key = `select(${keyOf(index)},${keyOf(list)})`;
  const needs = [...needsOf(index), ...needsOf(list)];
  const shown = `${shownOf(list)}[${shownOf(index)}]`;
  const more = list instanceof Unknown ? { needs, inside: list } : { needs };
  return new Unknown(key, shown, 'atom', more);
}
