import type { Where } from '../templates/types.ts';

/** `file:line:column`, as far as it is known. */
export function placeText({ file, line, column }: Where): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}
