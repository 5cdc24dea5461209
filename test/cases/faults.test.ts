/**
 * Files on which an answer was once wrong: the verdict, the exit code and what is said of each.
 * They belong to others and are not in this repository: where they are missing, they are skipped by
 * name. The tests of each room hold the same claims to inputs of our own.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from '../cli/calls.ts';

const FOLDER = new URL('../../../shared/cases/faults/', import.meta.url).pathname;
const isHere = existsSync(FOLDER);

interface Row {
  claim: string;
  /** The command; a word that begins with `@` is a file of the folder. */
  argv: string[];
  code: number;
  verdict?: 'yes' | 'no' | 'unknown';
  says?: RegExp[];
  never?: RegExp[];
}

const NETS = '--param SubnetIds=subnet-1,subnet-2,subnet-3 --param VpcId=vpc-1'.split(' ');
const plan = (...words: string[]): string[] => ['plan', ...words];

const PLANS: Row[] = [
  {
    claim: 'subnets of unknown size: no figure stands for them',
    argv: plan(
      '@plan/150-functions.yaml',
      ...NETS,
      '--traffic',
      '@plan/traffic-ten-a-minute.yaml',
      '--runs',
      '2',
    ),
    code: 0,
    verdict: 'unknown',
    says: [/--subnet subnet-1=/, /450 ENIs/],
    never: [/65,?531/, /Infinity|NaN/],
  },
  {
    claim: 'a name of another stack is not an id',
    argv: plan(
      '@plan/net.yaml',
      '@plan/150-functions.yaml',
      '--param',
      'SubnetIds=A,B',
      '--param',
      'VpcId=V',
    ),
    code: 1,
    verdict: 'no',
    says: [/[Dd]id you mean `net\/A`/],
  },
  {
    claim: 'more ENIs than a subnet has addresses',
    argv: plan(
      '@plan/net.yaml',
      '@plan/150-functions.yaml',
      '--param',
      'SubnetIds=net/A,net/B',
      '--param',
      'VpcId=V',
    ),
    code: 1,
    verdict: 'no',
    says: [/150 of 59/],
  },
  { claim: 'ids of wrong form', argv: plan('@plan/literal-ids.yaml'), code: 1, verdict: 'no' },
  { claim: 'a block as an id', argv: plan('@plan/cidr-as-subnet-id.yaml'), code: 1, verdict: 'no' },
  {
    claim: 'a network connector has ENIs',
    argv: plan('@plan/network-connector.yaml'),
    code: 0,
    says: [/"connectors": \[\s*\{/],
    never: [/No function is attached to a VPC: there is no interface/],
  },
  {
    claim: 'a cluster of caches fills a subnet',
    argv: plan('@plan/memorydb-fills-subnet.yaml'),
    code: 1,
    verdict: 'no',
  },
  {
    claim: 'nodes and caches are counted',
    argv: plan('@plan/eks-and-caches.yaml'),
    code: 1,
    verdict: 'no',
    says: [/Ng/, /Cache/, /EsmSmk/],
  },
  {
    claim: 'instances of a capacity provider are counted',
    argv: plan('@plan/managed-instances.yaml'),
    code: 0,
    says: [/"Cp"/],
  },
  {
    claim: 'an ACL that lets nothing through',
    argv: plan('@plan/acl-denies-all.yaml'),
    code: 0,
    says: [/ACL/],
  },
  {
    claim: 'an ACL that lets no answer back in',
    argv: plan('@plan/acl-443-both-ways.yaml'),
    code: 0,
    says: [/ACL/, /1024/],
  },
  {
    claim: 'groups that let no IPv6 out',
    argv: plan('@plan/ipv6-blocked-by-group.yaml'),
    code: 0,
    says: [/::\/0/],
  },
  {
    claim: 'a mount without its port',
    argv: plan('@plan/efs-port-closed.yaml'),
    code: 0,
    says: [/2049/],
  },
  {
    claim: 'a role that may not under any value of a condition',
    argv: plan('@plan/role-under-unknown-condition.yaml'),
    code: 1,
    verdict: 'no',
    says: [/IAM-4/],
  },
  {
    claim: 'a list under a condition has one of two lengths',
    argv: plan('@plan/list-under-condition.yaml'),
    code: 0,
    verdict: 'unknown',
    says: [/1 or 3/, /Prod/],
  },
  {
    claim: 'the Cloud Control provider of Terraform',
    argv: plan('@plan/tf-awscc.json'),
    code: 0,
    says: [/"functionsInVpc": 1/, /"enisAtLeast": 2/],
  },
  { claim: 'a stack inside a plan', argv: plan('@plan/tf-cloudformation-stack.json'), code: 0 },
  ...['stack-id-suffix', 'region-split', 'foreach-in-properties', 'dynamic-reference-default'].map(
    (name): Row => ({
      claim: `${name}: no issue`,
      argv: plan(`@plan/${name}.yaml`),
      code: 0,
      verdict: 'unknown',
      says: [/"issues": \[\]/],
    }),
  ),
  ...['api-access-log', 'httpapi-access-log'].map(
    (name): Row => ({
      claim: `${name}: no circle`,
      argv: plan(`@plan/${name}.yaml`),
      code: 0,
      // A state machine and the log group that is called after it do wait for each other.
      never: [/other: (?!SM)/],
    }),
  ),
  {
    claim: 'a nested stack by the list of assets',
    argv: plan('@plan/cdk-assets-without-metadata'),
    code: 0,
    never: [/is not known, as it is not here/],
  },
  {
    claim: 'nothing is shared where nothing is',
    argv: plan('@plan/nothing-shared.yaml'),
    code: 0,
    says: [/2 functions need 2 ENIs, none of which is shared/],
    never: [/functions share/],
  },
  { claim: 'an identifier of 5,000 letters', argv: plan('@attack/long-id.yaml'), code: 0 },
  {
    claim: 'too many nested stacks are refused by name',
    argv: plan('@attack/fan/fan0.yaml'),
    code: 2,
  },
];

describe('plans', () => {
  test.for(PLANS)('$claim', { timeout: 60_000 }, async (row, { skip }) => {
    if (!isHere) return skip('the files of others are not here');
    const argv = row.argv.map((word) =>
      word.startsWith('@') ? join(FOLDER, word.slice(1)) : word,
    );
    const { code, out, err } = await call([...argv, '--format', 'json']);
    expect({ code, err: code === row.code ? '' : err }).toEqual({ code: row.code, err: '' });
    const text = out + err;
    for (const pattern of row.says ?? []) expect(text).toMatch(pattern);
    for (const pattern of row.never ?? []) expect(text).not.toMatch(pattern);
    if (row.verdict !== undefined) expect(JSON.parse(out).answer.verdict).toBe(row.verdict);
    expect(text).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });
});

const FILES: [file: string, says: RegExp][] = [
  ['hcl', /terraform show -json/],
  ['hcl/main.tf', /terraform show -json/],
  ['cdkproj', /cdk synth/],
  ['changeset.json', /change set/],
  ['pulumi.json', /Pulumi/],
  ['listfunctions.json', /ListFunctions|list-functions/],
  ['getfunctionconfig.json', /[Ff]unction/],
  ['describe-enis.json', /describe-network-interfaces/],
  ['terraform.tfstate', /terraform show -json/],
  ['plan.bin', /terraform show -json/],
  ['planlog.json', /log/],
  ['samconfig.toml', /TOML/],
  ['empty.yaml', /empty/],
  ['badyaml.yaml', /badyaml\.yaml:\d+:\d+/],
];

describe('other files that people bring: one sentence each, and never an answer', () => {
  test.for(FILES)('%s', async ([file, says], { skip }) => {
    if (!isHere) return skip('the files of others are not here');
    const { code, out, err } = await call(['plan', join(FOLDER, 'inputs', file)]);
    expect(code).toBe(2);
    expect(out).not.toMatch(/Yes/);
    expect(err).toMatch(says);
  });
});
