import { extname } from 'node:path';
import type { Finding } from '../findings/types.ts';
import type { Finding as PlanFinding } from '../plan/types.ts';
import { counted } from '../report/format.ts';
import type { Issue, Parsed } from '../scenario/types.ts';
import { looksLikeScenario, mayBeScenario } from '../templates/read.ts';
import { looksLikeTemplate } from '../templates/roots.ts';
import { InputError } from './failure.ts';
import { policyFindings, scenarioFindings } from './findings.ts';
import type { Io } from './io.ts';
import { isTraffic, refuseStranger, refuseTraffic } from './kinds.ts';
import { parseInput } from './load.ts';
import { filesOf, type GivenFiles, isDirectory, isModule, pathsOf } from './plan-inputs.ts';
import { checkPolicy, writeMended } from './policy.ts';
import { DATA_FILES, type Input, readInput } from './read.ts';

/** What was made of one input. */
export interface Checked {
  file: string;
  ok: boolean;
  /** What was recognised; `unreadable` when nothing could be read. */
  kind: 'scenario' | 'policy' | 'template' | 'unreadable';
  issues: Issue[];
  /** Of a template, those of the plan of all templates together that stand in it. */
  findings: (Finding | PlanFinding)[];
  /** What is in it, in a few words. */
  holds: string;
  /** What came of mending it, in a sentence; null: nobody asked for it. */
  mending: string | null;
}

/** Scenarios and policies, each checked by itself, and templates that are still to be planned. */
type Part = Checked | GivenFiles;

/**
 * Sorts what was given, in its order. In a folder, files of the kinds that `plan` reads are looked
 * at: scenarios and policies by themselves, the rest as one stack.
 */
export async function readCheckInputs(
  paths: readonly string[],
  fix: 'fix' | 'leave',
  io: Io,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const path of pathsOf(paths)) {
    try {
      if (isDirectory(path)) parts.push(...(await readFolder(path, fix, io)));
      else parts.push(await readFile(path, fix, io));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      parts.push(unreadable(path, error));
    }
  }
  return parts;
}

async function readFile(path: string, fix: 'fix' | 'leave', io: Io): Promise<Part> {
  if (path !== '-' && !isModule(path) && !DATA_FILES.includes(extname(path).toLowerCase())) {
    // Templates may be called anything, and are the only ones that may.
    const files = await filesOf(path, io);
    if (looksLikeTemplate(files[0]!.text)) return { path, files };
  }
  const input = await readInput(path, io);
  const policy = input.kind === 'data' ? policyOf(input, path, fix) : null;
  if (policy !== null) return policy;
  if (input.kind === 'data' && looksLikeTemplate(input.text)) {
    return { path, files: [{ file: input.name, text: input.text }] };
  }
  if (input.kind === 'data') {
    refuseTraffic(input.name, input.text, 'scenario');
    refuseStranger(input.name, input.text);
  }
  return scenarioOf(input, path, fix);
}

async function readFolder(path: string, fix: 'fix' | 'leave', io: Io): Promise<Part[]> {
  const files = await filesOf(path, io);
  const isStack = files.some(({ text }) => looksLikeTemplate(text));
  const parts: Part[] = [];
  const rest: GivenFiles['files'] = [];
  for (const one of files) {
    const { file, text } = one;
    const input = { kind: 'data', name: file, text } as const;
    const policy = looksLikeTemplate(text) ? null : policyOf(input, file, fix);
    // One that is broken is hardly a part of a stack if there is none.
    const isScenario = isStack ? looksLikeScenario(one) : mayBeScenario(text);
    if (policy !== null) parts.push(policy);
    else if (isTraffic(text, file)) continue;
    else if (isScenario) parts.push(await scenarioOf(input, file, fix));
    else rest.push(one);
  }
  if (parts.length === 0 && rest.length === 0) {
    throw new InputError(`${path}: holds nothing but traffic; give what it is the traffic of, too`);
  }
  return isStack || parts.length === 0 ? [...parts, { path, files: rest }] : parts;
}

function policyOf(
  input: Input & { kind: 'data' },
  file: string,
  fix: 'fix' | 'leave',
): Checked | null {
  const policy = checkPolicy(input);
  if (policy === null) return null;
  const { issues } = policy;
  const findings = policyFindings(input.text, input.name);
  const mending = fix === 'fix' ? writeMended(input.name, policy) : null;
  const ok = issues.length === 0;
  return { file, kind: 'policy', ok, issues, findings, holds: 'a policy', mending };
}

async function scenarioOf(input: Input, file: string, fix: 'fix' | 'leave'): Promise<Checked> {
  const parsed = await parseInput(input, undefined);
  const { ok, issues } = parsed;
  const findings = parsed.ok ? scenarioFindings(parsed.scenario, input) : [];
  const mending = fix === 'fix' ? notMended(file) : null;
  return { file, kind: 'scenario', ok, issues, findings, holds: holdsOf(parsed), mending };
}

/** What `--fix` says of all but policies. */
export const notMended = (file: string): string => `${file}: not mended: only policies are`;

function unreadable(file: string, error: InputError): Checked {
  const message = error.message.replace(`${file}: `, '');
  const issue = { severity: 'error', file, line: 0, column: 0, path: '', message } as const;
  const issues = [{ ...issue, expected: null, received: null, mend: null }];
  return { file, kind: 'unreadable', ok: false, issues, findings: [], holds: '', mending: null };
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
