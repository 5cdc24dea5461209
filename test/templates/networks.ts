import type { Plan } from '../../src/plan/types.ts';
import { type Configured, type Part, refers, terraformPlan } from './terraform-plans.ts';

/** A network with functions in it, which can be written as a template and as a Terraform plan. */
export interface Drawn {
  /** Names of tables, of ACLs; null: the VPC's own. `vpc`: 1 is another one. */
  subnets: Record<string, { table?: string; acl?: string; ipv6?: true; vpc?: 1 }>;
  tables?: Record<string, { to4?: Target; to6?: Target }>;
  /** NAT gateways by the subnet they stand in. */
  nats?: Record<string, string>;
  groups?: Record<string, 'open' | 'closed' | 'https'>;
  /** The ports to which answers are let in, by network ACL. */
  acls?: Record<string, [first: number, last: number]>;
  endpoint?: 'Gateway' | 'Interface';
  functions: Record<string, { subnets: string[]; groups?: string[]; dual?: true }>;
}

/** A gateway of the VPC, a NAT gateway by name, or a transit gateway. */
export type Target = 'internet' | 'egressOnly' | 'transit' | (string & {});

const entries = <T>(things: Record<string, T> | undefined) => Object.entries(things ?? {});

const vpcOf = ({ vpc }: { vpc?: 1 }) => (vpc === 1 ? 'Other' : 'Net');

const groupsOf = (drawn: Drawn) => drawn.groups ?? { Web: 'open' };

/** As a template of CloudFormation. */
export function asCloudFormation(drawn: Drawn): string {
  const made: [name: string, type: string, properties: object][] = [
    ['Net', 'VPC', {}],
    ['Other', 'VPC', {}],
    ['Gate', 'InternetGateway', {}],
    ['Out', 'EgressOnlyInternetGateway', { VpcId: ref('Net') }],
  ];
  entries(drawn.subnets).forEach(([name, subnet], n) => {
    const { table, acl, ipv6 } = subnet;
    const blocks = { CidrBlock: `10.0.${n}.0/24`, ...(ipv6 && { Ipv6CidrBlock: v6(n) }) };
    made.push([name, 'Subnet', { VpcId: ref(vpcOf(subnet)), ...blocks }]);
    const joined = (other: object) => ({ SubnetId: ref(name), ...other });
    if (table) {
      const properties = joined({ RouteTableId: ref(table) });
      made.push([`${name}To${table}`, 'SubnetRouteTableAssociation', properties]);
    }
    if (acl) {
      const properties = joined({ NetworkAclId: ref(acl) });
      made.push([`${name}Behind${acl}`, 'SubnetNetworkAclAssociation', properties]);
    }
  });
  for (const [name, table] of entries(drawn.tables)) {
    made.push([name, 'RouteTable', { VpcId: ref('Net') }]);
    for (const [family, block, to] of routesOf(table)) {
      const property = family === 4 ? 'DestinationCidrBlock' : 'DestinationIpv6CidrBlock';
      const route = { RouteTableId: ref(name), [property]: block, ...cfnTarget(to) };
      made.push([`${name}Route${family}`, 'Route', route]);
    }
  }
  for (const [name, subnet] of entries(drawn.nats)) {
    made.push([name, 'NatGateway', { SubnetId: ref(subnet) }]);
  }
  for (const [name, egress] of entries(groupsOf(drawn))) {
    made.push([name, 'SecurityGroup', { VpcId: ref('Net'), ...CFN_EGRESS[egress] }]);
  }
  for (const [name, [From, To]] of entries(drawn.acls)) {
    made.push([name, 'NetworkAcl', { VpcId: ref('Net') }]);
    const rule = { NetworkAclId: ref(name), RuleNumber: 100, RuleAction: 'allow' };
    const all = { ...rule, CidrBlock: '0.0.0.0/0' };
    made.push([`${name}Out`, 'NetworkAclEntry', { ...all, Egress: true, Protocol: -1 }]);
    const ports = { Protocol: 6, PortRange: { From, To } };
    made.push([`${name}In`, 'NetworkAclEntry', { ...all, ...ports }]);
  }
  if (drawn.endpoint) {
    const service = 'com.amazonaws.eu-west-1.s3';
    const properties = { VpcId: ref('Net'), VpcEndpointType: drawn.endpoint, ServiceName: service };
    made.push(['Door', 'VPCEndpoint', properties]);
  }
  const network = made.map(([name, type, Properties]) => {
    return `  ${name}: ${JSON.stringify({ Type: `AWS::EC2::${type}`, Properties })}`;
  });
  const functions = entries(drawn.functions).map(([name, { subnets, groups = ['Web'], dual }]) => {
    const lists = { SubnetIds: subnets.map(ref), SecurityGroupIds: groups.map(ref) };
    const VpcConfig = { ...lists, ...(dual && { Ipv6AllowedForDualStack: true }) };
    return `  ${name}: ${JSON.stringify({ Type: 'AWS::Lambda::Function', Properties: { VpcConfig } })}`;
  });
  return ['Resources:', ...network, ...functions, ''].join('\n');
}

