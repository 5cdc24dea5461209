// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { pairs, planned } from './planning.ts';

const NETWORK = `
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.0.0/24 } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/24 } }
  Unused: { Type: AWS::EC2::VPC }
  Unused: { Type: AWS::EC2::VPC }
Outputs:
  A: { Value: !Ref A }
  B: { Value: !Ref B }
`;
const APP = `
Parameters: { Nets: { Type: CommaDelimitedList }, Group: { Type: String } }
Resources:
  Shop:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Group] } }
`;
const around = (url: string, metadata = '{}'): string => `
Parameters: { Bucket: { Type: String } }
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Metadata: ${metadata}
    Properties: { TemplateURL: ${url} }
  App:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: app.yaml
      Parameters:
        Nets: !Join [',', [!GetAtt Network.Outputs.A, !GetAtt Network.Outputs.B]]
        Group: sg-1
`;

describe('where the template of a nested stack lies', () => {
  const taken = 'The template of Network is taken to be';
  const cases: [what: string, url: string, file: string, note: string][] = [
    ['a local path', './net.yaml', './net.yaml', ''],
    ['the end of a URL', 'https://s3.amazonaws.com/b/v1/net.yaml', 'net.yaml', taken],
    ['more of its end', 'https://b.s3.amazonaws.com/v1/net.yaml?versionId=3', 'v1/net.yaml', taken],
    ['one folder up', 'https://b.s3.amazonaws.com/infra/net.yaml', '../infra/net.yaml', taken],
    ['the end of a URL in a Sub', '!Sub "https://${Bucket}/v1/net.yaml"', 'net.yaml', taken],
    ['in a Join', "!Join ['', [https://, !Ref Bucket, /net.yaml]]", 'net.yaml', taken],
  ];

  test.each(cases)('%s: %s', (_, url, file, note) => {
    const plan = planned(around(url), { beside: { [file]: NETWORK, 'app.yaml': APP } });
    expect(pairs(plan)).toEqual(['Network/A/sg-1', 'Network/B/sg-1']);
    expect(plan.notes.join()).toContain(note);
    expect(plan.notes).toHaveLength(note === '' ? 0 : 1);
  });

  const hash = '0123456789abcdef'.repeat(4);
  test('what the CDK noted at the resource', () => {
    const metadata = '{ aws:asset:path: Inner.nested.template.json }';
    const beside = { 'Inner.nested.template.json': NETWORK, 'app.yaml': APP };
    const plan = planned(around(`https://b/${hash}.json`, metadata), { beside });
    expect(pairs(plan)).toEqual(['Network/A/sg-1', 'Network/B/sg-1']);
    expect(plan.notes).toEqual([]);
  });

  test.each(['null', '[]', '{"files":[]}', `{"files":{"${hash}":{"source":{"path":5}}}}`])(
    'a list of the CDK that says nothing does no harm: %s',
    (assets) => {
      const readFile = (file: string) => {
        return file === 'main.assets.json' ? { file, text: assets } : null;
      };
      const source = { file: 'main.template.json', text: around(`https://b/${hash}.json`) };
      const { estate } = readTemplates([{ name: 'main', files: [source] }], { readFile });
      expect(estate!.unknowns.map(({ what }) => what)).toContain('Network (nested stack)');
    },
  );

  test('nowhere: whether all fits is not known, and what is known is told all the same', () => {
    const gone =
      '  Gone: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: gone.yaml } }';
    const own = `Resources:
${gone}
  F: { Type: AWS::Lambda::Function, Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } } }`;
    const plan = planned(own);
    expect([plan.fits, plan.whileReplaced.fits, plan.counts.enisAtLeast]).toEqual([null, null, 1]);
    expect(plan.answer.because).toContain(
      'How much room the nested stack Gone needs is not known.',
    );
    expect(plan.answer.because.at(-1)).toMatch(/^One function needs one ENI/);
    const { answer } = planned(`Resources:\n${gone}`);
    expect(answer).toMatchObject({
      verdict: 'unknown',
      because: [
        'How much room the nested stack Gone needs is not known.',
        'No function is attached to a VPC: there is no interface to make room for.',
      ],
    });
  });

  test('of a nested file that is no template nothing is told but that', () => {
    const beside = { 'secret.txt': 'root:x:0:0', 'app.yaml': APP };
    const { issues } = planned(around('secret.txt'), { beside });
    expect(issues.map(({ message }) => message)).toEqual([
      'this is no template: it has no `Resources`, but a text',
    ]);
  });

  test('what the CDK listed beside the template', () => {
    const assets = { files: { [hash]: { source: { path: 'Inner.nested.template.json' } } } };
    const readFile = (file: string) => {
      const files: Record<string, string> = {
        'Outer.assets.json': JSON.stringify(assets),
        'Inner.nested.template.json': NETWORK,
        'app.yaml': APP,
      };
      return files[file] === undefined ? null : { file, text: files[file] };
    };
    const url = `!Sub "https://s3.\${AWS::Region}/assets/${hash}.json"`;
    const file = 'Outer.template.json';
    const source = { name: 'Outer', files: [{ file, text: around(url) }] };
    const { estate, issues } = readTemplates([source], { readFile });
    expect(pairs(planOf(estate!, [source], issues))).toEqual(['Network/A/sg-1', 'Network/B/sg-1']);
  });
});

describe('a template that another one nests is no stack of its own', () => {
  const files = [
    { file: 'outer.yaml', text: around('net.yaml') },
    { file: 'net.yaml', text: NETWORK },
    { file: 'app.yaml', text: APP },
  ];
  const readFile = (name: string) => files.find(({ file }) => file === name) ?? null;

  test.each([
    ['given beside it', files.map((one) => ({ name: one.file, files: [one] })), 'outer.yaml/'],
    ['a fragment of the same folder', [{ name: 'folder', files }], ''],
  ])('%s', (_, sources, prefix) => {
    const { estate, issues } = readTemplates(sources, { readFile });
    const plan = planOf(estate!, sources, issues);
    expect(plan.functions.map(({ id }) => id)).toEqual([`${prefix}App/Shop`]);
    expect(plan.counts.enisAtLeast).toBe(2);
    // And its slips are told once.
    expect(issues.map(({ message }) => message)).toEqual(['`Unused` is written twice']);
  });
});
