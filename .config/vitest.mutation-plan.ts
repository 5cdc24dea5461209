import { defineConfig } from 'vitest/config';

/** The tests that Stryker asks about a mutant of what is planned and found: those that take little. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/plan/**/*.test.ts', 'test/findings/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
