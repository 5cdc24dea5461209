import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockOf, contains } from '../../src/network/blocks.ts';
import { groupsLetOut, pass } from '../../src/network/filters.ts';
import { reach } from '../../src/network/reach.ts';
import type {
  AclRule,
  NetworkAcl,
  Protocol,
  Surroundings,
  TrafficRule,
} from '../../src/network/types.ts';
import { around, attached, to } from './places.ts';

const CIDRS = ['0.0.0.0/0', '10.0.0.0/8', '10.0.1.0/24', '203.0.113.0/24', '::/0', null];
const portRange = fc.option(
  fc
    .tuple(fc.constantFrom(0, 443, 1024, 2000, 40_000), fc.constantFrom(443, 1024, 33_279, 65_535))
    .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
);
const trafficRule: fc.Arbitrary<TrafficRule> = fc.record({
  protocol: fc.constantFrom('tcp' as const, 'udp', 'all'),
  ports: portRange,
  cidr: fc.constantFrom(...CIDRS),
});
const aclRules: fc.Arbitrary<AclRule[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 6 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc
          .record({ rule: trafficRule, effect: fc.constantFrom('allow' as const, 'deny') })
          .map(({ rule, effect }): AclRule => ({ ...rule, number, effect })),
      ),
    ),
  );
const anyAcl = fc
  .record({ inbound: aclRules, outbound: aclRules })
  .map((lists): NetworkAcl => ({ id: 'strict', ...lists }));

/** Asks every rule about every single port. */
function lets(rules: readonly AclRule[], protocol: Protocol, peer: string, port: number): boolean {
  const first = [...rules]
    .sort((a, b) => a.number - b.number)
    .find(
      (rule) =>
        (rule.protocol === 'all' || rule.protocol === protocol) &&
        (rule.cidr === null || contains(blockOf(rule.cidr), blockOf(peer))) &&
        (rule.ports === null || (rule.ports[0] <= port && port <= rule.ports[1])),
    );
  return first?.effect === 'allow';
}

test('the share that ACLs let pass is that of a count over every port (NET-4)', () => {
  fc.assert(
    fc.property(anyAcl, anyAcl, fc.constantFrom('tcp' as const, 'udp'), (near, far, protocol) => {
      const [own, peer, port] = ['10.0.1.0/24', '10.0.3.0/24', 443];
      const { share } = pass(
        [
          { acl: near, direction: 'leaving', peer: blockOf(peer) },
          { acl: far, direction: 'entering', peer: blockOf(own) },
        ],
        protocol,
        port,
      );
      const goes =
        lets(near.outbound, protocol, peer, port) && lets(far.inbound, protocol, own, port);
      let count = 0;
      for (let back = 1024; goes && back <= 65_535; back++) {
        const returns =
          lets(far.outbound, protocol, own, back) && lets(near.inbound, protocol, peer, back);
        if (returns) count += 1;
      }
      expect(share).toBeCloseTo(count / 64_512, 12);
    }),
    { numRuns: 40 },
  );
});

const destination = fc.constantFrom(to.internet, to.db, to.s3, to.internet6, to.db6);
const attachment = fc.constantFrom(
  attached('public'),
  attached('private,closed'),
  attached('private', 'dual'),
  attached('closed', 'dual'),
);
const VIAS = ['nat', 'internetGateway', 'egressOnlyGateway'] as const;

const surroundings: fc.Arbitrary<Surroundings> = fc
  .record({
    outbound: fc.option(fc.array(trafficRule, { maxLength: 3 })),
    acls: fc.array(anyAcl, { minLength: 4, maxLength: 4 }),
    routed: fc.array(fc.option(fc.constantFrom(...VIAS)), { minLength: 4, maxLength: 4 }),
    guarded: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ outbound, acls, routed, guarded }) => {
    const base = around();
    return {
      ...base,
      subnets: base.subnets.map((subnet, place) => ({
        ...subnet,
        routes: routed[place] ? [{ to: '0.0.0.0/0', via: routed[place] }] : [],
        ...(guarded[place] ? { acl: `acl-${place}` } : {}),
      })),
      securityGroups: [{ id: 'web', vpc: 'main', ...(outbound === null ? {} : { outbound }) }],
      networkAcls: acls.map((one, place) => ({ ...one, id: `acl-${place}` })),
    };
  });

