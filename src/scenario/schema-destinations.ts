import type { Destination } from '../network/types.ts';
import { byKey, form } from './forms.ts';
import { complain, count, flag, name, named, object, oneOf, text } from './leaves.ts';
import { LIMITS } from './limits.ts';

type Without<T> = T extends unknown ? Omit<T, 'name'> : never;
export type DestinationDraft = Without<Destination>;

const HTTPS = 443;

const shared = {
  protocol: oneOf(['tcp', 'udp']).default('tcp').describe('Its protocol'),
  ipv6: flag.default(false).describe('Whether the code connects over IPv6'),
  expect: oneOf(['reached', 'partly', 'unreachable'])
    .optional()
    .describe('What comes of it in one configuration at least; default: it should be reached'),
};

const inSubnet = object('a destination', {
  subnet: text.describe('The subnet it is in, of this VPC or a peered one'),
  port: count(1, 65_535).describe('Its port'),
  ...shared,
}).transform(({ expect = null, ...rest }): DestinationDraft => {
  return { kind: 'subnet', ...rest, expect };
});

const onInternet = object('a destination', {
  internet: text.describe('`anywhere`, or one public address'),
  port: count(1, 65_535).default(HTTPS).describe('Its port; default: 443'),
  ...shared,
}).transform(({ internet, expect = null, ...rest }, ctx): DestinationDraft => {
  const address = internet === 'anywhere' ? null : internet;
  const isIpv6 = address?.includes(':') ?? rest.ipv6;
  if (rest.ipv6 && !isIpv6) {
    return complain(ctx, { message: 'an IPv4 address is not reached over IPv6', path: ['ipv6'] });
  }
  return { kind: 'internet', ...rest, ipv6: isIpv6, address, expect };
});

const ofService = object('a destination', {
  service: name.describe('A service of AWS, such as `s3` or `sqs`'),
  port: count(1, 65_535).default(HTTPS).describe('Its port; default: 443'),
  ...shared,
}).transform(({ expect = null, ...rest }): DestinationDraft => {
  return { kind: 'service', ...rest, expect };
});

const FORMS = { subnet: inSubnet, internet: onInternet, service: ofService };
const KINDS = ['subnet', 'internet', 'service'] as const;

export const destinations = named(
  'destinations',
  form('destination', FORMS, byKey('a destination', KINDS, ['port', ...Object.keys(shared)])),
  LIMITS.destinations,
);
