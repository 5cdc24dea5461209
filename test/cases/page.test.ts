import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPolicyText } from '../../src/access/text.ts';

/** The examples of AWS's page as they are printed there, and the files that the scenarios use. */
const PAGE = '../shared/domain/000_39f051560db29332.txt';
const FOLDER = 'scenarios/policies/';

const files = readdirSync(FOLDER).map((name) => readFileSync(FOLDER + name, 'utf8'));

test('IAM-7: the policies that scenarios use are sound', () => {
  for (const text of files) expect(readPolicyText(text)).toMatchObject({ ok: true });
});

/** What is wrong with each example, by its Sid; the example for a function's own code has none. */
const SLIPS: Record<string, RegExp[]> = {
  none: [/^A comma with nothing behind it$/],
  EnforceVPCFunction: [],
  EnforceOutOfVPC: [/^The `\[` of line 1 is not closed$/, /^The `\{` of line 1 is not closed$/],
  EnforceOutOfSubnet: [/^A statement stands alone/],
  EnforceOutOfSecurityGroups: [/^`\]` closes nothing$/, /^`\}` closes nothing$/],
  EnforceStayInSpecificVpc: [/^The `\[` of line 1/, /^The `\{` of line 1/],
  EnforceStayInSpecificSubnets: [/^A statement stands alone/],
  EnforceStayInSpecificSecurityGroup: [/^`\]` closes nothing$/, /^`\}` closes nothing$/],
};

test.runIf(existsSync(PAGE))(
  'IAM-7: what is wrong with the examples of the page is named, and mended into those files',
  () => {
    const examples = readFileSync(PAGE, 'utf8')
      .split('\n')
      .filter((line) => /^\{ "(Version|Sid)"/.test(line));
    expect(examples).toHaveLength(Object.keys(SLIPS).length);
    const documents = files.map((text) => JSON.parse(text));
    for (const text of examples) {
      const sid = /"Sid": "(\w+)"/.exec(text)?.[1] ?? 'none';
      const reading = readPolicyText(text);
      const problems = reading.ok ? [] : reading.problems.map(({ message }) => message);
      expect(problems).toHaveLength(SLIPS[sid]!.length);
      for (const [i, slip] of SLIPS[sid]!.entries()) expect(problems[i]).toMatch(slip);
      const document = reading.ok ? reading.document : JSON.parse(reading.mended!);
      expect(documents).toContainEqual(document);
    }
  },
);
