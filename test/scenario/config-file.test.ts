import { describe, expect, test } from 'vitest';
import { configJsonSchema, parseConfig } from '../../src/scenario/config-file.ts';
import { formatIssue } from '../../src/scenario/issues.ts';

const IDS = ['one-az', 'public-subnet', 'room-unknown'] as const;
const read = (text: string) => parseConfig(text, { file: 'hyperplane.yaml', ids: IDS });

/** The issues of a text, as they are printed. */
function issuesOf(text: string): string[] {
  const parsed = read(text);
  return parsed.ok ? [] : parsed.issues.map(formatIssue);
}

const entry = (more = ''): string =>
  `accept:\n  - id: one-az\n    subject: Shop\n    reason: known\n${more}`;

test('entries are read with their dates, which may be left out', () => {
  const text = `${entry('    until: 2027-03-31\n')}  - { id: public-subnet, subject: '*', reason: wanted }\n`;
  expect(read(text)).toMatchObject({
    ok: true,
    accept: [
      { id: 'one-az', subject: 'Shop', until: '2027-03-31', reason: 'known' },
      { id: 'public-subnet', subject: '*', until: null, reason: 'wanted' },
    ],
  });
  expect(read('accept: []\n')).toMatchObject({ ok: true, accept: [] });
  expect(read('{ "accept": null }')).toMatchObject({ ok: true, accept: [] });
});

describe('dates are days that exist', () => {
  test.each(['2027-01-01', '2027-12-31', '2028-02-29', '2000-02-29', '2027-04-30'])(
    '%s',
    (date) => {
      expect(issuesOf(entry(`    until: ${date}\n`))).toEqual([]);
    },
  );
  test.each([
    ...['2027-02-29', '1900-02-29', '2027-04-31', '2027-13-01', '2027-00-10', '2027-01-00'],
    ...['2027-1-1', '31.12.2027', 'tomorrow', '2027-01-01T00:00:00Z', ' 2027-01-01x', '27-01-01'],
  ])('not %s', (date) => {
    expect(issuesOf(entry(`    until: '${date}'\n`))).toEqual([
      `hyperplane.yaml:5:12 accept.0.until: not a date (expected a date such as \`2027-03-31\`, got ${JSON.stringify(date)}).`,
    ]);
  });
});

describe('what is wrong is told with its place', () => {
  test.each([
    [
      'an id that is none',
      entry().replace('one-az', 'one-azs'),
      /:2:9 accept\.0\.id: no finding is called `one-azs`\. did you mean `one-az`\?/,
    ],
    ['an id like nothing', entry().replace('one-az', 'zzzzzzzz'), /`hyperplane facts` lists them/],
    [
      'no reason',
      entry().replace('    reason: known\n', ''),
      /:2:5 accept\.0: missing: every accepted finding needs its `reason`|:2:5 accept\.0\.reason: missing/,
    ],
    [
      'a reason of blanks',
      entry().replace('known', "'  '"),
      /:4:13 accept\.0\.reason: no reason is given/,
    ],
    [
      'a key misspelt',
      entry().replace('subject', 'subjct'),
      /:3:5 accept\.0\.subjct: unknown key `subjct`.*did you mean `subject`/,
    ],
    [
      'another key at the top',
      'acept: []\n',
      /:1:1 acept: unknown key `acept`.*did you mean `accept`/,
    ],
    [
      'a number for a reason',
      entry().replace('known', '42'),
      /:4:13 accept\.0\.reason: not the right kind/,
    ],
    [
      'a mapping for the list',
      'accept: { id: one-az }\n',
      /:1:9 accept: .*expected a list of accepted findings/,
    ],
    ['a list at the top', '- id: one-az\n', /:1:1: not accepted findings/],
    ['a text', 'nothing\n', /:1:1: not accepted findings/],
    ['nothing', '', /:1:1: the file is empty \(expected a mapping with `accept`\)/],
    ['no YAML', 'accept: [\n', /:\d+:\d+: /],
    ['the same key twice', 'accept: []\naccept: []\n', /:2:1 /],
  ])('%s', (_, text, told) => {
    const issues = issuesOf(text);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(told);
  });

  test('all of them, in the order of the file', () => {
    const text = `${entry('    until: never\n')}  - { id: one-az, subject: 7, reason: x }\n`;
    expect(issuesOf(text).map((one) => one.split(' ')[0])).toEqual([
      'hyperplane.yaml:5:12',
      'hyperplane.yaml:6:28',
    ]);
  });
});

test('its JSON Schema names the kinds of findings, each field with what it means', () => {
  const schema = JSON.parse(JSON.stringify(configJsonSchema(IDS)));
  const { items } = schema.properties.accept.anyOf[0];
  expect(items.properties.id.enum).toEqual(IDS);
  expect(items.required).toEqual(['id', 'subject', 'reason']);
  for (const one of Object.values<{ description?: string }>(items.properties)) {
    expect(one.description).toMatch(/^[A-Z]/);
  }
});
