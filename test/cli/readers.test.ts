// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

interface Planned {
  counts: { functionsInVpc: number | null; enisAtLeast: number | null };
  answer: { verdict: string };
  pairings: { subnet: string; securityGroups: string[] }[];
  findings: { rule: string; severity: string; subject: string }[];
  unknowns: { what: string; mend: string; hides?: string }[];
}

async function planned(text: string, ...options: string[]) {
  const at = folderWith({ 'main.yaml': text });
  const { code, out, err } = await call(['plan', at('main.yaml'), ...options, '--format', 'json']);
  return { code, err: err.replaceAll(at('.'), ''), plan: JSON.parse(out) as Planned };
}

const fn = (config: string, more = ''): string =>
  `{ Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::1:role/r", ${more} VpcConfig: ${config} } }`;
const CONFIG = '{ SubnetIds: [subnet-0a, subnet-0b], SecurityGroupIds: [sg-1] }';

describe('a part of what is split may hold further separators', () => {
  test.each([
    ['a Region', '!Select [2, !Split ["-", !Ref "AWS::Region"]]'],
    ['a stack id', '!Select [4, !Split ["-", !Select [2, !Split ["/", !Ref "AWS::StackId"]]]]'],
    ['a stack name', '!Select [1, !Split ["-", !Ref "AWS::StackName"]]'],
    ['a text parameter', '!Select [1, !Split ["-", !Ref Env]]'],
    ['an ARN', '!Select [5, !Split [":", !GetAtt R.Arn]]'],
    ['a name in an ARN', '!Select [1, !Split ["/", !GetAtt R.Arn]]'],
    ['a subnet id', '!Select [1, !Split ["-", !Ref Net]]'],
    ['an import', '!Select [3, !Split [":", !ImportValue x]]'],
    ['an output', '!Select [1, !Split [",", !GetAtt Child.Outputs.X]]'],
    ['a suffix', '!Select [1, !Split [".", !Ref "AWS::URLSuffix"]]'],
    ['a text with one unknown part', '!Select [3, !Split ["-", !Sub "a-${Env}-b"]]'],
    ['an item of a list', '!Select [2, !Split ["-", !Select [0, !Ref List]]]'],
    ['a joined text, split otherwise', '!Select [6, !Split ["/", !Join ["-", [!Ref Env, x]]]]'],
  ])('%s', async (_, value) => {
    const { code, err, plan } = await planned(`
Parameters: { Env: { Type: String }, List: { Type: CommaDelimitedList }, Net: { Type: AWS::EC2::Subnet::Id } }
Resources:
  R: { Type: AWS::IAM::Role, Properties: { Policies: [], ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"] } }
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gone.yaml } }
  S: { Type: AWS::EC2::Subnet, Properties: { VpcId: vpc-1, CidrBlock: 10.0.0.0/24, AvailabilityZone: ${value} } }
  F: ${fn(CONFIG, `Environment: { Variables: { A: ${value} } },`)}
`);
    expect([code, err, plan.counts.enisAtLeast]).toEqual([0, '', 2]);
  });

  test.each([
    ['what is known before an unknown part', '!Split ["-", !Sub "sg-1-${Env}"]', '0', 'sg'],
    ['what is joined by the same mark', '!Split ["|", !Join ["|", [sg-7, !Ref Env]]]', '0', 'sg-7'],
    ['an account has no marks in it', '!Split ["-", !Sub "${AWS::AccountId}-sg9"]', '1', 'sg9'],
  ])('%s stays known', async (_, list, place, expected) => {
    const groups = `[!Select [${place}, ${list}]]`;
    const { plan } = await planned(`
Parameters: { Env: { Type: String } }
Resources: { F: ${fn(`{ SubnetIds: [subnet-1], SecurityGroupIds: ${groups} }`)} }
`);
    expect(plan.pairings).toMatchObject([{ securityGroups: [expected] }]);
  });

  test('a known list still has an end', async () => {
    const { code, err } = await planned(
      `Resources: { F: ${fn('{ SubnetIds: [!Select [4, !Split ["-", a-b]]], SecurityGroupIds: [sg-1] }')} }`,
    );
    expect(code).toBe(2);
    expect(err).toContain('there is no place 4 in a list of 2');
  });
});

