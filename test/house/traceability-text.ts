import type { Row, Section } from './traceability.ts';

export const FILE = 'src/evidence/TRACEABILITY.md';

const HEAD = `# From AWS's page to this code

Every statement of AWS's page [Giving Lambda functions access to resources in an Amazon VPC](https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html)
(the edition that speaks of 30 idle days), in our own words and in its order: the rule that carries it
(\`hyperplane facts IDLE-3\`), the code, the test that would fail without it, the scenario that shows it. What
is not simulated says why. Written by \`npm run traceability\` from \`test/house/traceability.ts\`; a test
checks that it is current and that all it names exists.
`;

/** The table as Markdown, with links from where the file lies. */
export function traceabilityText(sections: readonly Section[]): string {
  let number = 0;
  const parts = sections.map(({ title, rows }) => {
    const lines = rows.map((row) => {
      number += 1;
      return lineOf(number, row);
    });
    return `\n## ${title}\n\n| | the page says | rules | code | tests | scenarios |\n|---|---|---|---|---|---|\n${lines.join('')}`;
  });
  return HEAD + parts.join('');
}

function lineOf(number: number, { says, rules, code, tests, scenarios, not }: Row): string {
  const files = [...new Set((tests ?? []).map(([file]) => file))];
  const cells = [
    String(number),
    not === undefined ? says : `${says} *${not}*`,
    (rules ?? []).join(', '),
    linked(code ?? []),
    linked(files),
    linked((scenarios ?? []).map((file) => `scenarios/${file}`)),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function linked(files: readonly string[]): string {
  return files.map((file) => `[${file.replace(/^\w+\//, '')}](../../${file})`).join(', ');
}
