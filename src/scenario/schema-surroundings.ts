import { z } from 'zod';
import type { AclRule, TrafficRule } from '../network/types.ts';
import { shown } from './issues.ts';
import { complain, count, list, name, object, oneOf } from './leaves.ts';
import { LIMITS } from './limits.ts';

const BLOCK_PHRASE = 'a block such as `0.0.0.0/0` or `2001:db8::/32`';

const block = z.string({ error: BLOCK_PHRASE }).meta({ examples: ['0.0.0.0/0', '::/0'] });

const route = object('a route: `to` and `via`', {
  to: block.describe('The addresses it is for'),
  via: name.describe(
    '`internetGateway`, `egressOnlyGateway`, or the name of a NAT gateway or a peering',
  ),
});

export const routes = list(route, 'a list of routes', LIMITS.rules);

const PORTS_PHRASE = 'a port such as `443`, or a range such as `"1024-65535"`';

/** A single port or a range, both ends included. */
const ports = z
  .union([count(0, 65_535), z.string({ error: PORTS_PHRASE })], { error: PORTS_PHRASE })
  .transform((written, ctx): [number, number] => {
    const [first = '', last = first, ...rest] = String(written).split('-');
    const ends = [first, last].map((end) =>
      /^\s*\d{1,5}\s*$/.test(end) ? Number(end) : Number.NaN,
    );
    const [from = Number.NaN, to = Number.NaN] = ends;
    if (rest.length === 0 && from <= to && to <= 65_535) return [from, to];
    const message =
      from > to ? 'the range ends before it begins' : 'not a port or a range of ports';
    return complain(ctx, { message, expected: PORTS_PHRASE, received: shown(written) });
  });

const protocol = oneOf(['tcp', 'udp', 'all']);

const traffic = {
  ports: ports.optional().describe('A port or a range; default: all'),
  cidr: block.optional().describe('The other end; default: every address'),
};

const outboundRule = object('a rule: `allow`, `ports`, `cidr`', {
  allow: protocol.describe('What it lets out'),
  ...traffic,
}).transform(({ allow, ports = null, cidr = null }): TrafficRule => {
  return { protocol: allow, ports, cidr };
});

export const outbound = list(outboundRule, 'a list of rules', LIMITS.rules);

const aclRule = object('a rule: `rule`, and `allow` or `deny`', {
  rule: count(1, 32_766).describe('Its number: the lowest that matches decides'),
  allow: protocol.optional().describe('What it lets pass'),
  deny: protocol.optional().describe('What it stops'),
  ...traffic,
}).transform(({ rule, allow, deny, ports = null, cidr = null }, ctx): AclRule => {
  const chosen = allow ?? deny;
  if (chosen === undefined || (allow !== undefined && deny !== undefined)) {
    const message = chosen === undefined ? 'the rule does nothing' : 'the rule does two things';
    return complain(ctx, { message, expected: 'one of `allow`, `deny`' });
  }
  const effect = allow === undefined ? 'deny' : 'allow';
  return { number: rule, effect, protocol: chosen, ports, cidr };
});

const aclRules = list(aclRule, 'a list of rules', LIMITS.rules).transform((rules, ctx) => {
  const numbers = rules.map(({ number }) => number);
  const twice = numbers.findIndex((number, place) => numbers.indexOf(number) < place);
  if (twice < 0) return rules;
  const message = `two rules have the number ${numbers[twice]}`;
  return complain(ctx, { message, mend: 'give each its own', path: [twice, 'rule'] });
});

export const networkAcl = object('a network ACL: `inbound` and `outbound`', {
  inbound: aclRules.describe('What comes into its subnets; all that no rule allows is stopped'),
  outbound: aclRules.describe('What leaves them, answers too'),
});

export const natGateway = object('a NAT gateway: a mapping with `subnet`', {
  subnet: name.describe('The subnet it stands in, a public one if it is to work'),
  addresses: count(1, LIMITS.natAddresses)
    .optional()
    .describe('How many addresses it has; each holds that many more connections; default: 1'),
});

export const peering = object('a peering: a mapping with `between`', {
  between: list(name, 'two VPCs', 2).describe('The two VPCs it joins'),
});

export const endpoint = object('an endpoint: `vpc`, `service`, `kind`, `subnets`', {
  vpc: name.describe('The VPC it belongs to'),
  service: name.describe('The service it leads to, such as `s3`'),
  kind: oneOf(['gateway', 'interface']).describe(
    '`gateway`: a route of its subnets; `interface`: an address in each of them',
  ),
  subnets: list(name, 'a list of subnets', LIMITS.rules).describe(
    'Subnets whose route table has it, or in which it stands',
  ),
});
