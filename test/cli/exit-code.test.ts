import { describe, expect, test } from 'vitest';
import { exitCodeOf, FAIL_ON, isAtOrAbove, type Outcome } from '../../src/cli/exit-code.ts';

const ACCEPTED = { reason: 'known', until: null };
const SEVERITIES = ['error', 'warning', 'info'] as const;
const VERDICTS = ['yes', 'no', 'unknown', null] as const;

const NOTHING: Outcome = { isBroken: false, findings: [], verdict: 'yes' };

describe('one finding of each severity', () => {
  test.each([
    ['error', 'error', 1],
    ['error', 'warning', 0],
    ['error', 'info', 0],
    ['warning', 'error', 1],
    ['warning', 'warning', 1],
    ['warning', 'info', 0],
    ['unknown', 'error', 1],
    ['unknown', 'warning', 1],
    ['unknown', 'info', 0],
  ] as const)('at --fail-on %s a finding of severity %s gives %i', (failOn, severity, code) => {
    const finding = { id: 'one-az', severity } as const;
    const of = (one: Outcome['findings'][number]) =>
      exitCodeOf({ ...NOTHING, findings: [one] }, failOn);
    expect(of(finding)).toBe(code);
    expect(of({ ...finding, accepted: null })).toBe(code);
    expect(of({ ...finding, accepted: ACCEPTED })).toBe(0);
  });
});

describe('one verdict without a finding', () => {
  test.each([
    ['error', 'yes', 0],
    ['error', 'no', 1],
    ['error', 'unknown', 0],
    ['error', null, 0],
    ['warning', 'yes', 0],
    ['warning', 'no', 1],
    ['warning', 'unknown', 0],
    ['warning', null, 0],
    ['unknown', 'yes', 0],
    ['unknown', 'no', 1],
    ['unknown', 'unknown', 1],
    ['unknown', null, 0],
  ] as const)('at --fail-on %s a verdict %s gives %i', (failOn, verdict, code) => {
    expect(exitCodeOf({ ...NOTHING, verdict }, failOn)).toBe(code);
  });
});

describe('a verdict and what it rests on', () => {
  const error = { id: 'subnet-too-small', severity: 'error' } as const;
  const open = { id: 'room-unknown', severity: 'info' } as const;
  test.each([
    ['a no whose only error is accepted', 'no', [{ ...error, accepted: ACCEPTED }], [0, 0, 0]],
    [
      'a no with one error accepted and one not',
      'no',
      [{ ...error, accepted: ACCEPTED }, error],
      [1, 1, 1],
    ],
    [
      'a no with a note and no error',
      'no',
      [{ id: 'one-az', severity: 'info' } as const],
      [1, 1, 1],
    ],
    ['an unknown that is told as a finding', 'unknown', [open], [0, 0, 1]],
    ['an unknown that is accepted', 'unknown', [{ ...open, accepted: ACCEPTED }], [0, 0, 0]],
    [
      'an unknown with one reason accepted and one not',
      'unknown',
      [{ ...open, accepted: ACCEPTED }, open],
      [0, 0, 1],
    ],
    ['an accepted no beside an unknown', 'no', [{ ...error, accepted: ACCEPTED }, open], [0, 0, 1]],
  ] as const)('%s', (_, verdict, findings, codes) => {
    const outcome = { isBroken: false, findings, verdict };
    expect(FAIL_ON.map((failOn) => exitCodeOf(outcome, failOn))).toEqual(codes);
  });
});

test('broken input is 2 and lost runs are 1, whatever else there is', () => {
  for (const failOn of FAIL_ON) {
    for (const verdict of VERDICTS) {
      for (const severity of SEVERITIES) {
        for (const accepted of [null, ACCEPTED]) {
          const outcome = { ...NOTHING, verdict, findings: [{ id: 'one-az', severity, accepted }] };
          expect(exitCodeOf({ ...outcome, isBroken: true }, failOn)).toBe(2);
          expect(exitCodeOf({ ...outcome, isBroken: true, lostRuns: 1 }, failOn)).toBe(2);
          expect(exitCodeOf({ ...outcome, lostRuns: 1 }, failOn)).toBe(1);
          expect(exitCodeOf({ ...outcome, lostRuns: 0 }, failOn)).toBe(exitCodeOf(outcome, failOn));
        }
      }
    }
  }
});

test('a stricter level never makes a failure pass', () => {
  for (const verdict of VERDICTS) {
    for (const severity of SEVERITIES) {
      for (const id of ['one-az', 'room-unknown']) {
        for (const accepted of [null, ACCEPTED]) {
          const findings = [{ id, severity, accepted }];
          const codes = FAIL_ON.map((failOn) =>
            exitCodeOf({ ...NOTHING, verdict, findings }, failOn),
          );
          expect(codes).toEqual(codes.toSorted());
        }
      }
    }
  }
});

test('what counts by itself is what --quiet prints', () => {
  const open = { id: 'quota-unknown', severity: 'info' } as const;
  expect(FAIL_ON.map((failOn) => isAtOrAbove(open, failOn))).toEqual([false, false, true]);
  const accepted = { ...open, accepted: ACCEPTED };
  expect(FAIL_ON.map((failOn) => isAtOrAbove(accepted, failOn))).toEqual([false, false, false]);
});
