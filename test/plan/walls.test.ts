import { describe, expect, test } from 'vitest';
import {
  closed,
  DB,
  fn,
  found,
  group,
  HOST,
  inNet,
  into,
  mends,
  NETWORK,
  out,
  pasted,
  SHUT,
  SWITCH,
} from './in-net.ts';

describe('network ACLs on the way', () => {
  const entry = (
    name: string,
    acl: string,
    egress: boolean,
    ports: string,
    block = '10.0.0.0/16',
    action = 'allow',
    number = 100,
  ) =>
    `  ${name}: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref ${acl}, RuleNumber: ${number}, Egress: ${egress}, Protocol: 6, RuleAction: ${action}, CidrBlock: ${block}, PortRange: { ${ports} } } }\n`;
  const acl = (name: string, ...subnets: string[]) =>
    `  ${name}: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Net } }\n${subnets.map((one) => `  ${name}${one}: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref ${one}, NetworkAclId: !Ref ${name} } }\n`).join('')}`;
  const open = group('Fn') + group('To', into('CidrIp: 10.0.0.0/8', 5432));
  const ALL = 'From: 1024, To: 65535';
  const HERE =
    acl('Here', 'A', 'B') +
    entry('H1', 'Here', true, 'From: 0, To: 65535') +
    entry('H2', 'Here', false, ALL);
  const THERE =
    acl('There', 'D') +
    entry('T1', 'There', false, 'From: 5432, To: 5432') +
    entry('T2', 'There', true, ALL);
  const text = (more: string) => inNet(open + more + DB + fn(HOST));

  test('that let request and answer pass are no walls', () => {
    expect(found(text(HERE + THERE))).toEqual([]);
  });

  test('every rule that is missing in both directions is told at once, and mends', () => {
    const bare = text(
      acl('Here', 'A', 'B') +
        acl('There', 'D') +
        entry('H1', 'Here', true, 'From: 443, To: 443') +
        entry('T1', 'There', false, 'From: 443, To: 443'),
    );
    expect(found(bare)).toEqual([
      'warning It cannot connect to database `Db` (HOST): ' +
        'the outbound rules of network ACL `Here` let no tcp to port 5432 out of `A`, ' +
        'the inbound rules of network ACL `Here` let no answers from 1024 to 65535 into `A`, ' +
        'the inbound rules of network ACL `There` let no tcp to port 5432 into `D`, ' +
        'the outbound rules of network ACL `There` let no answers from 1024 to 65535 out of `D`, ' +
        'the outbound rules of network ACL `Here` let no tcp to port 5432 out of `B`, and ' +
        'the inbound rules of network ACL `Here` let no answers from 1024 to 65535 into `B`.',
    ]);
    const rules = pasted(bare);
    expect(rules).toHaveLength(6);
    expect(found(bare + rules.join(''))).toEqual([]);
    for (const left of rules) {
      expect(found(bare + rules.filter((one) => one !== left).join('')), left).toHaveLength(1);
    }
  });

  test('a denial before the rule is told, and the remedy comes before it', () => {
    const denied = text(
      `${HERE}${THERE}${entry('T0', 'There', false, 'From: 5000, To: 6000', '10.0.0.0/8', 'deny', 50)}`,
    );
    expect(found(denied)).toHaveLength(1);
    expect(mends(denied)[0]).toContain('RuleNumber: 49');
    const rules = pasted(denied);
    expect(found(denied + rules.join(''))).toEqual([]);
  });

  test('answers to a part of the ports', () => {
    const half = text(
      acl('There', 'D') +
        entry('T1', 'There', false, 'From: 5432, To: 5432') +
        entry('T2', 'There', true, 'From: 32768, To: 65535'),
    );
    expect(found(half)).toEqual([
      expect.stringMatching(
        /some of its subnets: the outbound rules of network ACL `There` let answers to 50\.8% of the ports/,
      ),
    ]);
  });

  test('inside one subnet there is no ACL', () => {
    const same = text(acl('Here', 'D')).replace(
      'SubnetIds: [!Ref A, !Ref B]',
      'SubnetIds: [!Ref D]',
    );
    expect(found(same)).toEqual([]);
  });

  test('a rule about a part of a subnet may be about the very address, or not', () => {
    const first = (more: string) =>
      text(more).replace('SubnetIds: [!Ref A, !Ref B]', 'SubnetIds: [!Ref A]');
    const denied = entry('T0', 'There', false, 'From: 0, To: 65535', '10.0.1.7/32', 'deny', 50);
    expect(found(first(HERE + THERE + denied))).toEqual([]);
    const part = THERE.replaceAll('10.0.0.0/16', '10.0.1.128/25');
    expect(found(first(HERE + part))).toEqual([]);
    expect(found(first(HERE + part.replaceAll('10.0.1.128', '10.0.3.128')))).toHaveLength(1);
  });

  test('over IPv6 other rules count, where both ends have it', () => {
    const dual = text(acl('There', 'D')).replace(
      'VpcConfig: {',
      'VpcConfig: { Ipv6AllowedForDualStack: true,',
    );
    expect(found(dual)).toHaveLength(1);
    const block = 'CidrBlock: 10.0.9.0/24, Ipv6CidrBlock: "2001:db8:0:9::/64"';
    expect(found(dual.replace('CidrBlock: 10.0.9.0/24', block))).toEqual([]);
  });

  test('an ACL without entries, to which a nested stack that is not here may add some', () => {
    const bare = text(acl('There', 'D'));
    const nested =
      '  More: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./more.yaml } }\n';
    expect(found(bare)).toHaveLength(1);
    expect(found(bare + nested)).toEqual([]);
    const some = text(acl('There', 'D') + entry('T1', 'There', false, 'From: 443, To: 443'));
    expect(found(some + nested)).toHaveLength(1);
  });

  test('an entry of the ACL that a VPC is born with is none of the others', () => {
    const bare = acl('There', 'D') + entry('T1', 'There', false, 'From: 5432, To: 5432');
    const born = entry('T9', 'There', true, ALL).replace(
      '!Ref There',
      '!GetAtt Net.DefaultNetworkAcl',
    );
    expect(found(text(bare))).toHaveLength(1);
    expect(found(text(bare + born))).toEqual(found(text(bare)));
  });

  test('an entry that is given, or under a condition', () => {
    const given = text(
      acl('There', 'D') + entry('T1', 'There', false, 'From: !Ref Given, To: 5432'),
    );
    expect(found(`${SWITCH}${given}`)).toEqual([]);
  });
});

