import { PROXY_ADDRESSES, PROXY_ADDRESSES_MAX } from '../evidence/subnet-users/proxy.ts';
import type { Amount, NamedAmount } from '../evidence/subnet-users/types.ts';
import { type Asked, added, evaluateAmount, exactly } from './amounts.ts';
import { partOf, propertyAt } from './property-paths.ts';
import { resourceNamed } from './resource-index.ts';
import type { Range } from './types.ts';
import { type Maybe, needsOf, Unknown } from './values.ts';
import type { View } from './view.ts';

/** The amounts that need a look at other resources. */
export const NAMED_AMOUNTS: Readonly<Record<NamedAmount, (asked: Asked) => Range>> = {
  'addresses of an instance': instanceAddresses,
  'addresses of an interface': (asked) => evaluateAmount(INTERFACE, asked),
  'addresses of a proxy': proxyAddresses,
  'instances of a capacity provider': managedInstances,
  'instances behind a model': modelInstances,
};

/** A list of addresses has the first one in it, unless that is told beside it. */
const INTERFACE: Amount = {
  plus: [
    {
      when: { given: 'PrivateIpAddress' },
      take: { plus: [1, { items: 'PrivateIpAddresses' }] },
      else: { max: [1, { items: 'PrivateIpAddresses' }] },
    },
    { of: 'SecondaryPrivateIpAddressCount', else: 0 },
    { times: [16, { plus: [{ of: 'Ipv4PrefixCount', else: 0 }, { items: 'Ipv4Prefixes' }] }] },
  ],
};

const LAUNCH_TEMPLATES = [
  'LaunchTemplate.LaunchTemplateId',
  'LaunchTemplate.LaunchTemplateName',
  'LaunchTemplate.Id',
  'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId',
  'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateName',
  'LaunchTemplateConfigs.*.LaunchTemplateSpecification.LaunchTemplateId',
  'SpotFleetRequestConfigData.LaunchTemplateConfigs.*.LaunchTemplateSpecification.LaunchTemplateId',
  'CustomLaunchTemplate.TemplateId',
];

/** An instance has the interfaces of its launch template, else one. */
function instanceAddresses(asked: Asked): Range {
  const named = LAUNCH_TEMPLATES.map((path) => propertyAt(asked, path)).find(
    (value) => value !== undefined && value !== null && value !== '',
  );
  if (named === undefined) {
    return evaluateAmount({ plus: [1, { items: 'SecondaryPrivateIpAddresses' }] }, asked);
  }
  const template = resourceNamed(named, 'AWS::EC2::LaunchTemplate', asked.index);
  if (template === undefined) {
    // A launch template from elsewhere may have more interfaces than one.
    asked.needs.push(...needsOf(named));
    return { least: 1, most: null };
  }
  const interfaces = propertyAt(template, 'LaunchTemplateData.NetworkInterfaces');
  if (interfaces === undefined) return exactly(1);
  if (!Array.isArray(interfaces)) return { least: 1, most: null };
  const each = interfaces.map((one) => {
    return evaluateAmount(INTERFACE, { ...asked, get: (path) => partOf(one, path.split('.')) });
  });
  return each.reduce(added, exactly(0));
}

/** What AWS asks for by the class of each database, where all are known. */
function proxyAddresses({ view, index }: Asked): Range {
  const groups = (index.byType.get(TARGETS) ?? []).filter((one) => {
    return resourceNamed(one.get('DBProxyName'), view.type, index)?.id === view.id;
  });
  const all = index.byType.get('AWS::RDS::DBInstance') ?? [];
  const databases = groups.flatMap((group) => databasesOf(group, all));
  if (databases.length === 0 || databases.includes(null)) {
    return exactly(PROXY_ADDRESSES_MAX);
  }
  const each = databases.map((database) => classAddresses(database!.get('DBInstanceClass')));
  const sum = each.reduce((total, one) => total + one, 0);
  return exactly(Math.min(PROXY_ADDRESSES_MAX, sum));
}

const TARGETS = 'AWS::RDS::DBProxyTargetGroup';

/** The instances that a proxy stands before; null for one from elsewhere. */
function databasesOf(group: View, databases: readonly View[]): (View | null)[] {
  const clusters = idsIn(group.get('DBClusterIdentifiers'));
  const members = clusters.flatMap((cluster) => {
    const found = databases.filter((one) => {
      return idsIn(one.get('DBClusterIdentifier')).includes(cluster);
    });
    return found.length === 0 ? [null] : found;
  });
  const own = idsIn(group.get('DBInstanceIdentifiers')).map((id) => {
    return databases.find((one) => one.id === id) ?? null;
  });
  return [...members, ...own];
}

function idsIn(value: Maybe): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (value instanceof Unknown) return [value.resource ?? value.shown];
  return value === undefined || value === null ? [] : [String(value)];
}

function classAddresses(value: Maybe): number {
  const size = typeof value === 'string' ? value.split('.').at(-1)! : '';
  const found = PROXY_ADDRESSES.find(([sizes]) => sizes.includes(size));
  return found?.[1] ?? PROXY_ADDRESSES_MAX;
}

/** Instances are started once a function uses the provider; one from elsewhere may. */
function managedInstances({ view, index }: Asked): Range {
  const functions = FUNCTIONS.flatMap((type) => index.byType.get(type) ?? []);
  const isUsed = functions.some((one) => {
    const config = one.get('CapacityProviderConfig');
    const named = PROVIDERS.map((path) => partOf(config, path.split('.')));
    return named.some((arn) => resourceNamed(arn, view.type, index)?.id === view.id);
  });
  const count = INSTANCES_AT_LEAST;
  return isUsed ? exactly(count) : { least: 0, most: count };
}

const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** Where a function names its provider: in CloudFormation, in SAM. */
const PROVIDERS = ['LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn', 'Arn'];

/** @see evidence, `aws-lambda-managed-instances` */
const INSTANCES_AT_LEAST = 3;

/** The instances of all variants that name a model. */
function modelInstances(asked: Asked): Range {
  const { view, index } = asked;
  const configs = index.byType.get('AWS::SageMaker::EndpointConfig') ?? [];
  const variants = configs.flatMap((config) => {
    const found = propertyAt(config, 'ProductionVariants');
    return Array.isArray(found) ? found : [];
  });
  const own = variants.filter((variant) => {
    const model = partOf(variant, ['ModelName']);
    return resourceNamed(model, view.type, index)?.id === view.id;
  });
  const counts = own.map((variant) => {
    const get = (path: string): Maybe => partOf(variant, path.split('.'));
    return evaluateAmount({ of: 'InitialInstanceCount', else: 0 }, { ...asked, get });
  });
  return counts.reduce(added, exactly(0));
}
