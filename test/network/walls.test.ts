import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shutBy } from '../../src/network/filters.ts';
import { reach } from '../../src/network/reach.ts';
import type { AclRule, GroupRule, NetworkAcl, Surroundings } from '../../src/network/types.ts';
import { wallsBetween } from '../../src/network/walls.ts';
import { acl, around, attached, rule, to, withSubnet } from './places.ts';

const four = { cidr: '0.0.0.0/0' };
const six = { cidr: '::/0' };

/** What an ACL keeps from every connection over IPv4 and IPv6, by TCP and UDP. */
const SHUT: [what: string, acl: NetworkAcl, tcp4: string, tcp6: string, udp4: string][] = [
  ['no rules', acl([], []), 'outbound+inbound', 'outbound+inbound', 'outbound+inbound'],
  ['all rules', acl([rule(1, 'allow')]), '', '', ''],
  ['nothing in', acl([]), 'inbound', 'inbound', 'inbound'],
  ['nothing out', acl([rule(1, 'allow')], []), 'outbound', 'outbound', 'outbound'],
  [
    'in to the last port before the range',
    acl([rule(1, 'allow', [0, 1023])]),
    'inbound',
    'inbound',
    'inbound',
  ],
  ['in to its first port', acl([rule(1, 'allow', [0, 1024])]), '', '', ''],
  ['in to its last port', acl([rule(1, 'allow', [65_535, 65_535])]), '', '', ''],
  ['tcp alone', acl([rule(1, 'allow', null, { protocol: 'tcp' })]), '', '', 'inbound'],
  ['udp alone', acl([rule(1, 'allow', null, { protocol: 'udp' })]), 'inbound', 'inbound', ''],
  [
    'IPv4 alone',
    acl([rule(1, 'allow', null, four)], [rule(1, 'allow', null, four)]),
    '',
    'outbound+inbound',
    '',
  ],
  ['IPv6 in alone', acl([rule(1, 'allow', null, six)]), 'inbound', '', 'inbound'],
  ['a denial before', acl([rule(2, 'allow'), rule(1, 'deny')]), 'inbound', 'inbound', 'inbound'],
  ['a denial behind', acl([rule(1, 'allow'), rule(2, 'deny')]), '', '', ''],
  ['a denial of a part', acl([rule(2, 'allow'), rule(1, 'deny', [1024, 65_534])]), '', '', ''],
  [
    'a denial of the range',
    acl([rule(2, 'allow'), rule(1, 'deny', [1024, 65_535])]),
    'inbound',
    'inbound',
    'inbound',
  ],
  [
    'out to one block, in from another',
    acl(
      [rule(1, 'allow', null, { cidr: '10.1.0.0/16' })],
      [rule(1, 'allow', null, { cidr: '10.2.0.0/16' })],
    ),
    'inbound',
    'outbound+inbound',
    'inbound',
  ],
  [
    'out to a block, in from a part of it',
    acl(
      [rule(1, 'allow', null, { cidr: '10.2.3.0/24' })],
      [rule(1, 'allow', null, { cidr: '10.2.0.0/16' })],
    ),
    '',
    'outbound+inbound',
    '',
  ],
];

test.each(SHUT)('what an ACL keeps from everything (NET-4): %s', (_, one, tcp4, tcp6, udp4) => {
  expect(shutBy(one, 4, 'tcp').join('+')).toBe(tcp4);
  expect(shutBy(one, 6, 'tcp').join('+')).toBe(tcp6);
  expect(shutBy(one, 4, 'udp').join('+')).toBe(udp4);
});

describe('everything that is missing is told at once (NET-4)', () => {
  const shut = (id: string): NetworkAcl => ({ id, inbound: [], outbound: [] });
  const closed: Surroundings = withSubnet(
    'db',
    { acl: 'there' },
    withSubnet(
      'private',
      { acl: 'here' },
      {
        ...around({ networkAcls: [shut('here'), shut('there')] }),
        securityGroups: [{ id: 'web', vpc: 'main', outbound: [] }],
      },
    ),
  );

  test('groups and both lists of both ACLs', () => {
    const { share, obstacle } = reach(closed, attached('private'), to.db);
    expect(share).toBe(0);
    expect(obstacle!.reason.split('; ')).toEqual([
      'no outbound rule of `web` allows tcp to port 5432 there',
      'the outbound rules of network ACL `here` let no tcp to port 5432 pass',
      'network ACL `here` is stateless, and its inbound rules let answers back to no port from 1024 to 65535',
      'the inbound rules of network ACL `there` let no tcp to port 5432 pass',
      'network ACL `there` is stateless, and its outbound rules let answers back to no port from 1024 to 65535',
    ]);
    expect(obstacle!.mend.split('; ')).toHaveLength(5);
  });

  test('groups and routes on the way to the internet', () => {
    const { obstacle } = reach(closed, attached('closed'), to.internet);
    expect(obstacle).toMatchObject({
      rule: 'NET-4',
      reason:
        'no outbound rule of `web` allows tcp to port 443 there; ' +
        'subnet `closed` has no route to the internet',
    });
  });
});

const BLOCKS = [null, '0.0.0.0/0', '10.0.0.0/16', '10.0.1.0/24', '10.0.3.0/24', '10.0.2.0/24'];
const PORTS: ([number, number] | null)[] = [
  null,
  [5432, 5432],
  [1024, 65_535],
  [1024, 33_279],
  [80, 443],
];
const anyTraffic = {
  protocol: fc.constantFrom('all', 'tcp', 'udp'),
  ports: fc.constantFrom(...PORTS),
  cidr: fc.constantFrom(...BLOCKS),
} as const;
const anyRules = fc.array(
  fc.record({
    ...anyTraffic,
    number: fc.integer({ min: 1, max: 9 }),
    effect: fc.constantFrom('allow', 'deny'),
  }),
  { maxLength: 4 },
) as fc.Arbitrary<AclRule[]>;
const anyAcl = (id: string) =>
  fc.record({ id: fc.constant(id), inbound: anyRules, outbound: anyRules });
const anyOutbound = fc.option(fc.array(fc.record(anyTraffic), { maxLength: 3 }), {
  nil: undefined,
}) as fc.Arbitrary<GroupRule[] | undefined>;

test('where all is known, there are walls exactly where not everything gets through (NET-4)', () => {
  let met = 0;
  const any = fc.record({ here: anyAcl('here'), there: anyAcl('there'), outbound: anyOutbound });
  fc.assert(
    fc.property(any, ({ here, there, outbound }) => {
      const place = withSubnet(
        'db',
        { acl: 'there' },
        withSubnet(
          'private',
          { acl: 'here' },
          {
            ...around({ networkAcls: [here, there] }),
            securityGroups: [
              { id: 'web', vpc: 'main', ...(outbound === undefined ? {} : { outbound }) },
            ],
          },
        ),
      );
      const [from, target] = ['private', 'db'].map(
        (id) => place.subnets.find((one) => one.id === id)!,
      );
      const walls = wallsBetween(
        place,
        { subnet: from!, groups: ['web'] },
        { subnet: target!, groups: null },
        { protocol: 'tcp', port: 5432, isDual: false },
      );
      const { share, obstacle } = reach(place, attached('private'), to.db);
      expect(walls.length > 0).toBe(obstacle !== null);
      const isShut = walls.some((wall) => wall.kind !== 'acl' || wall.share === 0);
      if (isShut) expect(share).toBe(0);
      met += walls.length;
    }),
    { numRuns: 400 },
  );
  expect(met).toBeGreaterThan(400);
});
