import { escapeShell } from '../diagnostics/escape.ts';

/** The option that settles something, as a shell must be given it. */
export const paramMend = (name: string, value: string): string =>
  `--param ${escapeShell(`${name}=${value}`)}`;
