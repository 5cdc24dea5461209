/**
 * Holds environments and cold starts against 20 measured AWS Lambda experiments of the SimFaaS
 * project (pacslab/simfaas, examples/exp.csv, MIT). The file is read where it is present and is no
 * part of this project. Nothing is fitted to it: rate, warm and cold time and keep-alive are its
 * own columns. Run: npx tsx bench/simfaas.ts [calls an experiment] [file]
 */
import { existsSync, readFileSync } from 'node:fs';
import { simulate } from '../src/run/simulate.ts';
import type { Scenario } from '../src/scenario/types.ts';

const FILE = '../shared/cases/traces/simfaas/exp.csv';

interface Experiment {
  name: string;
  callsPerMs: number;
  warmMs: number;
  coldMs: number;
  keepAliveMs: number;
  environments: number;
  coldStarts: number;
}

function experimentsOf(text: string): Experiment[] {
  const [header = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const columns = header.split(',').map((column) => column.trim());
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string) => Number(cells[columns.indexOf(column)]);
    return {
      name: cells[0]!,
      callsPerMs: cell('ArrivalRate') / 1000,
      warmMs: cell('ServiceTimeWarm'),
      coldMs: cell('ServiceTimeCold'),
      keepAliveMs: 60_000 * cell('IdleMinutesBeforeKill'),
      environments: cell('AverageInstanceCount'),
      coldStarts: cell('ColdStartProbability'),
    };
  });
}

/** One function outside a VPC under Poisson calls; service times are exponential. */
function scenarioOf(experiment: Experiment, calls: number): Scenario {
  const { callsPerMs, warmMs, coldMs, keepAliveMs } = experiment;
  const untilMs = Math.ceil(calls / callsPerMs);
  return {
    name: 'simfaas',
    why: 'Environments and cold starts as measured on AWS.',
    profile: 'seed',
    seed: experiment.name,
    untilMs,
    network: { vpcs: [], subnets: [], securityGroups: [] },
    roles: [],
    functions: [
      {
        id: 'f',
        vpc: null,
        role: null,
        traffic: [{ kind: 'rate', callsPerMs, fromMs: 60_000, untilMs }],
        duration: { kind: 'exponential', mean: warmMs },
        coldStart: { kind: 'constant', value: coldMs - warmMs },
        connections: { perEnvironment: 0, perInvocation: 0, hold: null },
        concurrency: null,
        provisionedVersions: [],
      },
    ],
    timeline: [
      {
        atMs: 0,
        expect: null,
        line: null,
        action: 'create',
        function: 'f',
        publish: false,
        implied: true,
      },
    ],
    expectations: [],
    parameters: { keepAlive: { kind: 'constant', value: keepAliveMs } },
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The comparison as a Markdown table, closed by the line of mean absolute errors. */
export function simfaasTable(text: string, calls: number): string {
  const rows = experimentsOf(text).map((measured) => {
    const { functions } = simulate(scenarioOf(measured, calls), { fidelity: 'exact' });
    const { environments, invocations } = functions[0]!;
    const mean = environments!.mean;
    const cold = environments!.coldStarts / invocations.succeeded;
    const error = Math.abs(mean / measured.environments - 1);
    const coldError = Math.abs(cold / measured.coldStarts - 1);
    return { measured, mean, cold, error, coldError };
  });
  const lines = rows.map(({ measured, mean, cold, error, coldError }) =>
    [
      '',
      (1000 * measured.callsPerMs).toFixed(4),
      measured.environments.toFixed(3),
      mean.toFixed(3),
      percent(error),
      measured.coldStarts.toFixed(4),
      cold.toFixed(4),
      percent(coldError),
      '',
    ]
      .join(' | ')
      .trim(),
  );
  const average = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const environments = percent(average(rows.map(({ error }) => error)));
  const coldStarts = percent(average(rows.map(({ coldError }) => coldError)));
  return [
    '| calls/s | environments measured | simulated | error | cold measured | simulated | error |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
    `mean absolute error: environments ${environments}, cold starts ${coldStarts}`,
  ].join('\n');
}

if (process.argv[1]?.endsWith('simfaas.ts')) {
  const file = process.argv[3] ?? FILE;
  if (existsSync(file)) {
    console.log(simfaasTable(readFileSync(file, 'utf8'), Number(process.argv[2] ?? 100_000)));
  } else console.log(`${file} is not here; name a copy of SimFaaS's examples/exp.csv`);
}
