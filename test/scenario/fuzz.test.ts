import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { formatIssue } from '../../src/scenario/issues.ts';
import { parseScenario, parseScenarioObject } from '../../src/scenario/parse.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { anyFile } from './arbitrary.ts';

// A hundred thousand runs take a while.
vi.setConfig({ testTimeout: 3_600_000 });

test('a file that is right by construction is read, the same from YAML, JSON and objects', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const fromObject = parseScenarioObject(file, { file: 'a.ts' });
      const errors = fromObject.issues.filter(({ severity }) => severity === 'error');
      expect(errors.map(formatIssue)).toEqual([]);
      if (!fromObject.ok) return;
      for (const text of [JSON.stringify(file), stringify(file)]) {
        const fromText = parseScenario(text, { file: 'a.yaml' });
        if (!fromText.ok) throw new Error(fromText.issues.map(formatIssue).join('\n'));
        const plain = JSON.stringify(fromText.scenario).replaceAll(/"line":\d+/g, '"line":null');
        expect(JSON.parse(plain)).toEqual(fromObject.scenario);
      }
    }),
    { numRuns: 200 },
  );
});

test('a scenario is in order: times ascend and stay whole, and nothing is undefined', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const parsed = parseScenarioObject(file, { file: 'a.ts' });
      if (!parsed.ok) return;
      const { scenario } = parsed;
      expect(JSON.parse(JSON.stringify(scenario))).toStrictEqual(scenario);
      const times = scenario.timeline.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every(Number.isInteger)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  '- ',
  '\n',
  '\n  ',
  '\t',
  '"',
  "'",
  '&a ',
  '*a',
  '!Ref ',
  '---\n',
  '<<: ',
  '? ',
  '| ',
  '> ',
  '#',
  '%YAML 1.1\n',
  '\0',
  '\uFEFF',
  '\uD800',
  '~',
  'null',
  '.nan',
  '-1',
  '1e400',
  '0x10',
  'yes',
  '__proto__',
  'constructor',
  'f:2',
  '1d',
  '2/s',
  'none',
  ',',
] as const;

interface Mutation {
  at: number;
  cut: number;
  piece: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 12 }),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4, unit: 'binary' })),
});

function mutated(text: string, { at, cut, piece }: Mutation): string {
  const offset = Math.floor(at * text.length);
  return text.slice(0, offset) + piece + text.slice(offset + cut);
}

function survives(text: string): void {
  const parsed = parseScenario(text, { file: 'a.yaml' });
  expect(parsed.ok || parsed.issues.length > 0).toBe(true);
  for (const issue of parsed.issues) {
    expect(issue.line).toBeGreaterThan(0);
    expect(issue.column).toBeGreaterThan(0);
    expect(formatIssue(issue)).not.toMatch(/Invalid input|\[object Obj/);
  }
}

test('a broken file gives issues with a place and never throws', () => {
  const changes = fc.array(mutation, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anyFile, changes, fc.boolean(), (file, mutations, json) => {
      const text = json ? JSON.stringify(file, null, 2) : stringify(file);
      survives(mutations.reduce(mutated, text));
    }),
    { numRuns: fuzzRuns(2_000) },
  );
});

test('arbitrary text never throws', () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((all) => all.join(''));
  const noise = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(fc.property(fc.oneof(soup, noise), survives), { numRuns: fuzzRuns(2_000) });
});

/** A copy of `value` in which the part that `steps` lead to is replaced. */
function replaced(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const inner = replaced((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? inner : item));
  return { ...value, [key]: inner };
}

test('any value in any place gives a scenario or issues, never a throw', () => {
  const steps = fc.array(fc.nat(20), { maxLength: 6 });
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(anyFile, steps, anything, (file, path, value) => {
      const parsed = parseScenarioObject(replaced(file, path, value), { file: 'a.ts' });
      expect(parsed.ok || parsed.issues.length > 0).toBe(true);
      for (const issue of parsed.issues) expect(formatIssue(issue)).toMatch(/^a\.ts/);
    }),
    { numRuns: fuzzRuns(2_000) },
  );
});
