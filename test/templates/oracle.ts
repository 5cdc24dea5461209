/**
 * A plain resolver of templates in which everything is known, written a second time and apart from
 * the project's own: what a template comes to, by the words of CloudFormation's user guide alone.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Template = { [section: string]: { [name: string]: Json } };

interface Scope {
  name: string;
  prefix: string;
  template: Template;
  given: Record<string, string>;
  stacks: Scope[];
}

export interface Answer {
  functions: string[];
  inVpc: string[];
  /** `subnet/group+group`, once for each kind of traffic. */
  pairings: string[];
  /** By subnet: addresses in use, and those that can be used where the block is told. */
  inUse: Record<string, number>;
  usable: Record<string, number>;
}

type Dict = { [key: string]: Json };
type Value = Json | undefined;

const isDict = (value: Value): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function answerOf(stacks: Record<string, Template>, given: Record<string, string>): Answer {
  const scopes: Scope[] = [];
  for (const [name, template] of Object.entries(stacks)) {
    const prefix = Object.keys(stacks).length > 1 ? `${name}/` : '';
    scopes.push({ name, prefix, template: unrolled(template), given, stacks: scopes });
  }
  const answer: Answer = { functions: [], inVpc: [], pairings: [], inUse: {}, usable: {} };
  const keys = new Set<string>();
  for (const scope of scopes) {
    for (const [name, resource] of Object.entries(scope.template['Resources'] ?? {})) {
      addResource(`${scope.prefix}${name}`, resource as Dict, scope, keys, answer);
    }
  }
  for (const key of keys) {
    const [subnet, groups] = JSON.parse(key) as [string, string[]];
    answer.pairings.push(`${subnet}/${groups.join('+')}`);
    answer.inUse[subnet] = (answer.inUse[subnet] ?? 0) + 1;
  }
  answer.pairings.sort();
  return answer;
}

function addResource(id: string, resource: Dict, scope: Scope, keys: Set<string>, answer: Answer) {
  const exists = !('Condition' in resource) || holds(String(resource['Condition']), scope);
  const properties = resolve(resource['Properties'] ?? {}, scope) as Dict;
  if (/::Function$/.test(String(resource['Type']))) {
    answer.functions.push(id);
    const config = (exists ? properties['VpcConfig'] : undefined) as Dict | undefined;
    if (config === undefined) return;
    const subnets = idsIn(config['SubnetIds']!);
    const groups = idsIn(config['SecurityGroupIds']!).sort();
    if (subnets.length + groups.length > 0) answer.inVpc.push(id);
    if (groups.length === 0) return;
    const dual = String(config['Ipv6AllowedForDualStack'] ?? false);
    for (const subnet of subnets) keys.add(JSON.stringify([subnet, groups, dual]));
  }
  if (!exists) return;
  if (resource['Type'] === 'AWS::EC2::Subnet') {
    answer.usable[id] = 2 ** (32 - Number(String(properties['CidrBlock']).split('/')[1])) - 5;
  }
  if (resource['Type'] === 'AWS::EFS::MountTarget') {
    const subnet = String(properties['SubnetId']);
    answer.inUse[subnet] = (answer.inUse[subnet] ?? 0) + 1;
  }
}

/** An empty text, which a list that was split may hold, is no id. */
const idsIn = (list: Json): string[] => [...new Set(list as string[])].filter((one) => one !== '');

/** `Fn::ForEach` at the top of a section: its text once for each value. */
function unrolled(template: Template): Template {
  const made: Template = {};
  for (const [section, entries] of Object.entries(template)) {
    made[section] = {};
    for (const [name, value] of Object.entries(entries)) {
      if (!name.startsWith('Fn::ForEach::')) made[section][name] = value;
      else {
        const [variable, values, body] = value as [string, string[], Dict];
        for (const one of values) {
          const ref = JSON.stringify({ Ref: variable });
          const text = JSON.stringify(body)
            .replaceAll(ref, JSON.stringify(one))
            .replaceAll(`\${${variable}}`, one);
          Object.assign(made[section], JSON.parse(text));
        }
      }
    }
  }
  return made;
}

