import { planned } from '../templates/planning.ts';

/** A VPC with two zones; functions leave by `Fn`, targets let in by `To`. */
export const NETWORK = `
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b } }
  D: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.9.0/24, AvailabilityZone: eu-west-1a } }
`;

export const SHUT = 'SecurityGroupEgress: [{ IpProtocol: icmp, CidrIp: 255.255.255.255/32 }]';

export const group = (name: string, rules = '') =>
  `  ${name}: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Net${rules === '' ? '' : `, ${rules}`} } }\n`;

export const out = (peer: string, from: number, to = from) =>
  `SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: ${from}, ToPort: ${to}, ${peer} }]`;
export const into = (peer: string, from: number, to = from) =>
  `SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: ${from}, ToPort: ${to}, ${peer} }]`;

export const fn = (
  properties: string,
  subnets = '[!Ref A, !Ref B]',
  groups = '[!Ref Fn]',
  more = '',
) =>
  `  F: { Type: AWS::Lambda::Function${more}, Properties: { ${properties}, VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} } } }\n`;
export const env = (value: string) => `Environment: { Variables: { HOST: ${value}, MODE: live } }`;

export const inNet = (more: string, head = '') => `${head}Resources:${NETWORK}${more}`;

export const DB = `  Db: { Type: AWS::RDS::DBInstance, Properties: { Engine: postgres, DBSubnetGroupName: !Ref Home, VPCSecurityGroups: [!GetAtt To.GroupId] } }
  Home: { Type: AWS::RDS::DBSubnetGroup, Properties: { DBSubnetGroupDescription: x, SubnetIds: [!Ref D] } }\n`;
export const HOST = env('!GetAtt Db.Endpoint.Address');

export const found = (text: string, parameters: Record<string, string> = {}) =>
  planned(text, { parameters })
    .findings.filter(({ message }) =>
      /cannot (connect|mount)|mount target|created before/.test(message),
    )
    .map(({ severity, message }) => `${severity} ${message}`);
export const mends = (text: string) =>
  planned(text)
    .findings.filter(({ message }) => /cannot (connect|mount)/.test(message))
    .map(({ mend }) => mend);

export const closed = group('Fn', SHUT) + group('To');

export const SWITCH =
  'Parameters: { Given: { Type: String } }\nConditions: { Maybe: !Equals [!Ref Given, a] }\n';

/** What stands in backquotes in a remedy, as resources of a template. */
export const pasted = (text: string): string[] =>
  [...mends(text)[0]!.matchAll(/`(\{.*?\} \})`/g)].map(
    ([, rule], place) => `  Rule${place}: ${rule}\n`,
  );