const LOOPED = `Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: "a,b" }, Open: { Type: CommaDelimitedList } }
Mappings:
  Shop:
    Net: { SubnetIds: [subnet-0a, subnet-0b], SecurityGroupIds: [sg-1] }
    Keys: { List: [SubnetIds, SecurityGroupIds] }
`;
const looped = (collection: string, body = '{ "${P}": !FindInMap [Shop, Net, !Ref P] }'): string =>
  `{ Fn::ForEach::Lists: [P, ${collection}, ${body}] }`;

describe('loops are written out wherever they stand', () => {
  test.each([
    ['over a list', looped('[SubnetIds, SecurityGroupIds]'), 2],
    ['over a list of a mapping', looped('!FindInMap [Shop, Keys, List]'), 2],
    ['over a text that is split', looped('!Split [",", "SubnetIds,SecurityGroupIds"]'), 2],
    [
      'in each other',
      looped(
        '[SubnetIds]',
        '{ "Fn::ForEach::In": [Q, [Ids], { "Subnet${Q}": !FindInMap [Shop, Net, !Ref P], "SecurityGroup${Q}": [sg-1] }] }',
      ),
      2,
    ],
    [
      'beside other keys',
      '{ SecurityGroupIds: [sg-1], Fn::ForEach::L: [P, [Subnet], { "${P}Ids": [subnet-0] }] }',
      1,
    ],
    [
      'with a key without marks',
      looped('[a-b]', '{ "SubnetIds": ["subnet-&{P}"], SecurityGroupIds: [sg-1] }'),
      1,
    ],
  ])('in a property: %s', async (_, config, enis) => {
    const { code, err, plan } = await planned(`${LOOPED}Resources: { F: ${fn(config)} }`);
    expect([code, err, plan.counts.enisAtLeast]).toEqual([0, '', enis]);
  });

  test('in resources, conditions and outputs, which refer to each other', async () => {
    const { code, err, plan } = await planned(`${LOOPED}
Conditions:
  Fn::ForEach::C: [N, !Ref Names, { "Is\${N}": !Equals [!Ref N, a] }]
Resources:
  Fn::ForEach::F:
    - N
    - !Ref Names
    - "F\${N}":
        Type: AWS::Lambda::Function
        Condition: !Sub "Is\${N}"
        Properties:
          VpcConfig: { SubnetIds: [!Sub "subnet-\${N}"], SecurityGroupIds: [sg-1] }
          Fn::ForEach::P: [X, [Environment], { "\${X}": { Variables: { Fn::ForEach::V: [K, [A, B], { "\${K}": !Ref K }] } } }]
Outputs:
  Fn::ForEach::O: [N, !Ref Names, { "O\${N}": { Condition: !Sub "Is\${N}", Value: !Ref "F\${N}" } }]
`);
    expect([code, err]).toEqual([0, '']);
    expect(plan.pairings).toMatchObject([{ subnet: 'subnet-a' }]);
  });

  test('over values that nobody knows: what they make is not known either', async () => {
    const config = looped('!Ref Open', '{ "${P}": [subnet-1] }');
    const { code, err, plan } = await planned(`${LOOPED}Resources: { F: ${fn(config)} }`);
    expect([code, err, plan.counts.functionsInVpc, plan.answer.verdict]).toEqual([
      0,
      '',
      null,
      'unknown',
    ]);
    expect(plan.unknowns[0]?.mend).toMatch(/^--param Open=/);
    const given = ['--param', 'Open=SubnetIds,SecurityGroupIds'];
    const settled = await planned(`${LOOPED}Resources: { F: ${fn(config)} }`, ...given);
    expect(settled.plan.counts.enisAtLeast).toBe(1);
  });

  test('that make too much end at a limit that is named', async () => {
    const many = Array.from({ length: 9_000 }, (_, index) => `v${index}`).join(', ');
    const value = Array.from({ length: 200 }, (_, index) => `x${index}`).join(', ');
    const text = `${LOOPED}Resources:
  F: ${fn(CONFIG, `Tags: { Fn::ForEach::T: [T, [${many}], { "\${T}": [${value}] }] },`)}`;
    const { code, err } = await planned(text);
    expect(code).toBe(2);
    expect(err).toContain('the loops write out more than 1000000 values');
  });
});

