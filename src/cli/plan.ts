import { join } from 'node:path';
import { planOf } from '../plan/plan.ts';
import type { Plan } from '../plan/types.ts';
import { planMarkdown, planText } from '../report/plan-text.ts';
import { formatIssue } from '../scenario/issues.ts';
import { readTemplates, scenarioReading } from '../templates/read.ts';
import type { Reading, TemplateSource } from '../templates/types.ts';
import { EXIT, InputError } from './failure.ts';
import { makeDirectory, Outbox } from './files.ts';
import type { Io } from './io.ts';
import { parseInput } from './load.ts';
import { isModule, readBeside, readSources } from './plan-inputs.ts';
import { parametersOf } from './plan-parameters.ts';
import { quoted } from './quote.ts';
import { readInput } from './read.ts';

export interface PlanOptions {
  param: readonly string[];
  params?: string;
  out?: string;
  format: 'text' | 'json';
}

/**
 * `hyperplane plan`: what templates need, without running anything. Where a part of a template is
 * broken, the rest is planned and printed, but no file is written and the exit code is 2.
 */
export async function planCommand(
  paths: readonly string[],
  options: PlanOptions,
  io: Io,
): Promise<number> {
  const parameters = parametersOf(options.param, options.params);
  const sources = await readSources(paths, io);
  const { estate, issues } = await readingOf(paths, sources, parameters, io);
  if (estate === null) throw new InputError(issues.map(formatIssue).join('\n'));
  const plan = planOf(estate, sources, issues);
  for (const issue of issues) io.err(`${formatIssue(issue)}\n`);
  const isBroken = issues.some(({ severity }) => severity === 'error');
  if (options.out !== undefined && !isBroken)
    write(plan, options.out, commandOf(paths, options, io));
  if (options.format === 'json') io.out(`${JSON.stringify(plan, null, 2)}\n`);
  else io.out(planText(plan, { palette: io.outPalette, width: io.width }));
  if (isBroken) return EXIT.badInput;
  return plan.findings.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.done;
}

/** A scenario in TypeScript is a program, and is planned by itself. */
async function readingOf(
  paths: readonly string[],
  sources: readonly TemplateSource[],
  parameters: ReadonlyMap<string, string>,
  io: Io,
): Promise<Reading> {
  const [path] = paths;
  if (path === undefined || !isModule(path)) {
    return readTemplates(sources, { parameters, readFile: readBeside });
  }
  if (paths.length > 1) throw new InputError(`${path}: a scenario is planned by itself`);
  return scenarioReading(await parseInput(await readInput(path, io), undefined), path);
}

function write(plan: Plan, folder: string, command: string): void {
  makeDirectory(folder);
  const outbox = new Outbox();
  try {
    outbox.open(join(folder, 'plan.json')).write(`${JSON.stringify(plan, null, 2)}\n`);
    outbox.open(join(folder, 'report.md')).write(planMarkdown(plan, command));
    outbox.commit();
  } finally {
    outbox.abandon();
  }
}

function commandOf(paths: readonly string[], options: PlanOptions, io: Io): string {
  const words = [
    ...paths,
    ...(options.params === undefined ? [] : ['--params', options.params]),
    ...options.param.flatMap((one) => ['--param', one]),
  ];
  return [io.command, 'plan', ...words.map(quoted)].join(' ');
}
