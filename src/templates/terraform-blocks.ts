import { child, type Node } from './node.ts';
import { type Instance, itemsOf, nodeAt, resourceConfiguration } from './terraform-plan.ts';
import { valuesOf } from './terraform-references.ts';
import type { Blocks } from './terraform-types.ts';
import { type Asker, known, plainValue, type References } from './terraform-values.ts';
import { type Dict, type Maybe, Unknown, type Value } from './values.ts';

/**
 * Blocks that may come up several times, such as the routes of a table, in the words of
 * CloudFormation; undefined where none is written.
 */
export function blocksOf(
  { place, names }: Blocks,
  instance: Instance,
  references: References,
): Maybe {
  const { module, type, name: own } = instance;
  const configured = resourceConfiguration(references.plan, module, `${type}.${own}`);
  const expression = child(child(configured, 'expressions'), place);
  const flags = nodeAt(instance.unknown, place);
  const shown = `${instance.address}.${place}`;
  if (flags?.kind === 'scalar' && flags.value === true) {
    // What nobody writes is unknown in the plan as well, and empty when it is applied.
    return expression === undefined ? undefined : new Unknown(shown, shown, 'list');
  }
  const blocks = itemsOf(nodeAt(instance.values, place));
  return blocks.map((block, index): Value => {
    const unknown = flags?.kind === 'list' ? flags.items[index] : undefined;
    const made: Dict = new Map();
    for (const [name, attribute] of Object.entries(names)) {
      const value = isOpen(child(unknown, attribute))
        ? referred(attribute, expression, instance, references)
        : known(plainValue(child(block, attribute)), references);
      if (value !== undefined) made.set(name, value);
    }
    return made;
  });
}

function isOpen(flag: Node | undefined): boolean {
  if (flag?.kind === 'list') return flag.items.some(isOpen);
  return flag?.kind === 'scalar' && flag.value === true;
}

/** What an attribute of a block usually names. */
const TARGETS: Readonly<Record<string, string>> = {
  gateway_id: 'aws_internet_gateway',
  nat_gateway_id: 'aws_nat_gateway',
  egress_only_gateway_id: 'aws_egress_only_internet_gateway',
  vpc_peering_connection_id: 'aws_vpc_peering_connection',
  security_groups: 'aws_(default_)?security_group',
};

/**
 * Terraform writes what all blocks of a resource name in one list, in no order: the one resource
 * in it that fits an attribute is meant, if nothing else in it might be.
 */
function referred(
  attribute: string,
  expression: Node | undefined,
  instance: Instance,
  references: References,
): Unknown {
  const { module, index, address } = instance;
  const what = `${references.prefix}${address}.${attribute}`;
  const asker: Asker = { module, index, what, wanted: null, depth: 0 };
  const parts = expression?.kind === 'list' ? expression.items : [expression];
  const own = parts.flatMap((part) => child(part, attribute) ?? []);
  const named = (own.length > 0 ? own : parts).flatMap((part) => [
    ...valuesOf(part, asker, references),
  ]);
  const target = new RegExp(`(^|[./])${TARGETS[attribute] ?? '-'}\\.[^.]+$`);
  const resources = named.flatMap((value) =>
    value instanceof Unknown && value.resource !== undefined ? [value] : [],
  );
  const fitting = resources.filter(({ resource }) => target.test(resource!));
  const isSure = new Set(fitting.map(({ resource }) => resource)).size === 1;
  if (isSure && resources.length === named.length) return fitting[0]!;
  return new Unknown(`terraform ${what}`, what, 'any');
}
