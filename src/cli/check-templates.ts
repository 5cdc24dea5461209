import { groupBy } from '../findings/words.ts';
import { headline } from '../plan/answer.ts';
import { planOf } from '../plan/plan.ts';
import type { Plan } from '../plan/types.ts';
import { counted } from '../report/format.ts';
import { readTemplates } from '../templates/read.ts';
import type { Checked } from './check-inputs.ts';
import { type GivenFiles, namedSources, readBeside } from './plan-inputs.ts';
import { withGivenSubnets } from './plan-subnets.ts';
import { STDIN } from './read.ts';

/** What was made of templates: one plan of all of them, dealt to where things stand. */
export interface CheckedTemplates {
  checked: Checked[];
  /** Whether they fit; null: there are none, or none could be read. */
  answer: Plan['answer'] | null;
  /** The same in sentences; empty where nothing could be read. */
  says: string;
}

/** What the command line tells beside the templates. */
export interface Beside {
  parameters: ReadonlyMap<string, string>;
  subnet: readonly string[];
  subnets?: string;
}

/**
 * Plans all templates together, as `plan` does without traffic.
 * @throws InputError when what is told beside the templates is wrong
 */
export function checkTemplates(given: readonly GivenFiles[], beside: Beside): CheckedTemplates {
  if (given.length === 0) return { checked: [], answer: null, says: '' };
  const { parameters } = beside;
  const sources = namedSources(given);
  const reading = readTemplates(sources, { parameters, readFile: readBeside });
  const { issues } = reading;
  const estate = reading.estate === null ? null : withGivenSubnets(reading.estate, beside);
  const plan = estate === null ? null : planOf(estate, sources, issues);
  // What stands elsewhere, as in a nested template, goes to the first.
  const owners = new Map(given.flatMap(({ files }, at) => files.map(({ file }) => [file, at])));
  const owned = <T>(things: readonly T[], fileOf: (thing: T) => string) => {
    const groups = new Map(groupBy(things, (thing) => String(owners.get(fileOf(thing)) ?? 0)));
    return (at: number): T[] => groups.get(String(at)) ?? [];
  };
  const issuesOf = owned(issues, ({ file }) => file);
  const functionsOf = owned(estate?.functions ?? [], ({ where }) => where.file);
  const found = plan === null ? [] : [...plan.findings, ...plan.limitFindings];
  const findingsOf = owned(found, ({ where }) => (where ?? '').replace(/(:\d+){1,2}$/, ''));
  const checked = given.map(({ path }, at): Checked => {
    const file = path === '-' ? STDIN : path;
    const ok = issuesOf(at).every(({ severity }) => severity !== 'error');
    const holds = `a template, ${counted(functionsOf(at).length, 'function')}`;
    const told = { issues: issuesOf(at), findings: findingsOf(at), holds, mending: null };
    return { file, kind: 'template', ok, ...told };
  });
  return { checked, answer: plan?.answer ?? null, says: plan === null ? '' : saysOf(plan) };
}

function saysOf({ answer, now, whileReplaced }: Plan): string {
  return [headline(now.verdict, whileReplaced.verdict), ...answer.because].join(' ');
}
