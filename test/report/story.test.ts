import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLAIN } from '../../src/report/palette.ts';
import { storyOf } from '../../src/report/story.ts';
import { crowd, LIFE, type Run, runOf, VPC } from './runs.ts';

const tell = ({ result, frames }: Run, linesMax?: number) =>
  storyOf(result, frames, linesMax === undefined ? {} : { linesMax });

test('a story reads as one', async () => {
  await expect(tell(runOf(LIFE))).toMatchFileSnapshot('golden/life.txt');
});

test('every rule that made a row stands in the story', () => {
  for (const run of [runOf(LIFE), runOf(crowd(30))]) {
    const story = tell(run, 10_000);
    for (const { rows } of run.frames) {
      for (const { rule } of rows) expect(story).toMatch(new RegExp(`[[ ]${rule}[,\\]]`));
    }
  }
});

test('no line is longer than asked for', () => {
  const run = runOf(LIFE);
  for (const width of [100, 120]) {
    const lines = storyOf(run.result, run.frames, { width }).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  }
});

test('things of one kind at one moment are one line', () => {
  const story = tell(runOf(crowd(300)));
  expect(story).toContain('fn-1 and 299 more  are created: Pending (Creating)');
  expect(story).toContain('fn-2 and 298 more  join a/web and wait for the same ENI');
  expect(story).toContain('fn-1 and 299 more  are Active after 2m');
  expect(story).toContain('fn-5 and 294 more  leave a/web too');
  expect(story.split('\n').length).toBeLessThan(30);
});

test('calls of a rare caller are one line until something else happens to it', () => {
  const story = tell(runOf(LIFE));
  expect(story).toMatch(/ 2h {2}orders +runs 6 times until 5d \[LOAD-1\]/);
});

test('a refused call is told once, with AWS’s code and text', () => {
  const story = tell(runOf(LIFE)).replace(/\s+/g, ' ');
  const refusals = story.match(/10s checkout publish is refused/g);
  expect(refusals).toHaveLength(1);
  expect(story).toContain(
    'ResourceConflictException (409): The operation cannot be performed at this time. An update ' +
      'is in progress for resource: arn:aws:lambda:us-east-1:111122223333:function:checkout ' +
      '(as expected) [STATE-6]',
  );
});

test('what a call was answered comes before what it brought about', () => {
  const functions = `functions: { f: { ${VPC} } }`;
  const timeline = 'timeline: [{ at: 7m, update: f, code: true }]';
  const run = runOf(`${functions}\n${timeline}`, { eniCreation: '8m' });
  const [refused, ...effects] = tell(run)
    .split('\n')
    .filter((text) => /^ +7m /.test(text));
  expect(refused).toContain('update is refused');
  expect(effects.join()).toMatch(/is Failed: InternalError/);
});

test('a version that leaves says who goes on holding what it left', () => {
  const story = tell(runOf(LIFE)).replace(/\s+/g, ' ');
  expect(story).toContain('checkout leaves a/web, still held by orders, checkout:1 [STATE-5]');
  expect(story).toContain('checkout:1 leaves a/web, still held by orders [STATE-10]');
  const crowded = tell(runOf(`${crowd(6)}timeline: [{ at: 1h, delete: fn-1 }]`));
  expect(crowded.replace(/\s+/g, ' ')).toContain('still held by fn-2, fn-3, fn-4 and 2 more');
});

test('a refused delete says what is in its way, as far as that is known', () => {
  const timeline = '[{ at: 1h, deleteSubnet: a }, { at: 1h, deleteSecurityGroup: web }]';
  const story = tell(runOf(`functions: { f: { ${VPC} } }\ntimeline: ${timeline}`));
  expect(story.match(/in\s+the\s+way:\s+eni-1\s+\(ready\)/g)).toHaveLength(2);
});

test('up to four names are spelt out, and verbs agree with them', () => {
  expect(tell(runOf(crowd(4)))).toContain('fn-1, fn-2, fn-3 and fn-4  are created: Pending');
  expect(tell(runOf(crowd(5)))).toMatch(/fn-1 and 4 more +are created: Pending/);
  expect(tell(runOf(crowd(1)))).toContain('fn-1   is created: Pending');
  const deletes = 'timeline: [{ at: 1h, deleteSubnet: a }, { at: 1h, deleteSubnet: b }]';
  expect(tell(runOf(`functions: { f: {} }\n${deletes}`))).toContain('a and b  subnets are deleted');
});

test('what the author did not expect is marked', () => {
  const story = tell(runOf(LIFE)).replace(/\s+/g, ' ');
  expect(story).toContain("The subnet ID 'a' does not exist (unexpected) [ENI-6]");
  const wrong = 'functions: { f: {} }\ntimeline: [{ at: 1d, invoke: f, expect: { error: Nope } }]';
  expect(tell(runOf(wrong))).toContain('runs (Nope was expected) [LOAD-1');
});

test('a long story keeps its beginning and its end and says how much is missing', () => {
  const run = runOf(LIFE);
  const all = tell(run, 10_000).split('\n');
  const some = tell(run, 12).split('\n');
  const whole = all.filter((line) => !line.startsWith('    '.repeat(5))).length - 1;
  expect(some.join('\n')).toContain(`… ${whole - 12} more lines; --trace FILE keeps all`);
  expect(some[0]!.trim()).toBe(all[0]!.trim());
  expect(some.at(-2)!.trim()).toBe(all.at(-2)!.trim());
});

test('colour changes nothing but colour', () => {
  const run = runOf(LIFE);
  const mark = (text: string) => `\u001b[1m${text}\u001b[0m`;
  const palette = { strong: mark, faint: mark, good: mark, warn: mark, bad: mark };
  const coloured = storyOf(run.result, run.frames, { palette });
  expect(coloured.replaceAll('\u001b[1m', '').replaceAll('\u001b[0m', '')).toBe(
    storyOf(run.result, run.frames, { palette: PLAIN }),
  );
});

test('every kind of row has words of its own', () => {
  const types = readFileSync(new URL('../../src/model/types.ts', import.meta.url), 'utf8');
  const notes = /export type Note =([^;]*);/.exec(types)![1]!.match(/'[^']+'/g)!;
  const folder = '../../src/report';
  const tellers = ['story-rows.ts', 'story-interfaces.ts', 'story-destinations.ts']
    .map((file) => readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8'))
    .join('');
  for (const note of notes) {
    const key = note.includes('.') ? note : note.slice(1, -1);
    expect(tellers).toContain(`  ${key}: `);
  }
});

test('what people wrote into a policy is told as written, whatever marks are in it', () => {
  // A key of the request that the policy does not name its value by: the value itself is told.
  const callers =
    '{ "a.dev": { policies: [ { Version: "2012-10-17", Statement: [ { Effect: Allow, ' +
    'Action: "lambda:*", Resource: "*", Condition: { StringEquals: { "aws:username": ' +
    '"{x|y} <1|2> %n %action \\x9b5m" } } } ] } ] } }';
  const functions = 'functions: { f: {} }\ntimeline: [{ at: 1s, create: f, caller: a.dev }]';
  const story = tell(runOf(`callers: ${callers}\n${functions}`));
  expect(story.replaceAll(/\s+/g, ' ')).toContain('"{x|y} <1|2> %n %action \\u009b5m"');
});
