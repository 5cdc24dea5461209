import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const function_ = (subnet: string, sections = {}): string =>
  JSON.stringify({
    Resources: {
      Shop: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: { SubnetIds: [subnet], SecurityGroupIds: ['sg-1'] } },
      },
    },
    Conditions: { CDKMetadataAvailable: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
    ...sections,
  });
const stack = (templateFile: string) => ({
  type: 'aws:cloudformation:stack',
  properties: { templateFile },
});

test('what the CDK wrote into a folder is a stack for each template, in stages as well', async () => {
  const stage = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-prod' } };
  const at = folderWith({
    'manifest.json': JSON.stringify({
      version: '36.0.0',
      artifacts: { Tree: { type: 'cdk:tree' }, App: stack('App.template.json'), Prod: stage },
    }),
    'tree.json': '{"version":"tree-0.1"}',
    'App.template.json': function_('subnet-1'),
    'App.assets.json': '{}',
  });
  mkdirSync(at('assembly-prod'));
  writeFileSync(
    at('assembly-prod/manifest.json'),
    JSON.stringify({ version: '36.0.0', artifacts: { Prod: stack('Prod.template.json') } }),
  );
  writeFileSync(at('assembly-prod/Prod.template.json'), function_('subnet-2'));
  const { code, out, err } = await call(['plan', at('.'), '--format', 'json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { functions } = JSON.parse(out) as { functions: { id: string; subnets: string[] }[] };
  expect(functions.map(({ id, subnets }) => [id, ...subnets])).toEqual([
    ['App/Shop', 'subnet-1'],
    ['Prod/Shop', 'subnet-2'],
  ]);
});

test('a folder with another manifest is one stack in fragments', async () => {
  const at = folderWith({ 'manifest.json': '{"name":"x"}', 'a.template': function_('subnet-1') });
  const { out } = await call(['plan', at('.'), '--format', 'json']);
  expect(JSON.parse(out).functions[0].id).toBe('Shop');
});

test('what else lies in a folder is left out, and does no harm', async () => {
  const at = folderWith({
    'template.json': function_('subnet-1'),
    'tsconfig.json': '{ // for somebody else\n "strict": true }',
    'chart.yaml': '{{ if .x }}: y\n',
    'data.json': new Uint8Array([0x89, 0x50, 0xff]),
    'large.json': new Uint8Array(20_000_001),
  });
  const { code, err } = await call(['plan', at('.'), '--format', 'json']);
  expect(code).toBe(0);
  for (const name of ['tsconfig.json', 'chart.yaml', 'data.json', 'large.json']) {
    expect(err).toMatch(new RegExp(`${name}.*left out|left out.*${name}`));
  }
});

test('a template in a folder that is broken is an error', async () => {
  const broken = '{"Resources": {"A": ';
  const at = folderWith({ 'a.json': function_('subnet-1'), 'b.json': broken });
  const { code, err } = await call(['plan', at('.')]);
  expect(code).toBe(2);
  expect(err).toMatch(/b.json:1:\d+: this is not JSON/);
});

test('a parameter whose deployed value stays is not given', async () => {
  const at = folderWith({
    'net.json': JSON.stringify({
      Parameters: { Net: { Type: 'AWS::EC2::Subnet::Id' } },
      Resources: {
        Shop: {
          Type: 'AWS::Lambda::Function',
          Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Net' }], SecurityGroupIds: ['sg-1'] } },
        },
      },
    }),
    'kept.json': '[{ "ParameterKey": "Net", "UsePreviousValue": true }]',
  });
  const given = ['--params', at('kept.json'), '--format', 'json'];
  const { out } = await call(['plan', at('net.json'), ...given]);
  expect(JSON.parse(out).unknowns[0]).toMatchObject({ what: 'Net' });
});
