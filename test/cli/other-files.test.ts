import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

const json = (value: unknown): string => JSON.stringify(value);
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const terraform = /terraform show -json/;
const stack = /aws cloudformation get-template/;

/** A file that people bring: its name, what is in it, what it is, and what to give instead. */
const FILES: [name: string, content: string | Uint8Array, kind: RegExp, mend: RegExp][] = [
  [
    'changes.json',
    json({ Changes: [], ChangeSetName: 'c', StackName: 's', Parameters: [{ ParameterKey: 'A' }] }),
    /change set/,
    stack,
  ],
  ['changes-only.json', json({ Changes: [], StackName: 's' }), /change set/, stack],
  ['summary.json', json({ Parameters: [], ResourceTypes: [] }), /summary of a template/, stack],
  ['stacks.json', json({ Stacks: [{ StackName: 's' }] }), /describe-stacks/, stack],
  ['resources.json', json({ StackResources: [] }), /resources of a stack/, stack],
  ['events.json', json({ StackEvents: [] }), /events of a stack/, stack],
  ['preview.json', json({ config: {}, steps: [] }), /preview of Pulumi/, /scenario/],
  ['exported.json', json({ version: 3, deployment: {} }), /stack of Pulumi/, /scenario/],
  ['functions.json', json({ Functions: [{ FunctionName: 'f' }] }), /list-functions/, stack],
  ['functions-list.json', json([{ FunctionName: 'f' }]), /list of functions/, stack],
  ['config.json', json({ FunctionName: 'f', VpcConfig: {} }), /configuration of a funct/, stack],
  ['function.json', json({ Configuration: {}, Code: {} }), /get-function/, stack],
  ['enis.json', json({ NetworkInterfaces: [] }), /describe-network-interfaces/, stack],
  ['subnets.json', json({ Subnets: [] }), /describe-subnets/, /--subnets FILE/],
  ['groups.json', json({ SecurityGroups: [] }), /describe-security-groups/, stack],
  ['given.json', json([{ ParameterKey: 'A', ParameterValue: 'b' }]), /values/, /--params FILE/],
  ['given-map.json', json({ Parameters: { A: 'b' }, Tags: {} }), /values/, /--params FILE/],
  [
    'state.tfstate',
    json({ version: 4, terraform_version: '1.6.6', serial: 1, lineage: 'x', resources: [] }),
    /state of Terraform/,
    terraform,
  ],
  ['state.json', json({ version: 4, serial: 3, lineage: 'y' }), /state of Terraform/, terraform],
  ['outputs.json', json({ id: { sensitive: false, value: 'x' } }), /terraform output/, terraform],
  ['schemas.json', json({ format_version: '1.0', provider_schemas: {} }), /schemas/, terraform],
  ['saved.bin', latin('PK\x03\x04\x14\0tfplan\0\0'), /plan as Terraform saves it/, terraform],
  ['saved.tfplan', latin('PK\x03\x04\x00@binaryplan'), /plan as Terraform saves it/, terraform],
  ['bundle.zip', latin(`PK\x03\x04${'x'.repeat(50)}PK\x05\x06`), /a zip archive/, /unpack/],
  ['bundle.tgz', gzipSync('Resources: {}'), /a gzip archive/, /unpack/],
  ['paper.pdf', latin('%PDF-1.7\n\xff'), /a PDF/, /template/],
  ['drawing.png', latin('\x89PNG\r\n\x1a\n'), /a picture/, /template/],
  ['bootstrap', latin('\x7fELF\x02\x01\x01\0'), /a program/, /template/],
  ['log.json', '{"@level":"info","@message":"Terraform"}\n{"@level":"info"}\n', /log/, terraform],
  ['lines.json', '{"a":1}\n{"a":2}\n', /log with a document on each line/, /template/],
  [
    'human.txt',
    'Terraform will perform the following actions:\n\n  # aws',
    /people read/,
    terraform,
  ],
  ['main.tf', 'resource "aws_vpc" "a" {\n}\n', /Terraform's own language/, terraform],
  ['main.txt', 'variable "a" {}\nmodule "b" {\n source = "x"\n}\n', /own language/, terraform],
  ['main.tf.json', json({ resource: { aws_vpc: {} } }), /own language in JSON/, terraform],
  ['x.tfvars', 'a = 1\n', /variables of Terraform/, terraform],
  [
    'serverless.yml',
    'service: s\nprovider: { name: aws }\nfunctions: {}\n',
    /Serverless/,
    /package/,
  ],
  ['samconfig.toml', '[default.deploy.parameters]\nstack_name = "x"\n', /TOML/, /template/],
  ['docker-compose.yml', 'services: { a: { image: x } }\n', /Docker Compose/, /template/],
  ['compose.yaml', 'services: { a: { image: x } }\nvolumes: {}\n', /Docker Compose/, /template/],
  ['package.json', json({ name: 'x' }), /package.json of a program/, /template/],
  ['other.json', json({ name: 'x', dependencies: {} }), /package.json/, /template/],
  ['cdk.json', json({ app: 'npx ts-node a.ts', context: {} }), /CDK project/, /cdk synth/],
  ['tree.json', json({ version: 'tree-0.1', tree: {} }), /construct tree/, /folder/],
  ['deploy.yaml', 'apiVersion: apps/v1\nkind: Deployment\n', /Kubernetes/, /template/],
  ['chart.yaml', '{{- if .Values.x }}\na: b\n{{- end }}\n', /Helm/, /render/],
  ['page.html', '<!DOCTYPE html>\n<html>\n', /XML or HTML/, /template/],
  ['Dockerfile', 'FROM node:20\nRUN npm ci\n', /Dockerfile/, /template/],
  ['azure.json', json({ $schema: 'x', contentVersion: '1', resources: [] }), /Azure/, /template/],
  ['workflow.yml', 'on: push\njobs: {}\n', /GitHub/, /template/],
  ['stack.ts', "import { App } from 'aws-cdk-lib';\nexport {};\n", /program of the CDK/, /synth/],
  ['empty.yaml', '', /empty/, /template|scenario/],
  ['blank.json', ' \n\n', /empty|ends too early/, /./],
];

describe('another file that people bring gets one sentence, never an answer', () => {
  const at = folderWith(Object.fromEntries(FILES.map(([name, content]) => [name, content])));

  test.each(FILES)('plan %s', async (name, _, kind, mend) => {
    const { code, out, err } = await call(['plan', at(name)]);
    expect([code, out]).toEqual([2, '']);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(kind);
    expect(err).toMatch(mend);
  });

  const told = FILES.filter(([name]) => !/\.ts$|^empty|^blank/.test(name));
  test.each(told)('check %s', async (name, _, kind) => {
    const { code, out, err } = await call(['check', at(name)]);
    expect(code).toBe(2);
    expect(out).not.toContain('ok');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(kind);
  });
});

/** Folders by the files in them. */
const FOLDERS: [what: string, files: Record<string, string>, kind: RegExp, mend: RegExp][] = [
  ['a folder of .tf', { 'main.tf': 'resource {}', 'v.json': '{}' }, /own language/, terraform],
  ['of .tf.json', { 'main.tf.json': '{}' }, /own language/, terraform],
  ['a CDK project', { 'cdk.json': '{}', 'package.json': '{}' }, /CDK project/, /cdk synth/],
  ['of CDK for Terraform', { 'cdktf.json': '{}' }, /CDK for Terraform/, /cdktf synth/],
  ['of Serverless', { 'serverless.yml': 'service: x' }, /Serverless/, /serverless package/],
  ['of Pulumi', { 'Pulumi.yaml': 'name: x' }, /Pulumi/, /scenario/],
  ['of Helm', { 'Chart.yaml': 'name: x' }, /Helm/, /render/],
  ['of a state', { 'terraform.tfstate': '{}' }, /state of Terraform/, terraform],
  ['of a program', { 'package.json': '{"name":"x"}' }, /package.json/, /template/],
  ['an empty one', {}, /holds no/, /\.yaml/],
  ['of other texts', { 'README.md': '# x' }, /holds no/, /\.yaml/],
  [
    'of other data',
    { 'a.json': '{"a":1}', 'b.yaml': 'b: 2' },
    /no file of this folder/,
    /template/,
  ],
];

test.each(FOLDERS)('a folder gets one sentence: %s', async (_, files, kind, mend) => {
  const at = folderWith(files);
  const { code, out, err } = await call(['plan', at('.')]);
  expect([code, out]).toEqual([2, '']);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).toMatch(kind);
  expect(err).toMatch(mend);
});

