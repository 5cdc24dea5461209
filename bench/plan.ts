import { planOf } from '../src/plan/plan.ts';
import { readTemplates } from '../src/templates/read.ts';
import { largeTemplate } from '../test/templates/large.ts';

/** How long a static plan takes, and how it grows with the template. */
export function planBench(sizes: readonly number[], nowMs: () => number): string {
  const lines = sizes.map((functions) => {
    const text = largeTemplate(functions);
    const sources = [{ name: 'large', files: [{ file: 'large.yaml', text }] }];
    const beganMs = nowMs();
    const { estate, issues, work } = readTemplates(sources);
    const plan = planOf(estate!, sources, issues);
    const tookMs = nowMs() - beganMs;
    const perFunction = (tookMs / functions).toFixed(2);
    const counts = `${plan.counts.enisAtLeast} ENIs  ${work} parts evaluated`;
    return `${functions} functions  ${tookMs.toFixed(0)} ms  ${perFunction} ms each  ${counts}`;
  });
  return `${lines.join('\n')}\n`;
}

if (process.argv[1]?.endsWith('plan.ts')) {
  planBench([100], () => performance.now());
  process.stdout.write(planBench([75, 150, 300, 600, 1_200], () => performance.now()));
}
