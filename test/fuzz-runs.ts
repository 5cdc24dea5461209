/**
 * How many inputs a fuzz test tries: few in every test run, many where somebody asks for them.
 * `FUZZ_RUNS=100000 npx vitest run -c .config/vitest.ts fuzz` is what a release should see.
 */
export function fuzzRuns(usual: number): number {
  return Number(process.env['FUZZ_RUNS'] ?? usual);
}
