import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { type Parts, pageHtml } from '../demo/html.ts';
import { type Lesson, readLesson } from '../demo/lesson.ts';
import { escapeLine } from '../diagnostics/escape.ts';
import { thousands } from '../report/format.ts';
import { FRAMES_MAX } from '../run/record.ts';
import { simulate } from '../run/simulate.ts';
import { formatIssue, settle } from '../scenario/issues.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { readYaml } from '../scenario/yaml-source.ts';
import { EXIT, InputError } from './failure.ts';
import { Outbox } from './files.ts';
import type { Io } from './io.ts';
import { loadScenario } from './load.ts';
import { readText } from './read.ts';
import { serve } from './serve.ts';
import { version } from './version.ts';

export interface DemoOptions {
  port: number;
  out?: string | undefined;
  profile?: Profile | undefined;
}

/** Lessons and scenarios are shipped beside `dist`, and lie beside `src` as well. */
const LESSONS = fileURLToPath(new URL('../../scenarios/lessons', import.meta.url));
const LESSON_BYTES_MAX = 1e6;

/** `hyperplane demo`: the page with the lessons, served on this machine or written as one file. */
export async function demoCommand(
  file: string | undefined,
  options: DemoOptions,
  io: Io,
): Promise<number> {
  const html = await demoPage(file, options, io);
  if (options.out === undefined) return await serve(html, options.port, io);
  const outbox = new Outbox();
  try {
    outbox.open(options.out).write(html);
    outbox.commit();
  } finally {
    outbox.abandon();
  }
  io.out(`wrote ${escapeLine(options.out)}: open it in a browser, it needs no network\n`);
  return EXIT.done;
}

/** The page with all lessons and, first if it is given, a scenario of one's own. */
async function demoPage(
  file: string | undefined,
  { profile }: Pick<DemoOptions, 'profile'>,
  io: Io,
): Promise<string> {
  const scenarios = new Map<string, Scenario>();
  const add = async (path: string) => {
    const scenario = await loadScenario(path, profile, io);
    if (!scenarios.has(scenario.name)) scenarios.set(scenario.name, scenario);
    return scenario.name;
  };
  const first = file === undefined ? null : await add(file);
  if (first !== null) refuseLong(file!, scenarios.get(first)!);
  const lessons: Lesson[] = [];
  for (const name of readdirSync(LESSONS).sort()) {
    if (!name.endsWith('.yaml')) continue;
    const lesson = lessonOf(join(LESSONS, name));
    lessons.push({ ...lesson, scenario: await add(join(LESSONS, lesson.scenario)) });
  }
  const all = [...scenarios.values()];
  return pageHtml(partsOf(), { version: version(), scenarios: all, lessons, first });
}

/** @throws InputError when the page could not record the run */
function refuseLong(file: string, scenario: Scenario): void {
  const stepsMax = FRAMES_MAX + 1;
  if (simulate(scenario, { stepsMax }).events <= FRAMES_MAX) return;
  const most = thousands(FRAMES_MAX);
  const mend = 'take a shorter `until` or fewer functions; `hyperplane run` has no such limit';
  throw new InputError(`${file}: its run has more than the ${most} steps a page keeps; ${mend}`);
}

/** @throws InputError when the file is no lesson */
function lessonOf(path: string): Lesson {
  const { drafts, places, value } = readYaml(readText(path, LESSON_BYTES_MAX), path);
  if (drafts.length > 0) {
    throw new InputError(settle(drafts, places).map(formatIssue));
  }
  const lesson = readLesson(basename(path, '.yaml').replace(/^\d+-/, ''), value);
  if (!Array.isArray(lesson)) return lesson;
  throw new InputError(lesson.map((problem) => `${path}: ${problem}`));
}

/** The bundle lies in `dist/demo`, whether this runs from `dist/cli` or from `src/cli`. */
function partsOf(): Parts {
  const folder = ['../demo', '../../dist/demo']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(join(place, 'page.js')));
  if (folder === undefined) {
    const built = join(dirname(LESSONS), '..', 'dist');
    throw new InputError(`${built}: the page is not built; \`npm run prepare\` builds it`);
  }
  return partsIn(folder);
}

/** What `buildPage` wrote into a folder, packed. */
export function partsIn(folder: string): Parts {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const script = deflateSync(read('page.js'), { level: 9 }).toString('base64');
  return { script, style: read('page-style.css') };
}