describe('what is looked up while deploying is unknown, and given by --param', () => {
  const a = '{{resolve:ssm:/net/a}}';
  const sg = '{{resolve:secretsmanager:net:SecretString:sg}}';
  const secure = '{{resolve:ssm-secure:/net/b:3}}';
  test.each([
    ['in place', '', `["${a}", "${secure}"]`, `["${sg}"]`],
    [
      'in a default',
      `Parameters: { S: { Type: String, Default: "${a}" }, G: { Type: String, Default: "${sg}" } }`,
      `[!Ref S, "${secure}"]`,
      '[!Ref G]',
    ],
    [
      'in a default of a list',
      `Parameters: { S: { Type: CommaDelimitedList, Default: "${a},${secure}" } }`,
      '!Ref S',
      `["${sg}"]`,
    ],
    [
      'in a default written as a list',
      `Parameters: { S: { Type: List<String>, Default: ["${a}", "${secure}"] } }`,
      '!Ref S',
      `["${sg}"]`,
    ],
    [
      'in a mapping',
      `Mappings: { M: { N: { S: ["${a}", "${secure}"], G: "${sg}" } } }`,
      '!FindInMap [M, N, S]',
      '[!FindInMap [M, N, G]]',
    ],
    [
      'in a Sub',
      'Parameters: { Net: { Type: String, Default: net } }',
      '[!Sub "{{resolve:ssm:/${Net}/a}}", !Sub "{{resolve:ssm-secure:/${Net}/b:3}}"]',
      `["${sg}"]`,
    ],
    ['in a Join', '', `!Split [",", !Join [",", ["${a}", "${secure}"]]]`, `["${sg}"]`],
  ])('%s', async (_, sections, subnets, groups) => {
    const text = `${sections}\nResources: { F: ${fn(`{ SubnetIds: ${subnets}, SecurityGroupIds: ${groups} }`)} }`;
    const { code, err, plan } = await planned(text);
    expect([code, err, plan.counts.enisAtLeast, plan.answer.verdict]).toEqual([
      0,
      '',
      2,
      'unknown',
    ]);
    expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const mends = plan.unknowns.map(({ mend }) => mend);
    expect(mends).toContain(`--param '${a}=value'`);
    const given = [`${a}=subnet-1`, `${secure}=subnet-2`, `${sg}=sg-1`];
    const options = given.flatMap((one) => ['--param', one]);
    const settled = await planned(text, ...options);
    expect(settled.plan.pairings.map(({ subnet }) => subnet)).toEqual(['subnet-1', 'subnet-2']);
  });

  test('one name for a whole list may be any number of subnets', async () => {
    const text = `Parameters: { S: { Type: CommaDelimitedList, Default: "${a}" } }
Resources: { F: ${fn('{ SubnetIds: !Ref S, SecurityGroupIds: [sg-1] }')} }`;
    expect((await planned(text)).plan.counts.enisAtLeast).toBeNull();
    const settled = await planned(text, '--param', `${a}=subnet-1,subnet-2`);
    expect(settled.plan.counts.enisAtLeast).toBe(2);
  });
});

