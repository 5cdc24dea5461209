import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const QUIET = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** A browser: the system's if there is one, else the one that npm has brought. Null: neither starts. */
export async function startBrowser(): Promise<Browser | null> {
  const own = async () => {
    const { default: bundled } = await import('@sparticuz/chromium');
    return bundled.executablePath();
  };
  for (const path of [...INSTALLED.filter((one) => existsSync(one)), null]) {
    try {
      const executablePath = path ?? (await own());
      const args = path === null ? [...QUIET, '--headless=old'] : QUIET;
      return await chromium.launch({ executablePath, args });
    } catch {
      // The next one may start.
    }
  }
  return null;
}

export interface Opened {
  page: Page;
  /** What the page said on its console, and errors of it. */
  said: string[];
  /** Whatever it asked for, itself excepted. */
  requests: string[];
}

/** Opens a file from disk as a reader would. */
export async function openFile(
  browser: Browser,
  path: string,
  look: { colorScheme: 'light' | 'dark'; width: number },
): Promise<Opened> {
  const viewport = { width: look.width, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme: look.colorScheme });
  const opened: Opened = { page, said: [], requests: [] };
  page.on('console', (message) => opened.said.push(message.text()));
  page.on('pageerror', (error) => opened.said.push(String(error)));
  page.on('request', (request) => opened.requests.push(request.url()));
  await page.goto(`file://${path}`);
  opened.requests.shift();
  return opened;
}

/** What axe finds wrong, a line for each rule. */
export async function violationsOn(page: Page): Promise<string[]> {
  // Injected over the debugger's line, which the page's own policy does not bar.
  await page.evaluate(axe.source);
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
    '(async () => (await axe.run()).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))()',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Where pictures are kept for whoever wants to look at them. */
export function artefact(name: string): string {
  const folder = '.cache/report';
  mkdirSync(folder, { recursive: true });
  return `${folder}/${name}`;
}
