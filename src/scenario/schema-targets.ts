import { z } from 'zod';
import { shown } from './issues.ts';
import { complain, type Sink } from './leaves.ts';
import type { FunctionRef } from './types.ts';

const A_TARGET = 'a function such as `checkout`, or a version such as `checkout:2`';

const TARGET = /^([A-Za-z0-9_.-]{1,140})(?::(\$LATEST|\d{1,9}))?$/;

/** Version null: none was written. */
function readTarget(value: string, ctx: Sink): { function: string; version: number | null } {
  const [, of, version] = TARGET.exec(value) ?? [];
  const received = shown(value);
  if (of === undefined) {
    const mend = 'write the function, a colon and the number of the version';
    return complain(ctx, { message: 'not a target', expected: A_TARGET, received, mend });
  }
  if (version === undefined) return { function: of, version: null };
  if (version === '$LATEST') return { function: of, version: 0 };
  if (Number(version) > 0) return { function: of, version: Number(version) };
  const mend = `write \`${of}\` or \`${of}:$LATEST\` for what is not published`;
  return complain(ctx, { message: 'versions count from 1', expected: A_TARGET, received, mend });
}

const written = z
  .string({ error: A_TARGET })
  .meta({ pattern: TARGET.source, examples: ['checkout', 'checkout:2'] });

/** A function with all its versions, or one version: null and 0 differ. */
export const anyTarget = written.transform(readTarget);

/** One version; without a number it is `$LATEST`, which is 0. */
export const target = anyTarget.transform(
  (read): FunctionRef => ({ function: read.function, version: read.version ?? 0 }),
);
