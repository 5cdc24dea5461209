import { defineConfig } from 'vitest/config';

/** The tests that Stryker asks about a mutant: those of the engine, the model, the runs, and
 * the golden traces. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: [
      'test/engine/**/*.test.ts',
      'test/model/**/*.test.ts',
      'test/run/**/*.test.ts',
      'test/scenarios/golden.test.ts',
    ],
    testTimeout: 60_000,
  },
});