const ref = (name: string) => ({ Ref: name });
const v6 = (n: number) => `2001:db8:0:${n}::/64`;

const CFN_EGRESS = {
  open: {},
  closed: { SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }] },
  https: {
    SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
  },
};

function routesOf({ to4, to6 }: { to4?: Target; to6?: Target }): [4 | 6, string, Target][] {
  return [
    ...(to4 ? [[4, '0.0.0.0/0', to4] as [4, string, Target]] : []),
    ...(to6 ? [[6, '::/0', to6] as [6, string, Target]] : []),
  ];
}

function cfnTarget(to: Target): object {
  if (to === 'internet') return { GatewayId: ref('Gate') };
  if (to === 'egressOnly') return { EgressOnlyInternetGatewayId: ref('Out') };
  return to === 'transit' ? { TransitGatewayId: 'tgw-1' } : { NatGatewayId: ref(to) };
}

/** As a plan of Terraform before anything is applied; routes of their own, or in their tables. */
export function asTerraform(drawn: Drawn, routes: 'apart' | 'inline' = 'apart'): string {
  const parts: Part[] = [];
  const configured: Configured[] = [];
  const add = (address: string, values: object, expressions: Record<string, unknown> = {}) => {
    const unknown = Object.fromEntries(Object.keys(expressions).map((name) => [name, true]));
    parts.push({ address, values: { ...values }, unknown: { id: true, ...unknown } });
    configured.push({ address, expressions });
  };
  const inNet = { vpc_id: id('aws_vpc.Net') };
  add('aws_vpc.Net', {});
  add('aws_vpc.Other', {});
  add('aws_internet_gateway.Gate', {}, inNet);
  add('aws_egress_only_internet_gateway.Out', {}, inNet);
  entries(drawn.subnets).forEach(([name, subnet], n) => {
    const blocks = { cidr_block: `10.0.${n}.0/24`, ipv6_cidr_block: subnet.ipv6 ? v6(n) : null };
    add(`aws_subnet.${name}`, blocks, { vpc_id: id(`aws_vpc.${vpcOf(subnet)}`) });
    const { table, acl } = subnet;
    const joined = { subnet_id: id(`aws_subnet.${name}`) };
    if (table) {
      const expressions = { ...joined, route_table_id: id(`aws_route_table.${table}`) };
      add(`aws_route_table_association.${name}To${table}`, {}, expressions);
    }
    if (acl) {
      const expressions = { ...joined, network_acl_id: id(`aws_network_acl.${acl}`) };
      add(`aws_network_acl_association.${name}Behind${acl}`, {}, expressions);
    }
  });
  for (const [name, table] of entries(drawn.tables)) {
    const found = routesOf(table);
    if (routes === 'inline' && found.length > 0) {
      const blocks = found.map(([family, block]) => blockOf(family, block));
      const open = found.map(([, , to]) => ({ [tfTarget(to)[0]]: true }));
      const references = found.flatMap(([, , to]) => tfTarget(to)[1].references);
      const address = `aws_route_table.${name}`;
      parts.push({ address, values: { route: blocks }, unknown: { route: open, vpc_id: true } });
      configured.push({ address, expressions: { ...inNet, route: { references } } });
      continue;
    }
    add(`aws_route_table.${name}`, {}, inNet);
    parts.at(-1)!.unknown!['route'] = true;
    for (const [family, block, to] of found) {
      const property = family === 4 ? 'destination_cidr_block' : 'destination_ipv6_cidr_block';
      const [target, expression] = tfTarget(to);
      const ends = { route_table_id: id(`aws_route_table.${name}`), [target]: expression };
      add(`aws_route.${name}Route${family}`, { [property]: block }, ends);
      // The provider fills in what nobody wrote.
      Object.assign(parts.at(-1)!.unknown!, { network_interface_id: true, gateway_id: true });
    }
  }
  for (const [name, subnet] of entries(drawn.nats)) {
    const values = { connectivity_type: 'public' };
    add(`aws_nat_gateway.${name}`, values, { subnet_id: id(`aws_subnet.${subnet}`) });
  }
  for (const [name, egress] of entries(groupsOf(drawn))) {
    add(`aws_security_group.${name}`, egress === 'open' ? { egress: [EVERYTHING] } : {}, inNet);
    if (egress !== 'open') parts.at(-1)!.unknown!['egress'] = true;
    if (egress !== 'https') continue;
    const rule = { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: '0.0.0.0/0' };
    const of = { security_group_id: id(`aws_security_group.${name}`) };
    add(`aws_vpc_security_group_egress_rule.${name}Https`, rule, of);
  }
  for (const [name, [from, to]] of entries(drawn.acls)) {
    const all = { cidr_block: '0.0.0.0/0', action: 'allow', rule_no: 100, ipv6_cidr_block: '' };
    const ingress = [{ ...all, protocol: 'tcp', from_port: from, to_port: to }];
    const egress = [{ ...all, protocol: '-1', from_port: 0, to_port: 0 }];
    add(`aws_network_acl.${name}`, { ingress, egress }, inNet);
  }
  if (drawn.endpoint) {
    const service = 'com.amazonaws.eu-west-1.s3';
    const values = { service_name: service, vpc_endpoint_type: drawn.endpoint };
    add('aws_vpc_endpoint.Door', values, inNet);
  }
  for (const [name, { subnets, groups = ['Web'], dual }] of entries(drawn.functions)) {
    const address = `aws_lambda_function.${name}`;
    const config = { ipv6_allowed_for_dual_stack: dual === true };
    const open = { subnet_ids: true, security_group_ids: true };
    parts.push({ address, values: { vpc_config: [config] }, unknown: { vpc_config: [open] } });
    const lists = {
      subnet_ids: refers(...subnets.flatMap((one) => id(`aws_subnet.${one}`).references)),
      security_group_ids: refers(
        ...groups.flatMap((one) => id(`aws_security_group.${one}`).references),
      ),
    };
    configured.push({ address, expressions: { vpc_config: [lists] } });
  }
  return terraformPlan(parts, { resources: configured });
}

