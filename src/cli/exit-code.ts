import type { Acceptance } from '../findings/accept.ts';
import { UNKNOWN_FINDINGS } from '../findings/catalogue.ts';
import type { Severity } from '../findings/types.ts';
import { EXIT } from './failure.ts';

/** What makes the exit code 1, from the mildest to the strictest: each has those before it. */
export const FAIL_ON = ['error', 'warning', 'unknown'] as const;
export type FailOn = (typeof FAIL_ON)[number];

interface Weighed {
  id: string;
  severity: Severity;
  accepted?: Acceptance | null;
}

/** What came of looking at something. */
export interface Outcome {
  /** Part of the input could not be read. */
  isBroken: boolean;
  findings: readonly Weighed[];
  /** Whether it fits; null: nobody asked. */
  verdict: 'yes' | 'no' | 'unknown' | null;
  /** Runs that did not end by themselves. */
  lostRuns?: number;
}

/**
 * The exit code of `check` and `plan`: 2 for input that cannot be read; 1 for a no, for a lost run,
 * for a finding at or above the level, and at level `unknown` for an unknown; else 0. Accepted
 * findings do not count, nor does a verdict that rests on them alone.
 */
export function exitCodeOf(
  { isBroken, findings, verdict, lostRuns = 0 }: Outcome,
  failOn: FailOn,
): number {
  if (isBroken) return EXIT.badInput;
  const isFailing =
    lostRuns > 0 ||
    findings.some((finding) => isAtOrAbove(finding, failOn)) ||
    // A verdict counts by itself only where no finding tells what it rests on.
    (verdict === 'no' && findings.every(({ severity }) => severity !== 'error')) ||
    (verdict === 'unknown' && failOn === 'unknown' && !findings.some(isAboutUnknown));
  return isFailing ? EXIT.finding : EXIT.done;
}

/** Whether a finding makes the exit code 1 by itself. */
export function isAtOrAbove(finding: Weighed, failOn: FailOn): boolean {
  const { severity, accepted } = finding;
  if (accepted != null) return false;
  if (severity === 'error') return true;
  if (severity === 'warning') return failOn !== 'error';
  return failOn === 'unknown' && isAboutUnknown(finding);
}

const isAboutUnknown = ({ id }: Weighed): boolean =>
  (UNKNOWN_FINDINGS as readonly string[]).includes(id);
