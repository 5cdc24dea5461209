import { child, type Mapping, textOf } from './node.ts';
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
    world.needs.push({ what, why, mend: PROCESSED, hides: `what the macro ${what} makes` });
  }
}

/** Notes a resource of which CloudFormation makes others, functions maybe, that are not here. */
export function noteUnseen({ type }: Resource, id: string, world: World): void {
  if (type.endsWith('::MODULE')) {
    const why = 'what is in this module is not here, and is not counted';
    const [what, hides] = [`${id} (module)`, `the module ${id}`];
    world.needs.push({ what, why, mend: PROCESSED, hides });
  }
}
