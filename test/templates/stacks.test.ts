// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { issuesOf, openIn, pairs, planned, plannedStacks } from './planning.ts';

const NETWORK = `
Parameters: { Cidr: { Type: String, Default: 10.1.0.0/16 } }
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Cidr } }
  A:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: !Select [0, !Cidr [!GetAtt Net.CidrBlock, 4, 8]] }
  B:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: !Select [1, !Cidr [!GetAtt Net.CidrBlock, 4, 8]] }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Net } }
Outputs:
  Subnets: { Value: !Join [',', [!Ref A, !Ref B]], Export: { Name: !Sub '\${AWS::StackName}-subnets' } }
  First: { Value: !Ref A, Export: { Name: !Sub '\${AWS::StackName}-first' } }
  Web: { Value: !GetAtt Web.GroupId, Export: { Name: net-web } }
`;

const functionIn = (subnets: string, groups: string): string => `
Resources:
  Shop:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} } }
`;

describe('several stacks', () => {
  test('an import is joined to the export of that name, and its list keeps its length', () => {
    const app = functionIn("!Split [',', !ImportValue net-subnets]", '[!ImportValue net-web]');
    const plan = plannedStacks({ net: NETWORK, app }, { parameters: { 'AWS::StackName': 'net' } });
    expect(pairs(plan)).toEqual(['net/A/net/Web', 'net/B/net/Web']);
    expect(plan.functions.map(({ id }) => id)).toEqual(['app/Shop']);
    expect(openIn(plan)).toEqual([]);
    expect(plan.counts.enisByVpc).toEqual({ 'net/Net': 2 });
    expect(plan.subnets.map(({ cidr }) => cidr)).toEqual(['10.1.0.0/24', '10.1.1.0/24']);
  });

  test('the unknown name of a stack does not hide its export, and the plan says what it took', () => {
    const app = functionIn('[!ImportValue prod-net-first]', '[!ImportValue net-web]');
    const plan = plannedStacks({ net: NETWORK, app });
    expect(pairs(plan)).toEqual(['net/A/net/Web']);
    expect(plan.notes).toEqual([
      'The import prod-net-first is taken for the export ${AWS::StackName}-first of net.',
    ]);
  });

  test('an output of another stack is read without an export', () => {
    const output = (name: string, of = 'net') =>
      `{ Fn::GetStackOutput: { StackName: ${of}, OutputName: ${name}, Region: eu-west-1 } }`;
    const app = functionIn(`!Split [',', ${output('Subnets')}]`, `[${output('Web')}]`);
    const plan = plannedStacks({ net: NETWORK, app });
    expect(pairs(plan)).toEqual(['net/A/net/Web', 'net/B/net/Web']);
    expect(plan.notes).toEqual([]);
    const far = functionIn(`[${output('First', 'prod-net')}]`, '[sg-1]');
    expect(plannedStacks({ net: NETWORK, app: far }).notes).toEqual([
      'The output prod-net.First is taken for that of net.',
    ]);
    expect(openIn(planned(far)).map(({ mend }) => mend)).toEqual([
      '--param prod-net.Outputs.First=value',
    ]);
    const given = { parameters: { 'prod-net.Outputs.First': 'subnet-1' } };
    expect(pairs(planned(far, given))).toEqual(['subnet-1/sg-1']);
  });

  test('two exports that would fit are not guessed between', () => {
    const app = functionIn('[!ImportValue prod-net-first]', '[sg-1]');
    const plan = plannedStacks({ one: NETWORK, two: NETWORK.replace('net-web', 'web'), app });
    expect(pairs(plan)).toEqual(['prod-net-first/sg-1']);
    expect(openIn(plan).map(({ what }) => what)).toEqual(['prod-net-first']);
  });

  test('groups of one name in two stacks are two groups (SHARE-7)', () => {
    const own = `${functionIn('[subnet-1]', '[!Ref Web]')}
  Web: { Type: AWS::EC2::SecurityGroup }
`;
    expect(pairs(plannedStacks({ one: own, two: own }))).toEqual([
      'subnet-1/one/Web',
      'subnet-1/two/Web',
    ]);
  });

  test('a parameter is given to all stacks or to one', () => {
    const app = `Parameters: { Net: { Type: String } }\n${functionIn('[!Ref Net]', '[sg-1]')}`;
    const stacks = { one: app, two: app };
    expect(pairs(plannedStacks(stacks))).toEqual(['one/Net/sg-1', 'two/Net/sg-1']);
    const both = plannedStacks(stacks, { parameters: { Net: 'subnet-1' } });
    expect(pairs(both)).toEqual(['subnet-1/sg-1']);
    const each = plannedStacks(stacks, { parameters: { Net: 'subnet-1', 'two/Net': 'subnet-2' } });
    expect(pairs(each)).toEqual(['subnet-1/sg-1', 'subnet-2/sg-1']);
  });

  test('two exports of one name are an issue', () => {
    const app = functionIn('[!ImportValue net-web]', '[sg-1]');
    const { issues } = plannedStacks({ one: NETWORK, two: NETWORK, app });
    expect(issues.map(({ message }) => message)).toContain('another stack exports `net-web` too');
  });
});

