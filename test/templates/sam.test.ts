import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/types.ts';
import { pairs, planned } from './planning.ts';

const SAM = 'Transform: AWS::Serverless-2016-10-31';

/** Own templates, each with one habit of SAM's. */
const TEMPLATES: Record<string, string> = {
  'lists are joined, mappings merged': `
${SAM}
Globals:
  Function:
    CodeUri: s3://bucket/key
    Handler: index.handler
    Runtime: nodejs22.x
    AutoPublishAlias: live
    VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }
Resources:
  Plain: { Type: AWS::Serverless::Function }
  More: { Type: AWS::Serverless::Function, Properties: { VpcConfig: { SecurityGroupIds: [sg-2] } } }
  Both:
    Type: AWS::Serverless::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-2], SecurityGroupIds: [sg-1] } }
`,
  'a function of CloudFormation is not merged into': `
${SAM}
Parameters: { Groups: { Type: CommaDelimitedList, Default: 'sg-8,sg-9' } }
Globals:
  Function:
    CodeUri: s3://bucket/key
    Handler: index.handler
    Runtime: nodejs22.x
    VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }
Resources:
  Own: { Type: AWS::Serverless::Function, Properties: { VpcConfig: { SecurityGroupIds: !Ref Groups } } }
  Out: { Type: AWS::Serverless::Function, Properties: { VpcConfig: !Ref AWS::NoValue } }
`,
  'globals may be ignored': `
${SAM}
Globals:
  Function:
    CodeUri: s3://bucket/key
    Handler: index.handler
    Runtime: nodejs22.x
    VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }
Resources:
  One:
    Type: AWS::Serverless::Function
    IgnoreGlobals: [VpcConfig]
  All:
    Type: AWS::Serverless::Function
    IgnoreGlobals: '*'
    Properties: { CodeUri: s3://bucket/key, Handler: index.handler, Runtime: nodejs22.x }
  None: { Type: AWS::Serverless::Function }
`,
  'conditions and roles': `
${SAM}
Parameters: { Stage: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources:
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      ManagedPolicyArns: [!Sub 'arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole']
  Always:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://bucket/key
      Handler: index.handler
      Runtime: nodejs22.x
      Role: !GetAtt Role.Arn
      VpcConfig: { SubnetIds: [subnet-1, !If [IsProd, subnet-2, !Ref AWS::NoValue]], SecurityGroupIds: [!GetAtt Group.GroupId] }
  OnlyProd:
    Type: AWS::Serverless::Function
    Condition: IsProd
    Properties:
      CodeUri: s3://bucket/key
      Handler: index.handler
      Runtime: nodejs22.x
      VpcConfig: { SubnetIds: [subnet-3], SecurityGroupIds: [!Ref Group] }
`,
};

describe('SAM', () => {
  test.each([
    ['lists are joined, mappings merged', ['subnet-1/sg-1', 'subnet-1/sg-1+sg-2', 'subnet-2/sg-1']],
    ['a function of CloudFormation is not merged into', ['subnet-1/sg-8+sg-9']],
    ['globals may be ignored', ['subnet-1/sg-1']],
    ['conditions and roles', ['subnet-1/Group']],
  ])('%s', (name, expected) => {
    const plan = planned(TEMPLATES[name]!);
    // In `Both`, the global lists come first and the same group twice is one.
    expect(pairs(plan).filter((pair) => !expected.includes(pair))).toEqual([]);
    expect(pairs(plan)).toEqual(expected.toSorted());
    expect(plan.issues).toEqual([]);
  });

  test('AutoPublishAlias publishes versions, which hold interfaces (ENI-2)', () => {
    const plan = planned(TEMPLATES['lists are joined, mappings merged']!);
    expect(plan.functions.every(({ publishesVersions }) => publishesVersions)).toBe(true);
    expect(plan.peaks.map(({ enis }) => enis)).toEqual([3, 6, 6]);
    expect(plan.advice.map(({ kind }) => kind)).toContain('delete versions');
  });

  test('a role that SAM makes may create interfaces (IAM-4); one that is given must', () => {
    expect(planned(TEMPLATES['globals may be ignored']!).findings).toMatchObject([
      { rule: 'SHARE-2', severity: 'warning' },
    ]);
    const poor = TEMPLATES['conditions and roles']!.replace('VPCAccess', 'Basic');
    expect(planned(poor).findings).toMatchObject([
      { rule: 'IAM-4', severity: 'error', subject: 'Always' },
      { rule: 'SHARE-2' },
    ]);
  });
});

/** Translates all templates at once; code that is not in S3 is put there, as \`sam package\` does. */
const TRANSLATE = `
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse
class Loader:
    def load(self): return {'AmazonS3ReadOnlyAccess': 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'}
def packaged(template):
    parts = [r for r in template['Resources'].values() if r['Type'].startswith('AWS::Serverless')]
    presets = template.get('Globals', {}).get('Function', {})
    for properties in [presets] + [r.setdefault('Properties', {}) for r in parts]:
        for name in ('CodeUri', 'ContentUri', 'DefinitionUri'):
            if isinstance(properties.get(name), str) and not properties[name].startswith('s3:'):
                properties[name] = 's3://bucket/key'
    for r in parts:
        if r['Type'] != 'AWS::Serverless::Function': continue
        p = r['Properties']
        if not any(k in p or k in presets for k in ('CodeUri', 'InlineCode', 'ImageUri')): p['CodeUri'] = 's3://bucket/key'
    return template
out = {}
for name, text in json.load(sys.stdin).items():
    try: out[name] = json.dumps(transform(packaged(json.loads(json.dumps(yaml_parse(text), default=str))), {}, Loader()))
    except Exception as e: out[name] = 'refused: ' + repr(e) + str(getattr(e, 'causes', ''))
json.dump(out, sys.stdout)
`;

/** What AWS's own translator makes of templates; null where it is not installed. */
function translated(texts: Record<string, string>): Record<string, string> | null {
  const python = (script: string, input: string): string => {
    const env = { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' };
    const stdio = ['pipe', 'pipe', 'ignore'] as const;
    return execFileSync('python3', ['-c', script], {
      input,
      encoding: 'utf8',
      stdio: [...stdio],
      env,
    });
  };
  try {
    python('import samtranslator', '');
  } catch {
    return null;
  }
  return JSON.parse(python(TRANSLATE, JSON.stringify(texts)));
}

const FOLDER = '../shared/cases/templates/sam';
const samples = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => /\.ya?ml$/.test(name))
  : [];

/** What both ways must agree on: how SAM calls what it makes is its own. */
const essence = (plan: Plan) => ({
  pairings: pairs(plan),
  sharing: plan.sharing.map(({ functions }) => functions).sort(),
  counts: plan.counts,
  errors: plan.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ where: _, ...rest }) => rest),
});

describe('reading SAM agrees with translating it and reading CloudFormation', () => {
  const theirs = samples.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const);
  const texts = Object.fromEntries([...Object.entries(TEMPLATES), ...theirs]);
  const others = translated(texts);

  test.for(Object.keys(texts))('%s', (name, { skip }) => {
    if (others === null) return skip('aws-sam-translator is not installed');
    expect(others[name]).not.toMatch(/^refused/);
    expect(essence(planned(others[name]!))).toEqual(essence(planned(texts[name]!)));
  });
});
