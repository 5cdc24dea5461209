import { escapeLine } from '../diagnostics/escape.ts';
import { mergeFindings } from '../findings/merge.ts';
import { type FindingRow, planRows, scenarioRows } from '../report/finding-rows.ts';
import { findingsText } from '../report/findings-text.ts';
import { counted, hanging } from '../report/format.ts';
import { formatIssue } from '../scenario/issues.ts';
import type { Issue } from '../scenario/types.ts';
import { type Checked, notMended, readCheckInputs } from './check-inputs.ts';
import { type CheckedTemplates, checkTemplates } from './check-templates.ts';
import { judgedBy, readGate } from './config.ts';
import { exitCodeOf, type FailOn, isAtOrAbove } from './exit-code.ts';
import type { Io } from './io.ts';
import type { GivenFiles } from './plan-inputs.ts';
import { parametersOf } from './plan-parameters.ts';

export interface CheckOptions {
  format: 'text' | 'json';
  param: readonly string[];
  params?: string;
  subnet: readonly string[];
  subnets?: string;
  failOn: FailOn;
  quiet?: true;
  config?: string;
  fix?: true;
}

/** Everything that came of it, before anything is told. */
interface Report {
  files: Checked[];
  answer: CheckedTemplates['answer'];
  says: string;
  /** About what is accepted. */
  issues: Issue[];
}

/**
 * `hyperplane check`: every issue and finding of every file; of templates those of the plan of all
 * of them together. The exit code is that of `exitCodeOf`: 2 also where `--fix` wrote a mended copy
 * of broken input (the file itself stays as it is).
 */
export async function checkCommand(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
): Promise<number> {
  const report = await reportOn(paths, options, io);
  const shown = options.quiet === true ? quietly(report, options.failOn) : report;
  if (options.format === 'json') io.out(jsonOf(shown));
  else tell(shown, options, io);
  const { files, answer } = report;
  return exitCodeOf(
    {
      isBroken: files.some(({ ok }) => !ok),
      findings: files.flatMap(({ findings }) => findings),
      verdict: answer?.verdict ?? null,
    },
    options.failOn,
  );
}

async function reportOn(paths: readonly string[], options: CheckOptions, io: Io): Promise<Report> {
  const { fix } = options;
  const gate = readGate(paths, options.config);
  const parameters = parametersOf(options.param, options.params);
  const parts = await readCheckInputs(paths, fix === true ? 'fix' : 'leave', io);
  const { checked, answer, says } = checkTemplates(parts.filter(isTemplate), {
    ...options,
    parameters,
  });
  const templates = checked.values();
  const files = parts.map((part): Checked => {
    if (!isTemplate(part)) return part;
    const one = templates.next().value!;
    return fix === true ? { ...one, mending: notMended(one.file) } : one;
  });
  const all = files.flatMap(({ findings }) => findings);
  const { findings, issues } = judgedBy(gate, all, io.today());
  const judged = findings.values();
  return {
    files: files.map((one) => ({ ...one, findings: one.findings.map(() => judged.next().value!) })),
    answer,
    says,
    issues,
  };
}

const isTemplate = (part: Checked | GivenFiles): part is GivenFiles => 'path' in part;

/** Only what makes the exit code what it is. */
function quietly({ files, answer, issues }: Report, failOn: FailOn): Report {
  const isGrave = ({ severity }: Issue) => severity === 'error';
  return {
    files: files.map((one) => ({
      ...one,
      issues: one.issues.filter(isGrave),
      findings: one.findings.filter((finding) => isAtOrAbove(finding, failOn)),
    })),
    answer,
    says: '',
    issues: issues.filter(isGrave),
  };
}

function jsonOf({ files, answer, issues }: Report): string {
  const told = files.map(({ holds: _, ...rest }) => rest);
  return `${JSON.stringify({ files: told, answer, issues }, null, 2)}\n`;
}

function tell({ files, says, issues }: Report, { quiet }: CheckOptions, io: Io): void {
  for (const one of files) {
    for (const issue of one.issues) io.err(`${formatIssue(issue)}\n`);
    if (quiet !== true) tellFile(one, io);
    io.out(findingsText(rowsOf(one), { palette: io.outPalette, width: io.width }));
  }
  for (const issue of issues) io.err(`${formatIssue(issue)}\n`);
  if (says !== '') io.out(`${hanging(says, io.width, 0)}\n`);
}

function tellFile({ file, ok, issues, holds, mending }: Checked, io: Io): void {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.length - errors;
  const aside = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  const name = escapeLine(file);
  if (ok) io.out(`${name}: ${io.outPalette.good('ok')}, ${holds}${aside}\n`);
  else io.out(`${name}: ${io.outPalette.bad(counted(errors, 'error'))}${aside}\n`);
  if (mending !== null) io.out(`${escapeLine(mending)}\n`);
}

function rowsOf({ kind, findings }: Checked): FindingRow[] {
  return kind === 'template' ? planRows(mergeFindings(findings)) : scenarioRows(findings);
}
