import { describe, expect, test } from 'vitest';
import { call, folderWith } from '../cli/calls.ts';
import { planned } from '../templates/planning.ts';

const ALLOW = (...actions: string[]) =>
  `{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: [${actions.join(', ')}], Resource: "*" }] } }`;
const KMS = ALLOW('"kms:Decrypt"');
const ENIS = ALLOW(
  ...[
    '"ec2:CreateNetworkInterface"',
    '"ec2:DescribeNetworkInterfaces"',
    '"ec2:DeleteNetworkInterface"',
  ],
  ...[
    '"ec2:DescribeSubnets"',
    '"ec2:AssignPrivateIpAddresses"',
    '"ec2:UnassignPrivateIpAddresses"',
  ],
);
const NONE = '!Ref AWS::NoValue';
const [VPC, BASIC] = ['VPCAccess', 'Basic'].map(
  (kind) => `arn:aws:iam::aws:policy/service-role/AWSLambda${kind}ExecutionRole`,
);

const HEAD = `Parameters: { Key: { Type: String }, Stage: { Type: String } }
Conditions:
  HasKey: !Not [!Equals [!Ref Key, ""]]
  Live: !Equals [!Ref Stage, live]
  NotLive: !Not [{ Condition: Live }]
`;
const net = `  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Net } }
`;
const fn = (more = '', head = '') =>
  `  F: { Type: AWS::Lambda::Function${head}, Properties: { Role: !GetAtt R.Arn, VpcConfig: { SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Web] } } }\n${more}`;
const role = (properties: string, rest = fn()) =>
  `${HEAD}Resources:\n${net}  R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {}, ${properties} } }\n${rest}`;

const told = (text: string, parameters: Record<string, string> = {}) => {
  const plan = planned(text, { parameters });
  return {
    verdict: plan.answer.verdict,
    found: plan.findings
      .filter(({ rule }) => rule === 'IAM-4')
      .map(({ severity, message }) => `${severity} ${message}`),
    unknown: plan.unknowns.filter(({ what }) => what.startsWith('whether role')),
  };
};

const own = (name: string, condition: string, policy: string) =>
  `  ${name}: { Type: AWS::IAM::Policy, Condition: ${condition}, Properties: { Roles: [!Ref R], ${policy.slice(1, -1)} } }\n`;

/** Roles that lack it whatever the conditions are, by the conditions that are named. */
const NEVER: [what: string, text: string, names: string][] = [
  [
    'a policy beside the one that matters',
    role(`Policies: [!If [HasKey, ${KMS}, ${NONE}]]`),
    '`HasKey`',
  ],
  ['one of two policies', role(`Policies: [!If [HasKey, ${KMS}, ${ALLOW('"s3:*"')}]]`), '`HasKey`'],
  ['a list of them', role(`Policies: !If [HasKey, [${KMS}], ${NONE}]`), '`HasKey`'],
  [
    'managed policies',
    role(`ManagedPolicyArns: [!If [HasKey, "${BASIC}", ${NONE}], "${BASIC}"]`),
    '`HasKey`',
  ],
  [
    'actions in a statement',
    role(`Policies: [${KMS.replace('"kms:Decrypt"', '!If [HasKey, "kms:Decrypt", "s3:Get*"]')}]`),
    '`HasKey`',
  ],
  [
    'two conditions',
    role(`Policies: [!If [HasKey, ${KMS}, ${NONE}], !If [Live, ${ALLOW('"s3:*"')}, ${NONE}]]`),
    '`HasKey` and `Live`',
  ],
  [
    'a policy of its own under a condition',
    role(`Policies: [${KMS}]`, fn(own('P', 'Live', ALLOW('"s3:*"')))),
    '`Live`',
  ],
  [
    'a denial in one case, nothing in the other',
    role(`Policies: [!If [HasKey, ${ENIS.replace('Allow', 'Deny')}, ${NONE}]]`),
    '`HasKey`',
  ],
];

test.each(NEVER)('no case lets it create interfaces (IAM-4): %s', (_, text, names) => {
  const { verdict, found, unknown } = told(text);
  const are = names.includes(' and ') ? 'are' : 'is';
  expect(found).toEqual([
    `error With role \`R\` Lambda may not call ec2:CreateNetworkInterface, so it refuses the function, whatever ${names} ${are}.`,
  ]);
  expect([verdict, unknown]).toEqual(['no', []]);
});

