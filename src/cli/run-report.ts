import { join } from 'node:path';
import { escapeLine, escapeShell } from '../diagnostics/escape.ts';
import type { Finding } from '../findings/types.ts';
import { findingsOfRun } from '../report/findings-text.ts';
import { brief, counted, moment, percent } from '../report/format.ts';
import { type Palette, PLAIN } from '../report/palette.ts';
import { assumptionsOf, headerOf, verdictOf } from '../report/run-text.ts';
import { summaryOf } from '../report/summary.ts';
import type { Determinism } from '../run/determinism.ts';
import { resolveParameters } from '../run/parameters.ts';
import type { Result } from '../run/result.ts';
import type { Profile, Scenario } from '../scenario/types.ts';
import type { Outbox } from './files.ts';
import type { Io } from './io.ts';
import type { Keeper } from './run-keeper.ts';
import type { Cut } from './run-loop.ts';

export interface Finished {
  scenario: Scenario;
  keeper: Keeper;
  result: Result;
  findings: readonly Finding[];
  determinism?: Determinism;
}

export interface Report {
  /** Writes what `--out` asked for. */
  files: (outbox: Outbox) => void;
  json: () => string;
  text: () => string;
}

const FILE_WIDTH = 100;

/** What `run` prints and writes about a finished run. */
export function reportOf(
  file: string,
  finished: Finished,
  options: { out?: string | undefined; trace?: string | undefined },
  io: Io,
): Report {
  const again = commandFor(file, finished.result, io);
  const json = () => `${JSON.stringify(jsonOf(finished), null, 2)}\n`;
  return {
    json,
    files: (outbox) => {
      if (options.out === undefined) return;
      outbox.open(join(options.out, 'result.json')).write(json());
      outbox.open(join(options.out, 'story.txt')).write(textOf(finished, PLAIN, FILE_WIDTH));
    },
    text: () => {
      const page = { palette: io.outPalette, width: io.width };
      const parts = [
        textOf(finished, page.palette, page.width),
        determinismOf(finished.determinism, page.palette),
        `Fingerprint  ${finished.result.traceHash}\n`,
        `Run again    ${again}\n`,
        ...writtenOf(options),
        verdictOf(finished.result, { ...page, findings: finished.findings }),
      ];
      return parts.join('');
    },
  };
}

/** How far a run came that Ctrl-C ended. */
export function cutText(
  { untilMs }: Scenario,
  cut: Cut,
  { out, trace }: { out?: string | undefined; trace?: string | undefined },
  { errPalette }: Pick<Io, 'errPalette'>,
): string {
  const share = percent(cut.atMs, untilMs);
  const far = `${moment(cut.atMs)} of ${brief(untilMs)} (${share}), ${counted(cut.steps, 'event')}`;
  const files = (out ?? trace) ? '; no file was written' : '';
  return `${errPalette.warn('Interrupted')} at ${far}${files}\n`;
}

function jsonOf({ result, keeper, findings, determinism }: Finished): object {
  const assumed = keeper.assumed(result.profile as Profile);
  return { ...result, findings, assumed, ...(determinism === undefined ? {} : { determinism }) };
}

function textOf(
  { scenario, keeper, result, findings }: Finished,
  palette: Palette,
  width: number,
): string {
  const profile = result.profile as Profile;
  const page = { palette, width };
  const idleAfter = resolveParameters(scenario, profile).laws['idleAfter']!;
  const { steadyStreams } = keeper.story;
  const assumed = assumptionsOf(keeper.assumed(profile), page);
  const found = findingsOfRun(findings, page);
  return [
    headerOf(result, { idleAfter, steadyStreams, scenario }, page),
    ...(found === '' ? [] : [found]),
    keeper.story.print(result, page),
    summaryOf(result, page),
    ...(assumed === '' ? [] : [assumed]),
    '',
  ].join('\n');
}

function determinismOf(determinism: Determinism | undefined, palette: Palette): string {
  if (determinism === undefined) return '';
  const { ok, lines } = determinism;
  const verdict = ok ? palette.good('ok') : palette.bad('NOT ok');
  const told = lines.map((line) => `  ${escapeLine(line)}\n`).join('');
  return `${palette.strong('Determinism')}  ${verdict}\n${told}\n`;
}

function writtenOf({ out, trace }: { out?: string | undefined; trace?: string | undefined }) {
  const told: string[] = [];
  if (out !== undefined) {
    told.push(
      `Written      ${escapeLine(join(out, 'story.txt'))}, result.json, trace.ndjson, trace.json\n`,
    );
    told.push(
      `             open ${escapeLine(join(out, 'trace.json'))} in https://ui.perfetto.dev\n`,
    );
  }
  if (trace !== undefined) told.push(`Trace        ${escapeLine(trace)}\n`);
  return told;
}

/** The one command that gives the same run, whatever the defaults will be one day. */
export function commandFor(file: string, result: Result, io: Pick<Io, 'command'>): string {
  const { seed, profile, fidelity } = result;
  const words = ['run', file, '--seed', seed, '--profile', profile, '--fidelity', fidelity];
  const stdin = file === '-' ? ' < SCENARIO' : '';
  return `${io.command} ${words.map(escapeShell).join(' ')}${stdin}`;
}
