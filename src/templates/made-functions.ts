import { propertyAt } from './property-paths.ts';
import { type Dict, isDict, type Maybe } from './values.ts';
import { isGiven, type View } from './view.ts';

/**
 * Functions that AWS makes for another resource, in its VPC: a canary is one, and a macro makes
 * one that rotates a secret. They share interfaces as any function does (SHARE-1).
 */
export function madeFunctions(views: readonly View[]): View[] {
  return views.flatMap((view) => {
    if (view.type === 'AWS::Synthetics::Canary') return canaryFunction(view);
    return view.type === 'AWS::SecretsManager::RotationSchedule' ? rotationFunction(view) : [];
  });
}

function canaryFunction(view: View): View[] {
  const config = view.get('VPCConfig');
  return isGiven(config) ? [functionOf(view, config, view.get('ExecutionRoleArn'))] : [];
}

function rotationFunction(view: View): View[] {
  const subnets = propertyAt(view, 'HostedRotationLambda.VpcSubnetIds');
  if (!isGiven(subnets)) return [];
  const groups = propertyAt(view, 'HostedRotationLambda.VpcSecurityGroupIds');
  const config: Dict = new Map([
    ['SubnetIds', subnets],
    // Without a group it gets the one that its VPC is born with.
    ['SecurityGroupIds', isGiven(groups) ? groups : 'the default group of its VPC'],
  ]);
  return [functionOf(view, config, undefined)];
}

function functionOf(view: View, config: Maybe, role: Maybe): View {
  return {
    ...view,
    type: 'AWS::Lambda::Function',
    get: (path) => (path === 'VpcConfig' ? config : path === 'Role' ? role : undefined),
    ownRole: false,
    publishes: false,
  };
}

const MAPPED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  MSK: { EventSourceArn: 'Stream', Topics: 'Topics' },
  SelfManagedKafka: {
    Topics: 'Topics',
    SourceAccessConfigurations: 'SourceAccessConfigurations',
  },
  MQ: { EventSourceArn: 'Broker', Queues: 'Queues' },
  DocumentDB: { EventSourceArn: 'Cluster', DocumentDBEventSourceConfig: 'DatabaseName' },
};

/** The event source mappings that SAM makes of the events of a function, where they are in a VPC. */
export function madeMappings(views: readonly View[]): View[] {
  return views.flatMap((view) => {
    if (view.type !== 'AWS::Serverless::Function') return [];
    const events = view.get('Events');
    return isDict(events) ? [...events].flatMap((event) => mappingOf(view, ...event)) : [];
  });
}

function mappingOf(view: View, name: string, event: Maybe): View[] {
  if (!isDict(event)) return [];
  const [type, properties] = [event.get('Type'), event.get('Properties')];
  const names = MAPPED[String(type)];
  if (names === undefined || !isDict(properties)) return [];
  return [
    {
      ...view,
      id: `${view.id}${name}`,
      type: 'AWS::Lambda::EventSourceMapping',
      get: (path) => (names[path] === undefined ? undefined : properties.get(names[path])),
      ownRole: false,
    },
  ];
}

/** SAM's capacity provider as the one of Lambda that it becomes; every other resource as it is. */
export function asOfLambda(view: View): View {
  if (view.type !== 'AWS::Serverless::CapacityProvider') return view;
  const { get } = view;
  return {
    ...view,
    type: 'AWS::Lambda::CapacityProvider',
    get: (path) => get(path.replace(/^CapacityProviderScalingConfig/, 'ScalingConfig')),
  };
}
