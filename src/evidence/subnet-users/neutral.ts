import { nothing } from './shorthand.ts';
import type { SubnetUser } from './types.ts';

const WRITTEN = 'it keeps the name and does nothing in the subnet';

/** What often names a subnet and takes nothing of it. */
export const NEUTRAL_USERS = {
  'AWS::SSM::Parameter': nothing('parameter', WRITTEN),
  'AWS::SecretsManager::Secret': nothing('secret', WRITTEN),
  'AWS::IAM::Policy': nothing('policy', 'it speaks of the subnet'),
  'AWS::IAM::ManagedPolicy': nothing('policy', 'it speaks of the subnet'),
  'AWS::IAM::Role': nothing('role', 'its policies speak of the subnet'),
  'AWS::IAM::User': nothing('user', 'its policies speak of the subnet'),
  'AWS::IAM::Group': nothing('group', 'its policies speak of the subnet'),
  'AWS::IAM::RolePolicy': nothing('policy', 'it speaks of the subnet'),
  'AWS::CloudWatch::Alarm': nothing('alarm', WRITTEN),
  'AWS::CloudWatch::Dashboard': nothing('dashboard', WRITTEN),
  'AWS::CloudFormation::Stack': nothing('nested stack', 'its template is read by itself'),
  'AWS::Serverless::Application': nothing('nested stack', 'its template is read by itself'),
  'AWS::EC2::NetworkAcl': nothing('network ACL', 'it guards the subnet'),
  'AWS::EC2::RouteTable': nothing('route table', 'it routes for the subnet'),
  'AWS::EC2::Route': nothing('route', 'it is part of a route table'),
  'AWS::EC2::GatewayRouteTableAssociation': nothing('association', 'it joins two others'),
  'AWS::ResourceGroups::Group': nothing('resource group', WRITTEN),
  'AWS::InspectorV2::Filter': nothing('filter', 'the subnet is what is looked for', {
    subnets: ['FilterCriteria.Ec2InstanceSubnetId'],
  }),
  'AWS::SecurityHub::Insight': nothing('insight', 'the subnet is what is looked for', {
    subnets: ['Filters.ResourceAwsEc2InstanceSubnetId'],
  }),
} as const satisfies Record<string, SubnetUser>;