describe('circles are those that are left when SAM has taken its resources apart', () => {
  const log = (name: string) =>
    `{ Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub "/aws/\${${name}}" } }`;
  test.each<[string, string, string]>([
    [
      'the access log of an API',
      `{ Type: AWS::Serverless::Api, Properties: { StageName: p, AccessLogSetting: { DestinationArn: !GetAtt L.Arn } } }`,
      log('X'),
    ],
    [
      'of an HTTP API',
      `{ Type: AWS::Serverless::HttpApi, Properties: { AccessLogSettings: { DestinationArn: !GetAtt L.Arn } } }`,
      log('X'),
    ],
    [
      'of a WebSocket API',
      `{ Type: AWS::Serverless::WebSocketApi, Properties: { AccessLogSettings: { DestinationArn: !GetAtt L.Arn } } }`,
      log('X'),
    ],
    [
      'the variables of a stage',
      `{ Type: AWS::Serverless::Api, Properties: { StageName: p, Variables: { A: !Ref L } } }`,
      log('X'),
    ],
    [
      'the events of a machine',
      `{ Type: AWS::Serverless::StateMachine, Properties: { Definition: {}, Events: { E: { Type: Schedule, Properties: { Input: !Ref L } } } } }`,
      log('X.Name'),
    ],
    [
      'the alarms of a deployment',
      `{ Type: AWS::Serverless::Function, Properties: { DeploymentPreference: { Alarms: [!Ref L] } } }`,
      log('X'),
    ],
    [
      'the provisioned concurrency of an alias',
      `{ Type: AWS::Serverless::Function, Properties: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: !Ref L } } }`,
      log('X'),
    ],
  ])('%s: none', async (_, one, other) => {
    const text = `Transform: AWS::Serverless-2016-10-31\nResources:\n  X: ${one}\n  L: ${other}\n  F: ${fn(CONFIG)}\n`;
    const { code, err, plan } = await planned(text);
    expect([code, err, plan.counts.enisAtLeast]).toEqual([0, '', 2]);
  });

  test.each<[string, string, string, number]>([
    [
      'the log of a machine itself',
      '{ Type: AWS::Serverless::StateMachine, Properties: { Definition: {}, Logging: { Destinations: [!GetAtt L.Arn] } } }',
      log('X.Name'),
      0,
    ],
    [
      'the environment of a function',
      '{ Type: AWS::Serverless::Function, Properties: { Environment: { Variables: { A: !Ref L } } } }',
      log('X'),
      0,
    ],
    [
      'two plain resources',
      '{ Type: AWS::S3::Bucket, Properties: { BucketName: !Ref L } }',
      log('X'),
      2,
    ],
  ])('%s: one', async (_, one, other, code) => {
    const text = `Resources:\n  X: ${one}\n  L: ${other}\n  F: ${fn(CONFIG)}\n`;
    const found = await planned(text);
    expect(found.code).toBe(code);
    expect(found.err).toContain('resources wait for each other');
  });
});

describe('types of resources that AWS does not have', () => {
  test.each([
    ['AWS::Serverless::Function [', 'AWS::Serverless::Function'],
    ['AWS::Lambda::Functon', 'AWS::Lambda::Function'],
    ['AWS::Lambda::function', 'AWS::Lambda::Function'],
    ['AWS:Lambda:Function', 'AWS::Lambda::Function'],
    ['Lambda::Function', 'AWS::Lambda::Function'],
    ['AWS::Ec2::Subnet', 'AWS::EC2::Subnet'],
    ['AWS::CloudFormation::Stacks', 'AWS::CloudFormation::Stack'],
    ['AWS::RDS::DBInstace', 'AWS::RDS::DBInstance'],
  ])('%s: the meant one is offered, and no yes is given', async (type, meant) => {
    const text = `Resources:\n  G: { Type: "${type}", Properties: {} }\n  B: { Type: AWS::S3::Bucket }\n`;
    const { code, err, plan } = await planned(text);
    expect([code, plan.answer.verdict]).toEqual([0, 'unknown']);
    expect(err).toContain(`did you mean \`${meant}\`?`);
    expect(plan.unknowns).toMatchObject([{ what: 'G (type)', hides: 'the resource G' }]);
  });

  test.each([
    'Custom::Thing',
    'AWS::ECS::Cluster',
    'AWS::IoT::Policy',
    'Mongo::Atlas::Cluster',
    'AWS::EFS::FileSystem',
    'AWS::Lambda::Url',
  ])('%s is none of those', async (type) => {
    const { err, plan } = await planned(`Resources: { G: { Type: "${type}" } }`);
    expect([err, plan.answer.verdict]).toEqual(['', 'yes']);
  });
});

