import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDeterminism } from '../../src/run/determinism.ts';
import type { Result } from '../../src/run/result.ts';
import { simulate } from '../../src/run/simulate.ts';
import type { Scenario } from '../../src/scenario/types.ts';
import {
  differenceFrom,
  FILES,
  FOLDER,
  goldenNames,
  goldenOf,
  goldenPath,
  parseFile,
  scenarioOf,
} from './stories.ts';

/** What went otherwise than the scenario says, a line each. */
function surprises({ actions, expectations }: Result): string[] {
  const missed = expectations.filter(({ ok }) => !ok);
  const other = actions.filter(({ asExpected }) => !asExpected);
  return [
    ...missed.map(({ text, seen, line }) => `line ${line}: ${text}; seen: ${seen}`),
    ...other.map((action) => `${action.action} ${action.subject}: ${JSON.stringify(action.error)}`),
  ];
}

function isAboutConnections({ expectations }: Scenario): boolean {
  return expectations.some((one) => {
    return one.kind === 'metric' && one.metric.startsWith('connections.') && (one.min ?? 0) > 0;
  });
}

describe.each(FILES)('%s', (file) => {
  test('parses without an issue, and says in one sentence what it shows', async () => {
    const { ok, issues } = await parseFile(file);
    expect({ ok, issues }).toEqual({ ok: true, issues: [] });
    const { name, why } = await scenarioOf(file);
    expect(basename(goldenPath(file))).toBe(`${name}.ndjson`);
    expect(why).toMatch(/^[A-Z][^.]*\.$/);
  });

  test.each(['auto', 'exact', 'aggregate'] as const)(
    'goes as it says when calls are counted in fidelity %s',
    async (fidelity) => {
      const scenario = await scenarioOf(file);
      // Calls that are only counted open no connections.
      if (fidelity === 'aggregate' && isAboutConnections(scenario)) return;
      expect(surprises(simulate(scenario, { fidelity }))).toEqual([]);
    },
  );

  test('goes as it says with other seeds too', async () => {
    const scenario = await scenarioOf(file);
    for (const seed of ['1', '2', '3', '4', '5']) {
      expect(surprises(simulate(scenario, { seed })), `seed ${seed}`).toEqual([]);
    }
  });

  test('has the golden trace, byte for byte', async () => {
    const path = goldenPath(file);
    const golden = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const difference = differenceFrom(golden, goldenOf(await scenarioOf(file)));
    expect(difference, difference ?? '').toBeNull();
  });

  test.each(['exact', 'aggregate'] as const)(
    'is the same again, and from a checkpoint in its middle, in fidelity %s',
    async (fidelity) => {
      const { ok, lines } = checkDeterminism(await scenarioOf(file), { fidelity });
      expect(ok, lines.join('\n')).toBe(true);
    },
  );
});

test('every golden trace belongs to a scenario', () => {
  const wanted = FILES.map((file) => basename(goldenPath(file)));
  expect(goldenNames().filter((name) => !wanted.includes(name))).toEqual([]);
});

test('the list in scenarios/README.md has every scenario and no other', () => {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| \[([^\]]+)\]/gm)].map(([, file]) => file!);
  expect(listed.sort()).toEqual([...FILES]);
});

test('a trace that differs is shown with its line and the command that renews it', () => {
  expect(differenceFrom('a\nb\n', 'a\nc\n')).toContain('line 2');
  expect(differenceFrom('a\nb\n', 'a\nb\nc\n')).toContain('npm run golden');
  expect(differenceFrom('a\n', 'a\n')).toBeNull();
});
