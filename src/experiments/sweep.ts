import type { Scenario } from '../scenario/types.ts';
import { estimateOf, type Measure, type Measured, unitOf } from './measure.ts';
import { type ReplicateOptions, replicating } from './replicate.ts';
import { finite } from './summary.ts';
import type { Experiment, Summary, ValueUnit } from './types.ts';

/** One scenario of a grid, and the values that make it, by path. */
export interface Cell {
  values: Record<string, string>;
  scenario: Scenario;
}

export interface SweepRow {
  values: Record<string, string>;
  summary: Summary;
  /** What was asked for by `of`. */
  measures: { text: string; unit: ValueUnit; estimate: Measured }[];
}

/** A grid of scenarios, each run as often with the same seeds: plain JSON. */
export interface Sweep {
  paths: string[];
  rows: SweepRow[];
}

/** Every combination of one value of each list, the last list turning fastest. */
export function gridOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (grid, list) => grid.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}

/** Runs every cell with the same seeds, so that differences between cells are theirs. */
export function* sweeping(
  cells: readonly Cell[],
  options: ReplicateOptions,
  of: readonly Measure[] = [],
): Experiment<Sweep> {
  const rows: SweepRow[] = [];
  for (const { values, scenario } of cells) {
    const { summary, outcomes } = yield* replicating(scenario, options);
    const measures = of.map((measure) => {
      const { text } = measure;
      return { text, unit: unitOf(measure), estimate: finite(estimateOf(measure, outcomes)) };
    });
    rows.push({ values, summary, measures });
  }
  return { paths: Object.keys(cells[0]?.values ?? {}), rows };
}