describe('a role under an unknown condition is judged in every branch', () => {
  const allow = (name: string, condition = ''): string =>
    `{ PolicyName: ${name}, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"], Resource: "*"${condition} }] } }`;
  const via = ', Condition: { Bool: { "aws:ViaAWSService": true } }';
  const kms =
    '{ PolicyName: k, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "kms:Decrypt", Resource: "*" }] } }';
  const head =
    'Parameters: { Key: { Type: String } }\nConditions: { C: !Equals [!Ref Key, ""], D: !Equals [!Ref Key, d] }\nResources:\n';
  const role = (name: string, policies: string): string =>
    `  ${name}: { Type: AWS::IAM::Role, Properties: { Policies: ${policies} } }\n`;
  const attached = (properties: string): string =>
    `  F: { Type: AWS::Lambda::Function, DependsOn: P, Properties: { ${properties} VpcConfig: ${CONFIG} } }\n`;
  const none = '!Ref "AWS::NoValue"';

  test.each<[string, string, 'fails' | 'passes']>([
    [
      'neither branch allows it',
      role('R', `[!If [C, ${kms}, ${none}], ${allow('p', via)}]`),
      'fails',
    ],
    ['one branch allows it', role('R', `[!If [C, ${allow('p')}, ${none}]]`), 'passes'],
    ['both branches allow it', role('R', `[!If [C, ${allow('p')}, ${allow('q')}]]`), 'passes'],
    ['both lists fail', role('R', `!If [C, [${kms}], []]`), 'fails'],
    [
      'a statement under a condition',
      role(
        'R',
        `[{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [!If [C, { Effect: Allow, Action: "s3:*", Resource: "*" }, { Effect: Allow, Action: "sqs:*", Resource: "*" }]] } }]`,
      ),
      'fails',
    ],
    [
      'two conditions, one way of four',
      role('R', `[!If [C, ${allow('p')}, ${kms}], !If [D, ${kms}, ${none}]]`),
      'passes',
    ],
  ])('%s', async (_, text, expected) => {
    const { code, err, plan } = await planned(
      `${head}${text}${attached('Role: !GetAtt R.Arn,').replace('DependsOn: P, ', '')}`,
    );
    expect(err).toBe('');
    expect(code).toBe(expected === 'fails' ? 1 : 0);
    const errors = plan.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule }) => rule)).toEqual(expected === 'fails' ? ['IAM-4'] : []);
    expect(plan.answer.verdict).toBe(expected === 'fails' ? 'no' : 'unknown');
  });

  test.each<[string, string, number]>([
    ['neither role may', `${role('A', `[${kms}]`)}${role('B', '[]')}`, 1],
    ['one of them may', `${role('A', `[${allow('p')}]`)}${role('B', '[]')}`, 0],
  ])('a role that a condition chooses: %s', async (_, roles, code) => {
    const text = `${head}${roles}${attached('Role: !If [C, !GetAtt A.Arn, !GetAtt B.Arn],').replace('DependsOn: P, ', '')}`;
    expect((await planned(text)).code).toBe(code);
  });

  test.each<[string, string, number]>([
    ['that allows it', allow('p'), 0],
    ['that does not', kms, 1],
  ])('a policy attached under a condition %s', async (_, policy, code) => {
    const properties = policy.replace(/^\{ /, '{ Roles: [!Ref R], ');
    const text = `${head}${role('R', '[]')}  P: { Type: AWS::IAM::Policy, Condition: C, Properties: ${properties} }\n${attached('Role: !GetAtt R.Arn,')}`;
    expect((await planned(text)).code).toBe(code);
  });
});