describe('another VPC', () => {
  const other = `  Far: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.9.0.0/16 } }
  X: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Far, CidrBlock: 10.9.1.0/24 } }
  Rt: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Net } }
  RtA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { RouteTableId: !Ref Rt, SubnetId: !Ref A } }
  Rt2: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Far } }
  RtX: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { RouteTableId: !Ref Rt2, SubnetId: !Ref X } }
  Peer: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref Net, PeerVpcId: !Ref Far } }\n`;
  const there =
    '  R1: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Rt, DestinationCidrBlock: 10.9.0.0/16, VpcPeeringConnectionId: !Ref Peer } }\n';
  const back =
    '  R2: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Rt2, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Peer } }\n';
  const text = (more: string) =>
    inNet(
      group('Fn') +
        group('To', into('CidrIp: 10.0.0.0/8', 5432)) +
        other +
        more +
        DB.replace('!Ref D', '!Ref X') +
        fn(HOST, '[!Ref A]'),
    );

  test.each([
    ['no route there', '', /subnet `A` has no route to `X` in VPC `Far`\.$/],
    ['no route back', there, /subnet `X` has no route to `A` in VPC `Net`\.$/],
    ['both', there + back, null],
    [
      'a transit gateway, of which nothing is told',
      there.replace('VpcPeeringConnectionId: !Ref Peer', 'TransitGatewayId: tgw-1'),
      null,
    ],
  ])('%s', (_, more, says) => {
    expect(found(text(more))).toEqual(says === null ? [] : [expect.stringMatching(says)]);
  });
});

