/**
 * `npm run prepare`: the library by tsc (modules and types), the command line and the page by esbuild.
 * One file a command loads in half the time of a few hundred modules.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { buildPage } from './page.ts';

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync('npx', ['--no-install', 'tsc', '-p', '.config/tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

await build({
  // The worker is loaded by its name, from beside whatever starts it.
  entryPoints: { main: 'src/cli/main.ts', worker: 'src/experiments/worker.ts' },
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // The CommonJS half of jsonc-parser hides its parts from the bundler.
  mainFields: ['module', 'main'],
  // tsx and piscina find their own files beside themselves.
  external: ['tsx', 'tsx/*', 'piscina'],
  // CommonJS packages inside an ES module ask for `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  logLevel: 'warning',
});

await buildPage('dist/demo');
