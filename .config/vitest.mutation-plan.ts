import { defineConfig } from 'vitest/config';

/**
 * The tests that Stryker asks about a mutant of what is planned and found: those that take little.
 * `MUTATION_TESTS=a.test.ts,b.test.ts` asks only these: quicker, and the score is then a lower bound.
 */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: process.env['MUTATION_TESTS']?.split(',') ?? [
      'test/plan/**/*.test.ts',
      'test/findings/**/*.test.ts',
    ],
    exclude: ['test/plan/facts.test.ts', 'test/findings/laws.test.ts'],
    testTimeout: 60_000,
  },
});
