import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asCloudFormation, asTerraform, type Drawn, netFindings } from '../templates/networks.ts';
import { planned } from '../templates/planning.ts';

const PUBLIC = { Pub: { to4: 'internet' } };
const NAT = { ...PUBLIC, Priv: { to4: 'Nat' } };
const nat = { tables: NAT, nats: { Nat: 'P' } };
const P = { table: 'Pub' };
const A = { table: 'Priv' };

/** What is drawn, what is found in it, and which resource the first finding points to. */
const CASES: [what: string, drawn: Drawn, found: (string | RegExp)[], decisive?: string][] = [
  [
    'a private subnet with a NAT gateway in a public one',
    { ...nat, subnets: { P, A }, functions: { F: { subnets: ['A'] } } },
    [],
  ],
  [
    'a public subnet (NET-1)',
    { tables: PUBLIC, subnets: { P }, functions: { F: { subnets: ['P'] } } },
    [/^warning NET-1 F: Subnet `P` is public, which gives functions nothing/],
    'PubRoute4',
  ],
  [
    'two public subnets, told once',
    { tables: PUBLIC, subnets: { P, Q: P }, functions: { F: { subnets: ['P', 'Q'] } } },
    [/^warning NET-1 F: Subnets `P` and `Q` are public/],
    'PubRoute4',
  ],
  [
    'a NAT gateway in a private subnet',
    { ...nat, nats: { Nat: 'A' }, subnets: { A }, functions: { F: { subnets: ['A'] } } },
    ['warning NET-1 Nat: NAT gateway `Nat` stands in private subnet `A` and leads nowhere.'],
    'Nat',
  ],
  [
    'a NAT gateway behind a transit gateway',
    {
      tables: { Far: { to4: 'transit' }, Priv: { to4: 'Nat' } },
      nats: { Nat: 'T' },
      subnets: { T: { table: 'Far' }, A },
      functions: { F: { subnets: ['A'] } },
    },
    [],
  ],
  [
    'one of three subnets without a table, where the others have a NAT gateway',
    {
      ...nat,
      subnets: { P, A, B: A, C: {} },
      functions: { F: { subnets: ['A', 'B', 'C'] }, G: { subnets: ['C', 'B', 'A'] } },
    },
    [
      'warning NET-1 F and G: `A` and `B` lead to a NAT gateway, and `C` has no way to the ' +
        'internet: environments take the subnets in turn, so 1 of 3 cannot reach it.',
    ],
    'C',
  ],
  [
    'a public subnet beside one with a NAT gateway',
    { ...nat, subnets: { P, A }, functions: { F: { subnets: ['A', 'P'] } } },
    [/^warning NET-1 F: `A` leads to a NAT gateway, and `P` has no way to the internet.*1 of 2/],
    'PubRoute4',
  ],
  [
    'a transit gateway: nobody knows where it leads',
    {
      tables: { ...NAT, Far: { to4: 'transit' } },
      nats: { Nat: 'P' },
      subnets: { P, A, T: { table: 'Far' } },
      functions: { F: { subnets: ['A', 'T'] }, G: { subnets: ['T'] } },
    },
    [],
  ],
  [
    'no way out at all: many want that',
    {
      tables: { Closed: {} },
      subnets: { A: { table: 'Closed' } },
      functions: { F: { subnets: ['A'] } },
    },
    ['info NET-1 F: From `A` functions reach their VPC only.'],
    'A',
  ],
  [
    'no way out, but an endpoint',
    {
      tables: { Closed: {} },
      subnets: { A: { table: 'Closed' } },
      endpoint: 'Interface',
      functions: { F: { subnets: ['A'] } },
    },
    [],
  ],
  [
    'a VPC whose tables stand elsewhere',
    { subnets: { A: {}, B: {} }, functions: { F: { subnets: ['A', 'B'] } } },
    [],
  ],
  [
    'an ACL that lets answers to some ports back (NET-4)',
    {
      ...nat,
      acls: { Strict: [32_768, 61_000] },
      subnets: { P, A: { ...A, acl: 'Strict' } },
      functions: { F: { subnets: ['A'] } },
    },
    [
      'warning NET-4 F: Network ACL `Strict` lets answers to 43.8% of the ports from 1024 to ' +
        '65535 into `A`: the others fail, now and then.',
    ],
    'Strict',
  ],
  [
    'an ACL that lets answers to nearly all ports back',
    {
      ...nat,
      acls: { Nearly: [1_024, 65_500] },
      subnets: { P, A: { ...A, acl: 'Nearly' } },
      functions: { F: { subnets: ['A'] } },
    },
    [/^info NET-4 F: .*99\.9% of the ports/],
  ],
  [
    'an ACL that lets answers to no port back',
    {
      ...nat,
      acls: { Web: [80, 443] },
      subnets: { P, A: { ...A, acl: 'Web' } },
      functions: { F: { subnets: ['A'] } },
    },
    [
      /^warning NET-4 F: .*lets no answers from 1024 to 65535 into `A`: nothing outside can be reached\.$/,
    ],
  ],
  [
    'an ACL that lets all answers back',
    {
      ...nat,
      acls: { Fine: [1_024, 65_535] },
      subnets: { P, A: { ...A, acl: 'Fine' } },
      functions: { F: { subnets: ['A'] } },
    },
    [],
  ],
  [
    'groups that let nothing out (NET-4)',
    {
      ...nat,
      groups: { Web: 'closed', Jobs: 'closed', Https: 'https' },
      subnets: { P, A },
      functions: {
        F: { subnets: ['A'], groups: ['Web', 'Jobs'] },
        G: { subnets: ['A'], groups: ['Web', 'Https'] },
      },
    },
    [/^warning NET-4 F: No outbound rule of `Web` and `Jobs` lets TCP or UDP out/],
    'Web',
  ],
  [
    'IPv6 without a route for it (NET-5)',
    {
      ...nat,
      subnets: { P, A: { ...A, ipv6: true } },
      functions: { F: { subnets: ['A'], dual: true } },
    },
    [
      'info NET-5 F: IPv6 is allowed, and `A` has no route to ::/0: over IPv6 functions reach their VPC only.',
    ],
    'F',
  ],
  [
    'IPv6 with a route in one of two subnets',
    {
      tables: { ...NAT, Six: { to4: 'Nat', to6: 'egressOnly' } },
      nats: { Nat: 'P' },
      subnets: { P, A: { ...A, ipv6: true }, S: { table: 'Six', ipv6: true } },
      functions: { F: { subnets: ['A', 'S'], dual: true }, G: { subnets: ['S'], dual: true } },
    },
    [/^warning NET-5 F: .*`A` has no route to ::\/0: over IPv6 1 of 2 environments reach/],
  ],
  [
    'IPv6 that the groups do not let out (NET-5)',
    {
      tables: { ...NAT, Six: { to4: 'Nat', to6: 'egressOnly' } },
      nats: { Nat: 'P' },
      groups: { Https: 'https', Web: 'open' },
      subnets: { P, S: { table: 'Six', ipv6: true } },
      functions: {
        F: { subnets: ['S'], groups: ['Https'], dual: true },
        G: { subnets: ['S'], groups: ['Https'] },
        H: { subnets: ['S'], groups: ['Https', 'Web'], dual: true },
      },
    },
    [
      'warning NET-5 F: IPv6 is allowed, and no outbound rule of `Https` lets it out: connections over IPv6 time out.',
    ],
    'Https',
  ],
  [
    'an ACL that speaks of IPv4 only (NET-4)',
    {
      tables: { ...NAT, Six: { to4: 'Nat', to6: 'egressOnly' } },
      nats: { Nat: 'P' },
      acls: { Wide: [1_024, 65_535] },
      subnets: { P, S: { table: 'Six', ipv6: true, acl: 'Wide' } },
      functions: { F: { subnets: ['S'], dual: true }, G: { subnets: ['S'] } },
    },
    [
      'warning NET-4 F: Network ACL `Wide` lets no TCP or UDP out of `S`, and no answers from ' +
        '1024 to 65535 into `S`: nothing outside can be reached over IPv6.',
    ],
    'Wide',
  ],
  [
    'IPv6 in a subnet that has none (API-4)',
    {
      tables: { Six: { to4: 'Nat', to6: 'egressOnly' }, ...PUBLIC },
      nats: { Nat: 'P' },
      subnets: { P, A: { table: 'Six' } },
      functions: { F: { subnets: ['A'], dual: true } },
    },
    [/^error API-4 F: .*`A` has IPv4 only/],
  ],
  [
    'subnets of two VPCs (API-1)',
    { ...nat, subnets: { P, A, X: { vpc: 1 } }, functions: { F: { subnets: ['A', 'X'] } } },
    ['error API-1 F: `A` lies in VPC `Net`, and `X` in `Other`: AWS refuses the function.'],
    'F',
  ],
];

