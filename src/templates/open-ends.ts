import { editDistance } from '../scenario/nearest.ts';
import { READ_TYPES } from './misspelt.ts';
import { callOf, child, type Mapping, type Node, textOf } from './node.ts';
import type { Resource, World } from './stack.ts';

/** Macros whose effect is known here, or changes nothing that matters. */
const MACROS = /^AWS::(Serverless-2016-10-31|LanguageExtensions|SecretsManager|CodeDeploy|Include)/;

/** The template that CloudFormation made of one with macros and modules, as it is deployed. */
export const PROCESSED =
  'plan what `aws cloudformation get-template --template-stage Processed --stack-name NAME` prints';

/** The macros that a template runs through. */
export function macrosOf(root: Mapping): string[] {
  const transform = child(root, 'Transform');
  const items = transform?.kind === 'list' ? transform.items : transform ? [transform] : [];
  return items.map((item) => textOf(item) ?? textOf(child(item, 'Name')) ?? '');
}

/** A macro that may add, change or remove resources. */
export function isOpenMacro(name: string): boolean {
  return !MACROS.test(name);
}

/** Notes the macros of a template whose effect is not known. */
export function noteMacros(root: Mapping, world: World): void {
  for (const what of macrosOf(root).filter(isOpenMacro)) {
    const why = 'this macro may add, change or remove resources when the stack is deployed';
    world.needs.push({ what, why, mend: PROCESSED, hides: `the output of the macro ${what}` });
  }
}

const READ: ReadonlySet<string> = new Set(READ_TYPES);

/** Notes a resource that CloudFormation changes or makes others of, in a way that is not here. */
export function noteUnseen({ type, body }: Resource, id: string, world: World): void {
  if (type.endsWith('::MODULE')) {
    const why = 'what is in this module is not here, and is not counted';
    const [what, hides] = [`${id} (module)`, `the module ${id}`];
    world.needs.push({ what, why, mend: PROCESSED, hides });
  }
  if (!READ.has(type)) return;
  const properties = child(body, 'Properties');
  const call = properties === undefined ? null : callOf(properties);
  if (call !== null || isMerged(body)) {
    const name = isMerged(body) ? 'Fn::Transform' : call?.name;
    const why = `${name} makes properties of this resource that are not here`;
    world.needs.push({
      what: `${id} (properties)`,
      why,
      mend: PROCESSED,
      hides: `the resource ${id}`,
    });
  }
  const odd = /^AWS::(Lambda|Serverless)::Function$/.test(type) ? misnamed(properties) : undefined;
  if (odd !== undefined) {
    const why = `its property ${odd} is none that AWS has`;
    const hides = `the resource ${id}`;
    world.needs.push({ what: `${id} (${odd})`, why, mend: 'call it VpcConfig', hides });
  }
}

/** Whether a transform stands beside properties, which it may replace or add to. */
function isMerged(node: Node): boolean {
  if (node.kind === 'list') return node.items.some(isMerged);
  if (node.kind === 'scalar') return false;
  if (node.entries.has('Fn::Transform') && node.entries.size > 1) return true;
  return [...node.entries.values()].some(({ value }) => isMerged(value));
}

/** What was to be `VpcConfig`, in the wrong case or with a letter or two amiss. */
function misnamed(properties: Node | undefined): string | undefined {
  if (properties?.kind !== 'map') return undefined;
  const isNear = (key: string) =>
    key !== 'VpcConfig' && key.length < 20 && editDistance(key.toLowerCase(), 'vpcconfig') <= 2;
  return [...properties.entries.keys()].find(isNear);
}
