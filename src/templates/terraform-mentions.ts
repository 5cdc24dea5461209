import { mentionsIn } from './mentions.ts';
import { child, type Node, textOf } from './node.ts';
import {
  type Instance,
  itemsOf,
  nodeAt,
  resourceConfiguration,
  type TerraformPlan,
} from './terraform-plan.ts';
import { valuesOf } from './terraform-references.ts';
import type { Asker, References } from './terraform-values.ts';
import type { Mention } from './view.ts';

/** Attributes that are where a service listens. */
const LISTENING =
  /^(address|endpoint|reader_endpoint|cluster_address|dns_name|\w+_endpoint(_address)?|bootstrap_brokers\w*)$/;

/** Addresses that are known already, by their text. */
export function knownAddresses({ instances }: TerraformPlan): Map<string, Mention> {
  const found = new Map<string, Mention>();
  for (const { address, values } of instances) {
    if (values?.kind !== 'map') continue;
    for (const [attribute, { value }] of values.entries) {
      const text = LISTENING.test(attribute) ? textOf(value) : undefined;
      if (text?.includes('.')) found.set(text, { resource: address, attribute, entry: null });
    }
  }
  return found;
}

interface Reader {
  references: References;
  addresses: ReadonlyMap<string, Mention>;
}

/** What the variables of a function name, and the access points that it mounts. */
export function terraformMentions(path: string, instance: Instance, reader: Reader): Mention[] {
  if (path === 'Environment.Variables') return inEnvironment(instance, reader);
  if (path !== 'FileSystemConfigs') return [];
  const mounts = itemsOf(child(instance.values, 'file_system_config'));
  return mounts.flatMap((mount, index) => {
    const entry = textOf(child(mount, 'local_mount_path')) ?? null;
    const place = `file_system_config.${index}.arn`;
    const text = textOf(child(mount, 'arn'));
    const known = text === undefined ? undefined : reader.references.resourceOf(text);
    if (known !== undefined)
      return [{ resource: `${reader.references.prefix}${known}`, attribute: 'arn', entry }];
    return named(place, instance, reader).map((one) => ({ ...one, entry }));
  });
}

/** The plan lists what all variables name together: a lone open variable is the one that does. */
function inEnvironment(instance: Instance, reader: Reader): Mention[] {
  const place = 'environment.0.variables';
  const { prefix } = reader.references;
  const open = entriesOf(nodeAt(instance.unknown, place)).map(([entry]) => entry);
  const entry = open.length === 1 ? open[0]! : null;
  const referred = named(place, instance, reader)
    // An id may be meant for the service's API.
    .filter(({ attribute }) => attribute !== null)
    .map((one) => ({ ...one, entry }));
  const written = entriesOf(nodeAt(instance.values, place)).flatMap(([own, node]): Mention[] => {
    const known = reader.addresses.get(textOf(node) ?? '');
    return known === undefined
      ? []
      : [{ ...known, resource: `${prefix}${known.resource}`, entry: own }];
  });
  return [...written, ...referred];
}

function entriesOf(node: Node | undefined): [string, Node][] {
  return node?.kind === 'map' ? [...node.entries].map(([key, { value }]) => [key, value]) : [];
}

function named(
  place: string,
  { module, index, type, name, address }: Instance,
  { references }: Reader,
): Mention[] {
  const configured = resourceConfiguration(references.plan, module, `${type}.${name}`);
  const expression = nodeAt(child(configured, 'expressions'), place);
  if (expression === undefined) return [];
  const forEach = child(configured, 'for_each_expression');
  const what = `${references.prefix}${address}.${place}`;
  const asker: Asker = { module, index, what, wanted: null, depth: 0, forEach };
  return mentionsIn([...valuesOf(expression, asker, references)]);
}
