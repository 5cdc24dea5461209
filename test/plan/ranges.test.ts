import { expect, test } from 'vitest';
import { planOf } from '../../src/plan/plan.ts';
import { countsByAnswer } from '../../src/plan/ranges.ts';
import { readTemplates } from '../../src/templates/read.ts';

const HEAD = `
Parameters:
  Env: { Type: String }
  SubnetIds: { Type: List<AWS::EC2::Subnet::Id> }
  OtherIds: { Type: List<AWS::EC2::Subnet::Id> }
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Extra: !Equals [!Ref Env, extra]
Mappings:
  Net:
    prod: { Subnets: [subnet-1, subnet-2, subnet-3], One: [subnet-1] }
    test: { Subnets: [subnet-4, subnet-5], One: [subnet-9] }
    dev: { Subnets: [subnet-4], One: [subnet-9] }
Resources:
`;

const fn = (name: string, config: string, condition = ''): string =>
  `  ${name}: { Type: AWS::Lambda::Function, ${condition} Properties: { VpcConfig: ${config} } }\n`;
const lists = (subnets: string, groups = '[sg-1]'): string =>
  `{ SubnetIds: ${subnets}, SecurityGroupIds: ${groups} }`;

function rangeOf(...functions: string[]) {
  const files = [{ file: 'main.yaml', text: `${HEAD}${functions.join('')}` }];
  const { estate, issues } = readTemplates([{ name: 'main', files }]);
  expect(issues).toEqual([]);
  return countsByAnswer(estate!);
}

const THREE = '[subnet-a, subnet-b, subnet-c]';
const ONE = '[subnet-a]';

test.each<[string, string[], (number | null)[], string[]]>([
  ['a plain list', [fn('F', lists(THREE))], [3, 3], []],
  ['a list under a condition', [fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`))], [1, 3], ['Prod']],
  [
    'the same list in two functions',
    [
      fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`)),
      fn('G', lists(`!If [Prod, ${THREE}, ${ONE}]`)),
    ],
    [1, 3],
    ['Prod'],
  ],
  [
    'opposite lists of one condition',
    [
      fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`)),
      fn('G', lists(`!If [Prod, ${ONE}, ${THREE}]`)),
    ],
    [3, 3],
    ['Prod'],
  ],
  [
    'a configuration or none',
    [fn('F', `!If [Prod, ${lists(THREE)}, !Ref AWS::NoValue]`)],
    [0, 3],
    ['Prod'],
  ],
  ['a function or none', [fn('F', lists(THREE), 'Condition: Prod,')], [0, 3], ['Prod']],
  [
    'a function that exists only with the longer list',
    [fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`), 'Condition: Prod,'), fn('G', lists(ONE))],
    [1, 3],
    ['Prod'],
  ],
  ['a list of a mapping', [fn('F', lists('!FindInMap [Net, !Ref Env, Subnets]'))], [1, 3], ['Env']],
  [
    'lists of one length, which another function shares or not',
    [fn('F', lists('!FindInMap [Net, !Ref Env, One]')), fn('G', lists('[subnet-9]'))],
    [1, 2],
    ['Env'],
  ],
  [
    'groups under a condition',
    [fn('F', lists(ONE, '[!If [Prod, sg-1, sg-2]]')), fn('G', lists(ONE))],
    [1, 2],
    ['Prod'],
  ],
  [
    'items under conditions',
    [fn('F', lists('[a, !If [Prod, b, !Ref AWS::NoValue]]'))],
    [1, 2],
    ['Prod'],
  ],
  [
    'two conditions',
    [fn('F', lists(`!If [Prod, ${THREE}, !If [Extra, [x, y], ${ONE}]]`))],
    [1, 3],
    ['Extra', 'Prod'],
  ],
  ['a list that nobody knows', [fn('F', lists('!Ref SubnetIds'))], [0, null], []],
  [
    'a list under a condition that nobody knows',
    [fn('F', lists(`!If [Prod, !Ref SubnetIds, ${ONE}]`))],
    [0, null],
    ['Prod'],
  ],
])('%s: ENIs from and to', (_, functions, [least, most], by) => {
  expect(rangeOf(...functions)).toMatchObject({ least, most, by });
});

test('every count that may be is told, not only the ends', () => {
  expect(rangeOf(fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`))).counts).toEqual([1, 3]);
  expect(rangeOf(fn('F', lists('!FindInMap [Net, !Ref Env, Subnets]'))).counts).toEqual([1, 2, 3]);
  expect(rangeOf(fn('F', lists('!Ref SubnetIds'))).counts).toBeNull();
});

test.each([
  [[fn('F', lists('!Ref SubnetIds'))], '1 for each subnet of SubnetIds'],
  [
    [fn('F', lists('!Ref SubnetIds')), fn('G', lists('!Ref SubnetIds', '[sg-2]'))],
    '2 for each subnet of SubnetIds',
  ],
  [
    [fn('F', lists('!Ref SubnetIds')), fn('G', lists('!Ref OtherIds')), fn('H', lists(THREE))],
    '3 + 1 for each subnet of SubnetIds + 1 for each subnet of OtherIds',
  ],
  [[fn('F', lists(THREE))], undefined],
])('an open list is told as a formula: %#', (functions, formula) => {
  const sources = [
    { name: 'main', files: [{ file: 'main.yaml', text: `${HEAD}${functions.join('')}` }] },
  ];
  const { estate, issues } = readTemplates(sources);
  expect(planOf(estate!, sources, issues).counts.ranges['enisAtLeast']?.formula).toBe(formula);
});

test('more questions than anybody answers leave the ends, which still hold', () => {
  const names = Array.from({ length: 12 }, (_, index) => `C${index}`);
  const conditions = names.map((name) => `  ${name}: !Equals [!Ref Env, ${name}]\n`).join('');
  const functions = names.map((name) => fn(name, lists(`[subnet-${name}]`), `Condition: ${name},`));
  const text = `${HEAD.replace('Mappings:', `${conditions}Mappings:`)}${functions.join('')}`;
  const { estate } = readTemplates([{ name: 'main', files: [{ file: 'main.yaml', text }] }]);
  expect(countsByAnswer(estate!)).toMatchObject({ least: 0, most: 12, counts: null });
});

test('the plan tells the counts beside the null, and what decides', () => {
  const text = `${HEAD}${fn('F', lists(`!If [Prod, ${THREE}, ${ONE}]`))}`;
  const sources = [{ name: 'main', files: [{ file: 'main.yaml', text }] }];
  const { estate, issues } = readTemplates(sources);
  const { counts, vpcs } = planOf(estate!, sources, issues);
  expect(counts.enisAtLeast).toBeNull();
  expect(counts.ranges['enisAtLeast']).toEqual({ least: 1, most: 3, formula: '1 or 3, by Prod' });
  // The subnet that both lists have is certain.
  expect(vpcs).toMatchObject([{ range: { least: 1, most: 3 } }]);
});
