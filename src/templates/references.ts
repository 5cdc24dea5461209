import { didYouMean, listed } from '../scenario/nearest.ts';
import { paramMend } from './mend.ts';
import { child, type Node } from './node.ts';
import { parameterValue } from './parameters.ts';
import { givenText, type Resource, report, reportUndeclared, type Stack } from './stack.ts';
import { type Maybe, type Shape, Unknown, type Value } from './values.ts';

export type Resolve = (node: Node, stack: Stack) => Maybe;

const PSEUDO: Readonly<Record<string, Shape>> = {
  'AWS::AccountId': 'atom',
  'AWS::NotificationARNs': 'list',
  'AWS::Partition': 'atom',
  'AWS::Region': 'atom',
  'AWS::StackId': 'text',
  'AWS::StackName': 'atom',
  'AWS::URLSuffix': 'atom',
};

/** Attributes that say the same as `Ref`: the resource's own id, or the ARN of a role. */
const SAME_AS_REF: Readonly<Record<string, string>> = {
  'AWS::EC2::EgressOnlyInternetGateway': 'Id',
  'AWS::EC2::InternetGateway': 'InternetGatewayId',
  'AWS::EC2::NatGateway': 'NatGatewayId',
  'AWS::EC2::NetworkAcl': 'Id',
  'AWS::EC2::RouteTable': 'RouteTableId',
  'AWS::EC2::VPCEndpoint': 'Id',
  'AWS::EC2::VPCPeeringConnection': 'Id',
  'AWS::EC2::SecurityGroup': 'GroupId Id',
  'AWS::EC2::Subnet': 'SubnetId',
  'AWS::EC2::VPC': 'VpcId',
  'AWS::IAM::Role': 'Arn RoleName',
  'AWS::IAM::ManagedPolicy': 'PolicyArn Id',
};

/** Properties that an attribute repeats. */
const REPEATED: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC.CidrBlock': 'CidrBlock',
  'AWS::EC2::Subnet.CidrBlock': 'CidrBlock',
  'AWS::EC2::Subnet.AvailabilityZone': 'AvailabilityZone',
  'AWS::EC2::Subnet.VpcId': 'VpcId',
  'AWS::EC2::SecurityGroup.VpcId': 'VpcId',
  'AWS::SSM::Parameter.Value': 'Value',
};

/** `Ref`: a parameter, a pseudo parameter or a resource. */
export function refTo(name: string, node: Node, stack: Stack): Maybe {
  if (name === 'AWS::NoValue') return undefined;
  if (PSEUDO[name] !== undefined) return pseudo(name, PSEUDO[name], stack);
  const parameter = stack.parameters.get(name);
  if (parameter !== undefined) return parameterValue(stack, parameter);
  if (stack.resources.has(name) || isGenerated(name, stack)) return resourceSymbol(name, stack);
  const known = [...stack.parameters.keys(), ...stack.resources.keys()];
  reportUndeclared(stack, node, {
    message: `\`${name.slice(0, 140)}\` is no parameter and no resource of this template`,
    mend: didYouMean(name, known) ?? 'declare it under `Parameters` or `Resources`',
  });
  return new Unknown(`missing ${stack.prefix}${name}`, name, 'any');
}

function pseudo(name: string, shape: Shape, stack: Stack): Value {
  const given = givenText(stack, name);
  if (given !== undefined) return given;
  // All stacks of one plan are deployed to one Region of one account.
  const scope = name.startsWith('AWS::Stack') ? stack.prefix : '';
  const why = 'it is known only where the stack is deployed';
  const needs = [{ what: name, why, mend: paramMend(name, EXAMPLES[name] ?? 'value') }];
  return new Unknown(`${scope}${name}`, name, shape, { needs });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::StackName': 'my-stack',
};

/**
 * Resources that are made of others: by SAM `FunctionRole`, `Function.Alias`, `ServerlessRestApi`,
 * of a module `ModuleResource` and `Module.Resource`.
 */
export function isGenerated(name: string, stack: Stack): boolean {
  const { isSam, resources } = stack;
  if (isSam && (name.startsWith('Serverless') || resources.has(name.split('.')[0]!))) return true;
  for (let end = name.length - 1; end > 0; end--) {
    const type = resources.get(name.slice(0, end))?.type ?? '';
    if (type.endsWith('::MODULE') || (isSam && type.startsWith('AWS::Serverless'))) return true;
  }
  return false;
}

