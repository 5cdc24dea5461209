import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { escapeLines } from '../diagnostics/escape.ts';
import { Fingerprint } from '../engine/hash.ts';
import type { Job, Outcome } from '../experiments/types.ts';
import type { Scenario } from '../scenario/types.ts';
import { InputError, reasonOf } from './failure.ts';
import { version } from './version.ts';

/**
 * Finished runs in a file, one a line, each written as soon as it is there: what a crash or Ctrl-C
 * leaves is good. A run is known by all that decides it (scenario, seed, edition, fidelity, version
 * of this program), so that a file that was made for something else does no harm.
 */
export class KeptRuns {
  private readonly path: string;
  private readonly found = new Map<string, Outcome>();
  private readonly hashes = new WeakMap<Scenario, string>();
  /** Numbers of lines that are not as they were written, such as the last one of a killed session. */
  readonly broken: number[] = [];

  /** @throws InputError when the file cannot be read or written */
  constructor(path: string, how: 'anew' | 'resume') {
    this.path = path;
    if (how === 'anew') {
      this.attempt('written', () => writeFileSync(path, ''));
      return;
    }
    const text = this.attempt('read', () => readFileSync(path, 'utf8'));
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const kept = read(line);
      if (kept === null) this.broken.push(index + 1);
      else this.found.set(kept.key, kept.outcome);
    }
    // A line that was cut short must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) this.append('\n');
  }

  get count(): number {
    return this.found.size;
  }

  find(job: Job): Outcome | null {
    return this.found.get(this.keyOf(job)) ?? null;
  }

  keep(job: Job, outcome: Outcome): void {
    // What was lost may have been an accident of the machine: the next session tries it again.
    if (outcome.lost !== null) return;
    this.append(`${keptLine(this.keyOf(job), outcome)}\n`);
  }

  private append(text: string): void {
    this.attempt('written', () => appendFileSync(this.path, escapeLines(text)));
  }

  private keyOf({ scenario, seed, profile, fidelity, points }: Job): string {
    let hash = this.hashes.get(scenario);
    if (hash === undefined) {
      hash = hashOf(JSON.stringify(scenario));
      this.hashes.set(scenario, hash);
    }
    return [version(), hash, profile, fidelity, points, seed].join(' ');
  }

  private attempt<T>(what: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new InputError(`${this.path}: cannot be ${what}: ${reasonOf(error)}`);
    }
  }
}

/** A run with a sum over all of its line, so that no digit of it changes unseen. */
export function keptLine(key: string, outcome: Outcome): string {
  return JSON.stringify({ key, outcome, sum: hashOf(JSON.stringify({ key, outcome })) });
}

function read(line: string): { key: string; outcome: Outcome } | null {
  try {
    const { key, outcome, sum, ...more } = JSON.parse(line);
    const isWhole = Object.keys(more).length === 0 && typeof key === 'string';
    if (!isWhole || !isOutcome(outcome)) return null;
    return sum === hashOf(JSON.stringify({ key, outcome })) ? { key, outcome } : null;
  } catch {
    return null;
  }
}

function hashOf(text: string): string {
  const fingerprint = new Fingerprint();
  fingerprint.text(text);
  return fingerprint.hex();
}

function isOutcome(value: unknown): value is Outcome {
  if (typeof value !== 'object' || value === null) return false;
  const { seed, traceHash, values, series, cutOff, lost } = value as Partial<Outcome>;
  const texts = typeof seed === 'string' && typeof traceHash === 'string';
  const maps = typeof values === 'object' && values !== null && typeof series === 'object';
  return texts && maps && typeof cutOff === 'boolean' && lost === null;
}
