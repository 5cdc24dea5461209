import { SERVICE_PORTS } from '../evidence/ports.ts';
import { listenersIn, resourceOf, type Target, targetOf } from './targets.ts';
import type { PlannedConnection, PlannedEnd, PlannedFunction } from './types.ts';
import { keyOf, Unknown } from './values.ts';
import { idsOf, type Mention, type Names, type View } from './view.ts';

/** What functions in a VPC refer to and connect to; what nothing refers to is not guessed. */
export function connectionsOf(
  views: readonly View[],
  functions: readonly PlannedFunction[],
  names: Names,
): PlannedConnection[] {
  const byId = new Map(views.map((view) => [view.id, view]));
  const around = { byId, listeners: listenersIn(views) };
  const targets = new Map(
    views.flatMap((view) => {
      const target = targetOf(view, around, names);
      return target === null ? [] : [[view.id, target] as const];
    }),
  );
  const mounts = mountTargets(views);
  return functions.flatMap(({ id, vpc }) => {
    const view = vpc === null || vpc === 'unknown' ? undefined : byId.get(id);
    if (view === undefined) return [];
    return [
      ...(mounts.size === 0 ? [] : mountsOf(view, mounts, byId, names)),
      ...(targets.size === 0 ? [] : addressesOf(view, targets)),
    ];
  });
}

/** What the variables of a function name; the address of a thing says more than its name. */
function addressesOf(view: View, targets: ReadonlyMap<string, Target>): PlannedConnection[] {
  const found = new Map<string, PlannedConnection>();
  for (const { resource, attribute, entry } of view.mentions('Environment.Variables')) {
    const target = targets.get(resource);
    const how = target === undefined ? null : howNamed(attribute, target);
    if (target === undefined || how === null || !exists(target, view)) continue;
    if (found.get(resource)?.how === 'address' || (how === 'name' && found.has(resource))) continue;
    const { kind, id, subnets, securityGroups } = target;
    const ports = portsFor(attribute, target);
    const ends = [{ id, subnets, securityGroups }];
    const connection = { function: view.id, target: id, kind, how, named: entry, ports, ends };
    found.set(resource, connection);
  }
  return [...found.values()];
}

/** Null: it says nothing of a connection, as an ARN does not. */
function howNamed(attribute: Mention['attribute'], { isNamed }: Target): 'address' | 'name' | null {
  if (attribute === null) return isNamed ? 'name' : null;
  if (/arn$/i.test(attribute)) return null;
  return /endpoint|address|dns|bootstrap|host/i.test(attribute) ? 'address' : null;
}

const PROTOCOL_PORTS: readonly [RegExp, number][] = [
  [/^OpenWire/, 61_617],
  [/^Amqp/, 5671],
  [/^Mqtt/, 8883],
  [/^Stomp/, 61_614],
  [/^Wss/, 61_619],
];

/** A broker has an address for each protocol. */
function portsFor(attribute: Mention['attribute'], { ports }: Target): readonly number[] {
  const own = PROTOCOL_PORTS.find(([name]) => name.test(attribute ?? ''))?.[1];
  return own === undefined ? ports : [own];
}

/** What exists only under a condition is looked at where the function has the same one. */
function exists({ onlyIf }: Pick<View, 'onlyIf'>, fn: View): boolean {
  return onlyIf === null || onlyIf.key === fn.onlyIf?.key;
}

/** The mount targets of each file system, by the key of what they name. */
function mountTargets(views: readonly View[]): Map<string, View[]> {
  const mounts = views.filter(({ type }) => type === 'AWS::EFS::MountTarget');
  const found = new Map<string, View[]>();
  for (const mount of mounts) {
    const key = keyOf(mount.get('FileSystemId'));
    found.set(key, [...(found.get(key) ?? []), mount]);
  }
  return found;
}

/** From access points to the mount targets of their file system. */
function mountsOf(
  fn: View,
  mounts: ReadonlyMap<string, View[]>,
  byId: ReadonlyMap<string, View>,
  names: Names,
): PlannedConnection[] {
  const points = fn.mentions('FileSystemConfigs').flatMap((mention) => {
    const view = byId.get(mention.resource);
    return view?.type === 'AWS::EFS::AccessPoint' ? [{ view, path: mention.entry }] : [];
  });
  return points.flatMap(({ view, path }): PlannedConnection[] => {
    const fileSystem = view.get('FileSystemId');
    const own = mounts.get(keyOf(fileSystem)) ?? [];
    // Where it is not known which mount targets there are, nothing is said.
    if (own.length === 0 || !own.every((mount) => exists(mount, fn))) return [];
    const target = resourceOf(fileSystem) || names.of(fileSystem ?? '');
    const base = { function: fn.id, target, kind: 'file system', how: 'mount' } as const;
    const ends = own.map((mount) => endOf(mount, names));
    return [{ ...base, named: path, ports: SERVICE_PORTS.nfs.ports, ends }];
  });
}

function endOf({ id, get }: View, names: Names): PlannedEnd {
  const groups = idsOf(get('SecurityGroups'), names);
  const isTold = groups.ids.length > 0 && groups.open.length === 0;
  const subnet = get('SubnetId');
  const subnets = idsOf(subnet instanceof Unknown ? [subnet] : subnet, names);
  return { id, subnets, securityGroups: isTold ? groups.ids : null };
}
