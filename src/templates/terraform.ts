import { child, type Node, textOf, whereIs } from './node.ts';
import { report, type World } from './stack.ts';
import { subnetMentionsOf } from './subnet-mentions-terraform.ts';
import { awsccNaming } from './terraform-awscc.ts';
import { blocksOf } from './terraform-blocks.ts';
import { knownIds } from './terraform-ids.ts';
import { knownAddresses, terraformMentions } from './terraform-mentions.ts';
import { afterOf, type Dependencies, dependenciesOfPlan } from './terraform-order.ts';
import { type Instance, indexPlan, itemsOf, nodeAt, type TerraformPlan } from './terraform-plan.ts';
import { valueAt } from './terraform-property.ts';
import { readStacksIn } from './terraform-stacks.ts';
import { TERRAFORM_TARGET_TYPES } from './terraform-target-types.ts';
import { type Naming, TERRAFORM_TYPES } from './terraform-types.ts';
import type { References } from './terraform-values.ts';
import { Unknown } from './values.ts';
import type { Mention, View } from './view.ts';

interface Reader {
  plan: TerraformPlan;
  references: References;
  dependencies: Dependencies;
  /** Where services listen, as far as it is known already. */
  addresses: ReadonlyMap<string, Mention>;
  world: World;
}

const NETWORK = /^aws(cc_ec2|_default)?_(subnet|vpc|security_group)$/;

/** The resources of a plan of Terraform, in the words of CloudFormation. */
export function terraformViews(root: Node, prefix: string, world: World): View[] {
  if (textOf(child(root, 'errored')) === 'true') {
    const message = 'Terraform could not finish this plan, so that parts of it are missing';
    report(world, root, { message, mend: 'mend what it complains of', severity: 'warning' });
  }
  notePartial(root, prefix, world);
  const plan = indexPlan(root);
  const ids = knownIds(plan);
  const references: References = {
    plan,
    prefix,
    given: (name) => {
      const text = world.parameters.get(name);
      if (text !== undefined) world.used.add(name);
      return text;
    },
    resourceOf: (text) => ids.get(text),
    defaultGroups: new Map(),
    notes: world.notes,
  };
  const dependencies = dependenciesOfPlan(plan);
  const addresses = knownAddresses(plan);
  const reader = { plan, references, dependencies, addresses, world };
  references.defaultGroups = defaultGroupsOf(reader);
  readStacksIn(plan.instances, references, world);
  const made = plan.instances.map((instance) => {
    return viewOf(instance, `${prefix}${instance.address}`, reader);
  });
  return [...made, ...foundViews(ids, reader)];
}

/** A plan that was made for some targets, that failed, or that puts off a part. */
function notePartial(root: Node, prefix: string, world: World): void {
  const isErrored = textOf(child(root, 'errored')) === 'true';
  const isPartial = textOf(child(root, 'complete')) === 'false';
  const isDeferred = itemsOf(child(root, 'deferred_changes')).length > 0;
  if (!isErrored && !isPartial && !isDeferred) return;
  const what = `${prefix}plan (parts)`;
  const why = 'Terraform left parts out of this plan, which are not counted';
  const mend = 'plan all of it, without -target, and give that plan';
  world.needs.push({ what, why, mend, hides: 'the rest of this plan of Terraform' });
}

/** What data sources told of a network that is there already, under its own ids. */
function foundViews(ids: ReadonlyMap<string, string>, reader: Reader): View[] {
  const found = new Map<string, View>();
  for (const instance of reader.plan.data) {
    const id = textOf(child(instance.values, 'id'));
    if (id === undefined || ids.has(id) || !NETWORK.test(instance.type)) continue;
    found.set(id, viewOf(instance, id, reader));
  }
  return [...found.values()];
}

/** The default groups that the plan manages, by the address of their VPC. */
function defaultGroupsOf({ plan, references }: Reader): Map<string, string> {
  const groups = new Map<string, string>();
  for (const instance of plan.instances) {
    if (instance.type !== 'aws_default_security_group') continue;
    const vpc = valueAt('vpc_id', instance, references);
    const resource = vpc instanceof Unknown ? vpc.resource : undefined;
    if (resource !== undefined) groups.set(resource, instance.address);
  }
  return groups;
}

/** What a type is called, and its properties: those that take room, and those that listen. */
function namingOf(type: string): Naming | undefined {
  const own = TERRAFORM_TYPES[type] ?? awsccNaming(type);
  const listening = TERRAFORM_TARGET_TYPES[type];
  if (own === undefined || listening === undefined) return own ?? listening;
  return { ...own, properties: { ...own.properties, ...listening.properties } };
}

function viewOf(instance: Instance, id: string, reader: Reader): View {
  const naming: Naming = namingOf(instance.type) ?? { type: instance.type, properties: {} };
  const { type, properties, blocks, always, read } = naming;
  const { plan, world } = reader;
  const { prefix } = reader.references;
  const isFound = id !== `${prefix}${instance.address}`;
  return {
    id,
    type,
    where: whereIs(instance.node),
    onlyIf: null,
    absent: null,
    get: (path) => {
      if (read !== undefined) return read(path, instance, reader.references);
      const place = properties[path];
      if (place !== undefined) return valueAt(place, instance, reader.references);
      const list = blocks?.[path];
      if (list !== undefined) return blocksOf(list, instance, reader.references);
      // What is there already was made by others, who have their own ways.
      return isFound ? path === 'IsFound' : always?.[path];
    },
    mentions: (path) => terraformMentions(path, instance, reader),
    subnetMentions: () => subnetMentionsOf(instance, reader.references),
    ownRole: false,
    publishes: textOf(child(instance.values, 'publish')) === 'true',
    after: () => {
      const addresses = afterOf(instance, plan, reader.dependencies);
      return new Set([...addresses].map((address) => `${prefix}${address}`));
    },
    warn: (path, message, mend) => {
      const node = nodeAt(instance.values, properties[path] ?? '') ?? instance.node;
      report(world, node, { message, mend, severity: 'warning' });
    },
  };
}
