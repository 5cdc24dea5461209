import { READ_TYPES } from './misspelt.ts';
import type { Node } from './node.ts';
import { type Instance, nodeAt } from './terraform-plan.ts';
import { valueAt } from './terraform-property.ts';
import type { Naming } from './terraform-types.ts';
import type { References } from './terraform-values.ts';
import { isDict, type Maybe, type Value } from './values.ts';

/** `VPCOptions` as `vpc_options`, `Ipv6Native` as `ipv_6_native`: how the Cloud Control provider writes. */
function snake(name: string): string {
  return name
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/([a-zA-Z])(\d+)/g, '$1_$2')
    .replaceAll(/(\d)([a-zA-Z])/g, '$1_$2')
    .toLowerCase();
}

/** `awscc_ec2_subnet` of `AWS::EC2::Subnet`. */
function awsccName(type: string): string {
  const [, service = '', resource = ''] = type.split('::');
  return `awscc_${service.toLowerCase()}_${snake(resource)}`;
}

const TYPES = new Map(READ_TYPES.map((type) => [awsccName(type), type]));

/** The Cloud Control provider is generated from CloudFormation's types, and so are its names. */
export function awsccNaming(type: string): Naming | undefined {
  const known = TYPES.get(type);
  return known === undefined ? undefined : { type: known, properties: {}, read };
}

function read(path: string, instance: Instance, references: References): Maybe {
  const [head = '', ...rest] = path.split('.');
  let value = camelised(objectAt(snake(head), instance, references));
  for (const step of rest) value = isDict(value) ? value.get(camel(snake(step))) : undefined;
  return value;
}

/** An object of which some attributes are known only after the plan is applied. */
function objectAt(place: string, instance: Instance, references: References): Maybe {
  const flags = nodeAt(instance.unknown, place);
  if (flags?.kind !== 'map' || flags.entries.size === 0)
    return valueAt(place, instance, references);
  const names = new Set([...keysOf(nodeAt(instance.values, place)), ...flags.entries.keys()]);
  const made = new Map<string, Value>();
  for (const name of names) {
    const value = valueAt(`${place}.${name}`, instance, references);
    if (value !== undefined) made.set(name, value);
  }
  return made;
}

const keysOf = (node: Node | undefined): string[] =>
  node?.kind === 'map' ? [...node.entries.keys()] : [];

/** `IpProtocol` of `ip_protocol`, at any depth; what has names of its own, such as a policy, keeps them. */
function camelised(value: Maybe): Maybe {
  if (Array.isArray(value)) return value.map((one) => camelised(one) as Value);
  if (!isDict(value)) return value;
  return new Map([...value].map(([key, one]) => [camel(key), camelised(one) as Value]));
}

function camel(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return name;
  return name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
