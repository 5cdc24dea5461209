import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../scenario/limits.ts';
import { readText } from './read.ts';

const MANIFEST = z.object({
  version: z.string(),
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string(), directoryName: z.string(), stackName: z.string() })
        .partial()
        .optional(),
    }),
  ),
});

const NESTING_MAX = 8;

/** The templates of a folder that the CDK wrote, each a stack by itself; none of another folder. */
export function templatesOfAssembly(folder: string, depth = 0): string[] {
  const path = join(folder, 'manifest.json');
  const parsed = existsSync(path) ? MANIFEST.safeParse(jsonIn(path)) : null;
  if (parsed?.success !== true || depth > NESTING_MAX) return [];
  return Object.values(parsed.data.artifacts).flatMap(({ type, properties }) => {
    const { templateFile, directoryName } = properties ?? {};
    if (type === 'aws:cloudformation:stack' && templateFile !== undefined) {
      return [join(folder, templateFile)];
    }
    const isInner = type === 'cdk:cloud-assembly' && directoryName !== undefined;
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
