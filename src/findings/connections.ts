import { EPHEMERAL_PORTS } from '../evidence/fixed.ts';
import { byId } from '../network/lookup.ts';
import { percentOf } from '../network/site.ts';
import type { Attachment } from '../network/types.ts';
import { type End, type Wall, wallsBetween } from '../network/walls.ts';
import { lastOf } from './pairings.ts';
import { aclRule, groupRule, type RuleToAdd } from './paste.ts';
import type { Connection, Design, DesignFunction, DesignSubnet, Found } from './types.ts';
import { groupBy, listed, sentence } from './words.ts';

/** NET-4: what functions refer to, and every rule that is missing on the way there. */
export function connectionFindings(design: Design): Found[] {
  const known = new Map<string, Way[]>();
  return design.functions.flatMap((fn) => {
    const config = lastOf(fn);
    if (config === null) return [];
    return (fn.connections ?? []).flatMap((to) => [
      ...blocked(design, fn, to, waysLike(design, config, to, known)),
      ...(to.how === 'mount'
        ? [...withoutTarget(design, fn, config, to), ...tooEarly(fn, to)]
        : []),
    ]);
  });
}

/** One way a connection may take: from one subnet to one end, with what stands against it. */
interface Way {
  from: End;
  to: End;
  walls: readonly Wall[];
}

/** Functions of one configuration that connect to one thing have the same ways. */
function waysLike(
  design: Design,
  config: Attachment,
  to: Connection,
  known: Map<string, Way[]>,
): Way[] {
  const key = JSON.stringify([config, to.target, to.how, to.ports]);
  const found = known.get(key) ?? waysOf(design, config, to);
  known.set(key, found);
  return found;
}

function blocked(
  design: Design,
  fn: DesignFunction,
  to: Connection,
  ways: readonly Way[],
): Found[] {
  const shut = ways.filter(({ walls }) => walls.some(isShut));
  const walled = ways.filter(({ walls }) => walls.length > 0);
  if (walled.length === 0) return [];
  // AWS accepts the function, and rules may be added elsewhere: so it is no error.
  const severity = to.how === 'name' ? 'info' : 'warning';
  const port = to.ports[0]!;
  const reasons = [
    ...new Set(walled.flatMap((way) => way.walls.map((wall) => reasonOf(wall, way, port)))),
  ];
  const mends = mendsOf(design, walled, port);
  const message = `${whatFails(to, shut.length === ways.length)}: ${inWords(reasons)}.`;
  const id = to.how === 'mount' ? 'mount-blocked' : 'connection-blocked';
  const mend = sentence(mends.join('; '));
  return [{ id, severity, subject: fn.id, message, mend, where: fn.where }];
}

const isShut = (wall: Wall): boolean => wall.kind !== 'acl' || wall.share === 0;

/** Environments take the subnets in turn, and a target stands in any of its own. */
function waysOf({ surroundings }: Design, config: Attachment, to: Connection): Way[] {
  const subnets = (ids: readonly string[]): (DesignSubnet | null)[] => {
    const known = [...new Set(ids)].map((id) => byId(surroundings.subnets, id) ?? null);
    return known.length > 0 ? known : [null];
  };
  const isDual = config.ipv6AllowedForDualStack;
  return subnets(config.subnets).flatMap((subnet) => {
    const from: End = { subnet, groups: config.securityGroups };
    return endsFor(surroundings, subnet, to).flatMap(({ subnets: ids, groups }) =>
      subnets(ids).map((there): Way => {
        const end: End = { subnet: there, groups };
        const tried = to.ports.map((port) => {
          return wallsBetween(surroundings, from, end, { protocol: 'tcp', port, isDual });
        });
        // One port that is open will do.
        const open = tried.some((walls) => walls.length === 0);
        return { from, to: end, walls: open ? [] : tried[0]! };
      }),
    );
  });
}

type Ends = Connection['ends'];

/** A mount goes to the target in the same zone, as far as the zones are known. */
function endsFor(
  around: Design['surroundings'],
  subnet: DesignSubnet | null,
  to: Connection,
): Ends {
  if (to.how !== 'mount') return to.ends;
  const zones = to.ends.map((end) => zoneOf(around, end));
  if (subnet === null || !areComparable([subnet.az, ...zones])) return to.ends;
  return to.ends.filter((_, place) => zones[place] === subnet.az);
}

const zoneOf = (around: Design['surroundings'], end: Ends[number]): string | null =>
  byId(around.subnets, end.subnets[0])?.az ?? null;

/** Names of zones, or places in one list of them: only then different texts are different zones. */
function areComparable(zones: readonly (string | null)[]): zones is string[] {
  const kinds = [/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, /^[a-z]{3,4}\d-az\d$/, /^zone\[\d+\]$/];
  return kinds.some((kind) => zones.every((zone) => zone !== null && kind.test(zone)));
}

function whatFails(to: Connection, isAll: boolean): string {
  const { how, kind, target, named } = to;
  const always = isAll ? '' : ' from some of its subnets';
  const via = named === null ? '' : how === 'mount' ? ` at ${named}` : ` (${named})`;
  const verb = how === 'mount' ? 'mount' : 'connect to';
  return `It cannot ${verb} ${kind} \`${target}\`${via}${always}`;
}