const WRITTEN: [string, (drawn: Drawn) => string][] = [
  ['CloudFormation', asCloudFormation],
  ['Terraform', asTerraform],
  ['Terraform, routes in their tables', (drawn) => asTerraform(drawn, 'inline')],
];

describe.each(WRITTEN)('the network around functions in %s', (_, write) => {
  test.each(CASES)('%s', (_what, drawn, expected, decisive) => {
    const text = write(drawn);
    const plan = planned(text);
    const found = netFindings(plan);
    expect(found).toHaveLength(expected.length);
    expected.forEach((one, place) => {
      if (typeof one === 'string') expect(found[place]).toBe(one);
      else expect(found[place]).toMatch(one);
    });
    if (decisive === undefined) return;
    const { where } = plan.findings.find(({ rule }) => /^(NET|API)/.test(rule))!;
    const line = Number(where!.split(':')[1]);
    const lines = text
      .split('\n')
      .slice(line - 1, line + 1)
      .join('\n');
    // Where routes stand in their table, the table is the place.
    const names = decisive.endsWith('Route4') ? [decisive, decisive.slice(0, -6)] : [decisive];
    expect(names.some((name) => lines.includes(`.${name}"`) || lines.includes(`  ${name}:`))).toBe(
      true,
    );
  });
});

