import { assumed, documented, inEach, NOT_PUBLISHED, nothing, uncounted } from './shorthand.ts';
import type { Amount, SubnetUser } from './types.ts';

const NAT: Amount = {
  plus: [
    1,
    { items: 'SecondaryAllocationIds' },
    { items: 'SecondaryPrivateIpAddresses' },
    { of: 'SecondaryPrivateIpAddressCount', else: 0 },
  ],
};

const BALANCER = documented('aws-elb-guide');

/** Endpoints, gateways, load balancers and what else joins networks. */
export const NETWORK_USERS = {
  'AWS::EC2::NetworkInterface': {
    takes: 'addresses',
    kind: 'network interface',
    subnets: ['SubnetId'],
    parts: [inEach({ call: 'addresses of an interface' })],
    ...documented('aws-ec2-guide-prefixes'),
  },
  'AWS::EC2::NatGateway': {
    takes: 'addresses',
    kind: 'NAT gateway',
    subnets: ['SubnetId'],
    parts: [inEach(NAT)],
    ...documented('botocore', 'aws-vpc-guide'),
  },
  'AWS::EC2::VPCEndpoint': {
    takes: 'addresses',
    kind: 'interface endpoint',
    subnets: ['SubnetIds'],
    parts: [
      inEach(1, {
        when: { of: 'VpcEndpointType', is: ['Interface', 'GatewayLoadBalancer'], else: 'Gateway' },
      }),
      inEach(
        { from: 1, to: null },
        { when: { of: 'VpcEndpointType', is: ['Resource'], else: 'Gateway' } },
      ),
      inEach(
        { from: 16, to: null },
        { when: { of: 'VpcEndpointType', is: ['ServiceNetwork'], else: 'Gateway' }, free: 16 },
      ),
    ],
    ...documented('botocore', 'aws-privatelink-guide'),
  },
  'AWS::EC2::VPCEndpointSubnet': {
    takes: 'addresses',
    kind: 'interface endpoint',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...documented('botocore', 'aws-privatelink-guide'),
  },
  'AWS::EC2::InstanceConnectEndpoint': {
    takes: 'addresses',
    kind: 'instance connect endpoint',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...assumed('The API speaks of one interface and one address of it.', 'botocore'),
  },
  'AWS::EC2::TransitGatewayAttachment': {
    takes: 'addresses',
    kind: 'transit gateway',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    ...documented('botocore'),
  },
  'AWS::EC2::TransitGatewayVpcAttachment': {
    takes: 'addresses',
    kind: 'transit gateway',
    subnets: ['SubnetIds', 'AddSubnetIds'],
    parts: [inEach(1)],
    ...documented('botocore'),
  },
  'AWS::EC2::TransitGatewayMulticastDomainAssociation': nothing(
    'multicast association',
    'it names subnets of an attachment, which takes the addresses',
    { subnets: ['SubnetId'] },
  ),
  'AWS::NetworkManager::VpcAttachment': {
    takes: 'addresses',
    kind: 'core network attachment',
    subnets: ['SubnetArns'],
    parts: [inEach(1)],
    ...assumed('It does what an attachment of a transit gateway does.', 'botocore'),
  },
  'AWS::NetworkManager::ConnectPeer': nothing(
    'connect peer',
    'the subnet tells where the appliance is',
    { subnets: ['SubnetArn'] },
  ),
  'AWS::NetworkManager::Device': nothing('network device', 'the subnet is its recorded location', {
    subnets: ['AWSLocation.SubnetArn'],
  }),
  'AWS::EC2::ClientVpnTargetNetworkAssociation': {
    takes: 'addresses',
    kind: 'client VPN',
    subnets: ['SubnetId'],
    parts: [inEach({ from: 1, to: null }, { free: 20 })],
    ...documented('aws-client-vpn-guide'),
  },
  'AWS::EC2::ClientVpnRoute': nothing('client VPN route', 'it leads to an associated subnet', {
    subnets: ['TargetVpcSubnetId'],
  }),
  'AWS::EC2::RouteServerEndpoint': {
    takes: 'addresses',
    kind: 'route server endpoint',
    subnets: ['SubnetId'],
    parts: [inEach(1)],
    ...documented('botocore'),
  },
  'AWS::EC2::VerifiedAccessEndpoint': uncounted(
    'verified access endpoint',
    ['LoadBalancerOptions.SubnetIds', 'RdsOptions.SubnetIds', 'CidrOptions.SubnetIds'],
    NOT_PUBLISHED,
  ),
  'AWS::EC2::ApplicationStatusCheck': uncounted(
    'status checks',
    ['HealthCheckPaths.*.Source.SubnetId', 'HealthCheckPaths.*.Destinations.*.SubnetId'],
    NOT_PUBLISHED,
  ),
  'AWS::EC2::SubnetCidrReservation': {
    takes: 'addresses',
    kind: 'reserved block',
    subnets: ['SubnetId'],
    parts: [inEach({ block: 'Cidr' })],
    ...documented('aws-vpc-guide'),
  },
  'AWS::EC2::SubnetCidrBlock': nothing('IPv6 block', 'it holds no IPv4 address', {
    subnets: ['SubnetId'],
  }),
  'AWS::EC2::SubnetNetworkAclAssociation': nothing('association', 'it joins a subnet and an ACL', {
    subnets: ['SubnetId'],
  }),
  'AWS::EC2::SubnetRouteTableAssociation': nothing(
    'association',
    'it joins a subnet and a route table',
    { subnets: ['SubnetId'] },
  ),
  'AWS::EC2::VPCBlockPublicAccessExclusion': nothing('exclusion', 'it is a policy on a subnet', {
    subnets: ['SubnetId'],
  }),
  'AWS::EC2::FlowLog': nothing('flow log', 'it watches what is there'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    takes: 'addresses',
    kind: 'load balancer',
    subnets: ['Subnets', 'SubnetMappings.*.SubnetId'],
    parts: [
      inEach(1, {
        when: { of: 'Type', isNot: ['network'], else: 'application' },
        free: 8,
      }),
      inEach(1, {
        when: { of: 'Type', is: ['network'], else: 'application' },
        free: 8,
      }),
    ],
    ...BALANCER,
  },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    takes: 'addresses',
    kind: 'load balancer',
    subnets: ['Subnets'],
    parts: [inEach(1, { free: 8 })],
    ...assumed('The rule of the newer load balancers is taken for it.', 'aws-elb-guide'),
  },
  'AWS::Route53Resolver::ResolverEndpoint': {
    takes: 'addresses',
    kind: 'resolver endpoint',
    parts: [{ place: 'entries', entries: 'IpAddresses', rest: 1 }],
    ...documented('botocore-services'),
  },
  'AWS::Route53GlobalResolver::DnsView': nothing(
    'DNS view',
    'the property is a switch of the name service',
  ),
  'AWS::NetworkFirewall::Firewall': {
    takes: 'addresses',
    kind: 'firewall endpoint',
    subnets: ['SubnetMappings.*.SubnetId'],
    parts: [inEach(1)],
    ...documented('aws-network-firewall-guide'),
  },
  'AWS::NetworkFirewall::VpcEndpointAssociation': {
    takes: 'addresses',
    kind: 'firewall endpoint',
    subnets: ['SubnetMapping.SubnetId'],
    parts: [inEach(1)],
    ...documented('aws-network-firewall-guide'),
  },
} as const satisfies Record<string, SubnetUser>;
