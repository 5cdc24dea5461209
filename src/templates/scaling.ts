import type { ScalableDimension } from '../evidence/subnet-users/types.ts';
import type { Asked } from './amounts.ts';
import { type ResourceIndex, resourceNamed } from './resource-index.ts';
import { type Maybe, Unknown } from './values.ts';
import type { View } from './view.ts';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

/** The type of what a dimension scales. */
const TYPES: Readonly<Record<ScalableDimension, string>> = {
  'ecs:service:DesiredCount': 'AWS::ECS::Service',
  'rds:cluster:ReadReplicaCount': 'AWS::RDS::DBCluster',
  'neptune:cluster:ReadReplicaCount': 'AWS::Neptune::DBCluster',
  'elasticache:replication-group:NodeGroups': 'AWS::ElastiCache::ReplicationGroup',
  'elasticache:replication-group:Replicas': 'AWS::ElastiCache::ReplicationGroup',
  'appstream:fleet:DesiredCapacity': 'AWS::AppStream::Fleet',
};

/** What scales each resource, by dimension and id; `*` is a target that may mean any resource. */
export type Scaling = ReadonlyMap<string, View>;

export function scalingIn(index: ResourceIndex): Scaling {
  const found = new Map<string, View>();
  for (const target of index.byType.get(TARGET) ?? []) {
    const dimension = target.get('ScalableDimension');
    const type = TYPES[String(dimension) as ScalableDimension];
    if (type === undefined) continue;
    const owner = ownerOf(target.get('ResourceId'), type, index);
    found.set(`${dimension} ${owner ?? '*'}`, target);
  }
  return found;
}

/** The resource that an id such as `service/cluster/name` ends with; undefined: not known. */
function ownerOf(value: Maybe, type: string, index: ResourceIndex): string | undefined {
  const end = value instanceof Unknown ? (value.parts?.at(-1) ?? value) : value;
  const name = typeof end === 'string' ? end.split(/[/:]/).at(-1) : end;
  const owner = resourceNamed(name, type, index, type);
  return owner?.type === type ? owner.id : undefined;
}

/** The least and the most that Application Auto Scaling may set; null: nothing scales it. */
export function scalingOf(
  dimension: ScalableDimension,
  { view, scaling }: Pick<Asked, 'view' | 'scaling'>,
): [least: Maybe, most: Maybe] | null {
  const target = scaling.get(`${dimension} ${view.id}`) ?? scaling.get(`${dimension} *`);
  return target === undefined ? null : [target.get('MinCapacity'), target.get('MaxCapacity')];
}
