import { expect, test } from 'vitest';
import { ENI_MOVES, VERSION_MOVES } from '../../src/model/moves.ts';
import { stateDiagrams } from '../../src/report/diagram.ts';
import { allFacts, factIds, factsJson, factsOf } from '../../src/report/facts.ts';
import { factsOverview, factText } from '../../src/report/facts-text.ts';

const only = (id: string) => {
  const facts = factsOf(id);
  expect(facts).toHaveLength(1);
  return facts[0]!;
};

test('a parameter tells its value, range, reason and sources', () => {
  expect(factText(only('ENIALLOCATION'), { width: 92 })).toMatchInlineSnapshot(`
    "eniAllocation (parameter)
      How long a function waits when the interface it needs exists already.
      default       uniform, 2s to 10s
      range         1s to 1m
      confidence    assumed
      why           AWS says that sharing is much quicker than creating and gives no figure; a
                    minute would be as slow as a fast creation.
      sources       aws-lambda-guide-2023: AWS Lambda Developer Guide, the last edition kept as
                    Markdown; https://github.com/awsdocs/aws-lambda-developer-guide,
                    doc_source/*.md at commit 03f7fcb0 (2023-10-30)
    "
  `);
});

test('a rule, an answer, a reason and a source are told too', () => {
  const texts = ['SHARE-1', 'pendingInvoke', 'Idle', 'aws-lambda-vpc'].map((id) => {
    return factText(only(id));
  });
  expect(texts[0]).toContain('one subnet together with one set of security groups');
  expect(texts[1]).toContain('ResourceConflictException (409)');
  expect(texts[2]).toContain('Idle (reason)');
  expect(texts[3]).toMatch(/backs .*\n.*SHARE-1/);
});

test('an error code of AWS finds every answer that carries it', () => {
  const codes = factsOf('dependencyviolation').map(({ id }) => id);
  expect(codes).toEqual(['subnetHasDependency', 'groupHasDependency', 'vpcHasDependency']);
});

test('what is not there is not found', () => {
  expect(factsOf('nothing')).toEqual([]);
});

test('every entry can be found by its id, stands in the overview and has a text', () => {
  const overview = factsOverview();
  for (const fact of allFacts()) {
    expect(factsOf(fact.id)).toContainEqual(fact);
    expect(overview).toContain(`  ${fact.id}  `);
    expect(factText(fact)).toContain(fact.kind === 'source' ? 'backs' : 'confidence');
    expect(factIds()).toContain(fact.id);
  }
});

test('the JSON form spells the sources out and is plain JSON', () => {
  const json = factsJson(allFacts());
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  expect(json).toHaveLength(allFacts().length);
  expect(factsJson(factsOf('eniCreation'))[0]).toMatchObject({
    kind: 'parameter',
    id: 'eniCreation',
    sources: [{ id: 'aws-lambda-guide-2023', kind: 'aws-docs' }, {}, {}, {}],
  });
});

test('no line of the overview is wider than asked for', () => {
  for (const line of factsOverview({ width: 100 }).split('\n')) {
    expect(line.length).toBeLessThanOrEqual(100);
  }
});

test('the diagrams draw every move of the model, and no other', () => {
  const arrows = stateDiagrams()
    .split('\n')
    .filter((line) => line.includes('-->') && !line.includes('[*]'));
  const moves = [...VERSION_MOVES, ...ENI_MOVES].map(({ from, to, rule, when }) => {
    return `  ${from} --> ${to}: ${when} (${rule})`;
  });
  expect(arrows).toEqual(moves);
});