describe('nested stacks', () => {
  const inner = `Resources: { F: ${fn(CONFIG)} }`;
  const nesting = (url: string): string =>
    `Parameters: { Url: { Type: String } }\nResources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } } }`;

  test.each([
    ['net.yml', 'https://s3.amazonaws.com/b/net.yml'],
    ['net.template', 'https://s3.amazonaws.com/b/net.template'],
    ['net.cform', '!Sub "https://${AWS::Region}.x/net.cform"'],
    ['net', 'https://s3.amazonaws.com/b/net'],
    ['net.yaml', 'https://s3.amazonaws.com/b/net'],
    ['net.json', './net.json'],
    ['net.template.json', 'net.template.json'],
  ])('%s is found by %s', async (file, url) => {
    const at = folderWith({ 'main.yaml': nesting(url), [file]: inner });
    const { code, out, err } = await call(['plan', at('main.yaml'), '--format', 'json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).functions.map(({ id }: { id: string }) => id)).toEqual(['N/F']);
  });

  test.each([
    ['its name', { files: { abc123: { source: { path: 'Inner.nested.template.json' } } } }],
    [
      'where it is sent',
      {
        files: {
          x: {
            source: { path: 'Inner.nested.template.json' },
            destinations: { d: { objectKey: 'abc123.json' } },
          },
        },
      },
    ],
  ])('what the CDK lists under %s', async (_, assets) => {
    const manifest = {
      version: '36.0.0',
      artifacts: {
        A: { type: 'cdk:asset-manifest', properties: { file: 'Odd.assets.json' } },
        Shop: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Shop.template.json' },
        },
      },
    };
    const deep = JSON.stringify({
      Resources: {
        M: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://x/abc123.json' },
        },
      },
    });
    const at = folderWith({
      'manifest.json': JSON.stringify(manifest),
      'Odd.assets.json': JSON.stringify(assets),
      'Shop.template.json': deep,
      'Inner.nested.template.json': inner,
    });
    const { code, out, err } = await call(['plan', at('.'), '--format', 'json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).functions).toMatchObject([{ id: 'M/F' }]);
  });

  test.each([
    ['a name', 'gone.yaml', 'put its template beside MAIN as gone.yaml'],
    [
      'a URL',
      'https://s3.amazonaws.com/b/v1/gone.yaml?x=1',
      'put its template beside MAIN as gone.yaml',
    ],
    ['a parameter', '!Ref Url', '--param Url=./template.yaml'],
  ])('missing by %s: no yes, and a mend that helps', async (_, url, mend) => {
    const at = folderWith({ 'main.yaml': nesting(url) });
    const { code, out } = await call(['plan', at('main.yaml'), '--format', 'json']);
    const plan = JSON.parse(out) as Planned;
    expect([code, plan.answer.verdict]).toEqual([0, 'unknown']);
    const { mend: told } = plan.unknowns.find(({ hides }) => hides !== undefined)!;
    expect(told).toBe(mend.replace('MAIN', at('main.yaml')));
    writeFileSync(at('template.yaml'), inner);
    writeFileSync(at('gone.yaml'), inner);
    const given = mend.startsWith('--param') ? mend.split(' ') : [];
    const settled = await call(['plan', at('main.yaml'), ...given, '--format', 'json']);
    expect(JSON.parse(settled.out).counts.functionsInVpc).toBe(1);
  });

  test.each([
    ['cannot be read', 'Resources: {\n'],
    ['is something else', '{"Changes": [], "StackName": "x"}'],
    ['has a second document', `${inner}\n---\n${inner}`],
  ])('a template that %s hides what is in it', async (_, text) => {
    const at = folderWith({ 'main.yaml': nesting('net.yaml'), 'net.yaml': text });
    const { out } = await call(['plan', at('main.yaml'), '--format', 'json']);
    expect((JSON.parse(out) as Planned).answer.verdict).toBe('unknown');
  });

  test('files that nest each other a million times over end at a limit, in seconds', async () => {
    const fan = (next: string): string =>
      `Resources:\n${Array.from({ length: 20 }, (_, index) => `  N${index}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${next} } }\n`).join('')}`;
    const files = Object.fromEntries(
      [0, 1, 2, 3, 4].map((turn) => [`f${turn}.yaml`, fan(`f${turn + 1}.yaml`)]),
    );
    const at = folderWith({ ...files, 'f5.yaml': inner });
    const { code, out, err } = await call(['plan', at('f0.yaml'), '--format', 'json']);
    expect(code).toBe(2);
    expect(err).toContain('nested stacks come to more than 2500 stacks');
    expect((JSON.parse(out) as Planned).answer.verdict).toBe('unknown');
  });

  test('and so do stacks nested too deep, and folders of many fragments do not', async () => {
    const files = Array.from({ length: 12 }, (_, turn) => [
      `f${turn}.yaml`,
      nesting(`f${turn + 1}.yaml`),
    ]);
    const at = folderWith({ ...Object.fromEntries(files), 'f12.yaml': inner });
    const { code, err } = await call(['plan', at('f0.yaml')]);
    expect(code).toBe(2);
    expect(err).toContain('stacks are nested deeper than 8 levels');
    const parts = Array.from({ length: 12 }, (_, turn) => [
      `p${turn}.yaml`,
      `Mappings: { M${turn}: { A: { B: c } } }`,
    ]);
    const many = folderWith({ ...Object.fromEntries(parts), 'main.yaml': nesting('sub/net.yaml') });
    mkdirSync(many('sub'));
    writeFileSync(many('sub/net.yaml'), inner);
    expect((await call(['plan', many('.')])).code).toBe(0);
  });
});