test('a route that adds a way never makes a destination less reachable (NET-1, NET-2)', () => {
  fc.assert(
    fc.property(surroundings, attachment, destination, fc.nat(3), (before, from, target, place) => {
      const missing = (to: string) => !before.subnets[place]!.routes!.some((one) => one.to === to);
      const added = [
        { to: '0.0.0.0/0', via: 'nat' },
        { to: '::/0', via: 'egressOnlyGateway' },
      ].filter((route) => missing(route.to));
      const subnets = before.subnets.map((subnet, index) =>
        index === place ? { ...subnet, routes: [...subnet.routes!, ...added] } : subnet,
      );
      const after = reach({ ...before, subnets }, from, target).share;
      expect(after).toBeGreaterThanOrEqual(reach(before, from, target).share - 1e-12);
    }),
    { numRuns: 300 },
  );
});

test('an outbound rule more never makes a destination unreachable (NET-4)', () => {
  fc.assert(
    fc.property(
      surroundings,
      attachment,
      destination,
      trafficRule,
      (before, from, target, rule) => {
        const [group] = before.securityGroups;
        fc.pre(group!.outbound !== undefined);
        const securityGroups = [{ ...group!, outbound: [...group!.outbound!, rule] }];
        const after = reach({ ...before, securityGroups }, from, target).share;
        expect(after).toBeGreaterThanOrEqual(reach(before, from, target).share);
      },
    ),
    { numRuns: 300 },
  );
});

/** Adds a rule of this effect to one list of one ACL, anywhere among the others. */
function withRule(
  before: Surroundings,
  place: number,
  list: 'inbound' | 'outbound',
  rule: AclRule,
) {
  const networkAcls = before.networkAcls!.map((one, index) =>
    index === place ? { ...one, [list]: [...one[list], rule] } : one,
  );
  return { ...before, networkAcls };
}

const changed = fc.record({
  place: fc.nat(3),
  list: fc.constantFrom('inbound' as const, 'outbound'),
  rule: trafficRule,
  number: fc.integer({ min: 0, max: 21 }).map((number) => number + 0.5),
});

test.each(['allow', 'deny'] as const)(
  'one %s rule more in an ACL moves the share one way only (NET-4)',
  (effect) => {
    fc.assert(
      fc.property(
        surroundings,
        attachment,
        destination,
        changed,
        (before, from, target, change) => {
          const { place, list, rule, number } = change;
          const added = withRule(before, place, list, { ...rule, number, effect });
          const [now, then] = [reach(added, from, target).share, reach(before, from, target).share];
          if (effect === 'allow') expect(now).toBeGreaterThanOrEqual(then - 1e-12);
          else expect(now).toBeLessThanOrEqual(then + 1e-12);
        },
      ),
      { numRuns: 300 },
    );
  },
);

test('less than everything always has a reason and a mend, and everything has none', () => {
  fc.assert(
    fc.property(surroundings, attachment, destination, (places, from, target) => {
      const { share, obstacle } = reach(places, from, target);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(obstacle === null).toBe(share === 1);
    }),
    { numRuns: 300 },
  );
});

test('the order of routes, rules and subnets does not matter', () => {
  fc.assert(
    fc.property(surroundings, attachment, destination, (places, from, target) => {
      const turned: Surroundings = {
        ...places,
        subnets: places.subnets
          .toReversed()
          .map((one) => ({ ...one, routes: one.routes!.toReversed() })),
        networkAcls: places.networkAcls!.map(({ id, inbound, outbound }) => {
          return { id, inbound: inbound.toReversed(), outbound: outbound.toReversed() };
        }),
      };
      expect(reach(turned, from, target).share).toBeCloseTo(reach(places, from, target).share, 12);
    }),
    { numRuns: 200 },
  );
});

const prefixed = fc
  .tuple(fc.constantFrom('10.0.0.0', '10.128.0.0', '0.0.0.0'), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => ({ address, prefix }));

test('a block contains what is no larger and begins with its bits, of its own family', () => {
  const bits = (text: string) =>
    text
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  fc.assert(
    fc.property(prefixed, prefixed, (outer, inner) => {
      const begins = bits(inner.address).startsWith(bits(outer.address).slice(0, outer.prefix));
      const block = ({ address, prefix }: typeof outer) => blockOf(`${address}/${prefix}`);
      expect(contains(block(outer), block(inner))).toBe(begins && outer.prefix <= inner.prefix);
      expect(contains(blockOf('::/0'), block(inner))).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('groups let out what one of them allows (NET-4)', () => {
  fc.assert(
    fc.property(fc.array(trafficRule), fc.array(trafficRule), (one, other) => {
      const traffic = { protocol: 'tcp', peer: blockOf('10.0.3.0/24'), port: 443 } as const;
      const alone = (outbound: TrafficRule[]) =>
        groupsLetOut([{ id: 'g', vpc: 'main', outbound }], traffic);
      const both = [one, other].map((outbound, place) => ({
        id: `${place}`,
        vpc: 'main',
        outbound,
      }));
      expect(groupsLetOut(both, traffic)).toBe(alone(one) || alone(other));
    }),
  );
});
