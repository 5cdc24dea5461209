import { Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { escapeLine } from '../diagnostics/escape.ts';
import { guarded } from './doors.ts';
import { EXIT, InputError } from './failure.ts';
import type { Io } from './io.ts';
import { moduleMistake } from './module-mistake.ts';
import {
  config,
  type Exit,
  example,
  failOn,
  fidelity,
  format,
  param,
  params,
  profile,
  SCENARIO,
  seed,
  subnet,
  subnets,
} from './options.ts';
import { addCheck, addFacts, addSchema } from './program-check.ts';
import { addExperiments, resume, whole, workers } from './program-experiments.ts';
import { version } from './version.ts';

/**
 * Runs one command line.
 * @returns the exit code; what went wrong is on stderr
 */
export async function main(argv: readonly string[], world: Io): Promise<number> {
  const io = guarded(world);
  let code: number = EXIT.done;
  const program = programOf(io, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, io);
  }
}

/** Tells what went wrong. @returns the exit code */
export function failed(error: unknown, io: Io): number {
  const debug = Boolean(io.env['HYPERPLANE_DEBUG']);
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  const stack = error instanceof Error ? `${error.stack}\n` : '';
  if (error instanceof InputError) {
    const cause = error.cause instanceof Error ? `${error.cause.stack}\n` : '';
    io.err(`${error.message}\n${debug ? cause : ''}`);
    return EXIT.badInput;
  }
  const theirs = moduleMistake(error);
  if (theirs !== null) {
    io.err(`${escapeLine(`${theirs.where}: ${theirs.says}`)}\n${debug ? stack : ''}`);
    return EXIT.badInput;
  }
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const ask = 'This is a mistake in hyperplane-sim, not in your input. Please report it,';
  const how = 'with the command and its input; HYPERPLANE_DEBUG=1 shows where it happened.';
  io.err(`hyperplane: ${escapeLine(message)}\n${ask}\n${how}\n${debug ? stack : ''}`);
  return EXIT.bug;
}

function programOf(io: Io, exit: Exit) {
  const program = new Command('hyperplane')
    .description('Simulates the Hyperplane network interfaces that AWS Lambda puts into a VPC.')
    .version(version(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'Prints the help of a command.')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('`--help` tells what can be given.')
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => write(errorOf(text)),
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    })
    .exitOverride()
    .addHelpText(
      'after',
      example('run scenarios/idle-reclaim.yaml', 'explain scenarios/idle-reclaim.yaml checkout'),
    );
  addRun(program, io, exit);
  addPlan(program, io, exit);
  addExplain(program, io, exit);
  addExperiments(program, io, exit);
  addDemo(program, io, exit);
  addCheck(program, io, exit);
  addFacts(program, io, exit);
  addSchema(program, io, exit);
  return program;
}

/** An error of the command line; what was typed cannot begin a line of its own. */
function errorOf(text: string): string {
  const [, says = '', guess = ''] = /^(.*?)(\n\(Did you mean [^\n]*\?\))?\n*$/s.exec(text) ?? [];
  return `${escapeLine(says)}${guess}\n`;
}

function addRun(program: Command, io: Io, exit: Exit): void {
  program
    .command('run')
    .description('Runs a scenario: its story, a summary, what it expects.')
    .argument('<scenario>', SCENARIO)
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .option('--trace <file>', 'every step: .ndjson, .csv, or .json (for ui.perfetto.dev)')
    .option('--out <dir>', 'result.json, story.txt, trace.ndjson and trace.json (Perfetto)')
    .option('--check-determinism', 'run again, also from a checkpoint, and compare every draw')
    .option('--watch', 'play it on the terminal, forwards and back; in a pipe: the story alone')
    .addOption(format())
    .addHelpText('after', WATCH_KEYS)
    .addHelpText(
      'after',
      example(
        'run scenarios/idle-reclaim.yaml --seed 7 --trace trace.ndjson',
        'run scenarios/burst.yaml --watch',
      ),
    )
    .action(async (file, { watch, ...options }) => {
      if (watch === true) {
        const { watchCommand } = await import('./watch.ts');
        exit(await watchCommand(file, options, io));
        return;
      }
      const { runCommand } = await import('./run.ts');
      exit(await runCommand(file, options, io));
    });
}

const WATCH_KEYS = `
Keys of --watch:
  Space                play or pause
  Right, Left          one event on or back
  n, p                 next or previous notable event
  Home, End            beginning and end
  +, -                 faster, slower
  Up, Down, PgUp, PgDn scroll what does not fit
  q                    quit`;

function addPlan(program: Command, io: Io, exit: Exit): void {
  program
    .command('plan')
    .description('Capacity plan of templates: ENIs, addresses, quotas, findings, advice.')
    .argument('<file or folder...>', TEMPLATES)
    .addOption(param())
    .addOption(params())
    .addOption(subnet())
    .addOption(subnets())
    .addOption(failOn())
    .addOption(config())
    .option('--traffic <file>', 'calls, as YAML or a trace in CSV: then with probabilities')
    .option('--runs <n>', 'how many runs with traffic; 0: only count', whole(0), 100)
    .addOption(seed())
    .addOption(profile())
    .option('--sensitivity <measure>', 'which guess matters for it: "mean(deploy.slowest)"')
    .addOption(workers())
    .option('--out <dir>', 'a directory for report.html, report.md and plan.json')
    .addOption(resume())
    .addOption(
      new Option('--format <form>', 'how to print; csv: the tables')
        .choices(['text', 'json', 'csv'] as const)
        .default('text'),
    )
    .addHelpText(
      'after',
      example(
        'plan template.yaml --param Stage=prod',
        'plan scenarios/shop/network.yaml scenarios/shop/shop.yaml \\\n' +
          '      --traffic scenarios/shop/traffic.yaml --out out',
      ),
    )
    .action(async (paths, options) => {
      const { planCommand } = await import('./plan.ts');
      exit(await planCommand(paths, options, io));
    });
}

const TEMPLATES =
  'CloudFormation, SAM, CDK output, Terraform plan JSON, a scenario; a folder is one stack';

function addExplain(program: Command, io: Io, exit: Exit): void {
  program
    .command('explain')
    .description('Why something is as it is: the causes, with rules and sources.')
    .argument('<scenario>', SCENARIO)
    .argument(
      '<subject>',
      'checkout, checkout:2, eni-1, a/web; of several things of one name: role:web',
    )
    .option('--at <time>', 'since the start, such as 31d or "1h 30m" (default: the end)')
    .addOption(seed())
    .addOption(profile())
    .addOption(fidelity())
    .addOption(format())
    .addHelpText('after', example('explain scenarios/idle-reclaim.yaml checkout --at 31d'))
    .action(async (file, subject, options) => {
      const { explainCommand } = await import('./explain.ts');
      exit(await explainCommand(file, subject, options, io));
    });
}

function addDemo(program: Command, io: Io, exit: Exit): void {
  program
    .command('demo')
    .description('The lessons: a page to watch, step back, ask why and change numbers.')
    .argument('[scenario]', `one to open first: ${SCENARIO}`)
    .option('--port <n>', 'where to serve it on this machine; 0: any free port', portOf, 4173)
    .option('--out <file>', 'write it as one HTML file that needs no network instead')
    .addOption(profile())
    .addHelpText('after', example('demo', 'demo scenarios/burst.yaml --out lesson.html'))
    .action(async (file, options) => {
      const { demoCommand } = await import('./demo.ts');
      exit(await demoCommand(file, options, io));
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65,535.');
}
