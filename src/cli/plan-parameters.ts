import { LIMITS } from '../scenario/limits.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { InputError } from './failure.ts';
import { readText } from './read.ts';

/**
 * Parameters as given on the command line: `Name=value`, or `@file` with many of them; what is
 * given later counts.
 * @throws InputError when one has no name or a file cannot be read
 */
export function parametersOf(
  given: readonly string[],
  file: string | undefined,
): Map<string, string> {
  const parameters = new Map<string, string>();
  if (file !== undefined) readParameters(file, parameters);
  for (const one of given) {
    if (one.startsWith('@')) readParameters(one.slice(1), parameters);
    else if (!enterText(one, parameters)) {
      throw new InputError(`--param: ${JSON.stringify(one)} has no name; write Name=value`);
    }
  }
  return parameters;
}

/** `[{ ParameterKey, ParameterValue }]`, `{ Parameters: { Name: value } }`, or a plain mapping. */
function readParameters(file: string, into: Map<string, string>): void {
  if (file.endsWith('.toml')) {
    const mend = 'write what its `parameter_overrides` hold as --param Name=value';
    throw new InputError(`${file}: TOML is not read; ${mend}`);
  }
  const { drafts, value, places } = readYaml(readText(file, LIMITS.fileBytes), file);
  const [broken] = drafts;
  if (broken !== undefined) {
    const { line, column } = broken.place ?? places.find(broken.path, 'value');
    throw new InputError(`${file}:${line}:${column}: ${broken.message}`);
  }
  const inner = isObject(value) ? (value['Parameters'] ?? value) : value;
  if (Array.isArray(inner)) {
    for (const [index, one] of inner.entries()) enter(one, index, file, into);
  } else if (isObject(inner)) {
    for (const [name, one] of Object.entries(inner)) into.set(name, textOf(one, name, file));
  } else {
    const mend = 'write { "Name": "value" }, or a list with ParameterKey and ParameterValue';
    throw new InputError(`${file}:1:1: no parameters; ${mend}`);
  }
}

function enter(one: unknown, index: number, file: string, into: Map<string, string>): void {
  const [key, value] = isObject(one) ? [one['ParameterKey'], one['ParameterValue']] : [];
  if (typeof one === 'string' && enterText(one, into)) return;
  // The value that is deployed already is not told.
  if (typeof key === 'string' && isObject(one) && one['UsePreviousValue'] === true) return;
  if (typeof key === 'string') into.set(key, textOf(value ?? '', key, file));
  else throw new InputError(`${file}: entry ${index + 1} has no ParameterKey`);
}

/** `Name=value`, or the two words in which the commands of AWS write it; false when neither. */
function enterText(text: string, into: Map<string, string>): boolean {
  const [, key, value] = /^ParameterKey=(.+?),ParameterValue=(.*)$/s.exec(text) ?? [];
  if (key !== undefined && value !== undefined) {
    into.set(key, value.replaceAll('\\,', ','));
    return true;
  }
  const end = text.indexOf('=');
  if (end > 0) into.set(text.slice(0, end), text.slice(end + 1));
  return end > 0;
}

function textOf(value: unknown, name: string, file: string): string {
  if (Array.isArray(value)) return value.map((one) => textOf(one, name, file)).join(',');
  if (isObject(value)) throw new InputError(`${file}: ${name} is a mapping; give a text or a list`);
  return String(value ?? '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
