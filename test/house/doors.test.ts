import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The ways out of the program, and the files that may use each. */
const DOORS: [way: string, uses: RegExp, files: string[]][] = [
  ['the streams of the process', /\bstd(?:out|err)\b/, ['streams', 'terminal', 'tty']],
  ['the console', /\bconsole\.(?:log|info|warn|error|debug|table)\b/, []],
  ['writing to a handle', /\bwriteSync\b|\bwritevSync\b/, ['files', 'streams']],
  [
    'writing a file by its name',
    /\b(?:writeFile|appendFile)(?:Sync)?\b|\bcreateWriteStream\b|fs\/promises/,
    ['kept-runs'],
  ],
  ['answering over HTTP', /\bcreateServer\b/, ['serve']],
  [
    'the end of the process',
    /\bprocess\.(?:exit|abort|kill)\b/,
    ['files', 'main', 'streams', 'tty'],
  ],
  ['drawing on a terminal', /\btty\.write\b|\bwrite: \(text\)/, ['live', 'tty']],
];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith(join('demo', 'page')))
  .map((name) => ({ name, text: codeOf(readFileSync(join('src', name), 'utf8')) }));

function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

describe('text leaves by doors that escape it, and by no other way', () => {
  test.each(DOORS)('%s', (_, uses, files) => {
    const users = sources.filter(({ text }) => uses.test(text)).map(({ name }) => name);
    expect(users.sort()).toEqual(files.map((name) => join('cli', `${name}.ts`)));
  });
});

test('what commands are handed is behind the doors', () => {
  const program = sources.find(({ name }) => name === join('cli', 'program.ts'))!;
  expect(program.text).toMatch(/const io = guarded\(world\);/);
  expect(program.text.match(/\bworld\b/g)).toHaveLength(2);
});
