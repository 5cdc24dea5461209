/** The chart beside the README: ours to C++, line by line. Run after `queue.ts`: npx tsx bench/chart.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import { CACHE } from './contest.ts';
import type { Line } from './queue.ts';

const ROW = 22;
const LEFT = 260;
const PER_RATIO = 140;
const RATIO_MAX = 3.5;

/** Bars of the ratios to C++ as SVG; the line at 1 is C++ itself. */
export function chartOf(lines: readonly Line[]): string {
  const rows = lines.flatMap(({ what, size, gaps, ratios }) => {
    const ratio = ratios['C++'];
    const name = `${what}, ${size.toLocaleString('en')}${gaps === 'exponential' ? '' : `, ${gaps}`}`;
    return ratio === undefined ? [] : [{ name, ratio }];
  });
  const height = ROW * (rows.length + 2);
  const bars = rows.map(({ name, ratio }, place) => {
    const y = ROW * (place + 1);
    const width = PER_RATIO * Math.min(ratio, RATIO_MAX);
    const colour = ratio >= 1 ? '#2a6f97' : '#c1666b';
    return [
      `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${name}</text>`,
      `<rect x="${LEFT}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW - 6}" fill="${colour}"/>`,
      `<text x="${(LEFT + width + 5).toFixed(1)}" y="${y + 15}">${ratio.toFixed(2)}</text>`,
    ].join('\n');
  });
  const atOne = LEFT + PER_RATIO;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${LEFT + PER_RATIO * RATIO_MAX + 50}" height="${height}" font-family="sans-serif" font-size="12">`,
    '<title>Speed of the event queue as a multiple of the C++ standard library</title>',
    '<rect width="100%" height="100%" fill="white"/>',
    ...bars,
    `<line x1="${atOne}" y1="${ROW}" x2="${atOne}" y2="${height - ROW}" stroke="black" stroke-dasharray="3 3"/>`,
    `<text x="${atOne}" y="${ROW - 6}" text-anchor="middle">C++ std::priority_queue</text>`,
    '</svg>',
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('chart.ts')) {
  const lines = JSON.parse(readFileSync(`${CACHE}/queue.json`, 'utf8')) as Line[];
  writeFileSync('bench/chart.svg', chartOf(lines));
}
