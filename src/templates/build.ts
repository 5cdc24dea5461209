import { SUBNET_PREFIXES } from '../evidence/fixed.ts';
import { answerOf, both, casesOf } from './alternatives.ts';
import { openChoices } from './choices.ts';
import { chosenId } from './chosen-role.ts';
import { parseBlock } from './cidr.ts';
import { connectionsOf } from './connections.ts';
import { connectorsOf } from './connectors.ts';
import { aclsOf, addGroupRules } from './filters.ts';
import { endpointsOf, natGatewaysOf, peeringsOf, waysIn } from './gateways.ts';
import { addInterfaces } from './interfaces.ts';
import { hasIpv6, ipv6Subnets } from './ipv6.ts';
import { asOfLambda, madeFunctions, madeMappings } from './made-functions.ts';
import { addPolicies, rolesOf } from './roles.ts';
import { routingOf } from './routing.ts';
import type { Alternative, Estate, VpcAttachment } from './types.ts';
import { isDict, type Maybe, type Need, needsOf, shownOf, Unknown } from './values.ts';
import { type Builder, idOf, idsOf, newBuilder, noteNeeds, type View } from './view.ts';

const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/**
 * Makes the estate of resources; `needs` are open ends that belong to no single resource. Properties
 * are read late, so that more needs and notes come up on the way.
 */
export function estateOf(
  views: readonly View[],
  needs: readonly Need[],
  notes: ReadonlySet<string>,
): Estate {
  const builder = newBuilder();
  const { estate } = builder;
  const made = views.filter(({ absent }) => absent === null);
  const roles = rolesOf(made);
  const published = versionedIn(made);
  for (const view of views) {
    if (FUNCTIONS.includes(view.type)) addFunction(view, roles, published, builder);
  }
  for (const view of madeFunctions(made)) addFunction(view, roles, published, builder);
  openChoices(estate.functions, builder.names.choices);
  const ipv6 = ipv6Subnets(made, builder.names);
  for (const view of made) addNetwork(view, ipv6, builder);
  // What is not here may add rules.
  const isWhole = needs.length === 0;
  addGroupRules(estate.securityGroups, made, builder.names, isWhole);
  estate.net = netOf(made, isWhole, builder);
  addPolicies(made, roles, builder);
  estate.connectors = connectorsOf(made, builder);
  addInterfaces([...made.map(asOfLambda), ...madeMappings(made)], builder);
  const used = new Set(estate.functions.flatMap(({ vpc }) => attachedSubnets(vpc)));
  for (const view of made) {
    if (view.type !== 'AWS::EC2::Subnet' || !used.has(view.id)) continue;
    noteNeeds(builder, needsOf(view.get('CidrBlock')), `${view.id}.CidrBlock`);
  }
  noteNeeds(builder, needs, '');
  estate.unknowns = [...builder.unknowns.values()];
  estate.notes = [...notes];
  estate.connections = connectionsOf(made, estate.functions, builder.names);
  return estate;
}

function attachedSubnets(vpc: Estate['functions'][number]['vpc']): string[] {
  return vpc === null || vpc === 'unknown' ? [] : vpc.subnets.ids;
}

/** Functions of which the templates themselves publish a version. */
function versionedIn(views: readonly View[]): Set<string> {
  const versions = views.filter(({ type }) => type === 'AWS::Lambda::Version');
  return new Set(
    versions.flatMap((view) => {
      const named = view.get('FunctionName');
      return named instanceof Unknown ? (named.resource ?? []) : [];
    }),
  );
}

function addFunction(
  view: View,
  roles: ReadonlyMap<string, unknown>,
  published: ReadonlySet<string>,
  builder: Builder,
): void {
  const { estate } = builder;
  const { id, where, onlyIf } = view;
  const note = noteOf(view);
  const config = note === null ? view.get('VpcConfig') : undefined;
  const vpc = attachmentOf(config, view, builder);
  if (vpc !== null) noteNeeds(builder, needsOf(config), `${id}.VpcConfig`);
  if (onlyIf !== null && vpc !== null) noteNeeds(builder, onlyIf.needs, `${id}.Condition`);
  const alternatives = note === null ? alternativesOf(config, view, builder) : [];
  const role = view.get('Role');
  const own = role === undefined && view.ownRole ? `${id}Role` : null;
  const named = role instanceof Unknown ? (role.resource ?? chosenId(role)) : null;
  estate.functions.push({
    id,
    where,
    vpc: vpc === null || vpc === 'unknown' ? vpc : withCertain(vpc, alternatives, onlyIf),
    ...(alternatives.length > 0 ? { alternatives } : {}),
    note,
    onlyIf: onlyIf?.shown ?? null,
    role: own ?? (named !== null && roles.has(named) ? named : null),
    publishes: view.absent === null && (view.publishes || published.has(id)),
    after: vpc === null ? new Set() : view.after(),
  });
}

/** What a function may turn out to have, where that is one of a few; a function that is not, has none. */
function alternativesOf(config: Maybe, view: View, builder: Builder): Alternative[] {
  const { names } = builder;
  const cases = casesOf(config, names) ?? [];
  const { onlyIf } = view;
  if (onlyIf === null && cases.length < 2) return [];
  const made = cases.map(({ when, value }) => {
    return { when, vpc: attachmentOf(value, view, builder) };
  });
  const existing = onlyIf === null ? null : new Map([answerOf(onlyIf, 'true', names)]);
  const sure = made.flatMap(({ when, vpc }) => {
    const all = existing === null ? when : both(existing, when);
    return all === null ? [] : [{ when: Object.fromEntries(all), vpc }];
  });
  // Where no function of it can be in a VPC, there is nothing to choose between.
  if (sure.every(({ vpc }) => vpc === null)) return [];
  const missing =
    onlyIf === null
      ? []
      : [{ when: Object.fromEntries([answerOf(onlyIf, 'false', names)]), vpc: null }];
  return [...sure, ...missing];
}

