import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, folderWith } from './calls.ts';

/** A subnet behind an ACL with these entries, and a function in it. */
const behind = (entries: string) => `Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.3.0.0/16 } }
  One: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.3.1.0/24, AvailabilityZone: eu-west-1a } }
  Two: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.3.2.0/24, AvailabilityZone: eu-west-1b } }
  Wall: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }
  W1: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref One, NetworkAclId: !Ref Wall } }
  W2: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref Two, NetworkAclId: !Ref Wall } }
${entries}  Sg: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: x } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::123456789012:role/r", VpcConfig: { SubnetIds: [!Ref One, !Ref Two], SecurityGroupIds: [!Ref Sg] } } }
`;
const entry = (name: string, egress: boolean, from: number, to: number) =>
  `  ${name}: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Wall, RuleNumber: 100, Egress: ${egress}, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: { From: ${from}, To: ${to} } } }\n`;

const scenario = (inbound: string, outbound: string, more = '') => `name: t
until: 1h
network:
  vpcs: { main: {} }
  subnets:
    a: { vpc: main, az: az1, cidr: 10.0.1.0/24, acl: strict }
    b: { vpc: main, az: az2, cidr: 10.0.2.0/24, acl: strict }
    db: { vpc: main, az: az1, cidr: 10.0.9.0/24, acl: strict }
  securityGroups: { s: { vpc: main } }
  networkAcls: { strict: { inbound: [${inbound}], outbound: [${outbound}] } }
functions:
  f: { vpc: { subnets: [a, b], securityGroups: [s] }${more} }
`;
const all = '{ rule: 1, allow: all }';

const at = folderWith({
  'empty.yaml': behind(''),
  'no-answers.yaml': behind(entry('Out', true, 0, 65_535) + entry('In', false, 443, 443)),
  'nothing-out.yaml': behind(entry('In', false, 1024, 65_535)),
  'fine.yaml': behind(entry('Out', true, 443, 443) + entry('In', false, 1024, 65_535)),
  's-empty.yaml': scenario('', ''),
  's-no-answers.yaml': scenario('{ rule: 1, allow: tcp, ports: 443 }', all),
  's-nothing-out.yaml': scenario(all, ''),
  's-fine.yaml': scenario(all, all),
  's-db.yaml': scenario('', '', ', destinations: { it: { subnet: db, port: 5432 } }'),
});

const IN = 'no answers from 1024 to 65535 into';
const OUT = 'no TCP or UDP out of';

/** ACLs that let nothing through, in templates and in scenarios. */
const ACLS: [file: string, names: string, says: string[], mends: string[]][] = [
  ['empty.yaml', '`One` and `Two`', [OUT, IN], ['Egress: true', 'Egress: false']],
  ['no-answers.yaml', '`One` and `Two`', [IN], ['Egress: false']],
  ['nothing-out.yaml', '`One` and `Two`', [OUT], ['Egress: true']],
  ['fine.yaml', '', [], []],
  [
    's-empty.yaml',
    '`a` and `b`',
    [OUT, IN],
    ['outbound rules of `strict`', 'inbound rules of `strict`'],
  ],
  ['s-no-answers.yaml', '`a` and `b`', [IN], ['inbound rules of `strict`']],
  ['s-nothing-out.yaml', '`a` and `b`', [OUT], ['outbound rules of `strict`']],
  ['s-fine.yaml', '', [], []],
];

test.each(ACLS)(
  'an ACL that lets nothing through is told by check (NET-4): %s',
  async (file, names, says, mends) => {
    const { code, out } = await call(['check', at(file), '--format', 'json']);
    const { findings } = JSON.parse(out).files[0];
    const found = findings.filter(({ rule }: { rule: string }) => rule === 'NET-4');
    expect(code).toBe(0);
    expect(found).toHaveLength(says.length > 0 ? 1 : 0);
    if (says.length === 0) return;
    expect(found[0]).toMatchObject({
      severity: 'warning',
      subject: file.startsWith('s-') ? 'f' : 'Fn',
    });
    expect(found[0].message).toContain(says.map((one) => `${one} ${names}`).join(', and '));
    for (const mend of mends) expect(found[0].mend).toContain(mend);
    if (file.startsWith('s-')) {
      const { findings: ran } = JSON.parse((await call(['run', at(file), '--format', 'json'])).out);
      expect(findings).toMatchObject(ran);
      return;
    }
    const plan = await call(['plan', at(file), '--format', 'json']);
    expect([plan.code, JSON.parse(plan.out).answer.verdict]).toEqual([0, 'yes']);
    expect(JSON.parse(plan.out).findings).toEqual(findings);
  },
);

test('a destination behind it is an error, with every missing rule (NET-4)', async () => {
  const { code, out } = await call(['check', at('s-db.yaml'), '--format', 'json']);
  expect(code).toBe(1);
  const [found] = JSON.parse(out).files[0].findings;
  expect(found).toMatchObject({ id: 'unreachable', severity: 'error', subject: 'f' });
  expect(found.message.match(/outbound rules/g)).toHaveLength(2);
  expect(found.message.match(/inbound rules/g)).toHaveLength(2);
});

/** Small files of others that show what larger ones showed. */
const FAULTS = '../shared/cases/faults';
const FILES: [file: string, code: number, says: RegExp][] = [
  [
    'plan/acl-denies-all.yaml',
    0,
    /Network ACL `Nacl` lets no answers from 1024 to 65535 into `L`: nothing outside can be reached/,
  ],
  [
    'plan/acl-443-both-ways.yaml',
    0,
    /Network ACL `Nacl` lets no answers from 1024 to 65535 into `L`/,
  ],
  [
    'scenarios/acl-blocks-everything.yaml',
    0,
    /Network ACL `strict` lets no answers from 1024 to 65535 into `a`/,
  ],
  [
    'plan/ipv6-blocked-by-group.yaml',
    0,
    /no outbound rule of `LambdaSg` lets it out.*CidrIpv6: "::\/0"/,
  ],
  [
    'plan/efs-port-closed.yaml',
    0,
    /no outbound rule of `LambdaSg` lets tcp to port 2049 out, and no inbound rule of `EfsSg` lets tcp to port 2049 in from `LambdaSg`/,
  ],
  [
    'plan/role-under-unknown-condition.yaml',
    1,
    /may not call ec2:CreateNetworkInterface, so it refuses the function, whatever `HasKey` is/,
  ],
];

describe('files of others', () => {
  test.each(FILES)('%s', async (file, code, says) => {
    const path = join(FAULTS, file);
    if (!existsSync(path)) return expect(existsSync(FAULTS)).toBe(false);
    const checked = await call(['check', path]);
    expect(checked.out.replaceAll(/\s+/g, ' ')).toMatch(says);
    expect(checked.code).toBe(code);
  });
});
