import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/evidence/rules.ts';
import { SOURCES, type SourceId } from '../../src/evidence/sources.ts';
import type { Source } from '../../src/evidence/sources-types.ts';
import { FINDINGS, type FindingId, UNKNOWN_FINDINGS } from '../../src/findings/catalogue.ts';
import { DESCRIPTIONS } from '../../src/findings/descriptions.ts';
import type { Told } from '../../src/findings/merge.ts';
import { told } from './told.ts';

export const FOLDER = 'docs/findings';
const EXAMPLES = join(FOLDER, 'examples');
export const IDS = Object.keys(FINDINGS) as FindingId[];

/** The page of each kind of finding, and their index, by file name. */
export async function findingPages(): Promise<Map<string, string>> {
  const examples = new Map<FindingId, Example>();
  for (const id of IDS) examples.set(id, await exampleOf(id));
  const pages = [...examples].map(([id, example]) => [`${id}.md`, pageText(id, example)] as const);
  return new Map([...pages, ['README.md', indexText(examples)]]);
}

/** A small input, and what the tool makes of it. */
interface Example {
  file: string;
  input: string;
  command: string;
  output: string;
  code: number;
  finding: Told;
}

async function exampleOf(id: FindingId): Promise<Example> {
  const name = readdirSync(EXAMPLES).find((one) => one.replace(/\.\w+$/, '') === id);
  if (name === undefined) throw new Error(`${EXAMPLES}: there is no example of ${id}`);
  const file = join(EXAMPLES, name);
  const level = (UNKNOWN_FINDINGS as readonly string[]).includes(id)
    ? ['--fail-on', 'unknown']
    : [];
  const argv = ['check', file, ...level];
  const { code, text } = await told(argv);
  const { files } = JSON.parse((await told([...argv, '--format', 'json'])).text);
  const finding = (files as { findings: Told[] }[])
    .flatMap(({ findings }) => findings)
    .find((one) => one.id === id);
  if (finding === undefined) throw new Error(`${file}: ${id} is not found in it`);
  const command = ['hyperplane', ...argv].join(' ');
  return { file, input: readFileSync(file, 'utf8'), command, output: text, code, finding };
}

function pageText(id: FindingId, example: Example): string {
  const { file, input, command, output, code, finding } = example;
  const { severity, rule, mend, subject } = finding;
  const { says, confidence, why }: Why = RULES[FINDINGS[id].rule];
  const language = file.endsWith('.json') ? 'json' : 'yaml';
  return `# ${id}

${DESCRIPTIONS[id]}

Severity here: **${severity}**. Rule: \`${rule}\` (\`hyperplane facts ${rule}\`).

## Input

[${file}](examples/${file.slice(EXAMPLES.length + 1)}):

\`\`\`${language}
${input.trimEnd()}
\`\`\`

## Output

\`\`\`console
$ ${command}
${output.trimEnd()}
\`\`\`

The exit code is ${code}.

## Why

${says} (${confidence}${why === undefined ? '' : `: ${why.replace(/\.$/, '')}`})

## Mend

${mend}

Where it is meant to be so, accept it in \`hyperplane.yaml\`:

\`\`\`yaml
accept:
  - id: ${id}
    subject: ${JSON.stringify(subject)}
    reason: why that is right here
\`\`\`

## Source

${sourceText(FINDINGS[id].source)}
`;
}

interface Why {
  says: string;
  confidence: string;
  why?: string;
}

function sourceText(id: SourceId): string {
  const { title, url, place, edition }: Source = SOURCES[id];
  const address = url === undefined ? '' : `, <${url}>`;
  const where = place === undefined ? '' : `, ${place}`;
  return `${title}${address}${where}${edition === undefined ? '' : ` (${edition})`}`;
}

function indexText(examples: ReadonlyMap<FindingId, Example>): string {
  const rows = [...examples].map(([id, { finding }]) => {
    return `| [${id}](${id}.md) | ${finding.severity} | ${DESCRIPTIONS[id]} |`;
  });
  return `# Findings

What \`hyperplane check\` and \`hyperplane plan\` find. Each page has an input, what the tool says of
it, why, and how to mend it. The severity is that of the example: what its author expects to fail is
a note, and what fails in part or later is a warning.

| finding | severity | what it is about |
| --- | --- | --- |
${rows.join('\n')}

## As a gate of a pipeline

\`\`\`console
$ hyperplane check network.yaml shop.yaml --param Stage=prod --fail-on unknown --quiet
\`\`\`

prints only what stops the pipeline, and nothing when nothing does; \`--fail-on\` says what that is
(\`hyperplane check --help\`, and [exit codes](../exit-codes.md)).

What is meant to be so is accepted in \`hyperplane.yaml\`, which lies beside the templates or in a
folder above them, up to the working directory (\`--config\` names another file):

\`\`\`yaml
accept:
  - id: one-az # the kind of finding
    subject: nightly-* # what it is about, as it is printed; * stands for any text
    until: 2027-03-31 # the last day on which it is accepted; without it, for good
    reason: a batch job that can wait for its zone
\`\`\`

Accepted findings are told as such and do not count. An entry that is over is told, and what it
accepted counts again; so is one that matches nothing. \`hyperplane schema --of config\` prints the
JSON Schema of the file, for editors.

These pages are made by \`npm run docs\` from the catalogue and the files in \`examples/\`.
`;
}
