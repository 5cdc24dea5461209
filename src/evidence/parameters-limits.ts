import { days, hours, minutes, seconds } from '../engine/time.ts';
import { constant } from './laws.ts';
import type { Parameter } from './types.ts';

/** What an interface, a subnet, a VPC and an account can carry, and how traffic uses it. */
export const LIMITS = {
  connectionsPerEni: {
    value: 65_000,
    unit: 'connections',
    about: 'How many connections one Hyperplane interface carries at a time.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days', 'aws-lambda-vpc'],
    alternatives: [
      {
        name: 'ports',
        value: 64_512,
        source: 'aws-lambda-networking-errors',
        why: 'The ports from 1024 to 65535 that the interface may use.',
      },
    ],
  },
  scaleOutAt: {
    value: 0.8,
    unit: 'ratio',
    about: 'How full an interface is when Lambda starts another one beside it.',
    confidence: 'assumed',
    range: [0.5, 1],
    why: 'AWS says that it scales with traffic and concurrency and names no threshold.',
    sources: ['aws-lambda-vpc'],
  },
  scaleOutRetryEvery: {
    value: constant(seconds(60)),
    unit: 'ms',
    about: 'How soon after a wish for one more interface the next one is heard.',
    confidence: 'assumed',
    range: [seconds(10), seconds(600)],
    why:
      'Nothing is published on how often Lambda looks whether a pairing needs more interfaces; ' +
      'a look a minute asks again soon after a quota or an address has become free.',
  },
  scaleInAfter: {
    value: constant(hours(24)),
    unit: 'ms',
    about: 'How long an extra interface carries nothing before it is released.',
    confidence: 'assumed',
    range: [hours(1), days(7)],
    why: 'No document speaks of scaling in, except that Lambda may delete interfaces for balance.',
    sources: ['aws-lambda-vpc'],
  },
  keepAlive: {
    value: constant(minutes(10)),
    unit: 'ms',
    about: 'How long an idle execution environment is kept.',
    confidence: 'observed',
    sources: ['simfaas-experiments'],
  },
  connectTimeout: {
    value: constant(seconds(10)),
    unit: 'ms',
    about: 'How long code waits for a connection that finds no free port.',
    confidence: 'assumed',
    range: [seconds(1), minutes(2)],
    why: 'The client library decides; users saw time-outs, not refusals.',
    sources: ['momento-timeouts'],
  },
  tcpIdleTimeout: {
    value: constant(seconds(350)),
    unit: 'ms',
    about: 'How long a TCP connection may be silent before the network forgets it.',
    confidence: 'assumed',
    range: [seconds(60), hours(1)],
    why: 'AWS gives 350 s for NAT gateways, built on the same service, and no figure for Lambda.',
    sources: ['aws-lambda-guide-2023', 'istio#36499'],
  },
  eniQuota: {
    value: 500,
    unit: 'interfaces',
    about: 'How many Hyperplane interfaces one VPC may have, unless AWS raised its quota.',
    confidence: 'documented',
    sources: ['aws-lambda-quotas', 'aws-repost-hyperplane'],
    alternatives: [{ name: 'older', value: 250, source: 'aws-lambda-guide-2023' }],
  },
  subnetsPerConfigMax: {
    value: 16,
    unit: 'count',
    about: 'How many subnets one VPC configuration may name.',
    confidence: 'documented',
    sources: ['botocore'],
  },
  securityGroupsPerConfigMax: {
    value: 5,
    unit: 'count',
    about: 'How many security groups one VPC configuration may name.',
    confidence: 'documented',
    sources: ['botocore'],
  },
  reservedAddressesPerSubnet: {
    value: 5,
    unit: 'addresses',
    about: 'How many IPv4 addresses of each subnet AWS keeps: the first four and the last.',
    confidence: 'documented',
    sources: ['botocore'],
  },
  accountConcurrency: {
    value: 1_000,
    unit: 'count',
    about: 'How many calls may run at the same time in one account and Region.',
    confidence: 'documented',
    sources: ['aws-lambda-quotas'],
  },
  environmentsPer10s: {
    value: 1_000,
    unit: 'count',
    about: 'How many new execution environments one function may get in ten seconds.',
    confidence: 'documented',
    sources: ['aws-lambda-quotas'],
  },
  natPortsPerDestination: {
    value: 55_000,
    unit: 'connections',
    about: 'How many connections one address of a NAT gateway holds to one destination.',
    confidence: 'documented',
    sources: ['aws-nat-gateway'],
  },
  ec2CallsPerSecond: {
    value: null,
    unit: 'calls per second',
    about: 'How many creates per second EC2 lets Lambda check before it throttles.',
    confidence: 'assumed',
    range: [1, 100],
    why: 'Seen with about 40 functions in one deployment; the rate is not given, so it is off.',
    sources: ['serverless#3339'],
  },
} as const satisfies Record<string, Parameter>;