describe('nested stacks', () => {
  const around = (url: string): string => `
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ${url}, Parameters: { Cidr: 10.9.0.0/16 } }
  Shop:
    Type: AWS::Lambda::Function
    Properties:
      VpcConfig:
        SubnetIds: !Split [',', !GetAtt Network.Outputs.Subnets]
        SecurityGroupIds: [!GetAtt Network.Outputs.Web]
`;

  test('a local template is read, its parameters are given, its ids stand under its name', () => {
    const plan = planned(around('./net.yaml'), { beside: { './net.yaml': NETWORK } });
    expect(pairs(plan)).toEqual(['Network/A/Network/Web', 'Network/B/Network/Web']);
    expect(plan.subnets[0]).toMatchObject({ cidr: '10.9.0.0/24', usable: 251, vpc: 'Network/Net' });
  });

  test('lists go into a nested stack joined by commas, and come out as lists', () => {
    const child = `
Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' }, Groups: { Type: CommaDelimitedList } }
${functionIn('!Ref Subnets', '!Ref Groups')}`;
    const parent = `
Parameters: { Groups: { Type: CommaDelimitedList } }
Resources:
  A: { Type: AWS::EC2::Subnet }
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.yaml
      Parameters:
        Subnets: !Join [',', [!Ref A, subnet-2]]
        Groups: !Join [',', !Ref Groups]
`;
    const plan = planned(parent, { beside: { 'child.yaml': child } });
    expect(pairs(plan)).toEqual(['A/Groups', 'subnet-2/Groups']);
    expect(plan.functions.map(({ id }) => id)).toEqual(['Child/Shop']);
  });

  test('lists joined with blanks, and outputs that are lists already', () => {
    const child = `
Parameters: { Subnets: { Type: CommaDelimitedList } }
${functionIn('!Ref Subnets', '[sg-1]')}`;
    const given = (subnets: string) =>
      planned(
        `
Parameters: { Open: { Type: CommaDelimitedList } }
Resources:
  A: { Type: AWS::EC2::Subnet }
  B: { Type: AWS::EC2::Subnet }
  Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: elsewhere } }
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: child.yaml, Parameters: { Subnets: ${subnets} } }
  Own:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Open, SecurityGroupIds: [sg-1] } }
`,
        { beside: { 'child.yaml': child } },
      );
    const joined = given("!Join [', ', [!Ref A, !Ref B]]");
    expect(pairs(joined)).toEqual(['A/sg-1', 'B/sg-1']);
    const open = given("!Join [', ', !Ref Open]");
    expect(open.sharing.map(({ functions }) => functions)).toEqual([['Child/Shop', 'Own']]);
    const output = given("!Join [',', !GetAtt Net.Outputs.Subnets]");
    expect(output.functions.map(({ subnets }) => subnets)).toEqual([null, null]);
  });

  test('what is given for the outer stack does not reach into it', () => {
    const child = `Parameters: { Net: { Type: String, Default: subnet-1 } }${functionIn('[!Ref Net]', '[sg-1]')}`;
    const parent = `Parameters: { Net: { Type: String } }
Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml } }
  Own: { Type: AWS::EC2::VPC, Properties: { Name: !Ref Net } }
`;
    const beside = { 'child.yaml': child };
    const outer = planned(parent, { beside, parameters: { Net: 'subnet-9' } });
    expect(pairs(outer)).toEqual(['subnet-1/sg-1']);
    const inner = planned(parent, { beside, parameters: { 'Child/Net': 'subnet-9' } });
    expect(pairs(inner)).toEqual(['subnet-9/sg-1']);
  });

  test('a template elsewhere leaves the length open and says how to settle it', () => {
    const url = 'https://s3.amazonaws.com/x/net.yaml';
    const plan = planned(around(url));
    expect(plan.counts.enisAtLeast).toBeNull();
    expect(openIn(plan).map(({ what }) => what)).toEqual([
      'Network.Outputs.Subnets',
      'Network.Outputs.Web',
      'Network (nested stack)',
    ]);
    const settled = planned(around(url), {
      parameters: {
        'Network.Outputs.Subnets': 'subnet-1,subnet-2',
        'Network.Outputs.Web': 'sg-1',
      },
    });
    expect(pairs(settled)).toEqual(['subnet-1/sg-1', 'subnet-2/sg-1']);
  });

  test('a stack within itself is an issue, not a loop', () => {
    const plan = planned(around('./self.yaml'), {
      beside: { './self.yaml': around('./self.yaml') },
    });
    expect(plan.issues.map(({ message }) => message)).toContain(
      'the nested stack `Network` contains itself',
    );
  });

  test('an output that is not there is an issue with a guess', () => {
    const text = around('./net.yaml').replace('Outputs.Web', 'Outputs.Wbe');
    const { issues } = planned(text, { beside: { './net.yaml': NETWORK } });
    expect(issues).toMatchObject([{ line: 11, mend: 'did you mean `Web`?' }]);
  });
});

