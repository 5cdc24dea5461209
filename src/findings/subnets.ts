import { ANYWHERE } from '../network/blocks.ts';
import { byId } from '../network/lookup.ts';
import { routeTo } from '../network/site.ts';
import { companies } from './companies.ts';
import { type Design, type DesignSubnet, ELSEWHERE, type Found } from './types.ts';
import { listed } from './words.ts';

/** What a subnet offers for IPv4 beyond its VPC. */
type WayOut = 'nat' | 'public' | 'none' | 'unknown';

/** Functions of the same subnets, as a finding names them. */
interface Company {
  subject: string;
  where: string | null;
}

/** NET-1, NET-5: where functions do not say what they connect to, what their subnets offer. */
export function subnetFindings(design: Design): Found[] {
  const { surroundings } = design;
  return companies(design, ({ subnets, ipv6AllowedForDualStack }) => {
    return [...[...new Set(subnets)].sort(), String(ipv6AllowedForDualStack)];
  }).flatMap(({ subject, where, config }) => {
    const ids = [...new Set(config.subnets)];
    const subnets = ids.flatMap((id) => byId(surroundings.subnets, id) ?? []);
    const company = { subject, where };
    const ways = subnets.map((subnet) => ({ subnet, way: wayOutOf(design, subnet) }));
    return [
      ...overIpv4(design, company, ways, ids.length),
      ...(config.ipv6AllowedForDualStack ? overIpv6(company, subnets, ids.length) : []),
    ];
  });
}

export function wayOutOf({ surroundings }: Design, subnet: DesignSubnet): WayOut {
  const { routes } = subnet;
  if (routes === undefined) return 'unknown';
  const via = routeTo(subnet, ANYWHERE[4])?.via;
  if (via === 'internetGateway') return 'public';
  const isPeering = (name: string) => byId(surroundings.peerings, name) !== undefined;
  if (via !== undefined && via !== ELSEWHERE) return isPeering(via) ? 'none' : 'nat';
  // A route to a part of the world may be all that is wanted.
  const isLocal = routes.every(({ to, via: one }) => to.includes(':') || isPeering(one));
  return via === undefined && isLocal ? 'none' : 'unknown';
}

type Ways = readonly { subnet: DesignSubnet; way: WayOut }[];

function overIpv4(design: Design, company: Company, ways: Ways, count: number): Found[] {
  const of = (wanted: WayOut) => ways.flatMap(({ subnet, way }) => (way === wanted ? subnet : []));
  const [served, isPublic, closed] = [of('nat'), of('public'), of('none')];
  const lacking = [...isPublic, ...closed];
  if (lacking.length === 0) return [];
  if (served.length > 0) return [unlike(company, served, lacking, count)];
  return [...publicOnes(company, isPublic), ...withoutWay(design, company, closed)];
}

/** CAP-2: environments take the subnets in turn, so each fails for its share of them. */
function unlike(
  { subject, where }: Company,
  served: readonly DesignSubnet[],
  lacking: readonly DesignSubnet[],
  count: number,
): Found {
  const least = served.length + lacking.length < count ? 'at least ' : '';
  const [names, others] = [named(lacking), named(served)];
  const [lead, have] = [served.length === 1 ? 'leads' : 'lead', haveOrHas(lacking)];
  const message =
    `${others} ${lead} to a NAT gateway, and ${names} ${have} no way to the internet: ` +
    `environments take the subnets in turn, so ${least}${lacking.length} of ${count} ` +
    'cannot reach it.';
  const mend = `Route 0.0.0.0/0 of ${names} to a NAT gateway too, or leave ${names} out.`;
  const place = placeOf(lacking[0]!) ?? where;
  return { id: 'subnets-differ', severity: 'warning', subject, message, mend, where: place };
}

function publicOnes({ subject, where }: Company, subnets: readonly DesignSubnet[]): Found[] {
  if (subnets.length === 0) return [];
  const what = subnets.length === 1 ? 'Subnet' : 'Subnets';
  const is = subnets.length === 1 ? 'is' : 'are';
  const message =
    `${what} ${named(subnets)} ${is} public, which gives functions nothing: Lambda's interfaces ` +
    'get no public address, so nothing of the internet answers.';
  const mend = 'Use private subnets with a route to a NAT gateway, or VPC endpoints.';
  const place = placeOf(subnets[0]!) ?? where;
  return [{ id: 'public-subnet', severity: 'warning', subject, message, mend, where: place }];
}

/** Many want exactly that; who has endpoints has thought of it. */
function withoutWay(
  { surroundings }: Design,
  { subject, where }: Company,
  subnets: readonly DesignSubnet[],
): Found[] {
  const alone = subnets.filter(({ vpc, routes = [] }) => {
    const endpoints = surroundings.endpoints ?? [];
    return routes.length === 0 && endpoints.every((endpoint) => endpoint.vpc !== vpc);
  });
  if (alone.length === 0) return [];
  const message = `From ${named(alone)} functions reach their VPC only.`;
  const mend = 'If they need more, route 0.0.0.0/0 to a NAT gateway in a public subnet.';
  const place = placeOf(alone[0]!) ?? where;
  return [{ id: 'no-way-out', severity: 'info', subject, message, mend, where: place }];
}

/** NET-5: who allows IPv6 will hardly mean the VPC alone. */
function overIpv6(
  { subject, where }: Company,
  subnets: readonly DesignSubnet[],
  count: number,
): Found[] {
  const lacking = subnets.filter((subnet) => {
    const { routes, ipv6Cidr } = subnet;
    return routes !== undefined && ipv6Cidr !== null && routeTo(subnet, ANYWHERE[6]) === undefined;
  });
  if (lacking.length === 0) return [];
  const routed = subnets.some((subnet) => routeTo(subnet, ANYWHERE[6]) !== undefined);
  const severity = routed ? 'warning' : 'info';
  const who = routed ? `${lacking.length} of ${count} environments` : 'functions';
  const message =
    `IPv6 is allowed, and ${named(lacking)} ${haveOrHas(lacking)} no route to ::/0: ` +
    `over IPv6 ${who} reach their VPC only.`;
  const mend = `Route ::/0 of ${named(lacking)} to an egress-only internet gateway.`;
  return [{ id: 'ipv6-without-way-out', severity, subject, message, mend, where }];
}

function haveOrHas(subnets: readonly DesignSubnet[]): string {
  return subnets.length === 1 ? 'has' : 'have';
}

function named(subnets: readonly DesignSubnet[]): string {
  return listed(subnets.map(({ id }) => `\`${id}\``));
}

/** Where its way out is decided: the default route, else the subnet itself. */
function placeOf(subnet: DesignSubnet): string | null {
  return routeTo(subnet, ANYWHERE[4])?.where ?? subnet.where ?? null;
}
