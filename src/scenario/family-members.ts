import { isMapping } from './forms.ts';

/** In texts of a made entry: its number. */
export const NUMBER = '{i}';

/** `f` makes `f-1`, as does `f-{i}`; `f-{i}-api` makes `f-1-api`. */
export function memberName(name: string, i: number): string {
  return name.includes(NUMBER) ? name.replaceAll(NUMBER, String(i)) : `${name}-${i}`;
}

/** Whether `{i}` stands in any of its texts. */
export function mentionsNumber(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(NUMBER);
  return typeof value === 'object' && value !== null && Object.values(value).some(mentionsNumber);
}

/** The value with `{i}` replaced in its texts; parts without it are shared, not copied. */
export function numbered(value: unknown, i: number): unknown {
  if (typeof value === 'string') {
    return value.includes(NUMBER) ? value.replaceAll(NUMBER, String(i)) : value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => numbered(item, i));
    return items.every((item, place) => item === value[place]) ? value : items;
  }
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, numbered(part, i)] as const);
  return entries.every(([key, part]) => part === value[key]) ? value : Object.fromEntries(entries);
}
