/**
 * The event queue beside others: the C++ standard library (where there is g++) and queues of npm.
 * Run: npx tsx bench/queue.ts [rounds]. Writes .cache/bench/queue.json.
 */
import { writeFileSync } from 'node:fs';
import { CACHE, Contender, contest, GAP_NAMES, gapsFile, reference, script } from './contest.ts';

/** One line of the result: million operations a second of each contender, ours first. */
export interface Line {
  what: string;
  size: number;
  gaps: string;
  speeds: Record<string, number>;
  /** Ours to each other's. */
  ratios: Record<string, number>;
  /** Whether all who promise the whole order popped the same. */
  isSame: boolean;
}

interface Bout {
  what: string;
  size: number;
  gaps: string;
  /** Task of each contender. */
  tasks: Record<string, string>;
}

const NPM = ['flatqueue', 'heapify', 'tinyqueue', 'heap-js'];
/** Their order of equal times is open, or what they hash is something else. */
const UNORDERED = new Set(['flatqueue', 'heapify', 'simjs']);

const hold = { hyperplane: 'hold', 'C++': 'hold' };
const allHold = { ...hold, ...Object.fromEntries(NPM.map((name) => [name, 'hold'])) };
const flatHold = { ...hold, flatqueue: 'hold', heapify: 'hold' };
const cancel = { hyperplane: 'cancel', 'C++': 'cancel', 'C++ set': 'cancel-set' };
const touch = { hyperplane: 'touch', 'C++': 'touch' };
const mmc = { hyperplane: 'mmc', kernel: 'mmc-kernel', 'C++': 'mmc', simjs: 'mmc' };

const BOUTS: Bout[] = [
  ...[1e2, 1e3, 1e4].map((size) => bout('hold', size, 'exponential', allHold)),
  // Queues of objects would take minutes here.
  ...[1e5, 1e6].map((size) => bout('hold', size, 'exponential', flatHold)),
  ...GAP_NAMES.slice(1).map((gaps) => bout('hold', 1e4, gaps, hold)),
  ...[1e2, 1e4, 1e5].map((size) => bout('cancel and re-arm', size, 'exponential', cancel)),
  ...[1e2, 1e4, 1e5].map((size) => bout('touch an idle timer', size, 'exponential', touch)),
  ...[1, 10].map((size) => bout('M/M/c', size, 'exponential', mmc)),
];

function bout(what: string, size: number, gaps: string, tasks: Record<string, string>): Bout {
  return { what, size, gaps, tasks };
}

async function lineOf(
  { what, size, gaps, tasks }: Bout,
  contenders: ReadonlyMap<string, Contender>,
  rounds: number,
): Promise<Line> {
  const operations = size < 1e5 ? 1_000_000 : 3 * size;
  const names = Object.keys(tasks).filter((name) => contenders.has(name));
  const slices = size < 1e5 ? 3 : size < 1e6 ? 4 : 1;
  const rest = `${size} ${operations} ${slices} ${gapsFile(gaps)}`;
  const asked = names.map((name) => [contenders.get(name)!, `${tasks[name]} ${rest}`] as const);
  const answers = await contest(asked, rounds);
  const speeds = answers.map(({ seconds }) => operations / seconds / 1e6);
  const ratios = speeds.map((speed) => speeds[0]! / speed);
  const hashes = answers.filter((_, i) => !UNORDERED.has(names[i]!)).map(({ hash }) => hash);
  const named = (values: number[]) =>
    Object.fromEntries(names.map((name, i) => [name, Number(values[i]!.toFixed(2))]));
  const isSame = new Set(hashes).size === 1;
  return { what, size, gaps, speeds: named(speeds), ratios: named(ratios), isSame };
}

function textOf({ what, size, gaps, speeds, ratios, isSame }: Line): string {
  const parts = Object.entries(speeds).map(([name, speed]) =>
    name === 'hyperplane' ? `${speed.toFixed(1)} M/s` : `${ratios[name]!.toFixed(2)}x ${name}`,
  );
  const head = `${what}, ${size}, ${gaps}`.padEnd(38);
  return `${head}${parts.join('  ')}  ${isSame ? 'same order' : 'DIFFERENT ORDER'}`;
}

/** Holds all bouts; the lines are printed as they come. */
export async function queueBench(rounds: number): Promise<Line[]> {
  const contenders = new Map([script('hyperplane'), script('kernel', 'hyperplane')].map(byName));
  for (const name of [...NPM, 'simjs']) contenders.set(name, script(name));
  const program = reference('queue');
  if (program === null) console.log('There is no g++ here: compared with npm alone.');
  else {
    contenders.set('C++', new Contender('C++', program));
    contenders.set('C++ set', new Contender('C++ set', program));
  }
  const lines: Line[] = [];
  for (const each of BOUTS) {
    const line = await lineOf(each, contenders, rounds);
    console.log(textOf(line));
    lines.push(line);
  }
  for (const contender of contenders.values()) contender.end();
  return lines;
}

function byName(contender: Contender): [string, Contender] {
  return [contender.name, contender];
}

if (process.argv[1]?.endsWith('queue.ts')) {
  const lines = await queueBench(Number(process.argv[2] ?? 4));
  writeFileSync(`${CACHE}/queue.json`, `${JSON.stringify(lines, null, 1)}\n`);
}
