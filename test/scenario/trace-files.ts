import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatIssue } from '../../src/scenario/issues.ts';
import { type ParseOptions, parseScenario } from '../../src/scenario/parse.ts';
import type { FunctionSpec, Scenario, TrafficPhase } from '../../src/scenario/types.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Tiny traces that ship: public schemas, invented numbers. */
export const OWN = fileURLToPath(new URL('../../scenarios/traces/', import.meta.url));
/** Public traces that lie beside the project while it is made, and do not ship. */
export const PUBLIC = fileURLToPath(new URL('../../../shared/cases/traces/', import.meta.url));
export const hasPublic = existsSync(PUBLIC);

export const readFrom =
  (folder: string) =>
  (path: string): string | null => {
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };

/** Files that exist only here. */
export const these = (files: Record<string, string>) => (path: string) => files[path] ?? null;

export const NETWORK = `network:
  vpcs: { main: }
  subnets: { a: { vpc: main, cidr: 10.0.0.0/24 } }
  securityGroups: { web: { vpc: main } }
`;

/** A scenario with these lines under `functions`, the first of them line 4. */
export const textOf = (functions: string, until = '60d') =>
  `name: s\nuntil: ${until}\nfunctions:\n${functions}\n`;

export function scenarioOf(text: string, readFile: ParseOptions['readFile']): Scenario {
  const options = readFile === undefined ? {} : { readFile };
  const parsed = parseScenario(text, { file: 'dir/a.yaml', ...options });
  if (!parsed.ok) throw new Error(parsed.issues.map(formatIssue).join('\n'));
  return parsed.scenario;
}

export function functionOf(spec: string, readFile: ParseOptions['readFile']): FunctionSpec {
  return scenarioOf(textOf(`  f: ${spec}`), readFile).functions[0]!;
}

/** The issues of a scenario with one function, as people read them. */
export function issuesOf(spec: string, readFile?: ParseOptions['readFile']): string[] {
  const options = readFile === undefined ? {} : { readFile };
  const parsed = parseScenario(textOf(`  f: ${spec}`), { file: 'dir/a.yaml', ...options });
  return parsed.issues.map(formatIssue);
}

type Counts = Extract<TrafficPhase, { kind: 'counts' }>;
type Times = Extract<TrafficPhase, { kind: 'times' }>;

export const countsIn = (spec: FunctionSpec): Counts => spec.traffic[0] as Counts;
export const timesIn = (spec: FunctionSpec): Times => spec.traffic[0] as Times;

export const sum = (values: readonly number[]): number => values.reduce((all, n) => all + n, 0);

/** The most calls that run at one moment; one that ends as another begins has left before. */
export function peakOf(calls: readonly Times[]): number {
  const changes = calls.flatMap(({ atMs, durationsMs }) => {
    return atMs.flatMap((ms, i) => [[ms, 1] as const, [ms + durationsMs![i]!, -1] as const]);
  });
  changes.sort(([a, up], [b, down]) => a - b || up - down);
  let now = 0;
  return Math.max(...changes.map(([, by]) => (now += by)));
}
