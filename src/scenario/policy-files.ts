import { readPolicyText } from '../access/text.ts';
import type { Draft, Path } from './issues.ts';
import type { Salvaged } from './salvage.ts';
import { PolicyFile } from './schema-roles.ts';
import type { ReadFile } from './traces.ts';

/** What the files say that policies of a scenario refer to. */
export interface PolicyFiles {
  drafts: Draft[];
  /** The document itself, of a file the one that it holds. */
  found(document: unknown): unknown;
}

/** @param options file: the name of the scenario; issues in a policy name it from there */
export function readPolicyFiles(
  salvaged: Salvaged | null,
  options: { file: string; readFile?: ReadFile },
): PolicyFiles {
  const drafts: Draft[] = [];
  const documents = new Map<string, unknown>();
  for (const { file, path } of salvaged === null ? [] : usesIn(salvaged)) {
    if (documents.has(file.path)) continue;
    documents.set(file.path, null);
    const text = options.readFile?.(file.path) ?? null;
    if (text === null) {
      const message = `the policy \`${file.path}\` cannot be read`;
      drafts.push({ path, message, mend: 'its path counts from the folder of the scenario' });
      continue;
    }
    const reading = readPolicyText(text);
    if (reading.ok) {
      documents.set(file.path, reading.document);
      continue;
    }
    const name = options.file.slice(0, options.file.lastIndexOf('/') + 1) + file.path;
    const help = reading.mended === null ? '' : `; \`hyperplane check --fix ${name}\` mends it`;
    for (const { line, column, message, mend } of reading.problems) {
      drafts.push({ path: [], file: name, place: { line, column }, message, mend: mend + help });
    }
  }
  const found = (document: unknown) =>
    document instanceof PolicyFile ? documents.get(document.path) : document;
  return { drafts, found };
}

interface Use {
  file: PolicyFile;
  path: Path;
}

function usesIn({ file, actions }: Salvaged): Use[] {
  const uses: Use[] = [];
  const add = (document: unknown, path: Path) => {
    if (document instanceof PolicyFile) uses.push({ file: document, path });
  };
  for (const section of ['roles', 'callers'] as const) {
    for (const [id, { policies, boundary }] of Object.entries(file[section] ?? {})) {
      for (const { document } of policies) add(document, [section, id, 'policies']);
      add(boundary?.document, [section, id, 'boundary']);
    }
  }
  for (const { document } of file.scps ?? []) add(document, ['scps']);
  for (const [index, action] of (file.timeline ?? []).entries()) {
    if (action.action !== 'putRolePolicy') continue;
    add(action.document, ['timeline', actions[index]!, 'policy']);
  }
  return uses;
}
