/**
 * The law of what is known: whatever one fact is taken away, an answer never turns to yes, and
 * whatever is added, a yes never turns to unknown. So where the poorer design is a yes, the richer
 * one is a yes as well.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withSubnets } from '../../src/plan/known-subnets.ts';
import { planOf } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/types.ts';
import { readTemplates } from '../../src/templates/read.ts';

/** What a design says, and which of it is known: each `is...` is a fact that can be taken away. */
interface Facts {
  subnets: { prefix: 28 | 27 | 24; isSized: boolean; isOwn: boolean }[];
  functions: { subnets: number[]; group: number; isListed: boolean; isSure: boolean }[];
  others: { subnet: number; kind: 0 | 1 | 2; isRuled: boolean }[];
  nested: { functions: number; isHere: boolean }[];
  /** The list of subnets that functions may name instead of their own. */
  list: { subnets: number[]; isGiven: boolean };
  /** What subnets of elsewhere hold. */
  known: { isTold: boolean; free: number | null }[];
}

/** Most facts are known, or hardly any answer would be a yes. */
const MOSTLY = fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
const RARELY = MOSTLY.map((is) => !is);

const SUBNETS = 3;
const anyIndex = fc.nat(SUBNETS - 1);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  subnets: fc.array(
    fc.record({
      prefix: fc.constantFrom<28 | 27 | 24>(28, 28, 28, 27, 24),
      isSized: MOSTLY,
      isOwn: MOSTLY,
    }),
    { minLength: SUBNETS, maxLength: SUBNETS },
  ),
  functions: fc.array(
    fc.record({
      subnets: fc.uniqueArray(anyIndex, { minLength: 1 }),
      group: fc.nat(40),
      isListed: RARELY,
      isSure: MOSTLY,
    }),
    { minLength: 4, maxLength: 14 },
  ),
  others: fc.array(
    fc.record({
      subnet: anyIndex,
      kind: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
      isRuled: MOSTLY,
    }),
    { maxLength: 3 },
  ),
  nested: fc.array(fc.record({ functions: fc.nat(3), isHere: MOSTLY }), { maxLength: 2 }),
  list: fc.record({ subnets: fc.uniqueArray(anyIndex, { minLength: 1 }), isGiven: MOSTLY }),
  known: fc.array(fc.record({ isTold: MOSTLY, free: fc.option(fc.nat(20)) }), {
    minLength: SUBNETS,
    maxLength: SUBNETS,
  }),
});

const TYPES = [
  'Type: AWS::EC2::Instance, Properties: { SubnetId',
  'Type: AWS::EC2::NetworkInterface, Properties: { SubnetId',
  'Type: AWS::EFS::MountTarget, Properties: { FileSystemId: fs-1, SubnetId',
];

const reference = ({ subnets }: Facts, at: number): string =>
  subnets[at]!.isOwn ? `!Ref S${at}` : `subnet-${at}`;

function templateOf(facts: Facts): string {
  const subnets = facts.subnets.flatMap(({ prefix, isSized, isOwn }, at) => {
    const block = isSized ? `10.0.${at}.0/${prefix}` : '!Ref Block';
    const properties = `{ VpcId: !Ref Net, CidrBlock: ${block} }`;
    return isOwn ? [`  S${at}: { Type: AWS::EC2::Subnet, Properties: ${properties} }`] : [];
  });
  const functions = facts.functions.map((one, at) => {
    const own = `[${one.subnets.map((index) => reference(facts, index)).join()}]`;
    const nets = one.isListed ? '!Ref Nets' : own;
    const config = `{ SubnetIds: ${nets}, SecurityGroupIds: [sg-${one.group}] }`;
    const condition = one.isSure ? '' : ' Condition: Maybe,';
    return `  F${at}: { Type: AWS::Lambda::Function,${condition} Properties: { VpcConfig: ${config} } }`;
  });
  const others = facts.others.map(({ subnet, kind, isRuled }, at) => {
    const type = isRuled ? TYPES[kind] : 'Type: AWS::Brand::New, Properties: { SubnetId';
    return `  O${at}: { ${type}: ${reference(facts, subnet)} } }`;
  });
  const nested = facts.nested.map((_, at) => {
    return `  N${at}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested-${at}.yaml } }`;
  });
  return [
    'Parameters:',
    '  Nets: { Type: List<AWS::EC2::Subnet::Id> }',
    '  Block: { Type: String }',
    '  Stage: { Type: String }',
    'Conditions: { Maybe: !Equals [!Ref Stage, prod] }',
    'Resources:',
    '  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }',
    ...[...subnets, ...functions, ...others, ...nested],
  ].join('\n');
}