test('a folder of packages, and a project that is synthesised already', async () => {
  const at = folderWith({ 'cdk.json': '{}' });
  mkdirSync(at('node_modules'));
  writeFileSync(at('node_modules/.package-lock'), '');
  expect((await call(['plan', at('node_modules')])).err).toContain('a folder of packages');
  mkdirSync(at('cdk.out'));
  writeFileSync(at('cdk.out/manifest.json'), '{"version":"1","artifacts":{}}');
  expect((await call(['plan', at('.')])).err).toMatch(/give .*cdk\.out, which `cdk synth` writes/);
});

test('a file that may be run, and is a text, is told as what it is', async () => {
  const at = folderWith({ run: '#!/bin/sh\necho "a: b"\n' });
  chmodSync(at('run'), 0o755);
  expect(await call(['plan', at('run')])).toMatchObject({ code: 2, out: '' });
});

const TEMPLATE = {
  Resources: {
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
    },
  },
};
const YAML = `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`;
const PLAN = {
  format_version: '1.2',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'aws_lambda_function.f',
          mode: 'managed',
          type: 'aws_lambda_function',
          name: 'f',
          values: { vpc_config: [{ subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] }] },
        },
      ],
    },
  },
};
const STATE = { format_version: '1.0', values: PLAN.planned_values };

