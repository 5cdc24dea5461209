import type { AclRule, GroupRule, Protocol, TrafficRule } from '../network/types.ts';
import { blockText } from './cidr.ts';
import type { Get } from './gateways.ts';
import { isDict, type Maybe, Unknown, type Value } from './values.ts';
import { isGiven, type Names } from './view.ts';

/** What is not known of a rule is taken to let everything pass: so nothing is blamed wrongly. */
const EVERYTHING: TrafficRule = { protocol: 'all', ports: null, cidr: null };

const PROTOCOLS: Readonly<Record<string, Protocol | 'all'>> = {
  ...{ '-1': 'all', all: 'all', '6': 'tcp', tcp: 'tcp', '17': 'udp', udp: 'udp' },
};

/** Blocks that no interface has: CDK and others write them so that a rule allows nothing. */
const NOWHERE = ['127.0.0.1/32', '255.255.255.255/32'];

/** What a rule is about beside blocks; where a list of prefixes lies is not looked into. */
const MEMBERS = ['DestinationSecurityGroupId', 'SourceSecurityGroupId', 'SourceSecurityGroupName'];
const PREFIXES = ['DestinationPrefixListId', 'SourcePrefixListId'];

/** What a rule of a group lets pass; Terraform writes several blocks into one. */
export function groupRulesOf(rule: Get, own: string, names: Names): GroupRule[] {
  const protocol = rule('IpProtocol');
  if (protocol instanceof Unknown) return [EVERYTHING];
  const known = PROTOCOLS[String(protocol).toLowerCase()];
  if (known === undefined) return [];
  const ports = known === 'all' ? null : portsOf(rule('FromPort'), rule('ToPort'));
  if (ports === 'unknown') return [EVERYTHING];
  const blocks = ['CidrIp', 'CidrIpv6'].flatMap((name) => listOf(rule(name))).map(blockText);
  const lists = PREFIXES.filter((name) => isGiven(rule(name))).map(() => null);
  const members = MEMBERS.flatMap((name) => listOf(rule(name))).map((one) => {
    const isKnown = !(one instanceof Unknown) || one.resource !== undefined;
    return isKnown ? { group: names.of(one) } : {};
  });
  const self = rule('Self');
  if (isGiven(self) && self !== false) members.push({ group: own });
  return [
    ...[...blocks, ...lists]
      .filter((cidr) => cidr === null || !NOWHERE.includes(cidr))
      .map((cidr) => ({ protocol: known, ports, cidr })),
    ...members.map((member) => ({ protocol: known, ports, cidr: null, ...member })),
  ];
}

/** An entry of a network ACL and its list; null: a part of it is not known. */
export function aclEntryOf(entry: Get): { rules: AclRule[]; isOutbound: boolean } | null {
  const parts = ['RuleNumber', 'Protocol', 'RuleAction', 'Egress'].map(entry);
  const block = [entry('CidrBlock'), entry('Ipv6CidrBlock')].find(isGiven);
  const cidr = blockText(block);
  const ports = portsOf(entry('PortRange.From'), entry('PortRange.To'));
  if (parts.some((part) => part instanceof Unknown) || cidr === null || ports === 'unknown') {
    return null;
  }
  const [number, protocol, action, egress] = parts;
  const isOutbound = String(egress) === 'true';
  const known = PROTOCOLS[String(protocol).toLowerCase()];
  if (known === undefined) return { rules: [], isOutbound };
  const effect = String(action).toLowerCase() === 'allow' ? 'allow' : 'deny';
  const rule = { number: Number(number), effect, protocol: known, cidr } as const;
  return { rules: [{ ...rule, ports: known === 'all' ? null : ports }], isOutbound };
}

function portsOf(from: Maybe, to: Maybe): [number, number] | null | 'unknown' {
  if (from instanceof Unknown || to instanceof Unknown) return 'unknown';
  if (!isGiven(from) || !isGiven(to) || Number(from) < 0) return null;
  return [Number(from), Number(to)];
}

export function listOf(value: Maybe): Value[] {
  if (!isGiven(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** The properties of a block inside another resource; a block that is not known has none known. */
export function blockReader(block: Value): Get {
  if (isDict(block)) return (name) => block.get(name);
  return () => new Unknown('a part of a rule', 'a part of a rule', 'any');
}
