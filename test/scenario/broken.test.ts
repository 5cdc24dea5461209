import { expect, test } from 'vitest';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { SHAPES_OF_FUNCTIONS } from './broken-functions.ts';
import { NETWORKS } from './broken-network.ts';
import { REFERENCES } from './broken-references.ts';
import { SURROUNDINGS } from './broken-surroundings.ts';
import { SYNTAX } from './broken-syntax.ts';
import { SHAPES_OF_TIMELINE } from './broken-timeline.ts';
import { SHAPES_OF_TOP } from './broken-top.ts';

const SHAPES = [...SHAPES_OF_TOP, ...SHAPES_OF_FUNCTIONS, ...SHAPES_OF_TIMELINE];
const CASES = [...SYNTAX, ...SHAPES, ...NETWORKS, ...SURROUNDINGS, ...REFERENCES];

test.for(CASES)('$claim is told with place, reason and advice', (broken) => {
  const { ok, issues } = parseScenario(broken.text, { file: 'a.yaml' });
  expect(ok).toBe(false);
  const [issue] = issues;
  expect(issue).toMatchObject({ line: broken.line, path: broken.path, severity: 'error' });
  expect(issue!.message).toContain(broken.message);
  expect(issue!.mend ?? '').toContain(broken.mend);
  if (broken.mend !== '') expect(issue!.mend).not.toBeNull();
  if (broken.expected !== undefined) expect(issue!.expected).toContain(broken.expected);
  expect(issues.map(formatIssue)).toHaveLength(broken.issues ?? 1);
});

test('there are more than 100 broken scenarios, each with a claim of its own', () => {
  expect(new Set(CASES.map(({ claim }) => claim)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThan(100);
});

test('no message speaks of the library that found it', () => {
  for (const { text } of CASES) {
    for (const issue of parseScenario(text, { file: 'a.yaml' }).issues) {
      expect(formatIssue(issue)).not.toMatch(/invalid input|undefined|NaN|zod|\[object/i);
    }
  }
});