function utf16(text: string, order: 'le' | 'be', mark: boolean): Uint8Array {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

/** What is read however it is wrapped. */
const READ: [name: string, content: string | Uint8Array][] = [
  ['get-template.json', json({ TemplateBody: TEMPLATE, StagesAvailable: ['Original'] })],
  ['get-template-text.json', json({ TemplateBody: YAML, StagesAvailable: ['Original'] })],
  ['get-template-json-text.json', json({ TemplateBody: json(TEMPLATE) })],
  ['query-template-body.json', json(YAML)],
  ['one-line.json', json({ Description: 'a template on one line', ...TEMPLATE })],
  [
    'one-line.yaml',
    '{Description: x, Resources: {F: {Type: AWS::Lambda::Function, Properties: {VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}}}}}',
  ],
  ['plan.json', json(PLAN)],
  ['state.json', json(STATE)],
  [
    'wrapped.json',
    `[command]/usr/bin/terraform show -json plan.bin\n${json(PLAN)}\n\n::debug::0\n`,
  ],
  ['npm.json', `\n> app@1.0.0 synth\n> cdk synth\n\n${JSON.stringify(TEMPLATE, null, 2)}\n`],
  ['terragrunt.json', `time=2026 level=info msg=x\n${json(STATE)}`],
  ['vault.yaml', `[aws-vault] using profile x\n> cdk synth\n${YAML}`],
  ['bom.yaml', `\ufeff${YAML}`],
  ['powershell.json', utf16(json(PLAN), 'le', true)],
  ['big-endian.yaml', utf16(YAML, 'be', true)],
  ['no-mark.json', utf16(json(TEMPLATE), 'le', false)],
  ['net.template', YAML],
  ['net.cform', YAML],
];

describe('a template or plan is read however it is wrapped', () => {
  const at = folderWith(Object.fromEntries(READ));

  test.each(READ)('plan %s', async (name) => {
    const { code, out, err } = await call(['plan', at(name), '--format', 'json']);
    expect([code, err]).toEqual([0, '']);
    const { pairings, counts } = JSON.parse(out);
    expect(counts.functionsInVpc).toBe(1);
    expect(pairings).toMatchObject([{ subnet: 'subnet-1', securityGroups: ['sg-1'] }]);
  });

  test.each(READ)('check %s', async (name) => {
    const { code, out, err } = await call(['check', at(name)]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('a template, 1 function');
  });
});
