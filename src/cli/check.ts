import { planOf } from '../plan/plan.ts';
import type { Finding } from '../plan/types.ts';
import { findingsText } from '../report/findings-text.ts';
import { counted } from '../report/format.ts';
import { toldOnce } from '../report/plan-tables.ts';
import { formatIssue } from '../scenario/issues.ts';
import type { Issue, Parsed } from '../scenario/types.ts';
import { readTemplates } from '../templates/read.ts';
import { looksLikeTemplate } from '../templates/roots.ts';
import { EXIT, InputError } from './failure.ts';
import { policyFindings, scenarioFindings } from './findings.ts';
import type { Io } from './io.ts';
import { refuseStranger, refuseTraffic } from './kinds.ts';
import { parseInput } from './load.ts';
import { readBeside } from './plan-inputs.ts';
import { checkPolicy, writeMended } from './policy.ts';
import { readInput } from './read.ts';

interface Checked {
  file: string;
  ok: boolean;
  /** What was recognised; `unreadable` when nothing could be read. */
  kind: 'scenario' | 'policy' | 'template' | 'unreadable';
  issues: Issue[];
  /** Of a template, those of its plan. */
  findings: Finding[];
  /** What is in it, in a few words. */
  holds: string;
  /** What came of mending it, in a sentence; null: nobody asked for it. */
  mending: string | null;
}

/**
 * `hyperplane check`: every issue and finding of every file; broken input makes the exit code 2, also
 * where `--fix` wrote a mended copy of it (the file itself stays as it is); a finding of severity
 * error 1.
 */
export async function checkCommand(
  files: readonly string[],
  options: { format: 'text' | 'json'; fix?: true },
  io: Io,
): Promise<number> {
  const checked: Checked[] = [];
  for (const file of files) checked.push(await check(file, options.fix ?? false, io));
  if (options.format === 'json') {
    const told = checked.map(({ holds: _, ...rest }) => rest);
    io.out(`${JSON.stringify({ files: told }, null, 2)}\n`);
  } else {
    for (const one of checked) tell(one, io);
  }
  if (checked.some(({ ok }) => !ok)) return EXIT.badInput;
  const found = checked.flatMap(({ findings }) => findings);
  return found.some(({ severity }) => severity === 'error') ? EXIT.finding : EXIT.done;
}

function tell({ file, ok, kind, issues, findings, holds, mending }: Checked, io: Io): void {
  for (const issue of issues) io.err(`${formatIssue(issue)}\n`);
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.length - errors;
  const aside = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  if (ok) io.out(`${file}: ${io.outPalette.good('ok')}, ${holds}${aside}\n`);
  else io.out(`${file}: ${io.outPalette.bad(counted(errors, 'error'))}${aside}\n`);
  if (mending !== null) io.out(`${mending}\n`);
  const told = kind === 'template' ? toldOnce(findings) : findings;
  io.out(findingsText(told, { palette: io.outPalette, width: io.width }));
}

async function check(file: string, fix: boolean, io: Io): Promise<Checked> {
  try {
    const input = await readInput(file, io);
    const policy = input.kind === 'data' ? checkPolicy(input) : null;
    if (policy !== null) {
      const { issues } = policy;
      const findings = policyFindings(input.kind === 'data' ? input.text : '', input.name);
      const mending = fix ? writeMended(input.name, policy) : null;
      const ok = issues.length === 0;
      return { file, kind: 'policy', ok, issues, findings, holds: 'a policy', mending };
    }
    const mending = fix ? `${file}: not mended: only policies are` : null;
    if (input.kind === 'data' && looksLikeTemplate(input.text)) {
      return { ...checkTemplate(input, file), mending };
    }
    if (input.kind === 'data') {
      refuseTraffic(input.name, input.text, 'scenario');
      refuseStranger(input.name, input.text);
    }
    const parsed = await parseInput(input, undefined);
    const { ok, issues } = parsed;
    const findings = parsed.ok ? scenarioFindings(parsed.scenario, input) : [];
    return { file, kind: 'scenario', ok, issues, findings, holds: holdsOf(parsed), mending };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = error.message.replace(`${file}: `, '');
    const issue = { severity: 'error', file, line: 0, column: 0, path: '', message } as const;
    const issues = [{ ...issue, expected: null, received: null, mend: null }];
    return { file, kind: 'unreadable', ok: false, issues, findings: [], holds: '', mending: null };
  }
}

/** A template by itself, with what its plan finds. */
function checkTemplate({ name, text }: { name: string; text: string }, file: string): Checked {
  const source = { name, files: [{ file: name, text }] };
  const { estate, issues } = readTemplates([source], { readFile: readBeside });
  const ok = issues.every(({ severity }) => severity !== 'error');
  const functions = estate?.functions.length ?? 0;
  const holds = `a template, ${counted(functions, 'function')}`;
  const findings = estate === null ? [] : planOf(estate, [source], issues).findings;
  return { file, kind: 'template', ok, issues, findings, holds, mending: null };
}

function holdsOf(parsed: Parsed): string {
  if (!parsed.ok) return '';
  const { functions, timeline, expectations } = parsed.scenario;
  const parts = [
    counted(functions.length, 'function'),
    counted(timeline.length, 'action'),
    counted(expectations.length, 'expectation'),
  ];
  return parts.join(', ');
}
