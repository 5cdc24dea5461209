import { expect, test } from 'vitest';
import { PARAMETERS } from '../../src/evidence/parameters.ts';
import { RULES } from '../../src/evidence/rules.ts';

const COUNTS = {
  SHARE: 7,
  STATE: 11,
  ENI: 8,
  CAP: 6,
  IDLE: 6,
  LIMIT: 4,
  API: 5,
  IAM: 7,
  NET: 6,
  LOAD: 4,
  TIME: 1,
  CONN: 4,
  ADDR: 3,
  ASYNC: 2,
};

const entries = Object.entries(RULES);

test('every rule of the model is explained, in the order of the model within its family', () => {
  const expected = Object.entries(COUNTS).flatMap(([family, count]) =>
    Array.from({ length: count }, (_, i) => `${family}-${i + 1}`),
  );
  for (const family of Object.keys(COUNTS)) {
    const ofFamily = (ids: string[]) => ids.filter((id) => id.startsWith(`${family}-`));
    expect(ofFamily(Object.keys(RULES))).toEqual(ofFamily(expected));
  }
  expect(entries).toHaveLength(expected.length);
});

test.each(entries)('%s: it says so in one to three sentences of its own', (_id, { says }) => {
  const sentences = says.split(/(?<=[.:]) (?=[A-Z])/);
  expect(says).toMatch(/^[A-Z].*\.$/);
  expect(sentences.length).toBeLessThanOrEqual(3);
  expect(entries.filter(([, other]) => other.says === says)).toHaveLength(1);
});

test.each(entries)('%s: it rests on a source or on a stated assumption', (_id, rule) => {
  expect(rule.sources?.length ?? rule.why?.length).toBeGreaterThan(0);
});

test.each(entries)('%s: the parameters it uses exist', (_id, { parameters = [] }) => {
  expect(Object.keys(PARAMETERS)).toEqual(expect.arrayContaining([...parameters]));
  expect(new Set(parameters).size).toBe(parameters.length);
});

test('every parameter belongs to a rule', () => {
  const used = new Set(entries.flatMap(([, { parameters = [] }]) => parameters));
  expect([...used].sort()).toEqual(Object.keys(PARAMETERS).sort());
});

test('the limits that a rule spells out are the limits of the table', () => {
  expect(RULES['LIMIT-3'].says).toContain(`${PARAMETERS.subnetsPerConfigMax.value} subnets`);
  expect(RULES['LIMIT-3'].says).toContain(
    `${PARAMETERS.securityGroupsPerConfigMax.value} security groups`,
  );
});
