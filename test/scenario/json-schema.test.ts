import { expect, test } from 'vitest';
import { PARAMETERS } from '../../src/evidence/parameters.ts';
import { scenarioJsonSchema } from '../../src/scenario/schema.ts';

interface Node {
  [key: string]: unknown;
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: boolean | Node;
  anyOf?: Node[];
  $ref?: string;
  $defs?: Record<string, Node>;
}

const schema = JSON.parse(JSON.stringify(scenarioJsonSchema())) as Node;

/** Every object within, the schema itself included. */
function* nodesOf(node: unknown): Generator<Node> {
  if (typeof node !== 'object' || node === null) return;
  yield node as Node;
  for (const inner of Object.values(node)) yield* nodesOf(inner);
}

test('the JSON Schema names its dialect, its title and what must be given', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(schema['$id']).toMatch(/^https:/);
  expect(schema['title']).toBe('hyperplane-sim scenario');
  expect(schema.required).toEqual(['name', 'until', 'functions']);
  expect(schema.additionalProperties).toBe(false);
});

test('every mapping with fixed keys forbids others, and describes each key', () => {
  let mappings = 0;
  for (const node of nodesOf(schema)) {
    if (node['type'] !== 'object' || node.properties === undefined) continue;
    if ('Statement' in node.properties) continue;
    mappings++;
    expect(node.additionalProperties).toBe(false);
    for (const [key, property] of Object.entries(node.properties)) {
      expect(property['description'], key).toMatch(/\w/);
    }
  }
  expect(mappings).toBeGreaterThan(40);
});

test('it tells names, actions, laws and parameters', () => {
  const { $defs = {}, properties = {} } = schema;
  const functions = properties['functions'] as { propertyNames: { pattern: string } };
  expect('a:2').not.toMatch(new RegExp(functions.propertyNames.pattern));
  expect('a-2').toMatch(new RegExp(functions.propertyNames.pattern));
  const verbs = $defs['action']!.anyOf!.map(({ required = [] }) => required.join());
  expect(verbs).toContain('at,invoke');
  expect(verbs).toContain('at,setTraffic,traffic');
  expect($defs['law']!.anyOf![0]).toMatchObject({ type: 'string', examples: expect.anything() });
  const parameters = properties['parameters']!.anyOf!.find((form) => form.properties);
  expect(Object.keys(parameters!.properties!)).toEqual(Object.keys(PARAMETERS));
});

test('it tells of counts, bounds and lists that an update may leave out', () => {
  const properties = schema.properties!;
  const texts = JSON.stringify(schema);
  for (const part of ['functions', 'roles']) {
    expect(JSON.stringify(properties[part]), part).toContain('"count":{');
  }
  expect(JSON.stringify(properties['network'])).toContain('"count":{');
  expect(JSON.stringify(properties['callers'])).not.toContain('"count":{');
  const [alone, range] = schema.$defs!['freeExpected']!.anyOf!;
  expect(alone).toMatchObject({ type: 'integer', maximum: 65_536 });
  expect(Object.keys(range!.properties!)).toEqual(['min', 'max', 'equals']);
  const change = schema.$defs!['vpcConfigChange']!.anyOf!.find((one) => one.properties);
  expect(change!.required ?? []).toEqual([]);
  const names = [...texts.matchAll(/"pattern":"(\^\(\?:[^"]*)"/g)].map(([, pattern]) => pattern!);
  expect(names.length).toBeGreaterThan(0);
  for (const pattern of names) {
    expect('sg-{i}').toMatch(new RegExp(JSON.parse(`"${pattern}"`)));
    expect('sg-{j}').not.toMatch(new RegExp(JSON.parse(`"${pattern}"`)));
  }
});

test('every reference inside it leads somewhere', () => {
  let references = 0;
  for (const { $ref } of nodesOf(schema)) {
    if ($ref === undefined) continue;
    references++;
    expect(Object.keys(schema.$defs!)).toContain($ref.replace('#/$defs/', ''));
  }
  expect(references).toBeGreaterThan(40);
});
