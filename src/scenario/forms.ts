import { z } from 'zod';
import { shown } from './issues.ts';
import { type Complaint, complain } from './leaves.ts';
import { didYouMean, listed } from './nearest.ts';

type Branches = Record<string, z.ZodType>;

interface Forms {
  id: string;
  branches: readonly z.ZodType[];
}

const formsBySchema = new WeakMap<z.core.$ZodType, Forms>();

/** What a schema made by `form` chooses among: `anyOf` in the JSON Schema. */
export function formsOf(schema: z.core.$ZodType): Forms | undefined {
  return formsBySchema.get(schema);
}

/**
 * A field that may be written in several forms. `choose` looks at the value and names the form
 * meant, so that only this form's issues are shown; a union would show those of every form.
 * @param id names the field in the JSON Schema
 */
export function form<B extends Branches>(
  id: string,
  branches: B,
  choose: (value: unknown) => (keyof B & string) | Complaint,
): z.ZodType<z.output<B[keyof B]>, z.input<B[keyof B]>> {
  const anything = z.custom<z.input<B[keyof B]>>(() => true);
  formsBySchema.set(anything, { id, branches: Object.values(branches) });
  return anything.transform((value, ctx): z.output<B[keyof B]> => {
    const chosen = choose(value);
    if (typeof chosen !== 'string') return complain(ctx, chosen);
    const result = branches[chosen]!.safeParse(value, { reportInput: true });
    if (result.success) return result.data as z.output<B[keyof B]>;
    for (const issue of result.error.issues) ctx.issues.push(issue as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Chooses the form by the one key that only this form has. */
export function byKey<const K extends string>(
  noun: string,
  keys: readonly K[],
  others: readonly string[],
): (value: unknown) => K | Complaint {
  const expected = `a mapping with one of ${keys.map((key) => `\`${key}\``).join(', ')}`;
  return (value) => {
    if (!isMapping(value)) return { message: `not ${noun}`, expected, received: shown(value) };
    const present = keys.filter((key) => value[key] !== undefined);
    if (present.length === 1) return present[0]!;
    if (present.length > 1) {
      const message = `two things in one: ${listed(present)}`;
      return { message, mend: `write ${noun} for each`, path: [present[1]!], part: 'key' };
    }
    const strange = Object.keys(value).find((key) => !others.includes(key));
    if (strange === undefined) {
      return { message: `incomplete: no key says what kind of thing ${noun} is`, expected };
    }
    const mend = didYouMean(strange, [...keys, ...others]);
    const message = `unknown key \`${strange.slice(0, 140)}\``;
    return { message, expected, path: [strange], part: 'key', ...(mend === null ? {} : { mend }) };
  };
}
