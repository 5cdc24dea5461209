import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AcceptEntry, acceptFindings } from '../../src/findings/accept.ts';
import { mergeFindings, type Told } from '../../src/findings/merge.ts';

const TODAY = '2026-11-30';
const entry = (more: Partial<AcceptEntry> = {}): AcceptEntry => {
  return { id: 'one-az', subject: 'Shop', until: null, reason: 'known', ...more };
};
const finding = (more: Partial<Told> = {}): Told => ({
  ...{ id: 'one-az', rule: 'SHARE-2', severity: 'warning', subject: 'Shop' },
  ...{ message: 'One zone.', mend: 'Add one.', where: 'a.yaml:1:1' },
  ...more,
});
const judge = (more: Partial<AcceptEntry>, about: Partial<Told> = {}) => {
  const { findings, matches } = acceptFindings([finding(about)], [entry(more)], TODAY);
  return { ...findings[0]!, matches: matches[0]! };
};

describe('an entry is about findings of its id and subject', () => {
  test.each([
    ['Shop', 'Shop', true],
    ['Shop', 'Sho', false],
    ['Shop', 'Shop2', false],
    ['Shop', 'shop', false],
    ['Shop', '*', true],
    ['Shop', 'S*', true],
    ['Shop', '*p', true],
    ['Shop', 'S*p', true],
    ['Shop', 'Shop*', true],
    ['Shop', '*Shop*', true],
    ['Shop', 'Sh*hop', false],
    ['aba', 'ab*ba', false],
    ['abab', 'ab*ab', true],
    ['net/A', '*/A', true],
    ['net/A', 'net/*', true],
    ['net/A', 'A', false],
    ['a.b', 'a?b', false],
    ['a.b', 'a.b', true],
    ['f, g, h and 2 more', 'f, *', true],
    ['axbxc', 'a*b*c', true],
    ['acb', 'a*b*c', false],
    ['', '*', true],
  ])('%j and %j', (subject, pattern, matches) => {
    const judged = judge({ subject: pattern }, { subject });
    expect(judged.accepted).toEqual(matches ? { reason: 'known', until: null } : null);
    expect(judged.matches).toBe(matches ? 1 : 0);
  });

  test('another id is another finding', () => {
    expect(judge({ id: 'public-subnet' })).toMatchObject({ accepted: null, matches: 0 });
  });

  test('a subject matches itself and every pattern made of its parts', () => {
    const word = fc.string({ maxLength: 12 }).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), word, (parts, filling) => {
        const subject = parts.join(filling);
        expect(judge({ subject: parts.join('*') }, { subject }).matches).toBe(1);
        expect(judge({ subject }, { subject }).matches).toBe(1);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an entry holds to the end of its last day', () => {
  test.each([
    ['2026-11-29', null],
    ['2026-11-30', '2026-11-30'],
    ['2026-12-01', '2026-12-01'],
    ['1999-12-31', null],
    ['2100-01-01', '2100-01-01'],
  ])('until %s', (until, accepted) => {
    const judged = judge({ until });
    expect(judged.accepted?.until ?? null).toBe(accepted);
    expect(judged.expired?.until ?? null).toBe(accepted === null ? until : null);
    expect(judged.matches).toBe(1);
  });

  test('one that is over does not hide one that holds', () => {
    const entries = [entry({ until: '2020-01-01' }), entry({ reason: 'again' })];
    const { findings, matches } = acceptFindings([finding()], entries, TODAY);
    expect(findings[0]).toMatchObject({ accepted: { reason: 'again' } });
    expect(findings[0]).not.toHaveProperty('expired');
    expect(matches).toEqual([1, 1]);
  });
});

test('nothing else of a finding changes, and their order stays', () => {
  const all = [finding(), finding({ subject: 'Other' }), finding({ id: 'no-way-out' })];
  const { findings } = acceptFindings(all, [entry()], TODAY);
  expect(findings.map(({ accepted: _, ...rest }) => rest)).toEqual(all);
});

describe('equal findings are one row', () => {
  test('with all subjects and all places, each once', () => {
    const alike = ['A', 'B', 'A'].map((subject, at) =>
      finding({ subject, where: `a.yaml:${1 + (at % 2)}:1` }),
    );
    const { subject: _, where: __, ...said } = finding();
    expect(mergeFindings(alike)).toEqual([
      { ...said, subjects: ['A', 'B'], places: ['a.yaml:1:1', 'a.yaml:2:1'] },
    ]);
  });

  test.each([
    ['id', { id: 'public-subnet' }],
    ['severity', { severity: 'error' }],
    ['message', { message: 'Two zones.' }],
    ['mend', { mend: 'Leave it.' }],
    ['decision', { accepted: { reason: 'known', until: null } }],
    ['past decision', { accepted: null, expired: { reason: 'known', until: '2020-01-01' } }],
  ] as const)('another %s is another row', (_, more) => {
    expect(mergeFindings([finding(), finding(more)])).toHaveLength(2);
  });

  test('what is accepted comes last, the rest in its order', () => {
    const accepted = { reason: 'known', until: null };
    const told = [finding({ accepted }), finding({ message: 'b' }), finding({ message: 'c' })];
    expect(mergeFindings(told).map(({ message }) => message)).toEqual(['b', 'c', 'One zone.']);
  });

  test('what has no place has none', () => {
    expect(mergeFindings([finding({ where: null })])[0]!.places).toEqual([]);
  });
});
