import { expect, test } from 'vitest';
import { type ChromeEvent, chromeTraceOf } from '../../src/report/chrome-trace.ts';
import { csvHeader, csvOf, ndjsonOf, traceFormatOf, traceRowsOf } from '../../src/report/trace.ts';
import { crowd, LIFE, runOf } from './runs.ts';

const runs = [runOf(LIFE), runOf(crowd(20))];

test.each([
  ['a.ndjson', 'ndjson'],
  ['a.b.CSV', 'csv'],
  ['x/trace.json', 'chrome'],
  ['trace', null],
  ['trace.txt', null],
])('the format of %s is %s', (file, format) => {
  expect(traceFormatOf(file)).toBe(format);
});

test.each(runs)('NDJSON has one object for each row and for each step without rows', (run) => {
  const lines = run.frames.map(ndjsonOf).join('').trimEnd().split('\n');
  const wanted = run.frames.map(({ rows }) => Math.max(1, rows.length));
  expect(lines).toHaveLength(wanted.reduce((sum, n) => sum + n, 0));
  const rows = lines.map((line) => JSON.parse(line));
  expect(rows).toEqual(run.frames.flatMap(traceRowsOf));
  for (const row of rows) expect(Object.keys(row).slice(0, 4)).toEqual(FIRST);
});

const FIRST = ['step', 'atMs', 'event', 'cause'];

/** Reads CSV as RFC 4180 says: quotes around a field, doubled inside it. */
function parseCsv(text: string): string[][] {
  const field = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/gy;
  const records: string[][] = [[]];
  for (let match = field.exec(text); match !== null; match = field.exec(text)) {
    const raw = match[1]!;
    records.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (match[2] === '\r\n') records.push([]);
    if (field.lastIndex === text.length) break;
  }
  return records.slice(0, -1);
}

test.each(runs)('CSV reads back to what was written', (run) => {
  const text = csvHeader() + run.frames.map(csvOf).join('');
  const [header = [], ...records] = parseCsv(text);
  const rows = run.frames.flatMap(traceRowsOf);
  expect(records).toHaveLength(rows.length);
  records.forEach((record, place) => {
    expect(record).toHaveLength(header.length);
    const row: Record<string, unknown> = rows[place]!;
    for (const key of Object.keys(row)) expect(header).toContain(key);
    header.forEach((key, column) => {
      const value = row[key] ?? '';
      expect(record[column]).toBe(typeof value === 'object' ? JSON.stringify(value) : `${value}`);
    });
  });
});

function eventsOf({ frames, result, scenario }: (typeof runs)[number]): ChromeEvent[] {
  return JSON.parse(chromeTraceOf(frames, result, scenario.network)).traceEvents;
}

function slicesByTrack(events: ChromeEvent[]): Map<string, ChromeEvent[]> {
  const names = new Map(
    events
      .filter(({ name }) => name === 'thread_name')
      .map(({ tid, args }) => [tid, String(args!['name'])]),
  );
  const tracks = new Map<string, ChromeEvent[]>();
  for (const event of events) {
    if (event.ph !== 'X') continue;
    const name = names.get(event.tid)!;
    tracks.set(name, [...(tracks.get(name) ?? []), event]);
  }
  return tracks;
}

test.each(runs)('the slices of one track never overlap', (run) => {
  for (const slices of slicesByTrack(eventsOf(run)).values()) {
    slices.sort((a, b) => a.ts! - b.ts! || a.dur! - b.dur!);
    for (let i = 1; i < slices.length; i++) {
      expect(slices[i]!.ts).toBeGreaterThanOrEqual(slices[i - 1]!.ts! + slices[i - 1]!.dur!);
    }
  }
});

test.each(runs)('the slices of a version last as long as its states', (run) => {
  const tracks = slicesByTrack(eventsOf(run));
  for (const { name, version, timeInStateMs } of run.result.functions) {
    const track = tracks.get(version === '$LATEST' ? name : `${name}:${version}`)!;
    for (const [state, ms] of Object.entries(timeInStateMs)) {
      const us = track.filter((slice) => slice.name === state).map(({ dur }) => dur!);
      expect(us.reduce((sum, one) => sum + one, 0)).toBe(ms * 1_000);
    }
  }
});

test.each(runs)('the slices of an ENI cover its life from creation to deletion', (run) => {
  const tracks = slicesByTrack(eventsOf(run));
  for (const { enis } of run.result.pairings) {
    for (const { id, createdAtMs, deletedAtMs } of enis) {
      const track = tracks.get(id)!;
      expect(track[0]!.ts).toBe(createdAtMs * 1_000);
      const total = track.reduce((sum, { dur }) => sum + dur!, 0);
      expect(total).toBe(((deletedAtMs ?? run.result.untilMs) - createdAtMs) * 1_000);
    }
  }
});

test.each(runs)('the counter of live ENIs peaks where the result says', (run) => {
  const counts = eventsOf(run).filter(({ ph }) => ph === 'C');
  const peak = Math.max(0, ...counts.map(({ args }) => Number(args!['enis'])));
  expect(peak).toBe(run.result.vpcs[0]!.peakEnis);
  expect(counts.at(-1)?.args?.['enis'] ?? 0).toBe(run.result.vpcs[0]!.enis);
});

test('refusals are instants that say which rule and which answer', () => {
  const instants = eventsOf(runs[0]!).filter(({ ph }) => ph === 'i');
  const subnet = instants.find(({ name }) => name.includes('InvalidSubnetID.NotFound'))!;
  expect(subnet.args).toMatchObject({ rule: 'ENI-6' });
  expect(subnet.args!['says']).toContain("The subnet ID 'a' does not exist");
  const waking = instants.filter(({ name }) => name.includes('ResourceNotReady'));
  expect(waking).toHaveLength(1);
});
