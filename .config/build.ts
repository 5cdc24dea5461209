/**
 * `npm run prepare`: the library by tsc (modules and types), the command line and the page by esbuild.
 * One file a command loads in half the time of a few hundred modules.
 *
 * It builds beside `dist` and then gives the whole its name, so that what works goes on working while
 * a build runs, fails or is stopped; a `dist` that is current is left as it is.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { putInPlace, removeOld, STAMP, stampIn, stampOf } from './dist.ts';
import { buildPage } from './page.ts';

removeOld();
const stamp = stampOf();
if (stampIn('dist') !== stamp || process.argv.includes('--force')) await buildAll();

async function buildAll(): Promise<void> {
  const folder = join('.cache', `build-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const tsc = spawnSync(
    'npx',
    ['--no-install', 'tsc', '-p', '.config/tsconfig.build.json', '--outDir', folder],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
  await bundle(join(folder, 'cli'));
  await buildPage(join(folder, 'demo'));
  writeFileSync(join(folder, STAMP), `${stamp}\n`);
  putInPlace(folder);
}

async function bundle(outdir: string): Promise<void> {
  await build({
    // The worker is loaded by its name, from beside whatever starts it.
    entryPoints: { main: 'src/cli/main.ts', worker: 'src/experiments/worker.ts' },
    outdir,
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
}
