// Contenders side by side: each a process of its own, asked in turn, round after round; the best
// answer of each counts, and only the ratio of two of them is worth anything.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Streams } from '../src/engine/random.ts';

export const CACHE = '.cache/bench';

/** Processor time of this process in s: other work on the machine stretches it less than the clock. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export interface Answer {
  seconds: number;
  hash: string;
}

/** A process that answers a line with a line. */
export class Contender {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(name: string, command: string, args: readonly string[] = []) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async ask(task: string): Promise<Answer> {
    this.#child.stdin!.write(`${task}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`${this.name} ended without an answer to: ${task}`);
    const [seconds, hash = ''] = String(value).split(' ');
    return { seconds: Number(seconds), hash };
  }

  end(): void {
    this.#child.stdin!.end();
  }
}

export function script(name: string, queue = name): Contender {
  const file = fileURLToPath(new URL('contender.ts', import.meta.url));
  return new Contender(name, process.execPath, ['--import', 'tsx', file, queue]);
}

/** The compiled reference program, or null where there is no g++. */
export function reference(source: string): string | null {
  const file = fileURLToPath(new URL(`reference/${source}.cpp`, import.meta.url));
  const program = `${CACHE}/${source}`;
  mkdirSync(CACHE, { recursive: true });
  if (existsSync(program) && statSync(program).mtimeMs > statSync(file).mtimeMs) return program;
  const flags = ['-O3', '-march=native', '-std=c++17', file, '-o', program];
  return spawnSync(process.env['CXX'] ?? 'g++', flags, { stdio: 'inherit' }).status === 0
    ? program
    : null;
}

/** Asks each contender its task, round after round; the best answer of each. */
export async function contest(
  tasks: readonly (readonly [Contender, string])[],
  rounds: number,
): Promise<Answer[]> {
  const best: Answer[] = tasks.map(() => ({ seconds: Infinity, hash: '' }));
  for (let round = 0; round < rounds; round++) {
    for (const [place, [contender, task]] of tasks.entries()) {
      const answer = await contender.ask(task);
      if (answer.seconds < best[place]!.seconds) best[place] = answer;
    }
  }
  return best;
}

const DAY_MS = 86_400_000;

/** Laws of the gap between now and a new event, in ms, from a number in (0, 1) and a place. */
const GAPS: Record<string, (unit: number, place: number) => number> = {
  exponential: (u) => -1000 * Math.log(u),
  uniform: (u) => 2000 * u,
  bimodal: (u, i) => (i % 10 === 0 ? -9000 : -100) * Math.log(u),
  pareto: (u) => 500 / Math.sqrt(u),
  constant: () => 1000,
  lattice: (u) => 100 * Math.floor(20 * u),
  'far future': (u, i) => (i % 1000 === 0 ? 100 * u : (15 + 30 * u) * DAY_MS),
  bursts: (u, i) => (i % 50 === 0 ? 60_000 * u : 0),
};

export const GAP_NAMES = Object.keys(GAPS);

export function gapsOf(name: string): Float64Array {
  const stream = new Streams('bench').of('gap', name);
  return Float64Array.from({ length: 1 << 16 }, (_, i) => GAPS[name]!(stream.double(), i));
}

/** Writes the gaps where every contender can read them. @returns the file */
export function gapsFile(name: string): string {
  mkdirSync(CACHE, { recursive: true });
  const file = `${CACHE}/gaps-${name.replace(' ', '-')}`;
  writeFileSync(file, gapsOf(name));
  return file;
}