function resourceSymbol(name: string, stack: Stack): Unknown {
  const id = `${stack.prefix}${name}`;
  return new Unknown(`resource ${id}`, id, 'atom', { resource: id });
}

/** `Fn::GetAtt`: an attribute of a resource, which may be an output of a nested stack. */
export function attributeOf(
  resourceName: string,
  attribute: string,
  node: Node,
  stack: Stack,
  resolve: Resolve,
): Maybe {
  const resource = stack.resources.get(resourceName);
  if (resource === undefined) {
    if (isGenerated(resourceName, stack)) return resourceSymbol(resourceName, stack);
    return refTo(resourceName, node, stack);
  }
  if (attribute.startsWith('Outputs.')) {
    return nestedOutput(resource, attribute.slice('Outputs.'.length), node, stack, resolve);
  }
  if (SAME_AS_REF[resource.type]?.split(' ').includes(attribute)) {
    return resourceSymbol(resourceName, stack);
  }
  const repeated = REPEATED[`${resource.type}.${attribute}`];
  const property = repeated && child(child(resource.body, 'Properties'), repeated);
  if (property) return resolve(property, stack);
  const id = `${stack.prefix}${resourceName}`;
  const shape = /s$/.test(attribute) && resource.type.startsWith('AWS::EC2') ? 'list' : 'text';
  // The group that a VPC is born with, an address, a name: each is one thing.
  const one = attribute === 'DefaultSecurityGroup' || /Id$/.test(attribute) ? 'atom' : shape;
  const name = `${resourceName}.${attribute}`;
  const more = { attribute: { resource: id, name: attribute } };
  if (one === 'atom') {
    return new Unknown(`attribute ${id}.${attribute}`, `${id}.${attribute}`, one, more);
  }
  const why = 'it is an attribute that a resource has once it is made';
  return settable(stack, name, `attribute ${stack.prefix}${name}`, one, why, more);
}

/** A symbol that the command line may settle under its own name. */
export function settable(
  stack: Stack,
  name: string,
  key: string,
  shape: Shape,
  why: string,
  more: { attribute?: { resource: string; name: string } } = {},
): Value {
  const given = givenText(stack, name);
  if (given !== undefined) return given;
  const what = `${stack.prefix}${name}`;
  const mend = paramMend(what, shape === 'list' ? 'value,...' : 'value');
  return new Unknown(key, what, shape, { ...more, needs: [{ what, why, mend }] });
}

function nestedOutput(
  resource: Resource,
  output: string,
  node: Node,
  stack: Stack,
  resolve: Resolve,
): Maybe {
  const nested = stack.children.get(resource.name);
  if (nested) {
    const part = nested.outputs.get(output);
    if (part !== undefined) return outputValue(nested, part.name, resolve);
    report(stack.world, node, {
      message: `the nested stack \`${resource.name}\` has no output \`${output.slice(0, 140)}\``,
      mend: didYouMean(output, nested.outputs.keys()) ?? `it has ${listed(nested.outputs.keys())}`,
    });
  }
  const name = `${resource.name}.Outputs.${output}`;
  const why = 'it is an output of a nested stack whose template is not here';
  return settable(stack, name, `output ${stack.prefix}${name}`, 'text', why);
}

/** The value of an output; a circle of outputs is an issue. */
export function outputValue(stack: Stack, name: string, resolve: Resolve): Maybe {
  const memoKey = `output ${name}`;
  const known = stack.memo.get(memoKey);
  const part = stack.outputs.get(name)!;
  if (known === 'busy') {
    const message = `the output \`${name}\` depends on itself`;
    report(stack.world, part, { message, mend: 'break the circle' });
    return new Unknown(`circle ${stack.prefix}${name}`, name, 'any');
  }
  if (stack.memo.has(memoKey)) return known;
  stack.memo.set(memoKey, 'busy');
  const node = child(part.node, 'Value');
  const value = node === undefined ? '' : resolve(node, stack);
  stack.memo.set(memoKey, value);
  return value;
}
