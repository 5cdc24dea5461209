import { z } from 'zod';
import { type Draft, type Path, settle, shown } from './issues.ts';
import { complain, list, object, text } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { didYouMean } from './nearest.ts';
import { shapeDrafts } from './shape-issues.ts';
import type { Issue } from './types.ts';
import { readYaml } from './yaml-source.ts';

const A_FILE = 'a mapping with `accept`';
const AN_ENTRY = 'a mapping with `id`, `subject`, `reason` and, if it ends, `until`';
const A_DATE = 'a date such as `2027-03-31`';
const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

const date = z
  .string({ error: A_DATE })
  .meta({ pattern: DATE_PATTERN.source, examples: ['2027-03-31'] })
  .transform((written, ctx) => {
    if (isDate(written)) return written;
    return complain(ctx, { message: 'not a date', expected: A_DATE, received: shown(written) });
  });

const reason = text.transform((written, ctx) => {
  const expected = 'why it is accepted, for those who read it later';
  if (written.trim() !== '') return written;
  return complain(ctx, { message: 'no reason is given', expected });
});

const entry = object(AN_ENTRY, {
  id: text.describe('The kind of the finding, such as `one-az`; `hyperplane facts` lists them'),
  subject: text.describe('What the finding is about, as it is printed; `*` stands for any text'),
  until: date.nullish().describe('The last day on which it is accepted; without it, for good'),
  reason: reason.describe('Why it is accepted'),
});

const configSchema = object(A_FILE, {
  accept: list(entry, 'a list of accepted findings', LIMITS.entries)
    .nullish()
    .describe('Findings that do not make the exit code 1'),
});

export type ConfigEntry<Id extends string> = {
  id: Id;
  subject: string;
  until: string | null;
  reason: string;
};

export type ParsedConfig<Id extends string> =
  | {
      ok: true;
      accept: ConfigEntry<Id>[];
      /** Where a part stands: an issue that is found later. */
      issueAt: (path: Path, issue: Pick<Draft, 'message' | 'mend'>) => Issue;
    }
  | { ok: false; issues: Issue[] };

/**
 * Reads `hyperplane.yaml`: findings that are accepted. Bad input of any kind is an issue: nothing
 * is thrown.
 * @param ids the kinds of findings there are
 */
export function parseConfig<Id extends string>(
  source: string,
  { file, ids }: { file: string; ids: readonly Id[] },
): ParsedConfig<Id> {
  const { drafts, places, value } = readYaml(source, file);
  if (drafts.length > 0) {
    const isEmpty = source.trim() === '';
    const told = isEmpty ? drafts.map((draft) => ({ ...draft, expected: A_FILE })) : drafts;
    return { ok: false, issues: settle(told, places) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const wrong = { path: [], message: 'not accepted findings', expected: A_FILE };
    return { ok: false, issues: settle([{ ...wrong, received: shown(value) }], places) };
  }
  const result = configSchema.safeParse(value, { reportInput: true });
  if (!result.success) {
    return { ok: false, issues: settle(shapeDrafts(result.error.issues), places) };
  }
  const accept = result.data.accept ?? [];
  const unknown = accept.flatMap(({ id }, at) => unknownId(id, ['accept', at, 'id'], ids));
  if (unknown.length > 0) return { ok: false, issues: settle(unknown, places) };
  return {
    ok: true,
    accept: accept.map((one) => ({ ...one, id: one.id as Id, until: one.until ?? null })),
    issueAt: (path, issue) => settle([{ ...issue, path, severity: 'warning' }], places)[0]!,
  };
}

function unknownId(id: string, path: Path, ids: readonly string[]): Draft[] {
  if (ids.includes(id)) return [];
  const message = `no finding is called \`${id.slice(0, 140)}\``;
  return [{ path, message, mend: didYouMean(id, ids) ?? '`hyperplane facts` lists them' }];
}

function isDate(written: string): boolean {
  const [, year, month, day] = (DATE_PATTERN.exec(written) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

const ID = 'https://hyperplane-sim.example/config.schema.json';

/** JSON Schema (2020-12) of `hyperplane.yaml`, with the kinds of findings there are. */
export function configJsonSchema(ids: readonly string[]): object {
  const known = object(AN_ENTRY, { ...entry.shape, id: z.enum(ids).meta(entry.shape.id.meta()!) });
  const accept = list(known, '', LIMITS.entries).nullish().meta(configSchema.shape.accept.meta()!);
  const { $schema, ...rest } = z.toJSONSchema(object(A_FILE, { accept }), {
    io: 'input',
    target: 'draft-2020-12',
  });
  return { $schema, $id: ID, title: 'hyperplane.yaml of hyperplane-sim', ...rest };
}