const id = (address: string) => refers(`${address}.id`, address);

const EVERYTHING = {
  ...{ protocol: '-1', from_port: 0, to_port: 0 },
  ...{ cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: ['::/0'] },
};

/** The provider writes an empty text for every target that a route in a table has not. */
function blockOf(family: 4 | 6, block: string): object {
  const none = { cidr_block: '', ipv6_cidr_block: '', vpc_peering_connection_id: '' };
  return { ...none, [family === 4 ? 'cidr_block' : 'ipv6_cidr_block']: block };
}

function tfTarget(to: Target): [attribute: string, { references: string[] }] {
  if (to === 'internet') return ['gateway_id', id('aws_internet_gateway.Gate')];
  if (to === 'egressOnly') {
    return ['egress_only_gateway_id', id('aws_egress_only_internet_gateway.Out')];
  }
  if (to === 'transit') return ['transit_gateway_id', id('aws_ec2_transit_gateway.Hub')];
  return ['nat_gateway_id', id(`aws_nat_gateway.${to}`)];
}

/** What a plan finds in the network, as `severity RULE subject: message`, names as drawn. */
export function netFindings({ findings }: Plan): string[] {
  return findings
    .filter(({ rule }) => /^(NET|API)-/.test(rule))
    .map(({ rule, severity, subject, message }) => `${severity} ${rule} ${subject}: ${message}`)
    .map((line) => line.replaceAll(/\baws_[a-z_0-9]+\./g, ''))
    .sort();
}
