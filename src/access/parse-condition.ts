import { type Comparison, comparisonNamed, comparisonNames, compileValue } from './operators.ts';
import { isFull, type Reader, readList, report, within } from './parse-values.ts';
import type { Condition } from './policy.ts';
import { nearestName } from './suggest.ts';

/** IAM-3: operators and their keys, all of which must hold. */
export function readConditions(value: unknown, path: string, reader: Reader): Condition[] {
  if (value === undefined) return [];
  const operators = entriesOf(value, path, 'an operator', reader);
  return operators.flatMap(([operator, keys]) => {
    if (isFull(reader)) return [];
    const at = within(path, operator);
    const comparison = comparisonNamed(operator);
    if (comparison === null) {
      const { message, mend } = unknownOperator(operator);
      report(reader, at, message, mend);
      return [];
    }
    const entries = entriesOf(keys, at, 'a condition key', reader);
    if (entries.length === 0) {
      const message = `${operator} compares no key, so it would always hold`;
      report(reader, at, message, 'Add a condition key, or leave it out');
    }
    return entries.map(([key, values]) =>
      readCondition({ operator, comparison, key }, values, within(at, key), reader),
    );
  });
}

function readCondition(
  { operator, comparison, key }: { operator: string; comparison: Comparison; key: string },
  raw: unknown,
  path: string,
  reader: Reader,
): Condition {
  const list = readList(raw, path, 'text, number or boolean', reader);
  return {
    operator,
    key,
    keyFolded: key.toLowerCase(),
    quantifier: comparison.quantifier,
    whenMissing: comparison.whenMissing,
    sense: comparison.operator.sense,
    values: list.flatMap((value) => {
      const compiled = compileValue(comparison.operator, value.text, reader.variables);
      if ('matcher' in compiled) return [compiled.matcher];
      report(reader, value.path, compiled.message, compiled.mend);
      return [];
    }),
  };
}

function unknownOperator(written: string): { message: string; mend: string } {
  const near = nearestName(written, comparisonNames());
  return {
    message: `"${written}" is not a condition operator`,
    mend: near === null ? 'Use an operator such as "StringEquals"' : `Did you mean "${near}"?`,
  };
}

function entriesOf(
  value: unknown,
  path: string,
  holds: string,
  reader: Reader,
): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  const message = `The value is not an object whose members each name ${holds}`;
  const mend = 'Write { "StringEquals": { "lambda:VpcIds": "vpc-1" } }';
  report(reader, path, message, mend);
  return [];
}
