import { join, resolve } from 'node:path';
import { escapeLine, escapeShell } from '../diagnostics/escape.ts';
import { missingOf } from '../experiments/traffic-verdict.ts';
import { worstOf } from '../plan/answer.ts';
import { planOf } from '../plan/plan.ts';
import { type Again, planBeginning, planCsv, planMarkdown, planText } from '../report/plan-text.ts';
import type { FullPlan } from '../report/plan-traffic.ts';
import { formatIssue } from '../scenario/issues.ts';
import type { Profile } from '../scenario/types.ts';
import { readTemplates, scenarioReading } from '../templates/read.ts';
import type { Reading, TemplateSource } from '../templates/types.ts';
import { conduct } from './conduct.ts';
import { judgedPlan, readGate } from './config.ts';
import { exitCodeOf, type FailOn } from './exit-code.ts';
import { EXIT, InputError } from './failure.ts';
import { makeDirectory, Outbox, type Sink } from './files.ts';
import type { Io } from './io.ts';
import { refuseTraffic } from './kinds.ts';
import { parseInput } from './load.ts';
import { isModule, readBeside, readSources } from './plan-inputs.ts';
import { parametersOf } from './plan-parameters.ts';
import { withGivenSubnets } from './plan-subnets.ts';
import { deploymentOf, planningUnder, runsOf, runsOfPlanning } from './plan-traffic.ts';
import { readInput } from './read.ts';
import { version } from './version.ts';

export interface PlanOptions {
  param: readonly string[];
  params?: string;
  subnet: readonly string[];
  subnets?: string;
  traffic?: string;
  runs: number;
  seed?: string;
  profile?: Profile;
  sensitivity?: string;
  workers: number;
  out?: string;
  resume?: true;
  failOn: FailOn;
  config?: string;
  format: 'text' | 'json' | 'csv';
}

/**
 * `hyperplane plan`: what templates need; with traffic, what many runs come to. Where a part of a
 * template is broken, the rest is planned and printed, but no file is written, nothing is run, and
 * the exit code is 2.
 */
export async function planCommand(
  paths: readonly string[],
  options: PlanOptions,
  io: Io,
): Promise<number> {
  checkNames(paths, options);
  const gate = readGate(paths, options.config);
  const parameters = parametersOf(options.param, options.params);
  const sources = await readSources(paths, io);
  const read = await readingOf(paths, sources, parameters, io);
  const { issues, secrets } = read;
  if (read.estate === null) throw new InputError(issues.map(formatIssue));
  const estate = withGivenSubnets(read.estate, options);
  const reading = { ...read, estate };
  const plan = judgedPlan(gate, planOf(estate, sources, issues), io.today());
  for (const issue of plan.issues) io.err(`${formatIssue(issue)}\n`);
  const isBroken = issues.some(({ severity }) => severity === 'error');
  const deployment = isBroken ? null : deploymentOf(reading, plan, options, io);
  const reports = await reportsFor(options);
  if (deployment !== null) {
    const again = {
      command: commandOf(paths, options, { seed: deployment.seed, secrets }, io),
      version: version(),
    };
    return conduct(
      {
        name: 'plan',
        total: { about: runsOfPlanning(deployment, options) },
        // JSON and CSV are one document, which is told when all of it is there.
        begin: () => {
          if (options.format === 'text')
            io.out(planBeginning(plan, { ...lookOf(io), isBegun: true }));
        },
      },
      planningUnder(deployment, options),
      (traffic) => {
        const full = { ...plan, withTraffic: traffic.withTraffic, traffic };
        return {
          json: full,
          text: printed(full, options, io, true),
          files: (open) => reports(full, again, open),
          code: codeOf(full, options.failOn),
        };
      },
      runsOf(options, deployment.seed),
      io,
    );
  }
  if (options.out !== undefined && !isBroken) {
    const again = {
      command: commandOf(paths, options, { seed: null, secrets }, io),
      version: version(),
    };
    write(plan, options.out, (open) => reports(plan, again, open));
  }
  const { format } = options;
  if (format === 'json') io.out(`${JSON.stringify(plan, null, 2)}\n`);
  else io.out(printed(plan, isBroken ? { format } : options, io));
  return isBroken ? EXIT.badInput : codeOf(plan, options.failOn);
}