/** Subnets that all lists have in common are certain, whichever it turns out to be. */
function withCertain(
  vpc: VpcAttachment,
  alternatives: readonly Alternative[],
  onlyIf: Unknown | null,
): VpcAttachment {
  // The last one is that it does not exist.
  const existing = onlyIf === null ? alternatives : alternatives.slice(0, -1);
  const lists = existing.map((one) => {
    return new Set(one.vpc === null || one.vpc === 'unknown' ? [] : one.vpc.subnets.ids);
  });
  const [first, ...others] = lists;
  if (vpc.subnets.open.length === 0 || first === undefined) return vpc;
  const common = [...first].filter((id) => others.every((list) => list.has(id)));
  const ids = [...new Set([...vpc.subnets.ids, ...common])];
  return { ...vpc, subnets: { ...vpc.subnets, ids } };
}

/** Why a function has no interface of the Hyperplane kind, whatever its configuration says. */
function noteOf(view: View): string | null {
  if (view.absent !== null) return `it is not created, as the condition ${view.absent} is false`;
  if (view.get('CapacityProviderConfig') === undefined) return null;
  return 'it runs on the instances of a capacity provider, not behind Hyperplane';
}

/** STATE-7: both lists empty is no attachment. */
function attachmentOf(
  config: Maybe,
  view: View,
  { names }: Builder,
): VpcAttachment | null | 'unknown' {
  if (config === undefined || config === null) return null;
  if (config instanceof Unknown) return 'unknown';
  if (!isDict(config)) {
    view.warn('VpcConfig', 'this is no VPC configuration', 'write `SubnetIds` and the groups');
    return 'unknown';
  }
  const [subnets, groups] = [config.get('SubnetIds'), config.get('SecurityGroupIds')];
  if (mayBeNothing(subnets) || mayBeNothing(groups)) return 'unknown';
  const attachment = {
    subnets: idsOf(subnets, names),
    securityGroups: idsOf(groups, names),
    dualStack: String(config.get('Ipv6AllowedForDualStack')) === 'true',
  };
  const parts = [attachment.subnets, attachment.securityGroups];
  return parts.every(({ ids, open }) => ids.length + open.length === 0) ? null : attachment;
}

/** A condition decides between a list and none. */
function mayBeNothing(value: Maybe): boolean {
  if (!(value instanceof Unknown) || value.choice === undefined) return false;
  return value.choice.options.some(({ value: one }) => {
    return one === undefined || one === '' || (Array.isArray(one) && one.length === 0);
  });
}

/** What lies around the functions, as far as it is told. */
function netOf(views: readonly View[], isWhole: boolean, { names }: Builder): Estate['net'] {
  return {
    routing: routingOf(views, names, waysIn(views, names)),
    natGateways: natGatewaysOf(views, names),
    endpoints: endpointsOf(views, names),
    peerings: peeringsOf(views, names),
    acls: aclsOf(views, names, isWhole),
  };
}

function addNetwork(view: View, ipv6: ReadonlySet<string> | null, builder: Builder): void {
  const { estate, names } = builder;
  const { id, type, where } = view;
  if (type === 'AWS::EC2::VPC') {
    const given = view.get('InstanceTenancy') ?? 'default';
    const tenancy = given === 'dedicated' ? given : given instanceof Unknown ? null : 'default';
    estate.vpcs.push({ id, where, eniQuota: null, otherEnis: 0, tenancy });
  }
  if (type === 'AWS::EC2::SecurityGroup') {
    const vpc = idOf(view.get('VpcId'), names);
    estate.securityGroups.push({ id, where, vpc, outbound: null, inbound: null });
  }
  if (type === 'AWS::EC2::Subnet') {
    const zone = view.get('AvailabilityZone') ?? view.get('AvailabilityZoneId');
    estate.subnets.push({
      id,
      where,
      vpc: idOf(view.get('VpcId'), names),
      cidr: blockOf(view),
      hasIpv4: String(view.get('Ipv6Native')) !== 'true',
      hasIpv6: hasIpv6(view, ipv6),
      zone: idOf(zone, names),
      taken: 0,
    });
  }
}

/** EC2 takes a block with host bits for the block around it; that is worth a word. */
function blockOf(view: View): string | null {
  const value = view.get('CidrBlock');
  if (value === undefined || value instanceof Unknown) return null;
  const block = parseBlock(String(value));
  if (block === null) {
    view.warn('CidrBlock', `${shownOf(value)} is no IPv4 block`, 'write it as in 10.0.1.0/24');
    return null;
  }
  const prefix = Number(block.cidr.split('/')[1]);
  if (prefix < SUBNET_PREFIXES.least || prefix > SUBNET_PREFIXES.most) {
    const message = `AWS makes no subnet of ${shownOf(value)}`;
    view.warn('CidrBlock', message, 'write a block between /16 and /28');
    return null;
  }
  if (block.hostBits) {
    const message = `${shownOf(value)} has bits set behind its prefix; AWS reads ${block.cidr}`;
    view.warn('CidrBlock', message, `write ${block.cidr}`);
  }
  return block.cidr;
}
