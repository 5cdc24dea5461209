import type { AclRule, GroupRule } from '../network/types.ts';
import type { Get } from './gateways.ts';
import { aclEntryOf, blockReader, groupRulesOf, listOf } from './rules.ts';
import type { PlannedAcl, PlannedGroup } from './types.ts';
import { Unknown } from './values.ts';
import { idOf, idsOf, isGiven, isStray, type Names, type View } from './view.ts';

type List = 'inbound' | 'outbound';

/**
 * Enters what security groups let in and out, by the rules in them and those of their own. Of a
 * group without rules that something not here may give some, it is not known what it lets in.
 */
export function addGroupRules(
  groups: readonly PlannedGroup[],
  views: readonly View[],
  names: Names,
  isWhole: boolean,
): void {
  const apart = {
    outbound: rulesApart('outbound', views, names),
    inbound: rulesApart('inbound', views, names),
  };
  const byId = new Map(views.map((view) => [view.id, view]));
  for (const group of groups) {
    const view = byId.get(group.id)!;
    const rules = (list: List) => rulesOf(view, list, apart[list], names);
    // A group lets everything out until a rule is written into it; Terraform takes that away.
    const isOpen = !isGiven(view.get('SecurityGroupEgress')) && view.get('StartsClosed') !== true;
    group.outbound = isOpen ? null : rules('outbound');
    const inbound = view.get('IsFound') === true ? null : rules('inbound');
    group.inbound = inbound?.length === 0 && !isWhole ? null : inbound;
  }
}

/** Null: not all of them are known. */
function rulesOf(
  { id, get }: View,
  list: List,
  { byGroup, hasStray }: ReturnType<typeof rulesApart>,
  names: Names,
): GroupRule[] | null {
  const inline = get(list === 'inbound' ? 'SecurityGroupIngress' : 'SecurityGroupEgress');
  if (inline instanceof Unknown || hasStray) return null;
  const own = listOf(inline).flatMap((rule) => groupRulesOf(blockReader(rule), id, names));
  return [...own, ...(byGroup.get(id) ?? [])];
}

function rulesApart(list: List, views: readonly View[], names: Names) {
  const byGroup = new Map<string, GroupRule[]>();
  let hasStray = false;
  for (const { type, get } of views) {
    if (directionOf(type, get) !== list) continue;
    const named = get('GroupId') ?? get('GroupName');
    if (isStray(named)) hasStray = true;
    const id = idOf(named, names) ?? '';
    const rules = groupRulesOf(get, id, names);
    const known = byGroup.get(id);
    if (known === undefined) byGroup.set(id, rules);
    else known.push(...rules);
  }
  return { byGroup, hasStray };
}

/** Terraform has one type for both directions. */
function directionOf(type: string, get: Get): List | null {
  if (type === 'AWS::EC2::SecurityGroupIngress') return 'inbound';
  if (type !== 'AWS::EC2::SecurityGroupEgress') return null;
  return get('Direction') === 'ingress' ? 'inbound' : 'outbound';
}

interface Acl extends PlannedAcl {
  /** Every rule of it is known. */
  isWhole: boolean;
}

/** The network ACLs that the templates tell completely, with the subnets they guard. */
export function aclsOf(views: readonly View[], names: Names, isWhole: boolean): PlannedAcl[] {
  const acls = new Map<string, Acl>();
  for (const view of views)
    if (view.type === 'AWS::EC2::NetworkAcl') acls.set(view.id, aclOf(view));
  let hasStray = false;
  for (const { type, get, onlyIf } of views) {
    if (type !== 'AWS::EC2::NetworkAclEntry') continue;
    const named = get('NetworkAclId');
    if (isStray(named)) hasStray = true;
    const acl = acls.get(idOf(named, names) ?? '');
    if (acl !== undefined) addEntry(acl, onlyIf === null ? get : null);
  }
  if (hasStray) return [];
  guard(acls, views, names);
  const isTold = ({ inbound, outbound }: Acl) => isWhole || inbound.length + outbound.length > 0;
  return [...acls.values()]
    .filter((acl) => acl.isWhole && isTold(acl) && acl.subnets.length > 0)
    .map(({ isWhole: _, ...acl }) => acl);
}

/** Terraform may write the rules into it. */
function aclOf({ id, where, get }: View): Acl {
  const acl: Acl = { id, where, subnets: [], inbound: [], outbound: [], isWhole: true };
  for (const list of ['Ingress', 'Egress'] as const) {
    const inline = get(list);
    if (inline instanceof Unknown) acl.isWhole = false;
    else {
      for (const block of listOf(inline)) {
        const entry = blockReader(block);
        addEntry(acl, (name) => (name === 'Egress' ? list === 'Egress' : entry(name)));
      }
    }
  }
  return acl;
}

function addEntry(acl: Acl, entry: Get | null): void {
  const found = entry === null ? null : aclEntryOf(entry);
  if (found === null) acl.isWhole = false;
  else {
    const list: AclRule[] = found.isOutbound ? acl.outbound : acl.inbound;
    list.push(...found.rules);
  }
}

/** Joins subnets to ACLs: those they name, else the default one of their VPC if it is told. */
function guard(acls: ReadonlyMap<string, Acl>, views: readonly View[], names: Names): void {
  const chosen = new Map<string, string | null>();
  let hasStray = false;
  const choose = (subnet: string, acl: string | null) => chosen.set(subnet, acl);
  for (const { id, type, get, onlyIf } of views) {
    if (type === 'AWS::EC2::NetworkAcl') {
      const { ids, open } = idsOf(get('SubnetIds'), names);
      hasStray ||= open.length > 0;
      for (const subnet of ids) choose(subnet, id);
    }
    if (type !== 'AWS::EC2::SubnetNetworkAclAssociation') continue;
    const subnet = get('SubnetId');
    hasStray ||= isStray(subnet);
    choose(names.of(subnet ?? ''), onlyIf === null ? idOf(get('NetworkAclId'), names) : null);
  }
  for (const [subnet, acl] of chosen) acls.get(acl ?? '')?.subnets.push(subnet);
  if (hasStray) return;
  for (const { id, type, get } of views) {
    const vpc = type === 'AWS::EC2::NetworkAcl' ? idOf(get('DefaultOf'), names) : null;
    if (vpc === null) continue;
    for (const subnet of views) {
      if (subnet.type !== 'AWS::EC2::Subnet' || chosen.has(subnet.id)) continue;
      if (idOf(subnet.get('VpcId'), names) === vpc) acls.get(id)!.subnets.push(subnet.id);
    }
  }
}
