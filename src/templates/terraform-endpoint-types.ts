import type { Naming } from './terraform-types.ts';

const one = { SubnetId: 'subnet_id' };
const several = { SubnetIds: 'subnet_ids' };

/** Resources that name a subnet and take nothing of it. */
const neutral = (type: string): Naming => ({ type, properties: {} });

/** What joins networks, and what speaks of subnets only. */
export const TERRAFORM_ENDPOINT_TYPES: Readonly<Record<string, Naming>> = {
  aws_ec2_transit_gateway_vpc_attachment: {
    type: 'AWS::EC2::TransitGatewayVpcAttachment',
    properties: several,
  },
  aws_networkmanager_vpc_attachment: {
    type: 'AWS::NetworkManager::VpcAttachment',
    properties: { SubnetArns: 'subnet_arns' },
  },
  aws_ec2_client_vpn_network_association: {
    type: 'AWS::EC2::ClientVpnTargetNetworkAssociation',
    properties: one,
  },
  aws_ec2_instance_connect_endpoint: {
    type: 'AWS::EC2::InstanceConnectEndpoint',
    properties: one,
  },
  aws_vpc_endpoint_subnet_association: {
    type: 'AWS::EC2::VPCEndpointSubnet',
    properties: one,
  },
  aws_vpc_route_server_endpoint: { type: 'AWS::EC2::RouteServerEndpoint', properties: one },
  aws_verifiedaccess_endpoint: {
    type: 'AWS::EC2::VerifiedAccessEndpoint',
    properties: {
      'LoadBalancerOptions.SubnetIds': 'load_balancer_options.0.subnet_ids',
      'RdsOptions.SubnetIds': 'rds_options.0.subnet_ids',
      'CidrOptions.SubnetIds': 'cidr_options.0.subnet_ids',
    },
  },
  aws_ec2_subnet_cidr_reservation: {
    type: 'AWS::EC2::SubnetCidrReservation',
    properties: { ...one, Cidr: 'cidr_block' },
  },
  aws_route53_resolver_endpoint: {
    type: 'AWS::Route53Resolver::ResolverEndpoint',
    properties: { 'IpAddresses.*.SubnetId': 'ip_address.*.subnet_id' },
  },
  aws_networkfirewall_firewall: {
    type: 'AWS::NetworkFirewall::Firewall',
    properties: { 'SubnetMappings.*.SubnetId': 'subnet_mapping.*.subnet_id' },
  },
  aws_networkfirewall_vpc_endpoint_association: {
    type: 'AWS::NetworkFirewall::VpcEndpointAssociation',
    properties: { 'SubnetMapping.SubnetId': 'subnet_mapping.0.subnet_id' },
  },
  aws_vpclattice_resource_gateway: {
    type: 'AWS::VpcLattice::ResourceGateway',
    properties: {
      ...several,
      IpAddressType: 'ip_address_type',
      Ipv4AddressesPerEni: 'ipv4_addresses_per_eni',
    },
  },
  aws_apigatewayv2_vpc_link: { type: 'AWS::ApiGatewayV2::VpcLink', properties: several },
  aws_codestarconnections_host: {
    type: 'AWS::CodeConnections::Host',
    properties: { 'VpcConfiguration.SubnetIds': 'vpc_configuration.0.subnet_ids' },
  },
  aws_ssm_parameter: neutral('AWS::SSM::Parameter'),
  aws_secretsmanager_secret_version: neutral('AWS::SecretsManager::Secret'),
  aws_iam_user_policy: neutral('AWS::IAM::UserPolicy'),
  aws_iam_group_policy: neutral('AWS::IAM::GroupPolicy'),
  aws_flow_log: neutral('AWS::EC2::FlowLog'),
  aws_cloudwatch_metric_alarm: neutral('AWS::CloudWatch::Alarm'),
  aws_ec2_tag: neutral('AWS::ResourceGroups::Group'),
};
