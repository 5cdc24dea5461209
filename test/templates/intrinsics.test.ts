// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import { describe, expect, test } from 'vitest';
import { pairs, planned, withConfig } from './planning.ts';

const LISTS = `
Parameters:
  Known: { Type: CommaDelimitedList, Default: 'subnet-1, subnet-2' }
  Open: { Type: 'List<AWS::EC2::Subnet::Id>' }
  One: { Type: AWS::EC2::Subnet::Id }
  Text: { Type: String }
  Texts: { Type: String }
  Stage: { Type: String }
  Empty: { Type: CommaDelimitedList, Default: '' }
Mappings:
  Stages:
    dev: { subnets: [subnet-1, subnet-2], one: subnet-1, same: subnet-9 }
    prod: { subnets: [subnet-3, subnet-4], one: subnet-3, same: subnet-9 }
  Sizes:
    dev: { subnets: [subnet-1] }
    prod: { subnets: [subnet-3, subnet-4] }
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
  Unsure: !Equals [!Ref Stage, prod]
  Both: !And [!Condition Yes, !Condition Unsure]
  Neither: !And [!Condition No, !Condition Unsure]
  Either: !Or [!Condition Yes, !Condition Unsure]
  Given: !Not [!Equals [!Select [0, !Ref Empty], '']]
  Numbers: !Equals [80, '80']
  Switches: !Equals [true, 'true']
  Itself: !Equals [!Ref Text, !Ref Text]
`;

