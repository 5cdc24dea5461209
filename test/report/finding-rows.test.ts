import { describe, expect, test } from 'vitest';
import type { MergedFinding, Told } from '../../src/findings/merge.ts';
import { decisionText, placesText, planRows, scenarioRows } from '../../src/report/finding-rows.ts';
import { findingsText } from '../../src/report/findings-text.ts';
import { planHtml } from '../../src/report/plan-html.ts';
import { planCsv, planMarkdown, planText } from '../../src/report/plan-text.ts';
import { planned } from '../templates/planning.ts';

const SAID = {
  ...({ id: 'one-az', rule: 'SHARE-2', severity: 'warning' } as const),
  ...{ message: 'One zone.', mend: 'Add one.' },
};
const merged = (more: Partial<MergedFinding> = {}): MergedFinding => {
  return { ...SAID, subjects: ['A'], places: ['a.yaml:1:1'], ...more };
};
const places = (count: number) => Array.from({ length: count }, (_, at) => `a.yaml:${at + 1}:3`);

describe('places', () => {
  test.each([
    [0, ''],
    [1, 'a.yaml:1:3'],
    [2, 'a.yaml:1:3 and 1 more place'],
    [3, 'a.yaml:1:3 and 2 more places'],
    [12, 'a.yaml:1:3 and 11 more places'],
    [1_201, 'a.yaml:1:3 and 1,200 more places'],
  ])('%i of them', (count, text) => {
    expect(placesText(places(count))).toBe(text);
  });
});

describe('what was decided', () => {
  test.each([
    [{ accepted: { reason: 'known', until: null } }, 'Accepted: known'],
    [{ accepted: { reason: 'known', until: '2027-01-31' } }, 'Accepted until 2027-01-31: known'],
    [
      { accepted: null, expired: { reason: 'known', until: '2026-01-31' } },
      'Was accepted until 2026-01-31: known',
    ],
    [{ accepted: null }, ''],
    [{}, ''],
  ])('%j', (judged, text) => {
    expect(decisionText(judged)).toBe(text);
  });
});

test.each([
  ['a message that names its subject', { message: 'Role `A` lacks it.' }, 'Role `A` lacks it.'],
  ['a name that only looks like it', { message: 'A role lacks it.' }, 'A: A role lacks it.'],
  ['part of a name', { message: '`AB` lacks it.' }, 'A: `AB` lacks it.'],
  ['two subjects', { subjects: ['A', 'B'], message: '`A` lacks it.' }, 'A and B: `A` lacks it.'],
  ['what is not known', { id: 'room-unknown', message: 'Who knows.' }, 'Who knows.'],
] as const)('no subject is told twice: %s', (_, more, message) => {
  const { subjects = ['A'], ...rest } = more as Partial<MergedFinding>;
  expect(planRows([merged({ ...rest, subjects: [...subjects] })])[0]!.message).toBe(message);
});

test('a row of a plan begins with its subjects, one of a scenario names its own', () => {
  expect(planRows([merged({ subjects: ['A', 'B'] })])[0]!.message).toBe('A and B: One zone.');
  const told: Told = { ...SAID, subject: 'A', where: null };
  expect(scenarioRows([told])).toEqual([{ ...SAID, places: [] }]);
});

test('what is accepted is marked so, keeps its message and needs no mend', () => {
  const accepted = { reason: 'a batch \u001b[2Jjob', until: null };
  const text = findingsText(planRows([merged({ accepted })]));
  expect(text).toBe(
    '  accept   A: One zone. Accepted: a batch \\u001b[2Jjob\n           [SHARE-2 one-az] a.yaml:1:1\n',
  );
});

test('a hundred functions with one fault are one row in every report, with the place of the first', () => {
  const functions = Array.from({ length: 100 }, (_, at) => {
    const config = '{ SubnetIds: [subnet-0a], SecurityGroupIds: [sg-0a] }';
    return `  F${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }\n`;
  });
  const plan = planned(`Resources:\n${functions.join('')}`);
  expect(plan.findings).toHaveLength(100);
  const [row, ...others] = plan.findingRows;
  expect(others).toEqual([]);
  expect(row).toMatchObject({ id: 'one-az', subjects: { length: 100 }, places: { length: 100 } });
  const again = { command: 'hyperplane plan', version: '0' };
  const reports = [planText(plan), planMarkdown(plan, again), planHtml(plan, again), planCsv(plan)];
  for (const report of reports) {
    expect(report).toContain('and 99 more places');
    expect(report.split('one-az')).toHaveLength(2);
  }
});
