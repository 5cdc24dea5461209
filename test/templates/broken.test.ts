import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { readNodes } from '../../src/templates/yaml-node.ts';
import { largeTemplate } from './large.ts';
import { issuesOf, planned } from './planning.ts';
import { configuredFunction, openFunction, terraformPlan } from './terraform-plans.ts';

const shop = readFileSync('scenarios/shop/shop.yaml', 'utf8');
const terraform = terraformPlan(
  [{ address: 'aws_subnet.a[0]' }, openFunction('module.m.aws_lambda_function.f["x"]')],
  {
    module_calls: {
      m: {
        module: { resources: [configuredFunction('aws_lambda_function.f', ['var.s'], ['var.g'])] },
        expressions: { s: { references: ['aws_subnet.a'] } },
      },
    },
  },
);
const json = JSON.stringify({
  Parameters: { P: { Type: 'CommaDelimitedList', Default: 'a,b' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
  Resources: {
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        VpcConfig: {
          SubnetIds: { 'Fn::If': ['C', { Ref: 'P' }, { 'Fn::Split': [',', 'a,b'] }] },
          SecurityGroupIds: [{ 'Fn::Select': [0, { Ref: 'P' }] }],
        },
      },
    },
  },
});
const TEXTS = [shop, largeTemplate(3), terraform, json];

/** A text with a part cut out, doubled, or moved elsewhere. */
const mangled = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    from: fc.nat({ max: 4_000 }),
    length: fc.nat({ max: 300 }),
    to: fc.nat({ max: 4_000 }),
    put: fc.constantFrom(
      '',
      'slice',
      '!Ref ',
      '{',
      '[',
      ': ',
      '\n',
      '"',
      '&a ',
      '*a',
      '- ',
      'Fn::If',
      '~',
    ),
  })
  .map(({ text, from, length, to, put }) => {
    const begin = from % text.length;
    const slice = text.slice(begin, begin + length);
    const rest = text.slice(0, begin) + text.slice(begin + length);
    const at = to % (rest.length + 1);
    return rest.slice(0, at) + (put === 'slice' ? slice : put) + rest.slice(at);
  });

test('whatever is cut, moved or put in: an answer with places, never an exception', () => {
  fc.assert(
    fc.property(mangled, (text) => {
      const sources = [{ name: 'm', files: [{ file: 'm.yaml', text }] }];
      const { estate, issues } = readTemplates(sources);
      if (estate === null) expect(issues.length).toBeGreaterThan(0);
      else planOf(estate, sources, issues);
      for (const { line, column } of issues) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
});

test('JSON read as JSON and as YAML is the same', () => {
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, one) =>
        key === 'of' || key === 'at' ? undefined : one instanceof Map ? [...one] : one,
      ),
    );
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium', noUnicodeString: true }), (value) => {
      const text = JSON.stringify({ Resources: value }, null, 2);
      const asJson = readNodes(text, 'a');
      const asYaml = readNodes(`# not JSON\n${text}`, 'a');
      fc.pre(asYaml.root !== null && !text.includes('__proto__') && !text.includes('"<<"'));
      expect(plain(asJson.root)).toEqual(plain(asYaml.root));
    }),
    { numRuns: 200 },
  );
});

describe('slips that leave a meaning', () => {
  test.each([
    [
      'a key written twice: the last counts',
      'Resources:\n  A: { Type: AWS::EC2::VPC }\n  A: { Type: AWS::EC2::Subnet }\n',
      'warning 3: `A` is written twice',
    ],
    [
      'in JSON as well',
      '{"Resources": {\n"A": {"Type": "AWS::EC2::VPC"},\n"A": {"Type": "AWS::EC2::Subnet"}}}',
      'warning 3: `A` is written twice',
    ],
    [
      'host bits in a block',
      'Resources:\n  A: { Type: AWS::EC2::Subnet, Properties:\n    { CidrBlock: 10.0.1.5/24 } }\n',
      'warning 3: 10.0.1.5/24 has bits set behind its prefix; AWS reads 10.0.1.0/24',
    ],
    [
      'a block that is none',
      'Resources:\n  A: { Type: AWS::EC2::Subnet, Properties:\n    { CidrBlock: 10.0.300.0/24 } }\n',
      'warning 3: 10.0.300.0/24 is no IPv4 block',
    ],
    [
      'a second document',
      'Resources: { A: { Type: AWS::EC2::VPC } }\n---\nResources: {}\n',
      'warning 2: a second document begins here, and is left out',
    ],
    ['a comma too many', '{"Resources": {"A": {"Type": "AWS::EC2::Subnet",},},}', null],
  ])('%s', (_, text, issue) => {
    expect(issuesOf(text)).toEqual(issue === null ? [] : [issue]);
  });

  test('what follows an unknown tag is still read', () => {
    const plan = planned(`Resources:
  A: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Reff Cidr } }
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`);
    expect(plan.counts.enisAtLeast).toBe(1);
    expect(plan.issues).toMatchObject([{ severity: 'error', line: 2 }]);
  });

  test('what follows a tag that is none is still read', () => {
    const plan = planned(`Resources:
  A: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !S!Ref Cidr } }
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`);
    expect(plan.counts.enisAtLeast).toBe(1);
    expect(plan.issues).toMatchObject([
      { severity: 'error', line: 2, message: expect.stringContaining('no tag') },
    ]);
  });

  test('what follows two functions in a row is still read', () => {
    const plan = planned(`Resources:
  A: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Select !Split [1, a] } }
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`);
    expect(plan.counts.enisAtLeast).toBe(1);
    expect(plan.issues).toMatchObject([{ severity: 'error', line: 2 }]);
  });

  test('anchors and merge keys are read', () => {
    const plan = planned(`Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: &shared
      VpcConfig: &net { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }
  G: { Type: AWS::Lambda::Function, Properties: { <<: *shared, Handler: g } }
  H: { Type: AWS::Lambda::Function, Properties: { VpcConfig: *net } }
`);
    expect(plan.pairings).toMatchObject([{ functions: ['F', 'G', 'H'] }]);
  });
});
