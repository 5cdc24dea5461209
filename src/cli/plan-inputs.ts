import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, normalize, resolve } from 'node:path';
import { LIMITS } from '../scenario/limits.ts';
import type { TemplateSource } from '../templates/types.ts';
import { templatesOfAssembly } from './cloud-assembly.ts';
import { InputError, reasonOf } from './failure.ts';
import type { Io } from './io.ts';
import { emptyAt, kindByName, programKind, projectAt } from './projects.ts';
import { DATA_FILES, MODULE_FILES, readInput, readText } from './read.ts';

const FILES_MAX = 2_000;

/** What is accepted stands here, beside the templates. */
export const CONFIG_FILE = 'hyperplane.yaml';

/** What templates are called; a file that is named by itself may be called anything. */
const TEMPLATE_FILES = [...DATA_FILES, '.template', '.cform', '.cfn'];

/**
 * The sources of a plan: each file is one stack, each folder one stack in fragments, and what the
 * CDK wrote into a folder one stack for each of its templates.
 * @throws InputError when one cannot be read, or a folder holds nothing to read
 */
export async function readSources(given: readonly string[], io: Io): Promise<TemplateSource[]> {
  const read: GivenFiles[] = [];
  for (const path of pathsOf(given)) read.push({ path, files: await filesOf(path, io) });
  return namedSources(read);
}

/** The paths, with the templates that the CDK wrote into a folder in its place. */
export function pathsOf(given: readonly string[]): string[] {
  return given.flatMap((path) => {
    const templates = isDirectory(path) ? templatesOfAssembly(path) : [];
    return templates.length > 0 ? templates : [path];
  });
}

/** What was read of one path. */
export interface GivenFiles {
  path: string;
  files: TemplateSource['files'];
}

/** Each path as a stack, with a name of its own. */
export function namedSources(given: readonly GivenFiles[]): TemplateSource[] {
  const names = namesOf(given.map(({ path }) => path));
  return given.map(({ path, files }, at) => {
    const folder = isDirectory(path) ? { folder: path } : {};
    return { name: names[at]!, ...folder, files };
  });
}

/** The files of one path, a folder's and those in it. @throws InputError as `readSources` does */
export async function filesOf(path: string, io: Io): Promise<TemplateSource['files']> {
  if (path === '-') {
    const input = await readInput(path, io);
    return [{ file: input.name, text: input.kind === 'data' ? input.text : '' }];
  }
  if (isModule(path)) {
    const program = existsSync(path) ? programKind(path, readText(path, LIMITS.fileBytes)) : null;
    if (program !== null) throw new InputError(`${path}: this is ${program}`);
    return [{ file: path, text: '' }];
  }
  if (!isDirectory(path)) {
    const kind = kindByName(path);
    if (kind !== null) throw new InputError(`${path}: this is ${kind}`);
    // Written as other templates would name it, which may nest it.
    return [{ file: normalize(path), text: readText(path, LIMITS.templateBytes) }];
  }
  const inside = entriesOf(path).map(({ name }) => name);
  const project = projectAt(path, inside);
  if (project !== null) throw new InputError(`${path}: this is ${project}`);
  const found = namesUnder(path).flatMap((file) => textAmong(file, io));
  if (found.length > 0) return found;
  const kind = emptyAt(path, inside);
  if (kind !== null) throw new InputError(`${path}: this is ${kind}`);
  throw new InputError(`${path}: holds no ${TEMPLATE_FILES.join(', ')} file`);
}

/** A file of a folder that is too large, or no text, is hardly a template. */
function textAmong(file: string, io: Io): TemplateSource['files'] {
  try {
    return [{ file, text: readText(file, LIMITS.templateBytes) }];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.err(`warning: left out: ${error.message}\n`);
    return [];
  }
}

/** A scenario that is code. */
export function isModule(path: string): boolean {
  return MODULE_FILES.includes(extname(path).toLowerCase());
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The files of a folder and of those in it, hidden ones and installed packages left out. */
function namesUnder(folder: string): string[] {
  const files: string[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) open.push(path);
      else if (entry.name === CONFIG_FILE) continue;
      else if (entry.isFile() && TEMPLATE_FILES.includes(extname(entry.name).toLowerCase())) {
        files.push(path);
      }
      if (files.length > FILES_MAX) {
        throw new InputError(`${folder}: holds more than ${FILES_MAX} files; name those to plan`);
      }
    }
  }
  return files.sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new InputError(`${folder}: cannot be read: ${reasonOf(error)}`);
  }
}

/** Stacks are called after their files, after their folders where those are alike. */
function namesOf(paths: readonly string[]): string[] {
  const plain = paths.map((path) => basename(path).replace(/(\.template)?\.\w+$/, '') || path);
  const folders = paths.map((path) => basename(dirname(resolve(path))));
  const both = paths.map((_, index) => `${folders[index]}.${plain[index]}`);
  const isDistinct = (names: string[]) => new Set(names).size === names.length;
  const numbered = paths.map((_, index) => `${plain[index]}-${index + 1}`);
  return [plain, folders, both].find(isDistinct) ?? numbered;
}

/** A template that another one names, if it is there. */
export function readBeside(file: string, from: string): { file: string; text: string } | null {
  const path = join(dirname(from), file);
  try {
    return { file: path, text: readText(path, LIMITS.templateBytes) };
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
