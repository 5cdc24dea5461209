import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actionOf } from '../../src/demo/detour.ts';
import { type Lesson, readLesson } from '../../src/demo/lesson.ts';
import { accountOf, isNumberName } from '../../src/demo/numbers.ts';
import { placeAt, playOf } from '../../src/demo/play.ts';
import { sceneOf } from '../../src/demo/scene.ts';
import { explain } from '../../src/run/explain.ts';
import { meaningsIn } from '../../src/run/subject-names.ts';
import { readYaml } from '../../src/scenario/yaml-source.ts';
import { scenarioOf } from '../scenarios/stories.ts';

const FOLDER = join('scenarios', 'lessons');
const FILES = readdirSync(FOLDER);

function lessonIn(file: string): Lesson {
  const path = join(FOLDER, file);
  const { value } = readYaml(readFileSync(path, 'utf8'), path);
  const lesson = readLesson(basename(file, '.yaml'), value);
  if (Array.isArray(lesson)) throw new Error(lesson.join('\n'));
  return lesson;
}

test('there are at least eight lessons, and each asks before it tells', () => {
  const lessons = FILES.map(lessonIn);
  expect(lessons.length).toBeGreaterThanOrEqual(8);
  for (const { steps } of lessons) expect(steps.some(({ ask }) => ask !== undefined)).toBe(true);
});

test('not every right answer stands at the same place', () => {
  const answers = FILES.flatMap((file) => lessonIn(file).steps.map(({ ask }) => ask?.answer));
  for (const place of [1, 2, 3]) expect(answers).toContain(place);
});

describe.each(FILES)('%s', (file) => {
  const lesson = lessonIn(file);

  test('each moment lies in the run, and what is opened exists at it', async () => {
    const scenario = await scenarioOf(basename(lesson.scenario));
    expect(dirname(lesson.scenario)).toBe('..');
    for (const { at, look, change = {} } of lesson.steps) {
      if (at === undefined) continue;
      const play = playOf(scenario, change, null);
      for (const detour of change.detours ?? []) {
        expect(actionOf(detour, scenario), detour.subject).not.toBeNull();
      }
      expect(at).toBeLessThan(scenario.untilMs);
      expect(placeAt(play, at)).toBeGreaterThan(0);
      if (look === undefined) continue;
      if (isNumberName(look)) {
        const moment = play.moments[placeAt(play, at)]!;
        const scene = sceneOf(play.recording.after(moment.steps));
        expect(accountOf(look, { play, moment, scene })).not.toBeNull();
        continue;
      }
      const [meant = look] = meaningsIn(play.scenario, play.recording, look);
      const found = explain(play.scenario, meant, { ...play.options, atMs: at });
      expect('history' in found && found.history.length, `${look} at ${at}`).toBeGreaterThan(0);
    }
  });

  test('says as much in Portuguese as in English', () => {
    for (const { text } of lesson.steps) {
      const { en, pt } = text;
      expect(pt.length / en.length, en).toBeGreaterThan(0.6);
      expect(pt.length / en.length, en).toBeLessThan(1.7);
    }
  });
});

describe('a lesson that is none is told where and why', () => {
  const good = {
    scenario: '../burst.yaml',
    title: { en: 'a', pt: 'b' },
    steps: [{ text: { en: 'a', pt: 'b' } }],
  };
  const ask = { question: { en: 'a', pt: 'b' }, choices: [{ en: 'a', pt: 'b' }] };
  const cases: [string, object, RegExp][] = [
    ['no steps', { ...good, steps: [] }, /^steps: /],
    ['a missing language', { ...good, title: { en: 'a' } }, /^title\.pt: /],
    [
      'a time that is none',
      { ...good, steps: [{ ...good.steps[0], at: 'noon' }] },
      /^steps\.0\.at: not a time/,
    ],
    ['a misspelt key', { ...good, titel: 1 }, /titel/],
    [
      'a deed that nobody can do',
      {
        ...good,
        steps: [
          { ...good.steps[0], change: { detours: [{ at: '1h', deed: 'fly', subject: 'a' }] } },
        ],
      },
      /^steps\.0\.change\.detours\.0\.deed: /,
    ],
    [
      'an answer that is no choice',
      {
        ...good,
        steps: [
          {
            ...good.steps[0],
            ask: { ...ask, choices: [...ask.choices, ...ask.choices], answer: 3 },
          },
        ],
      },
      /^steps\.0\.ask\.answer: there is no such choice/,
    ],
  ];
  test.each(cases)('%s', (_, value, problem) => {
    const read = readLesson('x', value);
    expect(Array.isArray(read) && read.join('\n')).toMatch(problem);
  });

  test('and the good one is read', () => {
    expect(readLesson('x', good)).toMatchObject({ id: 'x', scenario: '../burst.yaml' });
  });
});
