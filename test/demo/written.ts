import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { buildPage } from '../../.config/page.ts';
import type { PageData } from '../../src/demo/lesson.ts';
import { call } from '../cli/calls.ts';

export interface Written {
  path: string;
  html: string;
  data: PageData;
  remove: () => void;
}

/** The page as `hyperplane demo --out` writes it, bundled from the present sources. */
export async function writtenPage(...args: string[]): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'hyperplane-demo-'));
  await built();
  const path = join(folder, 'lesson.html');
  const { code, err } = await call(['demo', ...args, '--out', path]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const html = readFileSync(path, 'utf8');
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)!;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { path, html, data: JSON.parse(json), remove };
}

/** Builds beside the place and moves, since other tests read what is there at the same time. */
async function built(): Promise<void> {
  mkdirSync('dist/demo', { recursive: true });
  const folder = mkdtempSync(join('dist', 'page-'));
  await buildPage(folder);
  for (const name of readdirSync(folder)) {
    renameSync(join(folder, name), join('dist', 'demo', name));
  }
  rmSync(folder, { recursive: true });
}