function planFor(facts: Facts): Plan {
  const sources = [{ name: 'main', files: [{ file: 'main.yaml', text: templateOf(facts) }] }];
  const parameters = new Map<string, string>();
  // A parameter names what is there before: a subnet of the stack itself cannot be given.
  const listed = facts.list.subnets.map((at) => `subnet-${at}`);
  if (facts.list.isGiven) parameters.set('Nets', listed.join());
  const inner = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const config = `{ SubnetIds: [subnet-0], SecurityGroupIds: [sg-nested${at}] }`;
      return `  G${at}: { Type: AWS::Lambda::Function, Properties: { VpcConfig: ${config} } }`;
    });
  const readFile = (file: string) => {
    const at = Number(/nested-(\d)/.exec(file)?.[1] ?? Number.NaN);
    const one = facts.nested[at];
    if (one?.isHere !== true) return null;
    return {
      file,
      text: ['Resources:', '  Topic: { Type: AWS::SNS::Topic }', ...inner(one.functions)].join(
        '\n',
      ),
    };
  };
  const { estate, issues } = readTemplates(sources, { parameters, readFile });
  const known = facts.known.flatMap(({ isTold, free }, at) => {
    if (!isTold) return [];
    const cidr = `10.1.${at}.0/${facts.subnets[at]!.prefix}`;
    const usable = 2 ** (32 - facts.subnets[at]!.prefix) - 5;
    const told = { id: `subnet-${at}`, cidr, free: free === null ? null : Math.min(free, usable) };
    return [{ ...told, vpc: null, zone: null, hasIpv6: null }];
  });
  return planOf(withSubnets(estate!, known).estate, sources, issues);
}

/** Every design that knows one thing less. */
function poorer(facts: Facts): [what: string, Facts][] {
  const without = <K extends 'subnets' | 'functions' | 'others' | 'nested' | 'known'>(
    key: K,
    change: (one: Facts[K][number]) => Facts[K][number] | null,
  ): [string, Facts][] =>
    (facts[key] as Facts[K][number][]).flatMap((one, at): [string, Facts][] => {
      const changed = change(one);
      if (changed === null) return [];
      const list = [...facts[key]];
      list[at] = changed;
      return [[`${key} ${at}`, { ...facts, [key]: list }]];
    });
  return [
    ...without('subnets', (one) => (one.isSized ? { ...one, isSized: false } : null)),
    ...without('others', (one) => (one.isRuled ? { ...one, isRuled: false } : null)),
    ...without('nested', (one) => (one.isHere ? { ...one, isHere: false } : null)),
    ...without('known', (one) => (one.isTold ? { ...one, isTold: false } : null)),
    ...(facts.list.isGiven
      ? [['the list', { ...facts, list: { ...facts.list, isGiven: false } }] as [string, Facts]]
      : []),
  ];
}

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);

describe('templates', () => {
  test('what knows less is never surer', () => {
    let compared = 0;
    let yes = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const rich = planFor(facts);
        if (rich.answer.verdict === 'yes') yes += 1;
        for (const [what, less] of poorer(facts)) {
          const poor = planFor(less);
          compared += 1;
          for (const which of ['now', 'whileReplaced'] as const) {
            const isSurer = poor[which].verdict === 'yes' && rich[which].verdict !== 'yes';
            expect(isSurer ? `without ${what}: ${which} is a yes` : null).toBeNull();
          }
        }
      }),
      { numRuns: RUNS },
    );
    // The designs are of both kinds, or the law would say nothing.
    expect(compared).toBeGreaterThan(RUNS);
    expect(yes).toBeGreaterThan(0);
  });
});