function reasonOf(wall: Wall, { from }: Way, port: number): string {
  if (wall.kind === 'route') {
    return `subnet \`${wall.from}\` has no route to \`${wall.to}\` in VPC \`${wall.vpc}\``;
  }
  if (wall.kind === 'group') {
    const names = orList(wall.groups);
    if (wall.list === 'outbound')
      return `no outbound rule of ${names} lets tcp to port ${port} out`;
    return `no inbound rule of ${names} lets tcp to port ${port} in from ${orList(from.groups ?? [])}`;
  }
  const rules = `the ${wall.list} rules of network ACL \`${wall.acl}\``;
  const way = wall.list === 'outbound' ? 'out of' : 'into';
  if (wall.what === 'request') return `${rules} let no tcp to port ${port} ${way} \`${wall.at}\``;
  const part = wall.share === 0 ? 'no answers' : `answers to ${percentOf(wall.share)} of the ports`;
  return `${rules} let ${part} from 1024 to 65535 ${way} \`${wall.at}\``;
}

const orList = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(' or ');

const inWords = (reasons: readonly string[]): string =>
  reasons.length === 1 ? reasons[0]! : `${reasons.slice(0, -1).join(', ')}, and ${reasons.at(-1)}`;

/** Every rule that is to be added, each once. */
function mendsOf(design: Design, ways: readonly Way[], port: number): string[] {
  const wanted = ways.flatMap((way) => way.walls.map((wall) => ({ wall, way })));
  const own = wanted.map(({ wall, way }) => {
    if (wall.kind === 'group') return groupMend(design, wall, way, port);
    if (wall.kind === 'route') return routeMend(design, wall);
    return null;
  });
  const groups = own.filter((text) => text !== null);
  return [...new Set([...groups, ...aclMends(design, wanted, port)])];
}

type Of<K extends Wall['kind']> = Extract<Wall, { kind: K }>;

function groupMend(design: Design, wall: Of<'group'>, { from, to }: Way, port: number): string {
  const other = wall.list === 'outbound' ? to : from;
  const isNear = from.subnet === null || to.subnet === null || from.subnet.vpc === to.subnet.vpc;
  const group = isNear ? other.groups?.[0] : undefined;
  const peer = group === undefined ? { cidr: blockText(other) } : { group };
  return groupRule(design, wall.groups[0]!, wall.list, {
    protocol: 'tcp',
    ports: [port, port],
    peer,
  });
}

const blockText = ({ subnet }: End): string => subnet?.cidr ?? '0.0.0.0/0';

function routeMend({ surroundings }: Design, wall: Of<'route'>): string {
  const block = byId(surroundings.subnets, wall.to)?.cidr ?? 'its block';
  return `peer the two VPCs and route ${block} of \`${wall.from}\` through the peering`;
}

/** The rules of each list of an ACL are numbered one after the other. */
function aclMends(
  design: Design,
  wanted: readonly { wall: Wall; way: Way }[],
  port: number,
): string[] {
  const walls = wanted.flatMap(({ wall, way }) => (wall.kind === 'acl' ? [{ wall, way }] : []));
  const rules = walls.map(({ wall, way }) => {
    const other = way.from.subnet?.id === wall.at ? way.to : way.from;
    const { first, last } = EPHEMERAL_PORTS;
    const ports: RuleToAdd['ports'] = wall.what === 'request' ? [port, port] : [first, last];
    const rule: RuleToAdd = { protocol: 'tcp', ports, peer: { cidr: blockText(other) } };
    return { acl: wall.acl, list: wall.list, rule };
  });
  const distinct = groupBy(rules, (one) => JSON.stringify(one)).map(([, [first]]) => first!);
  return groupBy(distinct, ({ acl, list }) => `${list} ${acl}`).flatMap(([, alike]) =>
    alike.map(({ acl, list, rule }, place) => {
      const whole = byId(design.surroundings.networkAcls, acl)!;
      return aclRule(design, whole, list, rule, place);
    }),
  );
}

/** A mount needs a target in every zone in which the function has a subnet. */
function withoutTarget(
  { surroundings }: Design,
  fn: DesignFunction,
  config: Attachment,
  to: Connection,
): Found[] {
  const subnets = [...new Set(config.subnets)].flatMap(
    (id) => byId(surroundings.subnets, id) ?? [],
  );
  const zones = to.ends.map((end) => zoneOf(surroundings, end));
  if (!areComparable([...zones, ...subnets.map(({ az }) => az)])) return [];
  const bare = subnets.filter(({ az }) => !zones.includes(az!));
  if (bare.length === 0) return [];
  const names = listed(bare.map(({ id, az }) => `\`${id}\` (${az})`));
  const zoned = bare.length === 1 ? 'its zone has' : 'their zones have';
  const message = `It mounts file system \`${to.target}\` and runs in ${names}: ${zoned} no mount target.`;
  const mend = `Add a mount target in ${names}, or leave ${bare.length === 1 ? 'that subnet' : 'those subnets'} out.`;
  return [
    {
      id: 'mount-target-missing',
      severity: 'warning',
      subject: fn.id,
      message,
      mend,
      where: fn.where,
    },
  ];
}

/** Lambda looks for the mount targets when the function is made, which nothing makes wait for them. */
function tooEarly(fn: DesignFunction, to: Connection): Found[] {
  if (to.late.length === 0) return [];
  const names = listed(to.late.map((id) => `\`${id}\``));
  const message = `It mounts file system \`${to.target}\`, and may be created before ${names}.`;
  const mend = `Let it depend on ${names}: \`DependsOn\`, in Terraform \`depends_on\`.`;
  return [
    {
      id: 'mount-target-later',
      severity: 'warning',
      subject: fn.id,
      message,
      mend,
      where: fn.where,
    },
  ];
}
