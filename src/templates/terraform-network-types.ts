import type { Naming } from './terraform-types.ts';

const network = { VpcId: 'vpc_id' };

const TARGETS = {
  GatewayId: 'gateway_id',
  NatGatewayId: 'nat_gateway_id',
  EgressOnlyInternetGatewayId: 'egress_only_gateway_id',
  VpcPeeringConnectionId: 'vpc_peering_connection_id',
};

const ROUTE_BLOCK = {
  DestinationCidrBlock: 'cidr_block',
  DestinationIpv6CidrBlock: 'ipv6_cidr_block',
  ...TARGETS,
};

const ACL_BLOCK = {
  RuleNumber: 'rule_no',
  RuleAction: 'action',
  Protocol: 'protocol',
  CidrBlock: 'cidr_block',
  Ipv6CidrBlock: 'ipv6_cidr_block',
  'PortRange.From': 'from_port',
  'PortRange.To': 'to_port',
};

const GROUP_BLOCK = {
  IpProtocol: 'protocol',
  FromPort: 'from_port',
  ToPort: 'to_port',
  CidrIp: 'cidr_blocks',
  CidrIpv6: 'ipv6_cidr_blocks',
  DestinationPrefixListId: 'prefix_list_ids',
  DestinationSecurityGroupId: 'security_groups',
  Self: 'self',
};

const GROUP_RULE = {
  GroupId: 'security_group_id',
  IpProtocol: 'ip_protocol',
  FromPort: 'from_port',
  ToPort: 'to_port',
  CidrIp: 'cidr_ipv4',
  CidrIpv6: 'cidr_ipv6',
  DestinationPrefixListId: 'prefix_list_id',
  DestinationSecurityGroupId: 'referenced_security_group_id',
};

const routes = { Routes: { place: 'route', names: ROUTE_BLOCK } };

const group: Naming = {
  type: 'AWS::EC2::SecurityGroup',
  properties: network,
  blocks: {
    SecurityGroupEgress: { place: 'egress', names: GROUP_BLOCK },
    SecurityGroupIngress: { place: 'ingress', names: GROUP_BLOCK },
  },
  // Terraform takes the rule out that lets everything leave.
  always: { StartsClosed: true },
};

const acl: Naming = {
  type: 'AWS::EC2::NetworkAcl',
  properties: { ...network, SubnetIds: 'subnet_ids', DefaultOf: 'default_network_acl_id' },
  blocks: {
    Ingress: { place: 'ingress', names: ACL_BLOCK },
    Egress: { place: 'egress', names: ACL_BLOCK },
  },
};

/** The types of the AWS provider that make up the network around functions. */
export const TERRAFORM_NETWORK_TYPES: Readonly<Record<string, Naming>> = {
  aws_vpc: { type: 'AWS::EC2::VPC', properties: { InstanceTenancy: 'instance_tenancy' } },
  aws_default_vpc: { type: 'AWS::EC2::VPC', properties: {}, always: { IsFound: true } },
  aws_subnet: {
    type: 'AWS::EC2::Subnet',
    properties: {
      ...network,
      CidrBlock: 'cidr_block',
      Ipv6CidrBlock: 'ipv6_cidr_block',
      Ipv6Native: 'ipv6_native',
      AvailabilityZone: 'availability_zone',
      AvailabilityZoneId: 'availability_zone_id',
    },
  },
  aws_security_group: group,
  aws_default_security_group: group,
  aws_security_group_rule: {
    type: 'AWS::EC2::SecurityGroupEgress',
    properties: {
      Direction: 'type',
      GroupId: 'security_group_id',
      ...{ ...GROUP_BLOCK, DestinationSecurityGroupId: 'source_security_group_id' },
    },
  },
  aws_vpc_security_group_egress_rule: {
    type: 'AWS::EC2::SecurityGroupEgress',
    properties: GROUP_RULE,
  },
  aws_vpc_security_group_ingress_rule: {
    type: 'AWS::EC2::SecurityGroupIngress',
    properties: GROUP_RULE,
  },
  aws_route_table: {
    type: 'AWS::EC2::RouteTable',
    properties: { ...network, PropagatingVgws: 'propagating_vgws' },
    blocks: routes,
  },
  aws_default_route_table: {
    type: 'AWS::EC2::RouteTable',
    properties: { MainOf: 'default_route_table_id', PropagatingVgws: 'propagating_vgws' },
    blocks: routes,
  },
  aws_main_route_table_association: {
    type: 'AWS::EC2::MainRouteTableAssociation',
    properties: { ...network, RouteTableId: 'route_table_id' },
  },
  aws_route_table_association: {
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    properties: { SubnetId: 'subnet_id', RouteTableId: 'route_table_id' },
  },
  aws_route: {
    type: 'AWS::EC2::Route',
    properties: {
      RouteTableId: 'route_table_id',
      DestinationCidrBlock: 'destination_cidr_block',
      DestinationIpv6CidrBlock: 'destination_ipv6_cidr_block',
      ...TARGETS,
    },
  },
  aws_vpn_gateway_route_propagation: {
    type: 'AWS::EC2::VPNGatewayRoutePropagation',
    properties: { RouteTableIds: 'route_table_id' },
  },
  aws_internet_gateway: { type: 'AWS::EC2::InternetGateway', properties: network },
  aws_egress_only_internet_gateway: {
    type: 'AWS::EC2::EgressOnlyInternetGateway',
    properties: network,
  },
  aws_nat_gateway: {
    type: 'AWS::EC2::NatGateway',
    properties: {
      SubnetId: 'subnet_id',
      ConnectivityType: 'connectivity_type',
      SecondaryAllocationIds: 'secondary_allocation_ids',
      SecondaryPrivateIpAddresses: 'secondary_private_ip_addresses',
      SecondaryPrivateIpAddressCount: 'secondary_private_ip_address_count',
    },
  },
  aws_vpc_peering_connection: {
    type: 'AWS::EC2::VPCPeeringConnection',
    properties: { ...network, PeerVpcId: 'peer_vpc_id' },
  },
  aws_vpc_endpoint: {
    type: 'AWS::EC2::VPCEndpoint',
    properties: {
      ...network,
      ServiceName: 'service_name',
      VpcEndpointType: 'vpc_endpoint_type',
      RouteTableIds: 'route_table_ids',
      SubnetIds: 'subnet_ids',
    },
  },
  aws_network_acl: acl,
  aws_default_network_acl: acl,
  aws_network_acl_rule: {
    type: 'AWS::EC2::NetworkAclEntry',
    properties: {
      NetworkAclId: 'network_acl_id',
      ...{ ...ACL_BLOCK, RuleNumber: 'rule_number', RuleAction: 'rule_action' },
      Egress: 'egress',
    },
  },
  aws_network_acl_association: {
    type: 'AWS::EC2::SubnetNetworkAclAssociation',
    properties: { SubnetId: 'subnet_id', NetworkAclId: 'network_acl_id' },
  },
};
