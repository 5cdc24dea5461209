import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '../scenario/limits.ts';
import { readText } from './read.ts';

const NESTING_MAX = 8;

/** The templates of a folder that the CDK wrote, each a stack by itself; none of another folder. */
export function templatesOfAssembly(folder: string, depth = 0): string[] {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path) || depth > NESTING_MAX) return [];
  return Object.values(fieldsOf(jsonIn(path), 'artifacts')).flatMap((artifact) => {
    const { type } = isObject(artifact) ? artifact : {};
    const { templateFile, directoryName } = fieldsOf(artifact, 'properties');
    if (type === 'aws:cloudformation:stack' && typeof templateFile === 'string') {
      return [join(folder, templateFile)];
    }
    const isInner = type === 'cdk:cloud-assembly' && typeof directoryName === 'string';
    return isInner ? templatesOfAssembly(join(folder, directoryName), depth + 1) : [];
  });
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readText(path, LIMITS.fileBytes));
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  const inner = isObject(value) ? value[name] : undefined;
  return isObject(inner) ? inner : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