/** An empty name is most likely a variable that is not set, a name given twice a slip of the pen. */
function checkNames(
  paths: readonly string[],
  { traffic, params, subnets, out }: PlanOptions,
): void {
  if ([...paths, traffic, params, subnets, out].includes('')) {
    throw new InputError('the name of a file or folder is empty; is a variable not set?');
  }
  const twice = paths.find((path, at) => paths.slice(0, at).some((one) => isSame(one, path)));
  if (twice !== undefined) throw new InputError(`${twice}: is given twice; leave one out`);
}

const isSame = (one: string, other: string): boolean => resolve(one) === resolve(other);

function codeOf(
  { answer, findings: found, limitFindings, traffic }: FullPlan,
  failOn: FailOn,
): number {
  const findings = [...found, ...limitFindings];
  const lost = traffic === undefined ? [] : missingOf(traffic).lost;
  const lostRuns = lost.length + (traffic?.sensitivity?.lost.length ?? 0);
  const verdict = worstOf([answer.verdict, traffic?.withTraffic.verdict ?? 'yes']);
  return exitCodeOf({ isBroken: false, findings, verdict, lostRuns }, failOn);
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
    for (const { files } of sources) {
      const [only] = files;
      if (files.length === 1 && only) refuseTraffic(only.file, only.text, 'template');
    }
    return readTemplates(sources, { parameters, readFile: readBeside });
  }
  if (paths.length > 1) throw new InputError(`${path}: a scenario is planned by itself`);
  return scenarioReading(await parseInput(await readInput(path, io), undefined), path);
}

function write(plan: FullPlan, folder: string, reports: (open: Open) => void): void {
  makeDirectory(folder);
  const outbox = new Outbox();
  const open = (name: string) => outbox.open(join(folder, name));
  try {
    open('plan.json').write(`${JSON.stringify(plan, null, 2)}\n`);
    reports(open);
    outbox.commit();
  } finally {
    outbox.abandon();
  }
}

type Open = (name: string) => Sink;
type Reports = (plan: FullPlan, again: Again, open: Open) => void;

/** What draws is loaded only where something is to be drawn. */
async function reportsFor({ out }: PlanOptions): Promise<Reports> {
  if (out === undefined) return () => undefined;
  const { planHtml } = await import('../report/plan-html.ts');
  return (plan, again, open) => {
    open('report.md').write(planMarkdown(plan, again));
    open('report.html').write(planHtml(plan, again));
  };
}

const lookOf = (io: Io) => ({ palette: io.outPalette, width: io.width });

function printed(
  plan: FullPlan,
  { format, out }: Pick<PlanOptions, 'format' | 'out'>,
  io: Io,
  isBegun = false,
): string {
  if (format === 'csv') return planCsv(plan);
  const look = { ...lookOf(io), isBegun };
  if (out === undefined) return planText(plan, look);
  const where = `The report is ${escapeLine(join(out, 'report.html'))}; it has the tables and figures.`;
  return `${planText(plan, { ...look, isBrief: true })}\n${where}\n`;
}

function commandOf(
  paths: readonly string[],
  options: PlanOptions,
  { seed, secrets }: { seed: string | null; secrets: readonly string[] },
  io: Io,
): string {
  const { params, subnet, subnets, traffic, runs, profile, sensitivity } = options;
  const param = options.param.map((one) => {
    const name = one.slice(0, one.indexOf('='));
    return secrets.includes(name) ? `${name}=...` : one;
  });
  const words = [
    ...paths,
    ...(params === undefined ? [] : ['--params', params]),
    ...param.flatMap((one) => ['--param', one]),
    ...subnet.flatMap((one) => ['--subnet', one]),
    ...(subnets === undefined ? [] : ['--subnets', subnets]),
    ...(traffic === undefined ? [] : ['--traffic', traffic]),
    ...(seed === null ? [] : ['--runs', String(runs), '--seed', seed]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(sensitivity === undefined ? [] : ['--sensitivity', sensitivity]),
  ];
  return [io.command, 'plan', ...words.map(escapeShell)].join(' ');
}
