import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which rooms each room may import from, and which packages it may use. */
const ROOMS: Record<string, { rooms: string[]; packages: string[] }> = {
  diagnostics: { rooms: [], packages: [] },
  engine: { rooms: [], packages: ['seedrandom', 'd3-random'] },
  evidence: { rooms: ['engine', 'scenario/types'], packages: [] },
  network: { rooms: ['evidence'], packages: ['ip-address'] },
  access: { rooms: [], packages: ['ip-address', 'jsonc-parser'] },
  scenario: {
    rooms: ['diagnostics', 'engine', 'evidence', 'access', 'network'],
    packages: ['zod', 'yaml', 'ip-address'],
  },
  findings: {
    rooms: ['evidence', 'access', 'network', 'scenario/types'],
    packages: [],
  },
  model: { rooms: ['access', 'scenario/types', 'engine/kernel'], packages: [] },
  load: { rooms: ['engine', 'scenario/types'], packages: ['d3-random'] },
  run: {
    rooms: ['engine', 'evidence', 'scenario', 'access', 'network', 'model', 'load'],
    packages: ['immer'],
  },
  experiments: {
    rooms: ['engine', 'evidence', 'scenario', 'model/types', 'run'],
    packages: ['piscina'],
  },
  templates: {
    rooms: ['diagnostics', 'evidence', 'network/types', 'scenario'],
    packages: ['yaml', 'ip-address'],
  },
  plan: {
    rooms: [
      ...['diagnostics', 'evidence', 'access', 'network', 'scenario/types', 'findings'],
      'templates/types',
    ],
    packages: [],
  },
  report: {
    rooms: [
      'diagnostics',
      'engine',
      'evidence',
      'scenario',
      'access',
      'network',
      'findings',
      'model',
      'load',
      'run',
      'experiments',
      'templates',
      'plan',
    ],
    packages: ['hyparquet-writer', '@observablehq/plot', 'linkedom'],
  },
  demo: {
    rooms: [
      'diagnostics',
      'engine',
      'evidence',
      'scenario',
      'model',
      'run',
      'report',
      'experiments/traffic-factor',
    ],
    packages: ['preact', '@preact/signals', 'zod'],
  },
  cli: {
    rooms: [
      ...[
        'diagnostics',
        'engine',
        'evidence',
        'access',
        'scenario',
        'findings',
        'run',
        'experiments',
      ],
      ...['templates', 'plan', 'report', 'demo'],
    ],
    packages: ['commander', '@commander-js/extra-typings', 'picocolors', 'tsx'],
  },
};

/** What the simulation must never ask for, and what to ask instead. */
const BANNED: [RegExp, string][] = [
  [/\bMath\.random\b/, 'draw from a named stream (ctx.draw, Streams)'],
  [/\bDate\.now\b|\bnew Date\b|\bperformance\.now\b/, 'use the simulated time (ctx.nowMs)'],
  [/\bprocess\.|\bfrom 'node:/, 'leave files and the process to cli/'],
];
/** The page draws for people, who wait: it may look at the clock. */
const MAY_TOUCH_THE_WORLD = ['cli', 'demo/page'].map((place) => join('src', place, '/'));

interface Source {
  path: string;
  room: string;
  text: string;
  imports: { from: string; typeOnly: boolean }[];
}

function sourcesOf(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const found = text.matchAll(/^(?:import|export)\s(type\s)?[^';]*?from\s+'([^']+)'/gm);
      const imports = [...found].map(([, type, from]) => {
        return { from: from!, typeOnly: type !== undefined };
      });
      const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)];
      imports.push(...dynamic.map(([, from]) => ({ from: from!, typeOnly: false })));
      return { path, room: name.includes(sep) ? name.split(sep)[0]! : '', text, imports };
    });
}

const sources = sourcesOf('src').filter(({ room }) => room !== '');

describe('each room imports only from the rooms before it', () => {
  test.each(sources)('$path', ({ path, room, imports }) => {
    const allowed = ROOMS[room];
    expect(allowed, `${room} is no room of the house`).toBeDefined();
    for (const { from } of imports) {
      if (from.startsWith('node:')) continue;
      if (!from.startsWith('.')) {
        const name = from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/');
        expect(allowed!.packages, `${path} imports the package ${name}`).toContain(name);
        continue;
      }
      const target = normalize(join(dirname(path), from)).slice('src/'.length);
      const fits = [room, ...allowed!.rooms].some(
        (place) => target.startsWith(`${place}/`) || target === `${place}.ts`,
      );
      expect(fits, `${path} imports ${target}`).toBe(true);
    }
  });
});

test('only run/record.ts knows immer', () => {
  const users = sources.filter(({ imports }) => imports.some(({ from }) => from === 'immer'));
  expect(users.map(({ path }) => path)).toEqual([join('src', 'run', 'record.ts')]);
});

test('only experiments/pool.ts knows threads: the library runs in a browser', () => {
  const users = sources.filter(({ imports }) => imports.some(({ from }) => from === 'piscina'));
  const pool = join('src', 'experiments', 'pool.ts');
  expect(users.map(({ path }) => path)).toEqual([pool]);
  const reached = new Set([join('src', 'index.ts')]);
  for (const path of reached) {
    const text = readFileSync(path, 'utf8');
    for (const [, type, from] of text.matchAll(
      /^(?:import|export)\s(type\s)?[^';]*?from\s+'(\.[^']+)'/gm,
    )) {
      if (type === undefined) reached.add(normalize(join(dirname(path), from!)));
    }
  }
  expect(reached.size).toBeGreaterThan(50);
  expect(reached).not.toContain(pool);
});

test('the simulation asks for no clock, no dice and no file of its own', () => {
  const found = sources
    .filter(({ path }) => !MAY_TOUCH_THE_WORLD.some((place) => path.startsWith(place)))
    .flatMap(({ path, text }) =>
      BANNED.filter(([pattern]) => pattern.test(text)).map(([, instead]) => `${path}: ${instead}`),
    );
  expect(found).toEqual([]);
});

test('the engine says no AWS word', () => {
  const words = /\b(aws|lambda|eni|vpc|subnet|pairing|security group)\b/i;
  const found = sources.filter(({ room, text }) => room === 'engine' && words.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

test('a file has one noun: at most 250 lines, one of types or data at most 350', () => {
  const long = sources.filter(({ path, text }) => {
    const max = /types\.ts$/.test(path) ? 350 : 250;
    return text.split('\n').length > max + 1;
  });
  expect(long.map(({ path }) => path)).toEqual([]);
});
