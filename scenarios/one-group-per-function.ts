import { fileURLToPath } from 'node:url';
import {
  defineScenario,
  type ModelFrame,
  parseScenarioObject,
  simulate,
  storyOf,
} from 'hyperplane-sim';

// Seen in https://github.com/CloudSnorkel/cdk-github-runners/issues/332: constructs that make a
// security group for each function they make.
const AZS = ['a', 'b', 'c'];

interface Stack {
  vpc: string;
  functions: string[];
  groupOf: (name: string) => string;
}

function stackOf(vpc: string, count: number, groupOf: (name: string) => string): Stack {
  const functions = Array.from({ length: count }, (_, n) => {
    return `${vpc}-${String(n + 1).padStart(3, '0')}`;
  });
  return { vpc, functions, groupOf };
}

// Each function needs 3 ENIs. 83 x 3 = 249 fit into 250, and 166 x 3 = 498 into 500: in both VPCs
// the last function is one too many. The third VPC has as many functions, but one group for all.
const older = stackOf('older', 84, (name) => name);
const newer = stackOf('newer', 167, (name) => name);
const thrifty = stackOf('thrifty', 167, () => 'one-for-all');
const stacks = [older, newer, thrifty];

const inAllStacks = <T>(entries: (stack: Stack, place: number) => [string, T][]) =>
  Object.fromEntries(stacks.flatMap(entries));

const scenario = defineScenario({
  name: 'one-group-per-function',
  why: 'With a security group of its own each function needs its own ENIs, so the quota of the VPC ends at 83 or 166 functions in three subnets.',
  until: '2h',
  network: {
    vpcs: { older: { eniQuota: 250 }, newer: { eniQuota: 500 }, thrifty: { eniQuota: 250 } },
    subnets: inAllStacks(({ vpc }, place) =>
      AZS.map((az, n) => {
        const cidr = `10.${place}.${n}.0/24`;
        return [`${vpc}-${az}`, { vpc, az: `us-east-1${az}`, cidr }];
      }),
    ),
    securityGroups: inAllStacks(({ vpc, functions, groupOf }) =>
      functions.map((name) => [groupOf(name), { vpc }]),
    ),
  },
  functions: inAllStacks(({ vpc, functions, groupOf }) =>
    functions.map((name) => {
      const subnets = AZS.map((az) => `${vpc}-${az}`);
      return [name, { vpc: { subnets, securityGroups: [groupOf(name)] } }];
    }),
  ),
  timeline: [
    // One function a second in each VPC, and the last one half an hour later. The API accepts all.
    ...stacks.flatMap(({ functions }) =>
      functions.map((name, n) => {
        const at = n < functions.length - 1 ? `${n}s` : '30m';
        return { at, create: name, expect: 'ok' as const };
      }),
    ),
    // A higher quota alone does not mend what has Failed: it must be deleted and created anew.
    { at: '1h', setQuota: { vpc: 'older', enis: 252 } },
    { at: '1h 1m', invoke: 'older-084', expect: { error: 'ResourceConflictException' } },
    { at: '1h 2m', delete: 'older-084' },
    { at: '1h 3m', create: 'older-084' },
  ],
  expect: [
    { at: '29m', function: 'older-083', state: 'Active' },
    { at: '29m', function: 'newer-166', state: 'Active' },
    { at: '40m', function: 'older-084', state: 'Failed', stateReasonCode: 'EniLimitExceeded' },
    { at: '40m', function: 'newer-167', state: 'Failed', stateReasonCode: 'EniLimitExceeded' },
    { at: '40m', function: 'thrifty-167', state: 'Active' },
    // One ENI more would fit into the older VPC, but a function gets all three or none.
    { at: '40m', metric: 'vpc.older.peak', equals: 249 },
    { at: '40m', metric: 'vpc.newer.peak', equals: 498 },
    { metric: 'vpc.thrifty.peak', equals: 3 },
    { at: '1h 1m', function: 'older-084', state: 'Failed' },
    { function: 'older-084', state: 'Active' },
    { metric: 'vpc.older.peak', equals: 252 },
    { metric: 'enis.live', equals: 252 + 498 + 3 },
  ],
});

export default scenario;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parsed = parseScenarioObject(scenario, { file: 'one-group-per-function.ts' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const frames: ModelFrame[] = [];
  const result = simulate(parsed.scenario, { onFrame: (frame) => frames.push(frame) });
  console.log(`${result.why}\n`);
  // More than 2500 things happen; the beginning and the end say what there is to say.
  console.log(storyOf(result, frames, { linesMax: 72 }));
  const failed = result.functions.filter(({ stateReasonCode }) => {
    return stateReasonCode === 'EniLimitExceeded';
  });
  console.log(`\nWithout ENIs in the end: ${failed.map(({ name }) => name).join(', ')}`);
  for (const { id, eniQuota, peakEnis } of result.vpcs) {
    console.log(`${id.padEnd(8)} ${String(peakEnis).padStart(3)} ENIs of ${eniQuota}`);
  }
}
