import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Io } from './io.ts';
import { type Exit, example, fidelity, format, profile, SCENARIO, seed } from './options.ts';

/** The commands that make many runs. */
export function addExperiments(program: Command, io: Io, exit: Exit): void {
  addCompare(program, io, exit);
  addSweep(program, io, exit);
  addFind(program, io, exit);
  addSensitivity(program, io, exit);
}

export const whole = (least: number) => (text: string) => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= 1e6) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${least} to 1,000,000.`);
};
const collected = (text: string, before: string[] | undefined) => [...(before ?? []), text];

const runs = (count: number) =>
  new Option('--runs <n>', 'how many runs of each scenario').argParser(whole(1)).default(count);
export const workers = () =>
  new Option('--workers <n>', 'threads that make the runs; 0: none but the program’s own')
    .argParser(whole(0))
    .default(availableParallelism(), 'as many as there are cores');
const out = (files: string) =>
  new Option('--out <dir>', `a directory for ${files}, and for each run as it is done`);
export const resume = () => new Option('--resume', 'go on with the runs that are in --out already');

function addCompare(program: Command, io: Io, exit: Exit): void {
  program
    .command('compare')
    .description('Runs two scenarios with common random numbers, and says what differs.')
    .argument('<a>', SCENARIO)
    .argument('<b>', 'the same for the other')
    .addOption(runs(200))
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .addOption(workers())
    .addOption(out('compare.json'))
    .addOption(resume())
    .addOption(format())
    .addHelpText('after', example('compare before.yaml after.yaml --runs 500'))
    .action(async (a, b, options) => {
      const { compareCommand } = await import('./compare.ts');
      exit(await compareCommand(a, b, options, io));
    });
}

function addSweep(program: Command, io: Io, exit: Exit): void {
  program
    .command('sweep')
    .description('Runs a scenario many times: as it is, or with every combination of values.')
    .argument('<scenario>', SCENARIO)
    .option(
      '--vary <path=v1,v2>',
      'values for one place of the scenario, or for `factor` of all traffic; may be repeated',
      collected,
    )
    .option('--metric <name>', 'show this metric; may be repeated', collected)
    .option(
      '--of <measure>',
      'show this, such as "P(deploy.slowest > 10m)"; may be repeated',
      collected,
    )
    .addOption(runs(100))
    .option('--precision <metric=share>', 'go on until the interval of its mean is as narrow: ±2%')
    .option('--runs-max <n>', 'how many with --precision', whole(1), 10_000)
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .addOption(workers())
    .addOption(out('sweep.json, sweep.csv and sweep.parquet'))
    .addOption(resume())
    .addOption(format())
    .addHelpText(
      'after',
      example(
        'sweep scenarios/subnet-exhausted.yaml --vary network.subnets.a.taken=0,10 --out out',
        'sweep scenarios/subnet-exhausted.yaml --precision deploy.slowest=2%',
        'sweep scenarios/subnet-exhausted.yaml --of "P(deploy.slowest > 10m)"',
      ),
    )
    .action(async (file, options) => {
      const { sweepCommand } = await import('./sweep.ts');
      exit(await sweepCommand(file, options, io));
    });
}

function addFind(program: Command, io: Io, exit: Exit): void {
  program
    .command('find')
    .description('Searches a range for the smallest or largest value that meets a target.')
    .argument('<scenario>', SCENARIO)
    .requiredOption('--vary <path=lo..hi>', 'the place to vary, or `factor`, and its range')
    .requiredOption('--until <target>', 'such as "P(connections.refused > 0) < 0.01"')
    .option('--step <size>', 'between two values of the range (default: 1, or 1/256 of it)')
    .addOption(runs(100))
    .option('--runs-max <n>', 'how many where the target is in doubt', whole(1), 1_600)
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .addOption(workers())
    .addOption(out('find.json'))
    .addOption(resume())
    .addOption(format())
    .addHelpText(
      'after',
      example(
        'find scenarios/subnet-exhausted.yaml --vary network.subnets.a.taken=0..10 \\\n' +
          '      --until "P(subnet.a.full) < 1%"',
        'find mine.yaml --vary factor=1..20 --until "P(connections.refused > 0) < 0.01"',
      ),
    )
    .action(async (file, options) => {
      const { findCommand } = await import('./find.ts');
      exit(await findCommand(file, options, io));
    });
}

function addSensitivity(program: Command, io: Io, exit: Exit): void {
  program
    .command('sensitivity')
    .description('Which assumed number matters for a conclusion: each over its range.')
    .argument('<scenario>', SCENARIO)
    .requiredOption('--of <measure>', 'such as "mean(deploy.slowest)" or "P(subnet.a.full)"')
    .addOption(runs(100))
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .addOption(workers())
    .addOption(out('sensitivity.json'))
    .addOption(resume())
    .addOption(format())
    .addHelpText(
      'after',
      example('sensitivity scenarios/subnet-exhausted.yaml --of "mean(deploy.slowest)"'),
    )
    .action(async (file, options) => {
      const { sensitivityCommand } = await import('./sensitivity.ts');
      exit(await sensitivityCommand(file, options, io));
    });
}