/** Roles that may create interfaces in some cases: the one in which they may not, and what settles it. */
const SOMETIMES: [what: string, text: string, why: string, mend: string][] = [
  [
    'a policy under a condition',
    role(`Policies: [!If [HasKey, ${ENIS}, ${NONE}]]`),
    'it may not where `HasKey` is false',
    '--param Key=value',
  ],
  [
    'the right or the wrong managed policy',
    role(`ManagedPolicyArns: [!If [Live, "${VPC}", "${BASIC}"]]`),
    'it may not where `Live` is false',
    '--param Stage=live',
  ],
  [
    'a policy of its own',
    role(`Policies: [${KMS}]`, fn(own('P', 'Live', ENIS))),
    'it may not where `Live` is false',
    '--param Stage=live',
  ],
  [
    'a denial under a condition',
    role(`Policies: [${ENIS}, !If [HasKey, ${ENIS.replace('Allow', 'Deny')}, ${NONE}]]`),
    'it may not where `HasKey` is true',
    '--param Key=value',
  ],
  [
    'a managed policy of the template',
    role(
      `ManagedPolicyArns: [!If [HasKey, !Ref M, ${NONE}]]`,
      fn(`  M: { Type: AWS::IAM::ManagedPolicy, Properties: { ${ENIS.slice(1, -1)} } }\n`),
    ),
    'it may not where `HasKey` is false',
    '--param Key=value',
  ],
];

test.each(SOMETIMES)('some cases let it (IAM-4), and that is unknown: %s', (_, text, why, mend) => {
  const { verdict, found, unknown } = told(text);
  expect(found).toEqual([]);
  expect(verdict).toBe('unknown');
  expect(unknown).toEqual([
    { what: 'whether role R may create network interfaces', path: 'F.Role', why, mend },
  ]);
  const { limits, answer } = planned(text);
  expect(answer.because[0]).toBe(
    `Whether role R may create network interfaces is not known: ${why}.`,
  );
  expect(limits.find(({ kind }) => kind === 'accepted')).toMatchObject({
    subject: 'F',
    now: { verdict: 'unknown' },
    settledBy: [mend],
  });
});

test('what is given settles it, to either side', () => {
  const text = role(`ManagedPolicyArns: [!If [Live, "${VPC}", "${BASIC}"]]`);
  expect(told(text, { Stage: 'live' })).toEqual({ verdict: 'yes', found: [], unknown: [] });
  expect(told(text, { Stage: 'test' })).toMatchObject({ verdict: 'no', unknown: [] });
  expect(told(text, { Stage: 'test' }).found[0]).toMatch(/refuses the function\.$/);
});

/** Roles that let it in every case that can be. */
const ALWAYS: [what: string, text: string][] = [
  [
    'two ways to say the same',
    role(
      `ManagedPolicyArns: [!If [Live, "${VPC}", ${NONE}]], Policies: [!If [Live, ${NONE}, ${ENIS}]]`,
    ),
  ],
  [
    'a condition and its contrary',
    role(`Policies: [!If [Live, ${ENIS}, ${NONE}], !If [NotLive, ${ENIS}, ${NONE}]]`),
  ],
  ['one that decides beside it', role(`Policies: [${ENIS}, !If [HasKey, ${KMS}, ${NONE}]]`)],
  [
    'a function under the same condition',
    role(`Policies: [!If [Live, ${ENIS}, ${NONE}]]`, fn('', ', Condition: Live')),
  ],
  [
    'a policy that cannot be read in the other case',
    role(`ManagedPolicyArns: [!If [Live, "${VPC}", "arn:aws:iam::123456789012:policy/own"]]`),
  ],
];

test.each(ALWAYS)('every case lets it (IAM-4): %s', (_, text) => {
  expect(told(text)).toMatchObject({ found: [], unknown: [] });
});

test('a function under the contrary condition', () => {
  const text = role(`Policies: [!If [Live, ${ENIS}, ${NONE}]]`, fn('', ', Condition: NotLive'));
  expect(told(text).found).toHaveLength(1);
});

describe('on the command line', () => {
  const at = folderWith({
    'never.yaml': role(`Policies: [!If [HasKey, ${KMS}, ${NONE}]]`),
    'sometimes.yaml': role(`Policies: [!If [HasKey, ${ENIS}, ${NONE}]]`),
  });

  test('an error is an exit code, a condition is none', async () => {
    const never = await call(['plan', at('never.yaml')]);
    expect(never.code).toBe(1);
    expect(never.out).toContain('AWS refuses F as written (IAM-4)');
    expect((await call(['check', at('never.yaml')])).code).toBe(1);
    const sometimes = await call(['plan', at('sometimes.yaml')]);
    expect(sometimes.code).toBe(0);
    expect(sometimes.out).toContain('--param Key=value');
  });
});
