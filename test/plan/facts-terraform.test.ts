/**
 * The law of what is known, for plans of Terraform: whatever one fact is taken away (the block of a
 * subnet, the ids in a configuration, the rule of a type, a module, what is told of a subnet), an
 * answer never turns to yes; and a fact that is added never turns a yes into unknown.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withSubnets } from '../../src/plan/known-subnets.ts';
import { planOf } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/types.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { type Configured, type Part, refers, terraformPlan } from '../templates/terraform-plans.ts';

interface Facts {
  subnets: { isSized: boolean; isOwn: boolean; isTold: boolean; free: number | null }[];
  functions: { subnets: number[]; group: number; isNamed: boolean }[];
  others: { subnet: number; kind: number; isRuled: boolean }[];
}

const SUBNETS = 2;
const MOSTLY = fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  subnets: fc.array(
    fc.record({
      isSized: MOSTLY,
      isOwn: MOSTLY,
      isTold: MOSTLY,
      free: fc.option(fc.integer({ min: 4, max: 11 })),
    }),
    { minLength: SUBNETS, maxLength: SUBNETS },
  ),
  functions: fc.array(
    fc.record({
      subnets: fc.uniqueArray(fc.nat(SUBNETS - 1), { minLength: 1 }),
      group: fc.nat(40),
      isNamed: MOSTLY,
    }),
    { minLength: 4, maxLength: 12 },
  ),
  others: fc.array(fc.record({ subnet: fc.nat(SUBNETS - 1), kind: fc.nat(2), isRuled: MOSTLY }), {
    maxLength: 4,
  }),
});

/** Types that take one address of the subnet they name. */
const TYPES = ['aws_instance', 'aws_network_interface', 'aws_efs_mount_target'];
const UNRULED = 'aws_brandnew_thing';

function partsOf({ subnets, functions, others }: Facts) {
  const parts: Part[] = [{ address: 'aws_vpc.net', values: { cidr_block: '10.0.0.0/16' } }];
  const configured: Configured[] = [{ address: 'aws_vpc.net', expressions: {} }];
  // A subnet of the plan has no id yet; one from elsewhere is named by its id.
  const known = (at: number) => (subnets[at]!.isOwn ? null : `subnet-${at}`);
  for (const [at, { isSized, isOwn }] of subnets.entries()) {
    if (!isOwn) continue;
    const address = `aws_subnet.s${at}`;
    const values = isSized ? { cidr_block: `10.0.${at}.0/28` } : {};
    const unknown = { id: true, vpc_id: true, ...(isSized ? {} : { cidr_block: true }) };
    parts.push({ address, values, unknown });
    const block = isSized ? {} : { cidr_block: refers('var.block') };
    configured.push({ address, expressions: { vpc_id: refers('aws_vpc.net.id'), ...block } });
  }
  for (const [at, { subnets: used, group, isNamed }] of functions.entries()) {
    const address = `aws_lambda_function.f${at}`;
    const groups = { security_group_ids: [`sg-${group}`] };
    const ids = used.map(known);
    const isOpen = !isNamed || ids.includes(null);
    const config = isOpen ? groups : { ...groups, subnet_ids: ids };
    const unknown = isOpen ? { vpc_config: [{ subnet_ids: true }] } : {};
    parts.push({ address, values: { vpc_config: [config] }, unknown });
    const names = used.map((index) => known(index) ?? `aws_subnet.s${index}.id`);
    const expression = isNamed ? refers(...names) : refers('var.nets');
    configured.push({ address, expressions: { vpc_config: [{ subnet_ids: expression }] } });
  }
  for (const [at, { subnet, kind, isRuled }] of others.entries()) {
    const address = `${isRuled ? TYPES[kind] : UNRULED}.o${at}`;
    const id = known(subnet);
    const values = id === null ? {} : { subnet_id: id };
    parts.push({ address, values, unknown: id === null ? { subnet_id: true } : {} });
    const expression = id === null ? { subnet_id: refers(`aws_subnet.s${subnet}.id`) } : {};
    configured.push({ address, expressions: expression });
  }
  return { parts, configured };
}

function planFor(facts: Facts): Plan {
  const { parts, configured } = partsOf(facts);
  const variables = { block: {}, nets: {} };
  const text = terraformPlan(parts, { resources: configured, variables });
  const sources = [{ name: 'main', files: [{ file: 'plan.json', text }] }];
  const { estate, issues } = readTemplates(sources);
  const known = facts.subnets.flatMap(({ isTold, free }, at) => {
    const size = { cidr: `10.1.${at}.0/28`, free, vpc: null, zone: null, hasIpv6: null };
    return isTold ? [{ id: `subnet-${at}`, ...size }] : [];
  });
  return planOf(withSubnets(estate!, known).estate, sources, issues);
}

function poorer(facts: Facts): [what: string, Facts][] {
  const changed = <K extends keyof Facts>(
    key: K,
    at: number,
    change: Partial<Facts[K][number]>,
  ) => {
    const list = [...facts[key]] as Facts[K][number][];
    list[at] = { ...list[at]!, ...change };
    return [`${key} ${at}`, { ...facts, [key]: list }] as [string, Facts];
  };
  return [
    ...facts.subnets.flatMap((one, at) => [
      ...(one.isSized && one.isOwn ? [changed('subnets', at, { isSized: false })] : []),
      ...(one.isTold && !one.isOwn ? [changed('subnets', at, { isTold: false })] : []),
    ]),
    ...facts.functions.flatMap((one, at) =>
      one.isNamed ? [changed('functions', at, { isNamed: false })] : [],
    ),
    ...facts.others.flatMap((one, at) =>
      one.isRuled ? [changed('others', at, { isRuled: false })] : [],
    ),
  ];
}

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 120);

test('what knows less is never surer', () => {
  const verdicts = { yes: 0, no: 0, unknown: 0 };
  let compared = 0;
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const rich = planFor(facts);
      verdicts[rich.answer.verdict] += 1;
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
  expect(compared).toBeGreaterThan(RUNS);
  for (const count of Object.values(verdicts)) expect(count).toBeGreaterThan(0);
});
