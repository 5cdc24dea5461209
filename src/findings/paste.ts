import type { AclRule, NetworkAcl, Protocol } from '../network/types.ts';
import type { Design } from './types.ts';

/** A rule that is to be added: what it lets through, and whom it is about. */
export interface RuleToAdd {
  protocol: Protocol | 'all';
  /** Null: all. */
  ports: readonly [number, number] | null;
  /** A block, or the id of a group whose members it is about. */
  peer: { cidr: string } | { group: string };
}

type List = 'outbound' | 'inbound';
type Style = 'scenario' | 'cloudformation' | 'terraform';

const styleOf = ({ isTemplate = false }: Design, id: string): Style => {
  if (!isTemplate) return 'scenario';
  return /(^|[/.])aws_\w+\.[\w-]/.test(id) ? 'terraform' : 'cloudformation';
};

/**
 * The rule as it is added to a network ACL, in the words of what declares the ACL.
 * @param place how many rules are added before it
 */
export function aclRule(
  design: Design,
  acl: NetworkAcl,
  list: List,
  rule: RuleToAdd,
  place = 0,
): string {
  const { protocol, ports } = rule;
  const cidr = 'cidr' in rule.peer ? rule.peer.cidr : '0.0.0.0/0';
  const number = numberFor(acl[list], place);
  const egress = list === 'outbound';
  const [from, to] = ports ?? [0, 65_535];
  const isWide = cidr.includes(':');
  switch (styleOf(design, acl.id)) {
    case 'scenario': {
      const about = ports === null ? '' : `, ports: ${portsText(ports)}`;
      return `add \`{ rule: ${number}, allow: ${protocol}${about}, cidr: "${cidr}" }\` to the ${list} rules of \`${acl.id}\``;
    }
    case 'terraform': {
      const block = `${isWide ? 'ipv6_cidr_block' : 'cidr_block'} = "${cidr}"`;
      return `add an aws_network_acl_rule with \`network_acl_id = ${acl.id}.id, rule_number = ${number}, egress = ${egress}, protocol = "${protocol}", rule_action = "allow", ${block}, from_port = ${from}, to_port = ${to}\``;
    }
    case 'cloudformation': {
      const block = isWide ? `Ipv6CidrBlock: "${cidr}"` : `CidrBlock: ${cidr}`;
      const name = `NetworkAclId: !Ref ${lastOf(acl.id)}, RuleNumber: ${number}, Egress: ${egress}`;
      const what = `Protocol: ${NUMBERS[protocol]}, RuleAction: allow, ${block}`;
      const about = protocol === 'all' ? '' : `, PortRange: { From: ${from}, To: ${to} }`;
      return `add \`{ Type: AWS::EC2::NetworkAclEntry, Properties: { ${name}, ${what}${about} } }\``;
    }
  }
}

/** The rule as it is added to a security group, in the words of what declares the group. */
export function groupRule(design: Design, group: string, list: List, rule: RuleToAdd): string {
  const { protocol, ports, peer } = rule;
  const egress = list === 'outbound';
  const [from, to] = ports ?? [0, 65_535];
  switch (styleOf(design, group)) {
    case 'scenario': {
      const about = ports === null ? '' : `, ports: ${portsText(ports)}`;
      const where = 'cidr' in peer ? `, cidr: "${peer.cidr}"` : '';
      return `add \`{ allow: ${protocol}${about}${where} }\` to the ${list} rules of \`${group}\``;
    }
    case 'terraform': {
      const kind = egress ? 'egress' : 'ingress';
      const what =
        protocol === 'all'
          ? 'ip_protocol = "-1"'
          : `ip_protocol = "${protocol}", ${span(from, to)}`;
      return `add an aws_vpc_security_group_${kind}_rule with \`security_group_id = ${group}.id, ${what}, ${terraformPeer(peer)}\``;
    }
    case 'cloudformation': {
      const kind = egress ? 'Egress' : 'Ingress';
      const what =
        protocol === 'all'
          ? 'IpProtocol: "-1"'
          : `IpProtocol: ${protocol}, FromPort: ${from}, ToPort: ${to}`;
      const about = `GroupId: !GetAtt ${lastOf(group)}.GroupId, ${what}, ${cloudFormationPeer(peer, egress)}`;
      return `add \`{ Type: AWS::EC2::SecurityGroup${kind}, Properties: { ${about} } }\``;
    }
  }
}

const NUMBERS = { tcp: 6, udp: 17, all: -1 } as const;

const span = (from: number, to: number): string => `from_port = ${from}, to_port = ${to}`;

function terraformPeer(peer: RuleToAdd['peer']): string {
  if ('group' in peer) return `referenced_security_group_id = ${terraformId(peer.group)}`;
  return `${peer.cidr.includes(':') ? 'cidr_ipv6' : 'cidr_ipv4'} = "${peer.cidr}"`;
}

const terraformId = (id: string): string => (/^sg-/.test(id) ? `"${id}"` : `${id}.id`);

function cloudFormationPeer(peer: RuleToAdd['peer'], egress: boolean): string {
  if ('cidr' in peer) {
    return peer.cidr.includes(':') ? `CidrIpv6: "${peer.cidr}"` : `CidrIp: ${peer.cidr}`;
  }
  const name = egress ? 'DestinationSecurityGroupId' : 'SourceSecurityGroupId';
  const { group } = peer;
  return `${name}: ${/^sg-/.test(group) ? group : `!GetAtt ${lastOf(group)}.GroupId`}`;
}

/** Within its template a resource has no stack before its name. */
const lastOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export const portsText = ([from, to]: readonly [number, number]): string =>
  from === to ? `${from}` : `${from}-${to}`;

/** Before what is denied: the lowest number that matches decides. */
function numberFor(rules: readonly AclRule[], place: number): number {
  const used = new Set(rules.map(({ number }) => number));
  const denied = rules.filter(({ effect }) => effect === 'deny').map(({ number }) => number);
  if (denied.length === 0) return Math.min(32_766, Math.max(90, ...used) + 10 * (place + 1));
  let number = Math.min(...denied);
  for (let left = place + 1; left > 0 && number > 1; ) {
    number -= 1;
    if (!used.has(number)) left -= 1;
  }
  return number;
}