function holds(name: string, scope: Scope): boolean {
  return truth(scope.template['Conditions']![name]!, scope);
}

function truth(node: Json, scope: Scope): boolean {
  const [[call, args]] = Object.entries(node as Dict) as [[string, Json]];
  if (call === 'Condition') return holds(String(args), scope);
  const items = args as Json[];
  if (call === 'Fn::Not') return !truth(items[0]!, scope);
  if (call === 'Fn::And') return items.every((one) => truth(one, scope));
  if (call === 'Fn::Or') return items.some((one) => truth(one, scope));
  return String(resolve(items[0]!, scope)) === String(resolve(items[1]!, scope));
}

function resolve(node: Json, scope: Scope): Value {
  if (Array.isArray(node)) {
    return node.map((one) => resolve(one, scope)).filter((one) => one !== undefined) as Json[];
  }
  if (!isDict(node)) return node;
  const [[call, args] = ['', null], ...others] = Object.entries(node);
  if (others.length === 0 && (call === 'Ref' || call.startsWith('Fn::'))) {
    return called(call, args, scope);
  }
  const entries = Object.entries(node).map(([key, one]) => [key, resolve(one, scope)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== undefined)) as Dict;
}

function called(call: string, args: Json, scope: Scope): Value {
  const at = (index: number): Value => resolve((args as Json[])[index]!, scope);
  switch (call) {
    case 'Ref':
      return named(String(args), scope);
    case 'Fn::GetAtt':
      return named(String((args as string[])[0]), scope);
    case 'Fn::If':
      return at(holds(String((args as Json[])[0]), scope) ? 1 : 2);
    case 'Fn::Join':
      return (at(1) as string[]).join(String(at(0)));
    case 'Fn::Split':
      return String(at(1)).split(String(at(0)));
    case 'Fn::Select':
      return (at(1) as Json[])[Number(at(0))];
    case 'Fn::FindInMap':
      return resolve(
        ((scope.template['Mappings']![String(at(0))] as Dict)[String(at(1))] as Dict)[
          String(at(2))
        ]!,
        scope,
      );
    case 'Fn::Cidr':
      return blocks(String(at(0)), Number(at(1)), Number(at(2)));
    case 'Fn::Sub':
      return substituted(args, scope);
    default:
      return exported(String(resolve(args, scope)), scope);
  }
}

function named(name: string, scope: Scope): Value {
  if (name === 'AWS::NoValue') return undefined;
  const parameter = scope.template['Parameters']?.[name] as Dict | undefined;
  if (parameter === undefined) return `${scope.prefix}${name}`;
  const text = scope.given[name] ?? String(parameter['Default']);
  return parameter['Type'] === 'CommaDelimitedList' ? text.split(',') : text;
}

function substituted(args: Json, scope: Scope): string {
  const [text, own] = Array.isArray(args) ? (args as [string, Dict]) : [String(args), {}];
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = name in own ? resolve(own[name]!, scope) : named(name.split('.')[0]!, scope);
    return String(value);
  });
}

function exported(wanted: string, { stacks }: Scope): Value {
  for (const scope of stacks) {
    for (const output of Object.values(scope.template['Outputs'] ?? {})) {
      const { Value: value, Export: by } = output as Dict;
      if (by !== undefined && resolve((by as Dict)['Name']!, scope) === wanted) {
        return resolve(value!, scope);
      }
    }
  }
  throw new Error(`nothing exports ${wanted}`);
}

/** The first blocks of a network, each with so many bits left for hosts. */
function blocks(network: string, count: number, bits: number): string[] {
  const [a, b, c, d] = network.split('/')[0]!.split('.').map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  return Array.from({ length: count }, (_, index) => {
    const start = base + index * 2 ** bits;
    const bytes = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${bytes.join('.')}/${32 - bits}`;
  });
}