describe('fragments of one stack', () => {
  const read = (...texts: string[]) => {
    const files = texts.map((text, index) => ({ file: `${index}.yaml`, text }));
    const sources = [{ name: 'folder', files }];
    const { estate, issues } = readTemplates(sources);
    return planOf(estate!, sources, issues);
  };
  const groups = 'Resources: { Web: { Type: AWS::EC2::SecurityGroup } }';

  test('are merged before anything is resolved', () => {
    const plan = read(
      functionIn('!Ref Nets', '[!Ref Web]'),
      groups,
      'Parameters: { Nets: { Type: CommaDelimitedList, Default: "subnet-1" } }',
    );
    expect(pairs(plan)).toEqual(['subnet-1/Web']);
    expect(plan.issues).toEqual([]);
  });

  test('may repeat a part word by word', () => {
    expect(read(groups, groups, functionIn('[subnet-1]', '[!Ref Web]')).issues).toEqual([]);
  });

  test('clash where one name means two things', () => {
    const other = 'Resources:\n  Web: { Type: AWS::EC2::VPC }';
    expect(read(groups, other).issues).toMatchObject([
      { severity: 'error', file: '1.yaml', line: 2, mend: expect.stringContaining('0.yaml:1') },
    ]);
  });

  test('a file beside them that is no template is left out with a word', () => {
    const plan = read(groups, '{ "some": "settings" }');
    expect(plan.issues).toMatchObject([{ severity: 'warning', file: '1.yaml' }]);
  });
});

describe('loops of the language extension', () => {
  const loop = (values: string): string => `
Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: 'basket,search' }, Open: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Functions:
    - Name
    - ${values}
    - Shop\${Name}:
        Type: AWS::Lambda::Function
        Properties:
          FunctionName: !Ref Name
          VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [!Ref 'Group\${Name}'] }
      Group\${Name}: { Type: AWS::EC2::SecurityGroup }
`;

  test.each([
    ['written out', '[basket, search]'],
    ['by a parameter', '!Ref Names'],
  ])('are written out: %s', (_, values) => {
    const plan = planned(loop(values));
    expect(pairs(plan)).toEqual(['subnet-1/Groupbasket', 'subnet-1/Groupsearch']);
    expect(plan.issues).toEqual([]);
  });

  test('over an open list are unknown', () => {
    const plan = planned(loop('!Ref Open'));
    expect(openIn(plan).map(({ mend }) => mend)).toEqual(['--param Open=value,...']);
  });

  test('may be nested, and leave out of ids what ids may not hold', () => {
    const plan = planned(`
Resources:
  Fn::ForEach::Zones:
    - Zone
    - [eu-1a, eu-1b]
    - Fn::ForEach::Kinds:
        - Kind
        - [web, db]
        - Net\${Kind}&{Zone}:
            Type: AWS::EC2::Subnet
            Properties: { AvailabilityZone: !Ref Zone, CidrBlock: 10.0.0.0/24 }
`);
    expect(plan.subnets.map(({ id, zone }) => `${id} ${zone}`)).toEqual([
      'Netwebeu1a eu-1a',
      'Netdbeu1a eu-1a',
      'Netwebeu1b eu-1b',
      'Netdbeu1b eu-1b',
    ]);
  });

  test('that would make too much are cut with an issue', () => {
    const many = Array.from({ length: 200 }, (_, i) => `v${i}`).join(',');
    const nested = ['A', 'B', 'C'].reduce(
      (inner, name) => `{ 'Fn::ForEach::${name}': [${name}, [${many}], ${inner}] }`,
      "{ 'X${A}${B}${C}': { Type: AWS::EC2::VPC } }",
    );
    expect(issuesOf(`Resources: ${nested}`)).toEqual([
      'error 1: the loops make more than 10000 parts',
    ]);
  });
});

