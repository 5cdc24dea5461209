import { join } from 'node:path';
import type { ParameterName } from '../evidence/parameters.ts';
import { RULES, type RuleId } from '../evidence/rules.ts';
import { ChromeTrace } from '../report/chrome-trace.ts';
import { Story } from '../report/story.ts';
import { csvHeader, csvOf, ndjsonOf, traceFormatOf } from '../report/trace.ts';
import { trafficWordsOf } from '../report/traffic-words.ts';
import type { ModelFrame } from '../run/frame.ts';
import { assumedOf, resolveParameters } from '../run/parameters.ts';
import type { Result } from '../run/result.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import { InputError } from './failure.ts';
import { makeDirectory, type Outbox, type Sink } from './files.ts';

/** Limits of retries decide nothing in a run that drew no retry. */
const ONLY_BESIDE: Partial<Record<ParameterName, ParameterName>> = {
  reapRetryFor: 'reapRetryEvery',
};

/** What is kept of a run while it goes by, and what is written of it. */
export class Keeper {
  readonly story: Story;
  private readonly scenario: Scenario;
  private readonly drawn = new Set<string>();
  private readonly rules = new Set<RuleId>();
  private readonly writers: ((frame: ModelFrame) => void)[] = [];
  private readonly pictures: { trace: ChromeTrace; sink: Sink }[] = [];

  /** @throws InputError when a file cannot be written, or its ending says nothing */
  constructor(
    scenario: Scenario,
    files: { trace?: string | undefined; out?: string | undefined },
    outbox: Outbox,
  ) {
    this.scenario = scenario;
    this.story = new Story(undefined, trafficWordsOf(scenario));
    if (files.trace !== undefined) this.trace(files.trace, outbox);
    if (files.out === undefined) return;
    makeDirectory(files.out);
    this.trace(join(files.out, 'trace.ndjson'), outbox);
    this.trace(join(files.out, 'trace.json'), outbox);
  }

  add(frame: ModelFrame): void {
    this.story.add(frame);
    for (const { purpose } of frame.draws) this.drawn.add(purpose);
    for (const { rule } of frame.rows) this.rules.add(rule as RuleId);
    for (const write of this.writers) write(frame);
  }

  end(result: Result): void {
    for (const { trace, sink } of this.pictures) {
      for (const line of trace.lines(result)) sink.write(line);
    }
  }

  /** Guesses that the run drew from, or that a rule which came into play decides by. */
  assumed(profile: Profile): ParameterName[] {
    const { laws } = resolveParameters(this.scenario, profile);
    const decided = [...this.rules].flatMap((rule) => RULES[rule].parameters ?? []);
    const decides = (name: ParameterName): boolean => {
      const beside = ONLY_BESIDE[name];
      return laws[name] === undefined && (beside === undefined || this.drawn.has(beside));
    };
    const used = new Set([...this.drawn, ...decided.filter(decides)]);
    return assumedOf(this.scenario, used);
  }

  private trace(path: string, outbox: Outbox): void {
    const format = traceFormatOf(path);
    if (format === null) {
      throw new InputError(`--trace ${path}: its name must end in .ndjson, .csv or .json`);
    }
    const sink = outbox.open(path);
    if (format === 'chrome') {
      const trace = new ChromeTrace(this.scenario.network);
      this.pictures.push({ trace, sink });
      this.writers.push((frame) => trace.add(frame));
      return;
    }
    if (format === 'csv') sink.write(csvHeader());
    const lineOf = format === 'csv' ? csvOf : ndjsonOf;
    this.writers.push((frame) => sink.write(lineOf(frame)));
  }
}
