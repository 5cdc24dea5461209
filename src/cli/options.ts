import { Option } from '@commander-js/extra-typings';

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

export const SCENARIO =
  'a .yaml or .json file, a .ts or .js module (it is run: it is code), - for stdin';