/** Each function of the language, what it gives, and null where the length cannot be known. */
const CASES: [what: string, subnets: string, expected: string[] | null][] = [
  ['Ref of a resource', '[!Ref SubnetA]', ['SubnetA']],
  ['GetAtt in short', '[!GetAtt SubnetA.SubnetId]', ['SubnetA']],
  ['GetAtt as a list', '[{ Fn::GetAtt: [SubnetA, SubnetId] }]', ['SubnetA']],
  ['GetAtt as a text', '[{ Fn::GetAtt: SubnetA.SubnetId }]', ['SubnetA']],
  ['the same twice', '[!Ref SubnetA, !GetAtt SubnetA.SubnetId]', ['SubnetA']],
  ['Ref of a list', '!Ref Known', ['subnet-1', 'subnet-2']],
  ['Ref of an open list', '!Ref Open', null],
  ['Ref of one id', '[!Ref One]', ['One']],
  ['Ref of an empty list and a group', '!Ref Empty', []],
  ['Select of a known list', "[!Select ['1', !Ref Known]]", ['subnet-2']],
  [
    'Select of an open list',
    '[!Select [0, !Ref Open], !Select [1, !Ref Open]]',
    ['Open[0]', 'Open[1]'],
  ],
  ['Select twice the same', '[!Select [0, !Ref Open], !Select ["0", !Ref Open]]', ['Open[0]']],
  ['Split of a known text', "!Split [',', 'subnet-1,subnet-2']", ['subnet-1', 'subnet-2']],
  ['Split of an unknown text', "!Split [',', !Ref Text]", null],
  [
    'Split undoes Join',
    "!Split [',', !Join [',', [!Ref SubnetA, !Ref SubnetB]]]",
    ['SubnetA', 'SubnetB'],
  ],
  ['Split undoes Join of an open list', "!Split [',', !Join [',', !Ref Open]]", null],
  ['Split of single values', "!Split [',', !Join [',', [!Ref Text, !Ref One]]]", ['One', 'Text']],
  ['Split of what is called several', "!Split [',', !Join [',', [!Ref Texts, !Ref One]]]", null],
  [
    'Split after other marks',
    "!Split ['|', !Join [',', [!Ref SubnetA, !Ref SubnetB]]]",
    ['${SubnetA},${SubnetB}'],
  ],
  ['Join', "[!Join ['-', [subnet, '1']]]", ['subnet-1']],
  ['Sub', "[!Sub 'subnet-${Stage}-a']", ['subnet-${Stage}-a']],
  ['Sub with names of its own', "[!Sub ['subnet-${N}', { N: 7 }]]", ['subnet-7']],
  ['Sub of a resource', "[!Sub '${SubnetA}']", ['SubnetA']],
  ['Sub of an attribute', "[!Sub '${SubnetA.SubnetId}']", ['SubnetA']],
  ['Sub that stands for itself', "[!Sub 'subnet-${!Name}']", ['subnet-${Name}']],
  ['If that holds', '[!If [Yes, !Ref SubnetA, !Ref SubnetB]]', ['SubnetA']],
  ['If that does not hold', '[!If [No, !Ref SubnetA, !Ref SubnetB]]', ['SubnetB']],
  ['If with NoValue', '[!Ref SubnetA, !If [No, !Ref SubnetB, !Ref AWS::NoValue]]', ['SubnetA']],
  [
    'If unknown, both alike',
    '!If [Unsure, [!Ref SubnetA], [!GetAtt SubnetA.SubnetId]]',
    ['SubnetA'],
  ],
  [
    'If unknown, one each',
    '!If [Unsure, [!Ref SubnetA], [!Ref SubnetB]]',
    ['SubnetA or SubnetB (Unsure)'],
  ],
  [
    'If unknown, of other lengths',
    '!If [Unsure, [!Ref SubnetA], [!Ref SubnetA, !Ref SubnetB]]',
    null,
  ],
  [
    'If unknown with NoValue',
    '[!Ref SubnetA, !If [Unsure, !Ref SubnetB, !Ref AWS::NoValue]]',
    null,
  ],
  ['And is open', '!If [Both, [!Ref SubnetA], [!Ref SubnetA, !Ref SubnetB]]', null],
  ['And with false is false', '!If [Neither, !Ref Open, [!Ref SubnetB]]', ['SubnetB']],
  ['Or with true is true', '!If [Either, [!Ref SubnetA], !Ref Open]', ['SubnetA']],
  ['whether an empty list is given', '!If [Given, !Ref Empty, [!Ref SubnetB]]', ['SubnetB']],
  ['numbers are texts', '!If [Numbers, [!Ref SubnetA], !Ref Open]', ['SubnetA']],
  ['switches are texts', '!If [Switches, [!Ref SubnetA], !Ref Open]', ['SubnetA']],
  ['an unknown equals itself', '!If [Itself, [!Ref SubnetA], !Ref Open]', ['SubnetA']],
  ['FindInMap', '!FindInMap [Stages, dev, subnets]', ['subnet-1', 'subnet-2']],
  [
    'FindInMap, unknown key, one length',
    '!FindInMap [Stages, !Ref Stage, subnets]',
    ['Stages.Stage.subnets[0]', 'Stages.Stage.subnets[1]'],
  ],
  ['FindInMap, unknown key, any length', '!FindInMap [Sizes, !Ref Stage, subnets]', null],
  [
    'FindInMap, unknown key, one value',
    '[!FindInMap [Stages, !Ref Stage, one]]',
    ['Stages.Stage.one'],
  ],
  ['FindInMap, unknown key, all alike', '[!FindInMap [Stages, !Ref Stage, same]]', ['subnet-9']],
  [
    'FindInMap with a default',
    '!FindInMap [Stages, test, subnets, { DefaultValue: [subnet-5] }]',
    ['subnet-5'],
  ],
  ['ImportValue', '[!ImportValue net-a]', ['net-a']],
  ['ImportValue of a Sub', "[!ImportValue { Fn::Sub: '${Stage}-a' }]", ['${Stage}-a']],
  ['ImportValue that is split', "!Split [',', !ImportValue net]", null],
  ['a dynamic reference', "['{{resolve:ssm:/net/a}}']", ['{{resolve:ssm:/net/a}}']],
  ['a dynamic reference of a list', "!Split [',', '{{resolve:ssm:/nets}}']", null],
  [
    'a dynamic reference in a Sub',
    "[!Sub ['{{resolve:ssm:/${N}}}', { N: a }]]",
    ['{{resolve:ssm:/a}}'],
  ],
  [
    'Length',
    "[!Select [!Select [{ 'Fn::Length': !Ref Known }, [0, 0, 1]], !Ref Known]]",
    ['subnet-2'],
  ],
  ['a macro', '{ Fn::Transform: { Name: Nets } }', null],
  ['a list in a list', '[!Ref Known, !Ref SubnetA]', ['SubnetA', 'subnet-1', 'subnet-2']],
];

describe('each function of the language', () => {
  test.each(CASES)('%s: %s', (_, subnets, expected) => {
    const plan = planned(withConfig(subnets, '[sg-1]', LISTS));
    const errors = plan.issues.filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
    expect(plan.counts.functionsInVpc).toBe(1);
    expect(plan.counts.enisAtLeast).toBe(expected === null ? null : expected.length);
    if (expected !== null) expect(pairs(plan)).toEqual(expected.map((id) => `${id}/sg-1`).sort());
    else expect(plan.unknowns.length).toBeGreaterThan(0);
  });
});

