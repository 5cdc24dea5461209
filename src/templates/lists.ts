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

/** `Fn::Split`: undoes a join; a symbol that may hold the separator gives a list of any length. */
export function split(separator: string, text: Value): Value {
  if (!(text instanceof Unknown)) {
    return Array.isArray(text) ? text : separator === '' ? [text] : String(text).split(separator);
  }
  const parts = text.parts ?? [text];
  // What was put between separators is one value, unless its name tells that it is several.
  const isOne = (part: Unknown): boolean =>
    part.shape === 'atom' ||
    part.joined?.separator.trim() === separator ||
    (parts.length > 1 && part.shape === 'text' && !/s$/i.test(part.shown));
  const whole = parts.every((part) => typeof part === 'string' || isOne(part));
  if (!whole) {
    const key = `split(${JSON.stringify(separator)},${text.key})`;
    return new Unknown(key, text.shown, 'list', { needs: text.needs, inside: text });
  }
  const segments: (string | Unknown)[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') segments.at(-1)!.push(part.joined?.list ?? part);
    else {
      const [first = '', ...others] = part.split(separator);
      segments.at(-1)!.push(first);
      segments.push(...others.map((other) => [other]));
    }
  }
  const values = segments.map((segment) => textFrom(segment));
  return values.length === 1 && isOpen(values[0]!) ? values[0]! : values;
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
