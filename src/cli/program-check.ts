import { type Command, Option } from '@commander-js/extra-typings';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import {
  config,
  type Exit,
  example,
  failOn,
  format,
  param,
  params,
  SCENARIO,
  subnet,
  subnets,
} from './options.ts';

export function addCheck(program: Command, io: Io, exit: Exit): void {
  program
    .command('check')
    .description(
      'Validates scenarios, templates and IAM policies: every issue and finding, with its place.',
    )
    .argument('<file or folder...>', `templates, policies, or scenarios: ${SCENARIO}`)
    .addOption(param())
    .addOption(params())
    .addOption(subnet())
    .addOption(subnets())
    .addOption(failOn())
    .addOption(config())
    .option('--quiet', 'only findings at or above the level of --fail-on; nothing when clean')
    .option('--fix', 'write a mended copy of a broken policy beside it: <name>.fixed.json')
    .addOption(format())
    .addHelpText(
      'after',
      example(
        'check scenarios/*.yaml',
        'check network.yaml shop.yaml --param Stage=prod --fail-on unknown --quiet',
        'check --fix policy.json',
      ),
    )
    .action(async (files, options) => {
      const { checkCommand } = await import('./check.ts');
      exit(await checkCommand(files, options, io));
    });
}

export function addFacts(program: Command, io: Io, exit: Exit): void {
  program
    .command('facts')
    .description('The numbers, rules and texts of AWS, and what each rests on.')
    .argument(
      '[id]',
      'a parameter, rule, error, finding or source; `diagram`: the states, for Mermaid',
    )
    .addOption(format())
    .addHelpText('after', example('facts eniCreation', 'facts IDLE-3', 'facts one-az'))
    .action(async (id, options) => {
      const { factsCommand } = await import('./facts.ts');
      exit(factsCommand(id, options, io));
    });
}

export function addSchema(program: Command, io: Io, exit: Exit): void {
  program
    .command('schema')
    .description('The JSON Schema of scenario files, or of hyperplane.yaml, for editors.')
    .addOption(
      new Option('--of <file>', 'what it describes')
        .choices(['scenario', 'config'] as const)
        .default('scenario' as const),
    )
    .addOption(format())
    .addHelpText(
      'after',
      example('schema > scenario.schema.json', 'schema --of config > hyperplane.schema.json'),
    )
    .action(async ({ of }) => {
      const { schemaOf } = await import('./schema.ts');
      io.out(`${JSON.stringify(schemaOf(of), null, 2)}\n`);
      exit(EXIT.done);
    });
}
