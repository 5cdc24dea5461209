/** `npm test`: types, lint, dead code, then all tests; closes with the line `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const REPORT = '.cache/tests.json';
const CHECKS: [string, string[]][] = [
  ['types', ['tsc', '-p', '.']],
  ['types of the page', ['tsc', '-p', '.config/tsconfig.page.json']],
  ['lint', ['biome', 'check', '.']],
  ['dead code', ['knip', '--config', '.config/knip.json']],
];

function run(command: string, args: readonly string[]): number {
  return (
    spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ?? 1
  );
}

mkdirSync('.cache', { recursive: true });
rmSync(REPORT, { force: true });
const failedChecks = CHECKS.filter(([, args]) => run('npx', ['--no-install', ...args]) !== 0);
const only = process.argv.slice(2);
const status = run('npx', [
  '--no-install',
  'vitest',
  'run',
  '-c',
  '.config/vitest.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${REPORT}`,
  ...only,
]);
let passed = 0;
let failed = failedChecks.length;
try {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  passed = report.numPassedTests;
  // A file that cannot be loaded fails without a test in it.
  const brokenFiles = report.testResults.filter(
    (file: { status: string; assertionResults: unknown[] }) =>
      file.status === 'failed' && file.assertionResults.length === 0,
  );
  failed += report.numFailedTests + brokenFiles.length;
} catch {
  failed += 1;
}
for (const [name] of failedChecks) console.error(`The check of ${name} failed.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = status !== 0 || failed > 0 || passed === 0 ? 1 : 0;
