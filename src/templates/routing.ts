import { blockText } from './cidr.ts';
import type { Get, WayOf } from './gateways.ts';
import type { PlannedRoute, PlannedRouting, Where } from './types.ts';
import { isDict, Unknown } from './values.ts';
import { idOf, idsOf, isGiven, isStray, type Names, type View } from './view.ts';

/** A route table. `isOpen`: more routes may be in it than the templates tell. */
interface Table {
  where: Where;
  vpc: string | null;
  routes: PlannedRoute[];
  isOpen: boolean;
}

interface Tables {
  byId: Map<string, Table>;
  /** The main table of each VPC, by its id; that of a VPC that tells nothing of it has the VPC's. */
  mains: Map<string, string>;
  /** A route names a table that may be any of these. */
  hasStray: boolean;
}

/** The routes of every subnet whose route table is told. */
export function routingOf(views: readonly View[], names: Names, wayOf: WayOf): PlannedRouting[] {
  const tables = tablesOf(views, names);
  for (const view of views) readRoutes(view, tables, names, wayOf);
  const chosen = associationsOf(views, names);
  const vpcs = subnetVpcs(views, names);
  const managed = managedVpcs(tables);
  return [...new Set([...chosen.tables.keys(), ...vpcs.keys()])].flatMap((subnet) => {
    const vpc = vpcs.get(subnet) ?? null;
    const isMain = vpc !== null && managed.has(vpc) && !chosen.hasStray;
    const named = chosen.tables.has(subnet) ? chosen.tables.get(subnet) : isMain ? vpc : null;
    const id = tables.mains.get(named ?? '') ?? named ?? '';
    const table = tables.byId.get(id);
    if (table === undefined) return [];
    const routes = routesIn(table, table.isOpen || tables.hasStray);
    return [{ subnet, table: id, vpc: vpc ?? table.vpc, routes }];
  });
}

function tablesOf(views: readonly View[], names: Names): Tables {
  const tables: Tables = { byId: new Map(), mains: new Map(), hasStray: false };
  for (const { id, type, where, get } of views) {
    // Of a VPC that is there already the plan does not tell the main table.
    if (type !== 'AWS::EC2::VPC' || get('IsFound') === true) continue;
    tables.byId.set(id, { where, vpc: id, routes: [], isOpen: false });
    tables.mains.set(id, id);
  }
  for (const { id, type, where, get } of views) {
    if (type !== 'AWS::EC2::RouteTable') continue;
    const mainOfVpc = idOf(get('MainOf'), names);
    const vpc = mainOfVpc ?? idOf(get('VpcId'), names);
    // A VPN writes routes of its own into a table.
    tables.byId.set(id, { where, vpc, routes: [], isOpen: isGiven(get('PropagatingVgws')) });
    if (mainOfVpc !== null) tables.mains.set(mainOfVpc, id);
  }
  for (const { type, get } of views) {
    if (type !== 'AWS::EC2::MainRouteTableAssociation') continue;
    const [vpc, table] = [idOf(get('VpcId'), names), idOf(get('RouteTableId'), names)];
    if (vpc !== null && table !== null) tables.mains.set(vpc, table);
  }
  return tables;
}

/** Routes of their own, and those that Terraform writes into the table. */
function readRoutes(view: View, tables: Tables, names: Names, wayOf: WayOf): void {
  const { type, id, where, get } = view;
  if (type === 'AWS::EC2::Route') {
    const named = get('RouteTableId');
    if (isStray(named)) tables.hasStray = true;
    const table = tableNamed(idOf(named, names) ?? '', where, tables);
    addRoute(table, get, { where, isSure: view.onlyIf === null, wayOf });
  }
  if (type === 'AWS::EC2::VPNGatewayRoutePropagation') {
    const { ids, open } = idsOf(get('RouteTableIds'), names);
    if (open.length > 0) tables.hasStray = true;
    for (const named of ids) tableNamed(named, where, tables).isOpen = true;
  }
  if (type !== 'AWS::EC2::RouteTable') return;
  const table = tables.byId.get(id)!;
  const inline = get('Routes');
  if (inline instanceof Unknown) table.isOpen = true;
  for (const block of Array.isArray(inline) ? inline : []) {
    const route: Get = (name) => (isDict(block) ? block.get(name) : undefined);
    addRoute(table, route, { where, isSure: isDict(block), wayOf });
  }
}

/** A table that is not declared here may hold any other route as well. */
function tableNamed(id: string, where: Where, { byId, mains }: Tables): Table {
  const known = byId.get(mains.get(id) ?? id);
  if (known !== undefined) return known;
  const made: Table = { where, vpc: null, routes: [], isOpen: true };
  byId.set(id, made);
  return made;
}

interface RoutePlace {
  where: Where;
  /** False: a condition decides whether there is such a route. */
  isSure: boolean;
  wayOf: WayOf;
}

function addRoute(table: Table, route: Get, { where, isSure, wayOf }: RoutePlace): void {
  const given = [route('DestinationCidrBlock'), route('DestinationIpv6CidrBlock')].find(isGiven);
  // A route to a list of prefixes is never the default one.
  if (given === undefined && isSure) return;
  const to = blockText(given);
  if (to === null || !isSure) table.isOpen = true;
  else table.routes.push({ to, via: wayOf(route), where });
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

function routesIn({ routes, where }: Table, isOpen: boolean): PlannedRoute[] {
  if (!isOpen) return routes;
  const untold = EVERYWHERE.filter((block) => routes.every(({ to }) => to !== block));
  return [...routes, ...untold.map((to) => ({ to, via: null, where }))];
}

/** Which table each subnet names; null: a condition decides. */
function associationsOf(views: readonly View[], names: Names) {
  const tables = new Map<string, string | null>();
  let hasStray = false;
  for (const { type, get, onlyIf } of views) {
    if (type !== 'AWS::EC2::SubnetRouteTableAssociation') continue;
    const named = get('SubnetId');
    // Terraform joins gateways to tables in the same way.
    if (!isGiven(named)) continue;
    if (isStray(named)) hasStray = true;
    tables.set(names.of(named), onlyIf === null ? idOf(get('RouteTableId'), names) : null);
  }
  return { tables, hasStray };
}

function subnetVpcs(views: readonly View[], names: Names): Map<string, string | null> {
  const subnets = views.filter(({ type }) => type === 'AWS::EC2::Subnet');
  return new Map(subnets.map(({ id, get }) => [id, idOf(get('VpcId'), names)]));
}

/**
 * VPCs whose routes the templates tell, so that the main table serves subnets that name none. Of
 * a VPC without any table, the routes are somebody else's business.
 */
function managedVpcs({ byId, mains }: Tables): Set<string> {
  const told = [...byId].filter(([id, { vpc, routes }]) => id !== vpc || routes.length > 0);
  const vpcs = told.flatMap(([, { vpc }]) => (vpc !== null && mains.has(vpc) ? [vpc] : []));
  return new Set(vpcs);
}
