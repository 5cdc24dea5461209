import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ndjsonOf, traceRowsOf } from '../../src/report/trace.ts';
import type { ModelFrame } from '../../src/run/frame.ts';
import { simulate } from '../../src/run/simulate.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import type { Parsed, Scenario } from '../../src/scenario/types.ts';

export const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const GOLDEN = join(FOLDER, 'golden');

/** Longer traces are kept as counts. */
const GOLDEN_LINES_MAX = 1_000;

/** The files of all scenarios that ship, by name. */
export const FILES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => ['.yaml', '.json', '.ts'].includes(extname(file)))
  .sort();

/** Names of the golden traces that are there. */
export function goldenNames(): string[] {
  if (!existsSync(GOLDEN)) return [];
  return readdirSync(GOLDEN).filter((file) => file.endsWith('.ndjson'));
}

export async function parseFile(file: string): Promise<Parsed> {
  const path = join(FOLDER, file);
  const readFile = (trace: string) => readFileSync(join(FOLDER, trace), 'utf8');
  if (extname(file) !== '.ts') return parseScenario(readFileSync(path, 'utf8'), { file, readFile });
  const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as {
    default: unknown;
  };
  return parseScenarioObject(module.default, { file, readFile });
}

/** @throws Error with the issues when the scenario has any that is an error */
export async function scenarioOf(file: string): Promise<Scenario> {
  const parsed = await parseFile(file);
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.issues, null, 2)}`);
  return parsed.scenario;
}

/** The trace of a run with the scenario's own seed, one line a row, and its fingerprint. */
export function goldenOf(scenario: Scenario): string {
  const frames: ModelFrame[] = [];
  const { traceHash } = simulate(scenario, { onFrame: (frame) => frames.push(frame) });
  const trace = frames.map(ndjsonOf).join('');
  const long = trace.split('\n').length > GOLDEN_LINES_MAX;
  return `${long ? countsOf(frames) : trace}${JSON.stringify({ fingerprint: traceHash })}\n`;
}

function countsOf(frames: readonly ModelFrame[]): string {
  const rows: Record<string, number> = {};
  for (const { note } of frames.flatMap(traceRowsOf)) rows[note] = (rows[note] ?? 0) + 1;
  return `${JSON.stringify({ steps: frames.length, rows })}\n`;
}

export function goldenPath(file: string): string {
  return join(GOLDEN, `${file.slice(0, -extname(file).length)}.ndjson`);
}

/** The first line in which a trace and its golden one differ, and what to do; null: none. */
export function differenceFrom(golden: string, trace: string): string | null {
  if (golden === trace) return null;
  const [before, now] = [golden.split('\n'), trace.split('\n')];
  const place = before.findIndex((line, index) => line !== now[index]);
  const at = place < 0 ? before.length : place;
  return [
    `line ${at + 1} of the trace is another:`,
    `  golden ${before[at] ?? '(nothing)'}`,
    `  now    ${now[at] ?? '(nothing)'}`,
    'If that is meant, renew the golden traces: npm run golden',
  ].join('\n');
}
