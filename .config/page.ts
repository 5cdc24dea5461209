import { build } from 'esbuild';

/** Bundles the page of `hyperplane demo`: `page.js` and `page.css`, which the command joins. */
export async function buildPage(outdir: string): Promise<void> {
  await build({
    entryPoints: { page: 'src/demo/page/main.tsx', 'page-style': 'src/demo/page/style.css' },
    outdir,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
}