describe('parameters', () => {
  const text = `
Parameters:
  Nets: { Type: 'AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>', Default: /net/subnets }
  Same: { Type: 'AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>', Default: /net/subnets }
  Group: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::SecurityGroup::Id>', Default: /net/group }
  Size: { Type: String, AllowedValues: [small, large], Default: small }
Resources:
  One:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Nets, SecurityGroupIds: [!Ref Group] } }
  Two:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: !Ref Same, SecurityGroupIds: [!Ref Group] } }
`;

  test('of the Parameter Store: its default is a name, not a value; one name is one value', () => {
    const plan = planned(text);
    expect(plan.counts.enisAtLeast).toBeNull();
    expect(plan.sharing).toMatchObject([{ functions: ['One', 'Two'], enis: null }]);
    expect(openIn(plan)[0]!.why).toBe('it is what the Parameter Store holds under /net/subnets');
  });

  test('settle what was open', () => {
    const parameters = { Nets: 'subnet-1,subnet-2', Same: 'subnet-2', Group: 'sg-1' };
    expect(pairs(planned(text, { parameters }))).toEqual(['subnet-1/sg-1', 'subnet-2/sg-1']);
  });

  test('that no template has, or that do not allow a value, are errors', () => {
    expect(issuesOf(text, { parameters: { Netz: 'a' } })).toEqual([
      'error 0: no template has a parameter `Netz`',
    ]);
  });

  test('an account number keeps its digits', () => {
    const plan = planned(functionIn("[!Sub ['subnet-${N}', { N: 084828588479 }]]", '[sg-1]'));
    expect(pairs(plan)).toEqual(['subnet-084828588479/sg-1']);
  });
});

describe('what CloudFormation makes of other things', () => {
  test('resources of a module are named after it, and the plan says that it is not read', () => {
    const plan = planned(`Resources:
  Net: { Type: My::Own::Network::MODULE }
${functionIn('[!Ref NetSubnetA, !Ref Net.SubnetB]', '[!GetAtt Net.Web.GroupId]').replace('Resources:', '')}`);
    expect(pairs(plan)).toEqual(['Net.SubnetB/Net.Web.GroupId', 'NetSubnetA/Net.Web.GroupId']);
    expect(plan.issues).toEqual([]);
    expect(openIn(plan).map(({ what }) => what)).toEqual(['Net (module)']);
  });

  test('what a macro may declare is no slip', () => {
    const text = `Transform: [Own::Macro]
${functionIn('!If [Made, !FindInMap [M, a, b], [!Ref Made]]', '[!GetAtt Made.Id, Fn::Own: x]')}`;
    const plan = planned(text);
    expect(plan.issues).toEqual([]);
    expect(plan.counts.enisAtLeast).toBeNull();
    expect(planned(text.replace('Own::Macro', 'AWS::CodeDeploy')).issues).toHaveLength(5);
  });

  test('a loop over values that are not known makes some number of functions', () => {
    const loop = `Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Each:
    - Name
    - !Ref Names
    - \${Name}Shop:
        Type: AWS::Lambda::Function
        Properties: { VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] } }
`;
    const open = planned(loop);
    expect(open.counts).toMatchObject({ functionsInVpc: null, enisAtLeast: null });
    expect(openIn(open).map(({ mend }) => mend)).toEqual(['--param Names=value,...']);
    const settled = planned(loop, { parameters: { Names: 'a,b' } });
    expect(settled.pairings.map(({ functions }) => functions)).toEqual([['aShop', 'bShop']]);
  });

  test('an attribute that only AWS knows is settled by its name', () => {
    const text = `Resources:
  Lookup: { Type: Custom::Lookup, Properties: { ServiceToken: arn } }
${functionIn('!GetAtt Lookup.Subnets', '[!GetAtt Lookup.GroupId]').replace('Resources:', '')}`;
    const open = planned(text);
    expect(open.counts.enisAtLeast).toBeNull();
    expect(openIn(open).map(({ what }) => what)).toEqual(['Lookup.Subnets']);
    const settled = planned(text, { parameters: { 'Lookup.Subnets': 'subnet-1, subnet-2' } });
    expect(pairs(settled)).toEqual(['subnet-1/Lookup.GroupId', 'subnet-2/Lookup.GroupId']);
  });

  test('a function that a macro makes to rotate a secret is counted', () => {
    const plan = planned(`Transform: AWS::SecretsManager-2020-07-23
Resources:
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties: { HostedRotationLambda: { RotationType: MySQLSingleUser, VpcSubnetIds: subnet-1 } }
`);
    expect(pairs(plan)).toEqual(['subnet-1/the default group of its VPC']);
    expect(plan.functions).toMatchObject([{ id: 'Rotation', inVpc: true }]);
  });
});
