import { ANYWHERE } from '../network/blocks.ts';
import { pass } from '../network/filters.ts';
import { byId } from '../network/lookup.ts';
import { reach } from '../network/reach.ts';
import { percentOf, routeTo } from '../network/site.ts';
import type { Attachment, Destination } from '../network/types.ts';
import { attachedIn } from './pairings.ts';
import type { Design, DesignFunction, DesignSubnet, Found } from './types.ts';
import { groupBy, listed, sentence, severityFor } from './words.ts';

/** NET-1 to NET-6: what functions reach, and parts of the network that do nothing. */
export function networkFindings(design: Design): Found[] {
  return [
    ...design.functions.flatMap((fn) =>
      fn.destinations.flatMap((to) => destination(design, fn, to)),
    ),
    ...natGateways(design),
    ...subnetsOf(design).flatMap(([subnet, users]) => surroundingsFindings(design, subnet, users)),
  ];
}

/** One finding for each way in which a configuration cannot reach a destination. */
function destination({ surroundings }: Design, fn: DesignFunction, to: Destination): Found[] {
  const outcomes = fn.configs.map((config) => reach(surroundings, config, to));
  const wanted = to.expect ?? 'reached';
  const cameTrue = outcomes.some(({ share }) => outcomeOf(share) === wanted);
  const base = { subject: fn.id, where: fn.where };
  const lost = new Map<string, Found>();
  for (const { share, obstacle } of outcomes) {
    if (obstacle === null) continue;
    const { reason, mend, rule } = obstacle;
    const what =
      share === 0
        ? `\`${fn.id}\` cannot reach \`${to.name}\`, so its calls run into their timeout`
        : `\`${fn.id}\` reaches \`${to.name}\` with ${percentOf(share)} of its connections only`;
    const meant = wanted !== 'reached' && cameTrue;
    const severity = meant ? 'info' : share === 0 ? severityFor(fn) : 'warning';
    const message = `${what}: ${reason}.`;
    lost.set(message, {
      ...base,
      id: 'unreachable',
      rule,
      severity,
      message,
      mend: sentence(mend),
    });
  }
  if (wanted === 'reached' || cameTrue) return [...lost.values()];
  const message = `\`${to.name}\` is expected to be ${wanted} from \`${fn.id}\`, and never is.`;
  const mend = 'Take the `expect` of the destination out, or mend the network.';
  return [
    ...lost.values(),
    { ...base, id: 'reached-unexpectedly', severity: 'error', message, mend },
  ];
}

function outcomeOf(share: number): NonNullable<Destination['expect']> {
  if (share === 1) return 'reached';
  return share === 0 ? 'unreachable' : 'partly';
}

function natGateways({ surroundings }: Design): Found[] {
  return (surroundings.natGateways ?? []).flatMap(({ id, subnet }): Found[] => {
    const home = byId(surroundings.subnets, subnet);
    if (home?.routes === undefined) return [];
    if (routeTo(home, ANYWHERE[4])?.via === 'internetGateway') return [];
    const message = `NAT gateway \`${id}\` stands in private subnet \`${subnet}\` and leads nowhere.`;
    const mend = 'Put it into a subnet that routes 0.0.0.0/0 to the internet gateway.';
    return [
      { id: 'nat-in-private-subnet', severity: 'warning', subject: id, message, mend, where: null },
    ];
  });
}

type User = { fn: DesignFunction; config: Attachment };

/** Each subnet with the functions in it that do not say what they connect to. */
function subnetsOf(design: Design): [DesignSubnet, User[]][] {
  const users = attachedIn(design).flatMap(([fn, config]) =>
    fn.destinations.length > 0 || fn.failsOnPurpose
      ? []
      : config.subnets.map((subnet) => ({ subnet, fn, config })),
  );
  const byName = new Map(groupBy(users, ({ subnet }) => subnet));
  return design.surroundings.subnets.flatMap((subnet) => {
    const found = byName.get(subnet.id);
    return found === undefined ? [] : [[subnet, found]];
  });
}

/** Where destinations are not given, what the subnet itself tells. */
function surroundingsFindings(
  { surroundings }: Design,
  subnet: DesignSubnet,
  users: User[],
): Found[] {
  const where = users[0]!.fn.where;
  const subject = listed([...new Set(users.map(({ fn }) => fn.id))]);
  const found: Found[] = [];
  const via = routeTo(subnet, ANYWHERE[4])?.via;
  if (via === 'internetGateway') {
    const message =
      `Subnet \`${subnet.id}\` is public, which gives functions nothing: Lambda's interfaces get ` +
      'no public address, so nothing of the internet answers.';
    const mend = 'Use private subnets with a route to a NAT gateway, or VPC endpoints.';
    found.push({ id: 'public-subnet', severity: 'warning', subject, message, mend, where });
  } else if (subnet.routes !== undefined && via === undefined) {
    const hasEndpoint = surroundings.endpoints?.some(({ vpc }) => vpc === subnet.vpc) ?? false;
    const aside = hasEndpoint ? ' and the services that have an endpoint' : '';
    const message = `From subnet \`${subnet.id}\` functions reach their VPC${aside} only.`;
    const mend = 'If they need more, route 0.0.0.0/0 to a NAT gateway in a public subnet.';
    found.push({ id: 'no-way-out', severity: 'info', subject, message, mend, where });
  }
  const acl = byId(surroundings.networkAcls, subnet.acl);
  if (acl === undefined) return found;
  const gate = { acl, direction: 'leaving', peer: ANYWHERE[4] } as const;
  const { share, blocked } = pass([gate], 'tcp', 443);
  if (blocked?.what !== 'answer') return found;
  const part = share === 0 ? 'no answers' : `answers to ${percentOf(share)} of the ports`;
  const message =
    `Network ACL \`${acl.id}\` lets ${part} from 1024 to 65535 into subnet \`${subnet.id}\`: ` +
    'the other connections fail now and then, at random.';
  const mend = `Allow tcp to the ports 1024-65535 in the inbound rules of \`${acl.id}\`.`;
  found.push({ id: 'acl-blocks-answers', severity: 'warning', subject, message, mend, where });
  return found;
}
