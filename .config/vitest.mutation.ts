import { defineConfig } from 'vitest/config';

/** The tests that Stryker asks about a mutant: those of the engine, the model and the runs. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/engine/**/*.test.ts', 'test/model/**/*.test.ts', 'test/run/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
