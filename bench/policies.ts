// Policies of several sizes, asked by several numbers of requests that match none of their
// statements, so that every statement is looked at.
import { pathToFileURL } from 'node:url';
import { evaluateAccess } from '../src/access/evaluate.ts';
import { parsePolicy } from '../src/access/parse.ts';
import type { Policy } from '../src/access/policy.ts';

export interface PoliciesBench {
  statements: number;
  requests: number;
  elapsedMs: number;
  /** Time for one statement and one request, in ns. */
  nsEach: number;
  allowed: number;
}

/** Every fourth statement denies; conditions, wildcards and lists as people write them. */
function policyOf(statements: number): Policy {
  const reading = parsePolicy({
    Version: '2012-10-17',
    Statement: Array.from({ length: statements }, (_, n) => ({
      Sid: `S${n}`,
      Effect: n % 4 === 0 ? 'Deny' : 'Allow',
      Action: ['lambda:CreateFunction', 'lambda:Update*', 'ec2:Describe*'],
      Resource: `arn:aws:lambda:*:*:function:team-*`,
      Condition: {
        'ForAnyValue:StringEquals': { 'lambda:SubnetIds': [`subnet-x${n}`, `subnet-y${n}`] },
        StringLike: { 'lambda:VpcIds': ['vpc-*', `other-${n}`] },
      },
    })),
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems[0]));
  return reading.policy;
}

export function policiesBench(statements: number, requests: number): PoliciesBench {
  const policies = [policyOf(statements)];
  let allowed = 0;
  const startedMs = performance.now();
  for (let n = 0; n < requests; n++) {
    const { decision } = evaluateAccess({
      policies,
      action: 'lambda:CreateFunction',
      resource: `arn:aws:lambda:us-east-1:111122223333:function:team-${n}`,
      // One request in ten names a subnet of the last statement, which decides about it.
      context: {
        'lambda:VpcIds': 'vpc-1',
        'lambda:SubnetIds': n % 10 === 0 ? [`subnet-x${statements - 1}`] : ['subnet-1', 'subnet-2'],
      },
    });
    if (decision === 'allowed') allowed += 1;
  }
  const elapsedMs = performance.now() - startedMs;
  const nsEach = (elapsedMs * 1e6) / (statements * requests);
  return { statements, requests, elapsedMs, nsEach, allowed };
}

const SIZES: [statements: number, requests: number][] = [
  [100, 1_000],
  [1_000, 1_000],
  [100, 10_000],
  [1_000, 10_000],
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  policiesBench(100, 2_000);
  const rows = SIZES.map(([statements, requests]) => policiesBench(statements, requests));
  for (const { statements, requests, elapsedMs, nsEach, allowed } of rows) {
    const size = `${statements} statements x ${requests} requests`.padEnd(36);
    const time = `${elapsedMs.toFixed(0)} ms`.padStart(9);
    console.log(`${size}${time}  ${nsEach.toFixed(0)} ns each  ${allowed} allowed`);
  }
  const ratio = rows.at(-1)!.elapsedMs / rows[0]!.elapsedMs;
  console.log(`a hundred times the product takes ${ratio.toFixed(0)} times the time`);
}
