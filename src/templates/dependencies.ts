import { MARK } from './foreach.ts';
import { callOf, child, type Node, textOf } from './node.ts';
import { refTo } from './references.ts';
import { type Resource, report, type Stack } from './stack.ts';

/** What each resource of a stack names: in `DependsOn` and in references. */
export type Graph = Map<string, Set<string>>;

const SOURCES = ['Events', 'Policies', 'DeploymentPreference'];
const API = ['Domain', 'StageName', 'Auth'];
const API_V2 = [...API, 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings'];

/**
 * Properties of SAM's resources that its macro puts into resources of their own, such as a stage, a
 * role or a permission: no order follows from them. Read off aws/serverless-application-model at
 * 7000d0a3, samtranslator/model: api/api_generator.py `_construct_stage`, api/http_api_generator.py,
 * api/websocket_api_generator.py, sam_resources.py, graphql/graphql.py.
 */
const APART: Readonly<Record<string, ReadonlySet<string>>> = {
  'AWS::Serverless::Function': new Set([
    ...SOURCES,
    ...['EventInvokeConfig', 'FunctionUrlConfig', 'ProvisionedConcurrencyConfig'],
    'VersionDescription',
  ]),
  'AWS::Serverless::StateMachine': new Set(SOURCES),
  'AWS::Serverless::Api': new Set([
    ...API,
    ...['AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting'],
    ...['MethodSettings', 'Tags', 'TracingEnabled', 'Variables'],
  ]),
  'AWS::Serverless::HttpApi': new Set([...API_V2, 'StageVariables']),
  'AWS::Serverless::WebSocketApi': new Set([...API_V2, 'StageVariables', 'Routes']),
  'AWS::Serverless::GraphQLApi': new Set([
    ...['ApiKeys', 'Auth', 'Cache', 'DataSources', 'DomainName', 'Functions', 'Resolvers'],
    ...['SchemaInline', 'SchemaUri'],
  ]),
  'AWS::Serverless::Connector': new Set(['Source', 'Destination', 'Permissions']),
};

function withoutApart(properties: Node, type: string): Node {
  const apart = APART[type];
  if (apart === undefined || properties.kind !== 'map') return properties;
  const kept = [...properties.entries].filter(([key]) => !apart.has(key));
  return { ...properties, entries: new Map(kept) };
}

/** Which resources each resource waits for when the stack is created. */
export function dependenciesOf(stack: Stack): Graph {
  const graph: Graph = new Map();
  for (const resource of stack.resources.values()) {
    const found = namesIn(resource);
    const known = [...found.keys()].filter((name) => stack.resources.has(name));
    graph.set(resource.name, new Set(known.filter((name) => name !== resource.name)));
  }
  return graph;
}

/** Names that nothing declares, wherever resources mention them: CloudFormation refuses them. */
export function reportMissing(stack: Stack): void {
  if (stack.hasMacros) return;
  for (const resource of stack.resources.values()) {
    const whole = { ...resource, type: '' };
    for (const [name, node] of namesIn(whole)) {
      const isOwn = name === '' || name.startsWith('AWS::') || stack.parameters.has(name);
      if (!isOwn && !stack.resources.has(name)) refTo(name, node, stack);
    }
  }
}

/** What a resource names, each with the place where it first does. */
function namesIn({ type, body }: Resource): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const [key, { value }] of body.entries) {
    if (key === 'DependsOn') {
      for (const item of value.kind === 'list' ? value.items : [value]) {
        add(textOf(item), item, found);
      }
    } else if (key === 'Properties') walk(withoutApart(value, type), found);
  }
  return found;
}

function add(name: string | undefined, node: Node, found: Map<string, Node>): void {
  if (name !== undefined && !found.has(name)) found.set(name, node);
}

function walk(node: Node, found: Map<string, Node>): void {
  if (node.kind === 'list') for (const item of node.items) walk(item, found);
  if (node.kind !== 'map') return;
  const call = callOf(node);
  if (call?.name === 'Ref') add(textOf(call.value), call.value, found);
  if (call?.name === 'Fn::GetAtt') add(firstName(call.value), call.value, found);
  if (call?.name === 'Fn::Sub') {
    for (const name of namesInPattern(call.value)) add(name, call.value, found);
  }
  for (const [key, { value }] of node.entries) {
    // What a macro makes of its parameters is its own affair, and so are the names of loops.
    if (key !== 'Fn::Transform' && !key.startsWith(MARK)) walk(value, found);
  }
}

function firstName(node: Node): string | undefined {
  const text = node.kind === 'list' ? textOf(node.items[0]) : textOf(node);
  return text?.split('.')[0];
}

function namesInPattern(node: Node): string[] {
  const text = textOf(node.kind === 'list' ? node.items[0] : node) ?? '';
  const own = node.kind === 'list' ? node.items[1] : undefined;
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name]) => name!.trim())
    .filter((name) => child(own, name) === undefined)
    .map((name) => name.split('.')[0]!);
}

/** Everything that is reached from a resource, itself left out. */
export function walkFrom(name: string, graph: ReadonlyMap<string, ReadonlySet<string>>) {
  const reached = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const one of graph.get(next) ?? []) {
      if (reached.has(one)) continue;
      reached.add(one);
      open.push(one);
    }
  }
  reached.delete(name);
  return reached;
}

/** CloudFormation refuses resources that wait for each other: each circle is told once. */
export function reportCircles(stack: Stack, graph: Graph): void {
  const done = new Set<string>();
  for (const resource of stack.resources.values()) {
    const circle = circleFrom(resource.name, graph, done);
    if (circle === null) continue;
    const members = circle.map((name) => stack.resources.get(name)!);
    // SAM takes its resources apart, and what looks like a circle may not be one.
    const isSam = members.some((member: Resource) => member.type.startsWith('AWS::Serverless'));
    report(stack.world, members[0]!, {
      message: `resources wait for each other: ${[...circle, circle[0]].slice(0, 8).join(' -> ')}`,
      mend: 'take one of the references out, into a resource of its own',
      ...(isSam ? { severity: 'warning' as const } : {}),
    });
  }
}

/** Depth first, without recursion; `done` are resources that lead into no circle. */
function circleFrom(start: string, graph: Graph, done: Set<string>): string[] | null {
  if (done.has(start)) return null;
  const path: string[] = [start];
  const onPath = new Set(path);
  const rest = [[...(graph.get(start) ?? [])]];
  let circle: string[] | null = null;
  while (path.length > 0) {
    const next = rest.at(-1)!.pop();
    if (next === undefined) {
      const left = path.pop()!;
      onPath.delete(left);
      done.add(left);
      rest.pop();
    } else if (onPath.has(next)) circle ??= path.slice(path.indexOf(next));
    else if (!done.has(next)) {
      path.push(next);
      onPath.add(next);
      rest.push([...(graph.get(next) ?? [])]);
    }
  }
  return circle;
}