const maybe = <T>(things: readonly T[]) =>
  fc.option(fc.constantFrom(...things), { nil: undefined });
const SUBNETS = ['A', 'B', 'C', 'P'] as const;

const anySubnet = fc.record(
  { table: maybe(['T', 'U', 'V']), acl: maybe(['Wide', 'Half']), ipv6: maybe([true as const]) },
  { requiredKeys: [] },
);
const anyTable = fc.record({
  to4: maybe(['internet', 'Nat', 'transit']),
  to6: maybe(['internet', 'egressOnly']),
});
const anyFunction = fc.record({
  subnets: fc.uniqueArray(fc.constantFrom(...SUBNETS), { minLength: 1 }),
  groups: fc.uniqueArray(fc.constantFrom('Web', 'Jobs', 'Shut'), { minLength: 1 }),
  dual: maybe([true as const]),
});

/** Networks with every kind of way and wall, most of them odd. */
const anyDrawn = fc.record({
  subnets: fc.record({ A: anySubnet, B: anySubnet, C: anySubnet, P: anySubnet }),
  tables: fc.record({ T: anyTable, U: anyTable, V: anyTable }),
  nats: fc.record({ Nat: fc.constantFrom(...SUBNETS) }),
  groups: fc.constant({ Web: 'open', Jobs: 'https', Shut: 'closed' } as const),
  acls: fc.constant({ Wide: [1_024, 65_535], Half: [1_024, 33_279] }),
  endpoint: maybe(['Gateway', 'Interface'] as const),
  functions: fc.record({ F: anyFunction, G: anyFunction }),
}) as fc.Arbitrary<Drawn>;

test('one network has the same findings, whatever it is written in (NET-1, NET-4, NET-5)', () => {
  let found = 0;
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      const [first, ...others] = WRITTEN.map(([, write]) => netFindings(planned(write(drawn))));
      for (const other of others) expect(other).toEqual(first);
      found += first!.length;
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(150);
});
