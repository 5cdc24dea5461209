import { planOf } from '../src/plan/plan.ts';
import { planHtml } from '../src/report/plan-html.ts';
import { planCsv, planMarkdown, planText } from '../src/report/plan-text.ts';
import { readTemplates } from '../src/templates/read.ts';

/** A template whose names are so long, as machines make them. */
function templateOf(functions: number, letters: number): string {
  const name = (kind: string, at: number) => `${kind}${at}${'x'.repeat(letters)}`;
  const VpcConfig = { SubnetIds: [name('subnet-', 1)], SecurityGroupIds: [name('sg-', 1)] };
  const one = { Type: 'AWS::Lambda::Function', Properties: { VpcConfig } };
  const entries = Array.from({ length: functions }, (_, at) => [name('F', at), one]);
  return JSON.stringify({ Resources: Object.fromEntries(entries) });
}

/** How long a plan of such names takes to be counted and to be told, and how that grows. */
export function textBench(lengths: readonly number[], nowMs: () => number): string {
  const lines = lengths.map((letters) => {
    const files = [{ file: 'long.json', text: templateOf(8, letters) }];
    const sources = [{ name: 'long', files }];
    const beganMs = nowMs();
    const { estate, issues } = readTemplates(sources);
    const plan = planOf(estate!, sources, issues);
    const countedMs = nowMs();
    const again = { command: 'hyperplane plan long.json', version: '0' };
    const texts = [planText(plan), planMarkdown(plan, again), planCsv(plan), planHtml(plan, again)];
    const toldMs = nowMs();
    const size = texts.reduce((sum, text) => sum + text.length, 0);
    const [counting, telling] = [countedMs - beganMs, toldMs - countedMs].map(Math.round);
    return `${letters} letters a name  counted ${counting} ms  told ${telling} ms  ${size} letters`;
  });
  return `${lines.join('\n')}\n`;
}

if (process.argv[1]?.endsWith('text.ts')) {
  textBench([100], () => performance.now());
  process.stdout.write(textBench([1_000, 10_000, 100_000, 500_000], () => performance.now()));
}
