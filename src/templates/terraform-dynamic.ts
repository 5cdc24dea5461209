import { child } from './node.ts';
import { configurationOf, type Instance, stepsOf, withoutKeys } from './terraform-plan.ts';
import { moduleAround, variableValues } from './terraform-references.ts';
import type { Asker, References } from './terraform-values.ts';
import { Unknown, type Value } from './values.ts';

/**
 * Terraform leaves out what stands in a `dynamic` block. Modules that write one have a variable for
 * it: the one whose name says so, or the only one that is given such ids.
 */
export function fromVariable(
  instance: Instance,
  asker: Asker,
  references: References,
): readonly Value[] {
  const { wanted } = asker;
  const last = stepsOf(instance.module).at(-1);
  if (wanted === null || last === undefined) return [];
  const around = configurationOf(references.plan, moduleAround(instance.module));
  const given = child(child(child(around, 'module_calls'), last.name), 'expressions');
  const names = given?.kind === 'map' ? [...given.entries.keys()] : [];
  const isId = (value: Value): boolean =>
    value instanceof Unknown ? value.resource !== undefined : wanted.id.test(String(value));
  const fitting = names
    .filter((name) => !name.startsWith('replacement'))
    .map((name) => ({ name, values: variableValues(`var.${name}`, asker, references) }))
    .filter(({ name, values }) => values.some(isId) || wanted.name.test(name));
  const usual = fitting.filter(({ name }) => wanted.name.test(name));
  const [only, ...others] = usual.length > 0 ? usual : fitting;
  if (only === undefined || others.length > 0) return [];
  const module = withoutKeys(instance.module);
  references.notes.add(`${module}: the network of its functions is taken to be var.${only.name}.`);
  return only.values;
}
