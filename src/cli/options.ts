import { Option } from '@commander-js/extra-typings';
import { FAIL_ON, type FailOn } from './exit-code.ts';

/** Tells the exit code of the process. */
export type Exit = (code: number) => void;

/** The part of a help text that shows how a command is called. */
export function example(...lines: string[]): string {
  const commands = lines.map((line) => `  $ npx hyperplane ${line}\n`).join('');
  return `\nExample${lines.length > 1 ? 's' : ''}:\n${commands}`;
}

export const format = () =>
  new Option('--format <form>', 'how to print').choices(['text', 'json'] as const).default('text');
export const profile = () =>
  new Option(
    '--profile <edition>',
    "of AWS's documents: 30 idle days (seed) or 14 (current)",
  ).choices(['seed', 'current'] as const);
export const fidelity = () =>
  new Option('--fidelity <kind>', 'every call an event, or steady traffic in closed form')
    .choices(['exact', 'aggregate', 'auto'] as const)
    .default('auto');
export const seed = () =>
  new Option('--seed <text>', "of all random draws (default: the scenario's own)");

const gathered = (value: string, before: string[]): string[] => [...before, value];

export const param = () =>
  new Option('--param <Name=value>', 'of a template, or @file.json; may be repeated')
    .argParser(gathered)
    .default<string[]>([]);
export const params = () =>
  new Option('--params <file>', "parameters in a file: CloudFormation's form, or a plain mapping");
export const subnet = () =>
  new Option(
    '--subnet <ID=CIDR[,free=N][,uncounted=N]>',
    'the size of a subnet, how many addresses are free, how many what is not counted takes; may be repeated',
  )
    .argParser(gathered)
    .default<string[]>([]);
export const subnets = () =>
  new Option('--subnets <file>', 'the same of many: what `aws ec2 describe-subnets` prints');
export const failOn = () =>
  new Option('--fail-on <level>', 'what makes the exit code 1; each level has those before it')
    .choices(FAIL_ON)
    .default<FailOn>('error');
export const config = () =>
  new Option(
    '--config <file>',
    'findings that are accepted (default: hyperplane.yaml beside them)',
  );

export const SCENARIO =
  'a .yaml or .json file, a .ts or .js module (it is run: it is code), - for stdin';
