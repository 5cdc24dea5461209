import { findingsIn } from '../../src/findings/findings.ts';
import { designOf } from '../../src/findings/from-scenario.ts';
import type { Finding } from '../../src/findings/types.ts';
import { parseScenario } from '../../src/scenario/parse.ts';

/** Two VPCs; `a`, `b` in different zones, `p` public, `d` and `e` dual-stack, `m` of dedicated tenancy. */
export const NETWORK = `
  vpcs: { main: { internetGateway: true, eniQuota: 4 }, metal: { tenancy: dedicated } }
  subnets:
    a: { vpc: main, az: az1, cidr: 10.0.1.0/24 }
    b: { vpc: main, az: az2, cidr: 10.0.2.0/24 }
    c: { vpc: main, az: az1, cidr: 10.0.3.0/28, taken: 9 }
    d: { vpc: main, az: az1, cidr: 10.0.4.0/24, ipv6Cidr: 2001:db8::/64 }
    e: { vpc: main, az: az1, cidr: 10.0.10.0/24, ipv6Cidr: 2001:db8:1::/64, routes: [{ to: 0.0.0.0/0, via: nat }] }
    p: { vpc: main, az: az1, cidr: 10.0.5.0/24, routes: [{ to: 0.0.0.0/0, via: internetGateway }] }
    n: { vpc: main, az: az1, cidr: 10.0.6.0/24, routes: [{ to: 0.0.0.0/0, via: nat }] }
    l: { vpc: main, az: az1, cidr: 10.0.7.0/24, routes: [] }
    s: { vpc: main, az: az1, cidr: 10.0.8.0/24, acl: half }
    w: { vpc: main, az: az1, cidr: 10.0.9.0/24, acl: whole }
    t: { vpc: main, az: az1, cidr: 10.0.11.0/24, acl: silent }
    u: { vpc: main, az: az1, cidr: 10.0.12.0/24, acl: empty }
    v: { vpc: main, az: az1, cidr: 10.0.13.0/24, ipv6Cidr: 2001:db8:2::/64, acl: four }
    x: { vpc: main, az: az1, cidr: 10.0.14.0/24, ipv6Cidr: 2001:db8:3::/64, acl: half6 }
    y: { vpc: main, az: az1, cidr: 10.0.15.0/24, ipv6Cidr: 2001:db8:4::/64, acl: half }
    m: { vpc: metal, cidr: 10.9.1.0/24 }
  natGateways: { nat: { subnet: p } }
  networkAcls:
    half: { inbound: [{ rule: 1, allow: tcp, ports: 1024-33279 }], outbound: [{ rule: 1, allow: all }] }
    half6: { inbound: [{ rule: 1, allow: all, cidr: 0.0.0.0/0 }, { rule: 2, allow: tcp, ports: 1024-33279, cidr: "::/0" }], outbound: [{ rule: 1, allow: all }] }
    silent: { inbound: [{ rule: 1, allow: tcp, ports: 443 }], outbound: [{ rule: 1, allow: all }] }
    empty: { inbound: [], outbound: [] }
    four: { inbound: [{ rule: 1, allow: all, cidr: 0.0.0.0/0 }], outbound: [{ rule: 1, allow: all, cidr: 0.0.0.0/0 }] }
    whole: { inbound: [{ rule: 1, allow: tcp, ports: 1024-65535 }], outbound: [{ rule: 1, allow: all }] }
  securityGroups:
    web: { vpc: main }
    jobs: { vpc: main }
    x1: { vpc: main }
    x2: { vpc: main }
    x3: { vpc: main }
    x4: { vpc: main }
    shut: { vpc: main, outbound: [] }
    https: { vpc: main, outbound: [{ allow: tcp, ports: 443 }] }
    https4: { vpc: main, outbound: [{ allow: tcp, ports: 443, cidr: 0.0.0.0/0 }] }
    metal-web: { vpc: metal }
`;

/** `vpc('a,b', 'web')` as YAML. */
export function vpc(subnets: string, groups = 'web', more = ''): string {
  return `{ vpc: { subnets: [${subnets}], securityGroups: [${groups}]${more} } }`;
}

/** What is found in a scenario with this rest, functions first. */
export function findingsOf(rest: string, network = NETWORK): Finding[] {
  const text = `name: t\nuntil: 1d\nnetwork:${network}${rest}`;
  const parsed = parseScenario(text, { file: 't.yaml' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 2));
  return findingsIn(designOf(parsed.scenario));
}

/** `{ Allow: ... }` as the YAML of a role with one policy. */
export function roleOf(...statements: object[]): string {
  return `{ policies: [${JSON.stringify({ Version: '2012-10-17', Statement: statements })}] }`;
}

export function allow(actions: string[], resource: string | string[] = '*', more: object = {}) {
  return { Effect: 'Allow', Action: actions, Resource: resource, ...more };
}