describe('a template that is broken at its end', () => {
  const good = `Resources:\n  F: ${fn(CONFIG)}\n`;
  const ends = [
    'Outputs: [',
    'Outputs:\n  A: "x',
    'Outputs:\n\tA: x\n',
    ' Outputs: x\n',
    'x\n',
    '  }\n',
  ];

  test.each(ends)('%j: the error and its place, and no answer', async (end) => {
    const at = folderWith({ 'main.yaml': `${good}${end}` });
    const { code, out, err } = await call(['plan', at('main.yaml')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/main\.yaml:\d+:\d+/);
  });

  test.each(ends)('%j: beside another, which is still planned, no yes', async (end) => {
    const at = folderWith({ 'a.yaml': `${good}${end}`, 'b.yaml': good });
    const { code, out } = await call(['plan', at('a.yaml'), at('b.yaml'), '--format', 'json']);
    const plan = JSON.parse(out) as Planned;
    expect([code, plan.counts.enisAtLeast, plan.answer.verdict]).toEqual([2, 2, 'unknown']);
    expect(plan.unknowns.map(({ hides }) => hides)).toContain(`the content of ${at('a.yaml')}`);
  });
});

describe('what may hold more than is here is no yes', () => {
  test.each<[string, string, string]>([
    ['a macro', 'Transform: Mine', 'B: { Type: AWS::S3::Bucket }'],
    [
      'one of several macros',
      'Transform: [AWS::Serverless-2016-10-31, Mine]',
      'B: { Type: AWS::S3::Bucket }',
    ],
    ['a module', '', 'B: { Type: Mine::Net::Vpc::MODULE }'],
    [
      'an include',
      '',
      'B: { Type: AWS::S3::Bucket }, Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }',
    ],
    [
      'a loop over unknown values',
      'Parameters: { N: { Type: CommaDelimitedList } }',
      'Fn::ForEach::L: [X, !Ref N, { "I${X}": { Type: AWS::EC2::Instance, Properties: { SubnetId: subnet-1 } } }]',
    ],
  ])('%s', async (_, head, resources) => {
    const { code, plan } = await planned(`${head}\nResources: { ${resources} }\n`);
    expect([code, plan.answer.verdict]).toEqual([0, 'unknown']);
    expect(plan.unknowns.some(({ hides }) => hides !== undefined)).toBe(true);
  });

  test('a parameter is shown with a value that its conditions ask for', async () => {
    const { plan } = await planned(`
Parameters: { Env: { Type: String } }
Conditions: { Prod: !Not [!Equals [!Ref Env, live]] }
Resources: { F: ${fn('!If [Prod, !Ref "AWS::NoValue", { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }]')} }
`);
    expect(plan.unknowns[0]?.mend).toBe('--param Env=live');
  });
});

describe('what CloudFormation refuses or puts together is never a yes', () => {
  const net = (block = '10.0.0.0/24') => `
  V: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  S: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref V, CidrBlock: ${block} } }
  G: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref V } }
`;
  const config = '{ SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G] }';
  const made = (properties: string) =>
    `  F: { Type: AWS::Lambda::Function, Properties: ${properties} }\n`;
  const transform = '"Fn::Transform": { Name: M }';
  test.each([
    ['a transform beside properties', net() + made(`{ VpcConfig: ${config}, ${transform} }`)],
    ['properties of a transform', net() + made(`{ ${transform} }`)],
    ['properties of a condition', net() + made('{ "Fn::If": [C, {}, {}] }')],
    ['a transform in lists', net() + made(`{ VpcConfig: { SubnetIds: [!Ref S], ${transform} } }`)],
    ['a configuration in the wrong case', net() + made(`{ VPCConfig: ${config} }`)],
    ['a configuration with a letter amiss', net() + made(`{ VpcConfg: ${config} }`)],
    ['a configuration that is a text', net() + made('{ VpcConfig: none }')],
    ['a subnet too small for AWS', net('10.0.0.0/29') + made(`{ VpcConfig: ${config} }`)],
    ['a subnet too large for AWS', net('10.0.0.0/15') + made(`{ VpcConfig: ${config} }`)],
    ['a VPC as a subnet', net() + made(`{ VpcConfig: ${config.replace('S]', 'V]')} }`)],
    ['a group as a subnet', net() + made(`{ VpcConfig: ${config.replace('Ref S]', 'Ref G]')} }`)],
    ['a subnet as a group', net() + made(`{ VpcConfig: ${config.replace('Ref G]', 'Ref S]')} }`)],
  ])('%s', async (_, resources) => {
    const { plan } = await planned(`Resources:\n${resources}`);
    expect(plan.answer.verdict).not.toBe('yes');
  });

  test.each(['10.0.0.0/28', '10.0.0.0/16'])(
    'and %s is a subnet as AWS makes them',
    async (block) => {
      const text = `Resources:\n${net(block)}${made(`{ Role: r, VpcConfig: ${config} }`)}`;
      const { plan } = await planned(text);
      expect([plan.answer.verdict, plan.unknowns]).toEqual(['yes', []]);
    },
  );

  test.each([
    ['a macro', 'Transform: M\nResources: { F: { Type: AWS::Lambda::Function } }'],
    [
      'a loop',
      'Parameters: { P: { Type: CommaDelimitedList } }\nResources: { "Fn::ForEach::X": [N, !Ref P, { "G${N}": { Type: AWS::EC2::Subnet } }] }',
    ],
  ])('%s is named without a second "what"', async (_, text) => {
    const { plan } = await planned(text);
    expect(JSON.stringify(plan.answer)).toContain('How much room the output of the');
    expect(JSON.stringify(plan.answer).toLowerCase()).not.toContain('what what');
  });
});