describe('security groups are one set (SHARE-1)', () => {
  const two = (first: string, second: string) =>
    planned(
      `${withConfig('[!Ref SubnetA]', first, LISTS)}
  Other:
    Type: AWS::Lambda::Function
    Properties:
      VpcConfig: { SubnetIds: [!Ref SubnetA], SecurityGroupIds: ${second} }
`,
    );

  test.each([
    ['in another order', '[sg-1, sg-2]', '[sg-2, sg-1]'],
    ['by Ref and by GetAtt', '[!Ref Web]', '[!GetAtt Web.GroupId]'],
    ['by both forms of GetAtt', '[!GetAtt Web.GroupId]', '[{ Fn::GetAtt: [Web, GroupId] }]'],
    ['the same open list', '!Ref Open', '!Ref Open'],
    ['an open list joined and split', '!Ref Open', "!Split [',', !Join [',', !Ref Open]]"],
    ['the same unknown text', "[!Sub 'sg-${Stage}']", "[!Join ['-', [sg, !Ref Stage]]]"],
    ['the same import', '[!ImportValue web]', "[{ 'Fn::ImportValue': web }]"],
    ['through a condition that holds', '[!Ref Web]', '[!If [Yes, !Ref Web, sg-9]]'],
    [
      'the default group of one VPC',
      '[!GetAtt Net.DefaultSecurityGroup]',
      '[!Sub "${Net.DefaultSecurityGroup}"]',
    ],
  ])('shared: %s', (_, first, second) => {
    const plan = two(first, second);
    expect(plan.counts.enisAtLeast).toBe(1);
    expect(plan.sharing.map(({ functions }) => functions)).toEqual([['Other', 'Shop']]);
  });

  test.each([
    ['a group more', '[sg-1]', '[sg-1, sg-2]'],
    ['another unknown', '[!Select [0, !Ref Open]]', '[!Select [1, !Ref Open]]'],
    ['an open list split by another mark', '!Ref Open', "!Split ['|', !Join [',', !Ref Open]]"],
    ['an import of another name', '[!ImportValue a]', '[!ImportValue b]'],
    ['by a condition that is not known', '[!Ref Web]', '[!If [Unsure, !Ref Web, sg-9]]'],
  ])('not shared: %s', (_, first, second) => {
    expect(two(first, second).counts.enisAtLeast).toBe(2);
  });
});

test('a subnet that a condition chooses is open where it may be one that is used already', () => {
  const other = (subnet: string, group: string) => `  Other:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [${subnet}], SecurityGroupIds: [${group}] } }
`;
  const chosen = withConfig('[!If [Unsure, !Ref SubnetA, !Ref SubnetB]]', '[sg-1]', LISTS);
  const count = (more: string) => planned(`${chosen}${more}`).counts.enisAtLeast;
  expect(count(other('!Ref SubnetB', 'sg-1'))).toBeNull();
  expect(count(other('!If [Both, subnet-9, !Ref SubnetB]', 'sg-1'))).toBeNull();
  expect(count(other('!Ref SubnetB', 'sg-2'))).toBe(2);
  expect(count(other('subnet-9', 'sg-1'))).toBe(2);
});

describe('whether a function is attached', () => {
  const config = (value: string) =>
    planned(`${LISTS}
Resources:
  Shop:
    Type: AWS::Lambda::Function
    Properties:
      VpcConfig: ${value}
`);

  test.each([
    ['no lists', '{}', false],
    ['empty lists (STATE-7)', '{ SubnetIds: [], SecurityGroupIds: [] }', false],
    ['empty parameters', '{ SubnetIds: !Ref Empty, SecurityGroupIds: !Ref Empty }', false],
    ['NoValue', '!Ref AWS::NoValue', false],
    ['nothing', '', false],
    [
      'a condition that holds',
      '!If [Yes, { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }, !Ref AWS::NoValue]',
      true,
    ],
    [
      'a condition that does not',
      '!If [No, { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }, !Ref AWS::NoValue]',
      false,
    ],
    ['an open list', '{ SubnetIds: !Ref Open, SecurityGroupIds: !Ref Open }', true],
  ])('%s', (_, value, attached) => {
    const plan = config(value);
    expect(plan.functions[0]!.inVpc).toBe(attached);
    expect(plan.counts.functionsInVpc).toBe(attached ? 1 : 0);
  });

  test.each([
    [
      'of the whole',
      '!If [Unsure, { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }, !Ref AWS::NoValue]',
    ],
    [
      'of its lists',
      '{ SubnetIds: !If [Unsure, [subnet-1], []], SecurityGroupIds: !If [Unsure, [sg-1], []] }',
    ],
  ])('a condition that is not known, %s: the counts are open and the mend is named', (_, value) => {
    const plan = config(value);
    expect(plan.functions[0]!.inVpc).toBeNull();
    expect(plan.counts).toMatchObject({ functionsInVpc: null, enisAtLeast: null });
    expect(plan.fits).toBeNull();
    expect(plan.unknowns).toMatchObject([{ what: 'Stage', mend: '--param Stage=prod' }]);
  });
});
