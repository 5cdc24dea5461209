// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how templates write names
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planned } from './planning.ts';

/** A part of a template, in JSON. */
type Part = string | number | Part[] | { [name: string]: Part };
type Values = Record<string, string>;

const MAP: Record<string, Record<string, Part>> = {
  dev: { one: 'subnet-d', many: ['subnet-d1', 'subnet-d2'] },
  prod: { one: 'subnet-p', many: ['subnet-p1', 'subnet-p2', 'subnet-p3'] },
};
const CONDITIONS: Record<string, Part> = {
  Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
  NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] },
  Both: { 'Fn::And': [{ Condition: 'Prod' }, { 'Fn::Equals': [{ Ref: 'Flag' }, 'on'] }] },
  Any: { 'Fn::Or': [{ Condition: 'Both' }, { 'Fn::Equals': ['auto', { Ref: 'Flag' }] }] },
};
const PARAMETERS = {
  Env: { Type: 'String' },
  Flag: { Type: 'String' },
  One: { Type: 'AWS::EC2::Subnet::Id' },
  Text: { Type: 'String' },
  List: { Type: 'CommaDelimitedList' },
};

const condition = fc.constantFrom(...Object.keys(CONDITIONS));
const index = fc.constantFrom<Part>(0, 1, '1');
const { list } = fc.letrec<{ one: Part; list: Part }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Part>(
      'subnet-1',
      { Ref: 'A' },
      { Ref: 'One' },
      { 'Fn::GetAtt': 'B.SubnetId' },
      { 'Fn::GetAtt': ['A', 'SubnetId'] },
      { 'Fn::Sub': '${B}' },
      { 'Fn::Sub': 'subnet-${Env}' },
      { 'Fn::FindInMap': ['Map', { Ref: 'Env' }, 'one'] },
      { 'Fn::Select': [1, { Ref: 'List' }] },
    ),
    tie('one').map((v): Part => ({ 'Fn::Sub': ['${v}', { v }] })),
    fc.tuple(condition, tie('one'), tie('one')).map((args): Part => ({ 'Fn::If': args })),
    fc
      .tuple(index, tie('one'), tie('one'))
      .map(([at, a, b]): Part => ({ 'Fn::Select': [at, [a, b]] })),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('one'), { minLength: 1, maxLength: 3 }),
    fc.constantFrom<Part>(
      { Ref: 'List' },
      { 'Fn::Split': [',', { Ref: 'Text' }] },
      { 'Fn::FindInMap': ['Map', { Ref: 'Env' }, 'many'] },
    ),
    fc.tuple(condition, tie('list'), tie('list')).map((args): Part => ({ 'Fn::If': args })),
    fc.tuple(condition, tie('one'), tie('one')).map(([when, a, b]): Part => {
      return [a, { 'Fn::If': [when, b, { Ref: 'AWS::NoValue' }] }];
    }),
    fc.tuple(tie('one'), tie('one')).map((items): Part => {
      return { 'Fn::Split': ['|', { 'Fn::Join': ['|', items] }] };
    }),
  ),
}));

/** What CloudFormation makes of a part when everything is known, as plainly as can be. */
function evaluate(part: Part, values: Values): Part {
  if (Array.isArray(part)) {
    return part.flatMap((item) => {
      const value = evaluate(item, values);
      return value === 'AWS::NoValue' ? [] : [value];
    });
  }
  if (typeof part !== 'object') return part;
  const [name, args] = Object.entries(part)[0] as [string, never];
  const at = (place: number) => evaluate(args[place], values) as never;
  if (name === 'Ref') return args === 'List' ? values['List']!.split(',') : (values[args] ?? args);
  if (name === 'Fn::GetAtt') return String(args).split(/[.,]/)[0]!;
  if (name === 'Fn::FindInMap') return MAP[at(1)]![at(2)]!;
  if (name === 'Fn::Select') return at(1)[Number(at(0))];
  if (name === 'Fn::Split') return String(at(1)).split(at(0));
  if (name === 'Fn::Join') return (at(1) as Part[]).join(at(0));
  if (name === 'Fn::If') return isTrue(CONDITIONS[args[0]]!, values) ? at(1) : at(2);
  const [pattern, own] = (Array.isArray(args) ? args : [args, {}]) as [
    string,
    Record<string, Part>,
  ];
  return pattern.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => {
    return String(own[key] === undefined ? (values[key] ?? key) : evaluate(own[key], values));
  });
}

function isTrue(part: Part, values: Values): boolean {
  const [name, args] = Object.entries(part)[0] as [string, Part[]];
  if (name === 'Condition') return isTrue(CONDITIONS[String(args)]!, values);
  if (name === 'Fn::Equals') return evaluate(args[0]!, values) === evaluate(args[1]!, values);
  const inner = args.map((arg) => isTrue(arg, values));
  if (name === 'Fn::Not') return !inner[0];
  return name === 'Fn::And' ? inner.every(Boolean) : inner.some(Boolean);
}

const templateOf = (lists: readonly Part[]): string =>
  JSON.stringify({
    Parameters: PARAMETERS,
    Mappings: { Map: MAP },
    Conditions: CONDITIONS,
    Resources: Object.fromEntries([
      ['A', { Type: 'AWS::EC2::Subnet' }],
      ['B', { Type: 'AWS::EC2::Subnet' }],
      ...lists.map((SubnetIds, place) => [
        `F${place}`,
        {
          Type: 'AWS::Lambda::Function',
          Properties: { VpcConfig: { SubnetIds, SecurityGroupIds: ['sg-1'] } },
        },
      ]),
    ]),
  });

const lists = fc.array(list, { minLength: 1, maxLength: 3 });
/** Parameters that are called differently have different values. */
const values = fc.record({
  Env: fc.constantFrom('dev', 'prod'),
  Flag: fc.constantFrom('on', 'off', 'auto'),
  One: fc.constant('subnet-one'),
  Text: fc.constantFrom('subnet-t1', 'subnet-t1,subnet-t2'),
  List: fc.constantFrom('subnet-l1,subnet-l2', 'subnet-l1,subnet-l2,subnet-l3'),
});
const idsOf = (part: Part, given: Values): string[] => [
  ...new Set((evaluate(part, given) as string[]).map(String)),
];

describe('against a plain evaluation of the language', () => {
  test('with every parameter given, a plan has the subnets that CloudFormation would have', () => {
    fc.assert(
      fc.property(lists, values, (parts, given) => {
        const { functions, issues } = planned(templateOf(parts), { parameters: given });
        expect(functions.map(({ subnets }) => subnets)).toEqual(
          parts.map((part) => idsOf(part, given)),
        );
        expect(issues).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('a count that a plan tells without parameters holds for all of them', () => {
    fc.assert(
      fc.property(lists, values, (parts, given) => {
        const { counts } = planned(templateOf(parts));
        if (counts.enisAtLeast === null) return;
        expect(counts.enisAtLeast).toBe(new Set(parts.flatMap((part) => idsOf(part, given))).size);
      }),
      { numRuns: 150 },
    );
  });
});