describe('file systems', () => {
  const FS = `  Fs: { Type: AWS::EFS::FileSystem }
  Ap: { Type: AWS::EFS::AccessPoint, Properties: { FileSystemId: !Ref Fs } }\n`;
  const target = (name: string, subnet: string, groups = '[!Ref To]') =>
    `  ${name}: { Type: AWS::EFS::MountTarget, Properties: { FileSystemId: !Ref Fs, SubnetId: !Ref ${subnet}, SecurityGroups: ${groups} } }\n`;
  const mount = (arn = '!GetAtt Ap.Arn') =>
    `FileSystemConfigs: [{ Arn: ${arn}, LocalMountPath: /mnt/data }]`;
  const after = ', DependsOn: [M1, M2]';
  const text = (more: string, f = fn(mount(), '[!Ref A, !Ref B]', '[!Ref Fn]', after)) =>
    inNet(FS + more + f);
  const both = target('M1', 'A') + target('M2', 'B');
  const open =
    group('Fn', out('DestinationSecurityGroupId: !Ref To', 2049)) +
    group('To', into('SourceSecurityGroupId: !Ref Fn', 2049));

  test('with all rules, targets and order nothing is found', () => {
    expect(found(text(open + both))).toEqual([]);
  });

  test('port 2049 is told at both groups, by any form of the ARN', () => {
    const says =
      'warning It cannot mount file system `Fs` at /mnt/data: no outbound rule of `Fn` lets tcp to port 2049 out, and no inbound rule of `To` lets tcp to port 2049 in from `Fn`.';
    expect(found(text(closed + both))).toEqual([says]);
    const sub =
      '!Sub "arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/${Ap}"';
    expect(
      found(text(closed + both, fn(mount(sub), '[!Ref A, !Ref B]', '[!Ref Fn]', after))),
    ).toEqual([says]);
  });

  test('a group that lets itself in', () => {
    const self =
      group('Fn') +
      '  Self: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref Fn, IpProtocol: tcp, FromPort: 2049, ToPort: 2049, SourceSecurityGroupId: !Ref Fn } }\n';
    const own = both.replaceAll('!Ref To', '!Ref Fn');
    expect(found(text(self + own))).toEqual([]);
    expect(found(text(group('Fn') + own))).toHaveLength(1);
  });

  test('a zone without a mount target, which a place in the list of zones may be as well', () => {
    const one = text(
      open + target('M1', 'A'),
      fn(mount(), '[!Ref A, !Ref B]', '[!Ref Fn]', ', DependsOn: M1'),
    );
    expect(found(one)).toEqual([
      'warning It mounts file system `Fs` and runs in `B` (eu-west-1b): its zone has no mount target.',
    ]);
    const places = one
      .replace('eu-west-1a', '!Select [0, !GetAZs ""]')
      .replace('eu-west-1b', '!Select [1, !GetAZs ""]');
    expect(found(places)).toHaveLength(1);
    const given = one.replace('eu-west-1b', '!Ref Zone');
    expect(found(`Parameters: { Zone: { Type: String } }\n${given}`)).toEqual([]);
    // Another subnet of the same zone has the target.
    expect(found(text(open + target('M1', 'D') + target('M2', 'B')))).toEqual([]);
  });

  test('of several targets the one in the same zone counts', () => {
    const shut = open + group('Shut') + target('M1', 'A', '[!Ref Shut]') + target('M2', 'B');
    expect(found(text(shut))).toEqual([
      expect.stringMatching(/from some of its subnets: .*`Shut`/),
    ]);
  });

  test('a function that does not wait for the mount targets', () => {
    const early = text(open + both, fn(mount()));
    expect(found(early)).toEqual([
      'warning It mounts file system `Fs`, and may be created before `M1` and `M2`.',
    ]);
    const half = text(open + both, fn(mount(), '[!Ref A, !Ref B]', '[!Ref Fn]', ', DependsOn: M2'));
    expect(found(half)[0]).toMatch(/before `M1`\.$/);
  });

  test('mount targets elsewhere, under a condition, or without groups of their own', () => {
    expect(found(text(closed))).toEqual([]);
    const maybe = both.replaceAll('MountTarget,', 'MountTarget, Condition: Maybe,');
    expect(found(`${SWITCH}${text(closed + maybe)}`)).toEqual([]);
    const bare = both.replaceAll(/, SecurityGroups: \[!Ref To\]/g, '');
    expect(found(text(group('Fn') + bare))).toEqual([]);
    expect(found(text(group('Fn', SHUT) + bare))).toEqual([
      expect.stringMatching(/: no outbound rule of `Fn` lets tcp to port 2049 out\.$/),
    ]);
  });

  test('in SAM, by what all functions have', () => {
    const sam = `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { ${mount()}, VpcConfig: { SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Fn] } } }
Resources:${NETWORK}${FS}${closed}${both}  G: { Type: AWS::Serverless::Function, DependsOn: [M1, M2], Properties: { Handler: a.b } }\n`;
    expect(found(sam)).toEqual([
      expect.stringMatching(/It cannot mount file system `Fs` at \/mnt\/data: no outbound/),
    ]);
  });
});
