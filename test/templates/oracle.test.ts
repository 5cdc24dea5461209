import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { planOf } from '../../src/plan/plan.ts';
import { readTemplates } from '../../src/templates/read.ts';
import { Generated } from './generated.ts';
import { type Answer, answerOf } from './oracle.ts';

const TEMPLATES = 2_000;

function plannedAnswer({ stacks, given }: Generated, asYaml: boolean): Answer {
  const sources = Object.entries(stacks).map(([name, template]) => {
    const text = asYaml
      ? stringify(template, { aliasDuplicateObjects: false })
      : JSON.stringify(template);
    return { name, files: [{ file: `${name}.yaml`, text }] };
  });
  const { estate, issues } = readTemplates(sources, { parameters: new Map(Object.entries(given)) });
  expect(issues).toEqual([]);
  const plan = planOf(estate!, sources, issues);
  const { subnets, pairings, functions } = plan;
  const told = subnets.filter(({ inUse }) => inUse.most !== 0);
  return {
    functions: functions.map(({ id }) => id),
    inVpc: functions.filter(({ inVpc }) => inVpc).map(({ id }) => id),
    pairings: pairings.map((one) => `${one.subnet}/${one.securityGroups.join('+')}`).sort(),
    inUse: Object.fromEntries(told.map(({ id, inUse }) => [id, inUse.most!])),
    usable: Object.fromEntries(
      subnets.flatMap(({ id, usable }) => (usable === null ? [] : [[id, usable]])),
    ),
  };
}

test(`a second reader of templates comes to the same functions, pairings and addresses, ${TEMPLATES} times`, () => {
  const seen = { functions: 0, inVpc: 0, pairings: 0, shared: 0, stacks: 0 };
  for (let seed = 1; seed <= TEMPLATES; seed++) {
    const generated = new Generated(seed);
    const expected = answerOf(generated.stacks, generated.given);
    const found = plannedAnswer(generated, seed % 8 === 0);
    expect({ seed, ...found }).toEqual({ seed, ...expected });
    seen.functions += expected.functions.length;
    seen.inVpc += expected.inVpc.length;
    seen.pairings += expected.pairings.length;
    seen.stacks += Object.keys(generated.stacks).length;
  }
  console.log(
    `${TEMPLATES} templates in ${seen.stacks} stacks: ${seen.functions} functions, ` +
      `${seen.inVpc} in a VPC, ${seen.pairings} pairings, 0 differ`,
  );
  // The templates are not empty ones.
  expect(seen.pairings).toBeGreaterThan(TEMPLATES);
});
