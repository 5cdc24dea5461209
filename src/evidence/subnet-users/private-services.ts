import { assumed, documented, inAny, inEach, NOT_PUBLISHED, uncounted } from './shorthand.ts';
import type { SubnetUser } from './types.ts';

const LATTICE = { of: 'Ipv4AddressesPerEni', else: 16 } as const;

/** What joins a service of AWS to a VPC, or puts one there. */
export const PRIVATE_SERVICE_USERS = {
  'AWS::ApiGatewayV2::VpcLink': {
    takes: 'addresses',
    kind: 'VPC link',
    subnets: ['SubnetIds'],
    parts: [inEach(1, { peak: { from: 1, to: null } })],
    ...assumed(
      'It makes interfaces in its subnets; one each is the least, and it grows with traffic.',
      'aws-apigateway-guide',
    ),
  },
  'AWS::CodeConnections::Host': {
    takes: 'addresses',
    kind: 'connection host',
    subnets: ['VpcConfiguration.SubnetIds'],
    parts: [inEach(1)],
    ...assumed('A VPC has one host, with one interface in each subnet.', 'aws-codebuild-guide'),
  },
  'AWS::Deadline::LicenseEndpoint': {
    takes: 'addresses',
    kind: 'license endpoint',
    subnets: ['SubnetIds'],
    parts: [inEach(1)],
    ...assumed('It behaves as a VPC endpoint, one interface a subnet.', 'botocore-services'),
  },
  'AWS::DevOpsAgent::PrivateConnection': {
    takes: 'addresses',
    kind: 'resource gateway',
    subnets: ['ConnectionConfiguration.ServiceManaged.SubnetIds'],
    parts: [
      inEach(
        { of: 'ConnectionConfiguration.ServiceManaged.Ipv4AddressesPerEni', else: 16 },
        {
          peak: {
            times: [
              2,
              { of: 'ConnectionConfiguration.ServiceManaged.Ipv4AddressesPerEni', else: 16 },
            ],
          },
        },
      ),
    ],
    ...assumed(
      'It makes a resource gateway of VPC Lattice, which takes 16 for an interface by default.',
      'aws-devops-agent-guide',
      'aws-lattice-guide',
    ),
  },
  'AWS::RTBFabric::RequesterGateway': uncounted('RTB gateway', ['SubnetIds'], NOT_PUBLISHED),
  'AWS::RTBFabric::ResponderGateway': uncounted('RTB gateway', ['SubnetIds'], NOT_PUBLISHED),
  'AWS::DirectoryService::MicrosoftAD': {
    takes: 'addresses',
    kind: 'directory',
    subnets: ['VpcSettings.SubnetIds'],
    parts: [inEach(1)],
    ...documented('aws-directory-guide'),
  },
  'AWS::DirectoryService::SimpleAD': {
    takes: 'addresses',
    kind: 'directory',
    subnets: ['VpcSettings.SubnetIds'],
    parts: [inEach(1)],
    ...documented('aws-directory-guide'),
  },
  'AWS::CloudHSM::Cluster': uncounted(
    'security modules',
    ['SubnetIds'],
    'each of its modules takes an address, and how many there are is not told',
  ),
  'AWS::CloudHSM::Hsm': {
    takes: 'addresses',
    kind: 'security module',
    subnets: ['SubnetId'],
    through: ['ClusterId'],
    parts: [inAny(1)],
    ...documented('aws-cloudhsm-guide'),
  },
  'AWS::EVS::Environment': uncounted('VMware hosts', ['ServiceAccessSubnetId'], NOT_PUBLISHED),
  'AWS::M2::Environment': uncounted('mainframe environment', ['SubnetIds'], NOT_PUBLISHED),
  'AWS::VpcLattice::ResourceGateway': {
    takes: 'addresses',
    kind: 'resource gateway',
    subnets: ['SubnetIds'],
    parts: [
      inEach(LATTICE, {
        when: { of: 'IpAddressType', isNot: ['IPV6'], else: 'IPV4' },
        peak: { times: [2, LATTICE] },
      }),
    ],
    ...documented('aws-lattice-guide'),
  },
} as const satisfies Record<string, SubnetUser>;
