import { planOf } from '../plan/plan.ts';
import type { Plan } from '../plan/types.ts';
import { counted } from '../report/format.ts';
import { readTemplates } from '../templates/read.ts';
import type { Reading } from '../templates/types.ts';
import type { Checked } from './check-inputs.ts';
import { type GivenFiles, namedSources, readBeside } from './plan-inputs.ts';

/** What was made of templates: one plan of all of them, dealt to where things stand. */
export interface CheckedTemplates {
  checked: Checked[];
  /** Whether they fit; null: there are none, or none could be read. */
  answer: { verdict: 'yes' | 'no' | 'unknown'; because: string[] } | null;
}

/** Plans all templates together, as `plan` does without traffic. */
export function checkTemplates(
  given: readonly GivenFiles[],
  parameters: ReadonlyMap<string, string>,
): CheckedTemplates {
  if (given.length === 0) return { checked: [], answer: null };
  const sources = namedSources(given);
  const { estate, issues }: Reading = readTemplates(sources, { parameters, readFile: readBeside });
  const plan = estate === null ? null : planOf(estate, sources, issues);
  const files = given.map(({ files: own }) => new Set(own.map(({ file }) => file)));
  // What stands elsewhere, as in a nested template, goes to the first.
  const ownerOf = (file: string) =>
    Math.max(
      0,
      files.findIndex((own) => own.has(file)),
    );
  const checked = given.map(({ path }, at): Checked => {
    const own = issues.filter(({ file }) => ownerOf(file) === at);
    const functions = (estate?.functions ?? []).filter(({ where }) => ownerOf(where.file) === at);
    return {
      file: path,
      kind: 'template',
      ok: own.every(({ severity }) => severity !== 'error'),
      issues: own,
      findings: (plan?.findings ?? []).filter(({ where }) => ownerOf(fileOf(where)) === at),
      holds: `a template, ${counted(functions.length, 'function')}`,
      mending: null,
    };
  });
  return { checked, answer: plan === null ? null : answerOf(plan) };
}

/** The file of `file:line:column`. */
const fileOf = (where: string | null): string => (where ?? '').replace(/(:\d+){1,2}$/, '');

function answerOf({ fits, answer }: Plan): CheckedTemplates['answer'] {
  return { verdict: fits === null ? 'unknown' : fits ? 'yes' : 'no', because: [answer] };
}
