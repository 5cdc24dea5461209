import type { z } from 'zod';
import { form, isMapping } from './forms.ts';
import { complain, object, type Sink } from './leaves.ts';
import type { Bounds } from './types.ts';

/** The keys that say what a number must be, wherever an expectation has one. */
export function bounds<S extends z.ZodType>(value: S) {
  return {
    min: value.optional().describe('At least this'),
    max: value.optional().describe('At most this'),
    equals: value.optional().describe('Exactly this'),
  };
}

type Written = { [K in keyof Bounds]?: number | undefined };

/** What is written of them; nothing at all, and an empty range, are complained of. */
export function boundsOf({ min, max, equals }: Written, ctx: Sink): Bounds {
  const written = { min: min ?? null, max: max ?? null, equals: equals ?? null };
  if (Object.values(written).every((bound) => bound === null)) {
    return complain(ctx, {
      message: 'no number is expected',
      expected: '`min`, `max` or `equals`',
      mend: 'add for example `max: 1`',
    });
  }
  if (min !== undefined && max !== undefined && min > max) {
    complain(ctx, { message: '`min` is more than `max`', mend: 'swap the two', path: ['min'] });
  }
  return written;
}

/** A number alone, or a mapping of bounds. `id` names the field in the JSON Schema. */
export function numberOrBounds<S extends z.ZodType<number, number>>(id: string, value: S) {
  const alone = value.transform((equals): Bounds => ({ min: null, max: null, equals }));
  const range = object('`min`, `max` or `equals`', bounds(value)).transform(boundsOf);
  return form(`${id}Expected`, { alone, range }, (written) =>
    isMapping(written) ? 'range' : 'alone',
  );
}
