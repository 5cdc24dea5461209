import { statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageHtml } from '../../src/demo/html.ts';
import { call, folderWith } from '../cli/calls.ts';
import { type Written, writtenPage } from './written.ts';

const BYTES_MAX = 400_000;

let page: Written;
beforeAll(async () => {
  page = await writtenPage();
}, 120_000);
afterAll(() => page.remove());

test('the page is one file of less than 400 KB with all lessons in it', () => {
  expect(statSync(page.path).size).toBeLessThan(BYTES_MAX);
  expect(page.data.lessons).toHaveLength(9);
  const names = page.data.scenarios.map(({ name }) => name);
  for (const { scenario } of page.data.lessons) expect(names).toContain(scenario);
});

test('it names nothing that a browser would fetch, and forbids it besides', () => {
  const head = page.html.slice(0, page.html.indexOf('<style>'));
  const [, packed = ''] = /id="code">(.*?)<\/script>/.exec(page.html)!;
  const script = inflateSync(Buffer.from(packed, 'base64')).toString();
  expect(script).toContain('createElement');
  expect((page.html + script).match(/\ssrc=|@import|<link rel="stylesheet"/g)).toBeNull();
  expect(head).toContain("default-src 'none'");
});

test('threads, YAML, schemas and Node stay out of the bundle', async () => {
  const { metafile } = await build({
    entryPoints: ['src/demo/page/main.tsx'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const inside = Object.keys(metafile.inputs);
  expect(inside.some((name) => name.includes(join('run', 'record.ts')))).toBe(true);
  for (const name of ['piscina', 'zod', 'yaml', 'cli-table3']) {
    expect(inside.filter((path) => path.includes(`node_modules/${name}/`))).toEqual([]);
  }
});

test('no text of a scenario ends the element it stands in', () => {
  const data = { version: '</script><script>', scenarios: [], lessons: [], first: null };
  const html = pageHtml({ script: 'eJw=', style: '</style>' }, data);
  expect(html.match(/<\/script>/g)).toHaveLength(3);
  expect(html.match(/<\/style>/g)).toHaveLength(1);
});

describe('a scenario of one’s own', () => {
  const file = folderWith({
    'mine.yaml': 'name: mine\nwhy: It is mine.\nuntil: 1h\nfunctions: { a: { vpc: none } }\n',
    // A subnet in use that somebody tries to delete every second.
    'long.yaml': `name: long
why: It is long.
until: 20h
network:
  vpcs: { main: {} }
  subnets: { a: { vpc: main, cidr: 10.0.1.0/28 } }
  securityGroups: { web: { vpc: main } }
functions: { f: { vpc: { subnets: [a], securityGroups: [web] } } }
timeline: [{ at: 1h, deleteSubnet: a, retryEvery: 1s, retryFor: 18h }]
`,
    'broken.yaml': 'name: mine\nuntil: soon\nfunctions: {}\n',
  });

  test('is opened first', async () => {
    const written = await writtenPage(file('mine.yaml'));
    written.remove();
    expect(written.data.first).toBe('mine');
    expect(written.data.scenarios[0]!.name).toBe('mine');
  }, 120_000);

  test('is told with line and column when it is broken', async () => {
    const { code, err } = await call(['demo', file('broken.yaml'), '--out', file('x.html')]);
    expect(code).toBe(2);
    expect(err).toMatch(/broken\.yaml:2:8/);
  });

  test('is refused when a page could not keep it', async () => {
    const { code, err } = await call(['demo', file('long.yaml'), '--out', file('x.html')]);
    expect(code).toBe(2);
    expect(err).toContain('more than the 50,000 steps');
  });

  test.each(['70000', 'x', '-1'])('a port %s is refused', async (port) => {
    const { code, err } = await call(['demo', '--port', port]);
    expect(code).toBe(2);
    expect(err).toContain('whole number from 0 to 65,535');
  });
});

/** What the server answers to one request. */
function asked(
  port: number,
  path: string,
  host: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { host } };
    const sent = request(options, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('the server answers this machine only, one page, until Ctrl-C', async () => {
  let interrupt = () => {};
  let tell = (_: string) => {};
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const served = call(['demo', '--port', '0'], {
    out: (text) => tell(text),
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => undefined;
    },
  });
  const [, address = '', port = ''] = /^http:\/\/([\d.]+):(\d+)\//.exec(await told)!;
  expect(address).toBe('127.0.0.1');
  const own = await asked(Number(port), '/', `127.0.0.1:${port}`);
  expect(own.status).toBe(200);
  expect(own.body).toContain('<div id="app">');
  expect((await asked(Number(port), '/etc/passwd', 'localhost')).status).toBe(404);
  expect((await asked(Number(port), '/', 'elsewhere.example')).status).toBe(403);
  const taken = await call(['demo', '--port', port]);
  expect(taken.code).toBe(2);
  expect(taken.err).toContain('another program uses it');
  interrupt();
  expect((await served).code).toBe(0);
});
