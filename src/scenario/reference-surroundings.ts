import type { Path } from './issues.ts';
import { shown } from './issues.ts';
import { destinationDrafts, isAddress } from './reference-destinations.ts';
import { lookUp, type Review, type Table } from './reference-tables.ts';

/** The gateways that a route names by what they are. */
const GATEWAYS = ['internetGateway', 'egressOnlyGateway'] as const;

/** Checks routes, rules, gateways, endpoints and peerings, and what functions connect to. */
export function reviewSurroundings(review: Review): void {
  reviewRoutes(review);
  reviewRules(review);
  for (const [id, { subnet }] of review.natGateways.entries) {
    lookUp(review, review.subnets, subnet, ['network', 'natGateways', id, 'subnet']);
  }
  reviewPeerings(review);
  reviewEndpoints(review);
  reviewDestinations(review);
}

function reviewRoutes(review: Review): void {
  const others = targetsOf(review);
  for (const [id, { vpc, routes = [], acl }] of review.subnets.entries) {
    const path = ['network', 'subnets', id];
    if (acl !== undefined) lookUp(review, review.networkAcls, acl, [...path, 'acl']);
    const seen = new Set<string>();
    for (const [index, { to, via }] of routes.entries()) {
      const here = [...path, 'routes', index];
      checkBlock(review, to, [...here, 'to']);
      if (seen.has(to)) {
        const message = `there are two routes to ${shown(to)}`;
        review.drafts.push({ path: [...here, 'to'], message, mend: 'remove one of them' });
      }
      seen.add(to);
      const gateway = GATEWAYS.find((name) => name === via);
      if (gateway === undefined) lookUp(review, others, via, [...here, 'via']);
      else checkGateway(review, { vpc, gateway }, [...here, 'via']);
    }
  }
}

/** Where a route may lead by name: NAT gateways and peerings. */
function targetsOf({ natGateways, peerings }: Review): Table<unknown> {
  const names = [...natGateways.names, ...peerings.names];
  return {
    noun: 'NAT gateway or peering',
    section: 'network.natGateways',
    entries: new Map<string, unknown>([...natGateways.entries, ...peerings.entries]),
    names: [...names, ...GATEWAYS],
    known: [...GATEWAYS, ...names].map((name) => `\`${name}\``).join(', '),
  };
}

/** AWS makes no route to a gateway that is not attached. */
function checkGateway(
  review: Review,
  { vpc, gateway }: { vpc: string; gateway: (typeof GATEWAYS)[number] },
  path: Path,
): void {
  const found = review.vpcs.entries.get(vpc);
  if (found === undefined || found?.[gateway] === true) return;
  review.drafts.push({
    path,
    message: `VPC \`${vpc}\` has no such gateway`,
    mend: `attach it: \`${gateway}: true\` in \`network.vpcs.${vpc}\``,
  });
}

function reviewRules(review: Review): void {
  for (const [id, { outbound = [] }] of review.groups.entries) {
    checkCidrs(review, outbound, ['network', 'securityGroups', id, 'outbound']);
  }
  for (const [id, { inbound, outbound }] of review.networkAcls.entries) {
    checkCidrs(review, inbound, ['network', 'networkAcls', id, 'inbound']);
    checkCidrs(review, outbound, ['network', 'networkAcls', id, 'outbound']);
  }
}

function checkCidrs(review: Review, rules: readonly { cidr: string | null }[], path: Path): void {
  for (const [index, { cidr }] of rules.entries()) {
    if (cidr !== null) checkBlock(review, cidr, [...path, index, 'cidr']);
  }
}

function checkBlock(review: Review, text: string, path: Path): void {
  if (text.includes('/') && isAddress(text)) return;
  const expected = 'a block such as `0.0.0.0/0` or `2001:db8::/32`';
  review.drafts.push({
    path,
    message: 'not a block of addresses',
    expected,
    received: shown(text),
  });
}

function reviewPeerings(review: Review): void {
  for (const [id, { between }] of review.peerings.entries) {
    const path = ['network', 'peerings', id, 'between'];
    for (const [index, vpc] of between.entries()) {
      lookUp(review, review.vpcs, vpc, [...path, index]);
    }
    if (new Set(between).size === 2) continue;
    review.drafts.push({ path, message: 'a peering joins two VPCs', expected: 'two VPCs' });
  }
}

function reviewEndpoints(review: Review): void {
  for (const [id, { vpc, kind, service, subnets }] of review.endpoints.entries) {
    const path = ['network', 'endpoints', id];
    lookUp(review, review.vpcs, vpc, [...path, 'vpc']);
    if (kind === 'gateway' && service !== 's3' && service !== 'dynamodb') {
      const message = `there is no gateway endpoint for \`${service}\``;
      const mend = 'only `s3` and `dynamodb` have one: write `kind: interface`';
      review.drafts.push({ path: [...path, 'kind'], message, mend });
    }
    if (subnets.length === 0) {
      const message = 'the endpoint serves no subnet';
      review.drafts.push({ path: [...path, 'subnets'], message, expected: 'a subnet at least' });
    }
    for (const [index, subnet] of subnets.entries()) {
      const here = [...path, 'subnets', index];
      const found = lookUp(review, review.subnets, subnet, here);
      if (found === undefined || found.vpc === vpc) continue;
      const message = `subnet \`${subnet}\` lies in VPC \`${found.vpc}\``;
      review.drafts.push({ path: here, message, expected: `a subnet of VPC \`${vpc}\`` });
    }
  }
}

function reviewDestinations(review: Review): void {
  for (const [id, spec] of review.functions.entries) {
    const path = ['functions', id];
    review.drafts.push(...destinationDrafts(spec, path));
    for (const [name, destination] of Object.entries(spec?.destinations ?? {})) {
      if (destination.kind !== 'subnet') continue;
      lookUp(review, review.subnets, destination.subnet, [...path, 'destinations', name, 'subnet']);
    }
  }
}
