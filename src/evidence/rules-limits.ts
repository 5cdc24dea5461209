import type { Rule } from './rules-types.ts';

/** CAP: how many connections an interface carries, and what happens beyond. */
export const CAPACITY_RULES = {
  'CAP-1': {
    says: 'One interface carries a fixed number of connections and never more, in any mode.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days', 'aws-lambda-vpc'],
    parameters: ['connectionsPerEni'],
  },
  'CAP-2': {
    says:
      'Each execution environment keeps to one interface for life: the subnets take turns, and ' +
      'within a subnet the interface with the fewest connections is taken.',
    confidence: 'assumed',
    why: 'Which subnet an environment uses is not documented; turns are the plain way to balance.',
  },
  'CAP-3': {
    says:
      'When an interface fills up, Lambda starts one more for the same pairing. It takes as long ' +
      'to create as any other, and an address and a place in the quota.',
    confidence: 'assumed',
    why:
      'AWS says that it adds interfaces by itself, and users saw two per subnet; when it starts ' +
      'and how long that takes is a guess.',
    sources: ['aws-lambda-vpc', 'aws-lambda-guide-2019', 'quickstart-amazon-eks#201'],
    parameters: ['scaleOutAt', 'scaleOutRetryEvery', 'eniCreation', 'connectionsPerEni'],
  },
  'CAP-4': {
    says:
      'A connection that finds no free port is refused. Its call waits until it has timed out and ' +
      'then goes on: it holds its environment longer, so more environments are needed, and the ' +
      'concurrency limit may be met. Where a full subnet or the quota forbids one more ' +
      'interface, that goes on.',
    confidence: 'assumed',
    why: 'One report tells of time-outs in a burst of new connections; AWS is silent.',
    sources: ['momento-timeouts'],
    parameters: ['connectionsPerEni', 'connectTimeout'],
  },
  'CAP-5': {
    says:
      'An extra interface that carried nothing for long enough is released. The last one of a ' +
      'pairing stays while any version needs it.',
    confidence: 'assumed',
    why: 'No document speaks of scaling in, except that Lambda may delete interfaces for balance.',
    sources: ['aws-lambda-vpc'],
    parameters: ['scaleInAfter', 'detach', 'reap'],
  },
  'CAP-6': {
    says:
      'A connection belongs to an environment, opened at its start and kept for its life, or to ' +
      'one call, closed at its end or forgotten when it is silent too long.',
    confidence: 'assumed',
    why: 'A connection is counted as one port while it is open; AWS gives no such rule.',
    sources: ['aws-lambda-guide-2023'],
    parameters: ['tcpIdleTimeout', 'keepAlive'],
  },
} as const satisfies Record<string, Rule>;

/** LIMIT: quotas and addresses. */
export const LIMIT_RULES = {
  'LIMIT-1': {
    says:
      "The interfaces in a VPC, detached ones and other services' too, never exceed its quota. " +
      'What would exceed it fails with EniLimitExceeded.',
    confidence: 'assumed',
    why: 'The quota and its sharing are documented; that detached interfaces count is a guess.',
    sources: ['aws-lambda-quotas', 'aws-repost-hyperplane', 'cdk-github-runners#332'],
    parameters: ['eniQuota'],
  },
  'LIMIT-2': {
    says:
      'A subnet has as many IPv4 addresses as its block, less five that AWS keeps. If one subnet ' +
      'of a configuration is full, the whole operation fails with SubnetOutOfIPAddresses.',
    confidence: 'assumed',
    why:
      "AWS's error speaks of one or more subnets without an address; that one full subnet is " +
      'enough to fail a create or an update is read from that.',
    sources: ['botocore'],
    parameters: ['reservedAddressesPerSubnet'],
  },
  'LIMIT-3': {
    says: 'One configuration names at most 16 subnets and 5 security groups.',
    confidence: 'documented',
    sources: ['botocore'],
    parameters: ['subnetsPerConfigMax', 'securityGroupsPerConfigMax'],
  },
  'LIMIT-4': {
    says:
      'Creating many functions at once can make EC2 throttle the checks that Lambda runs, and ' +
      'some creates are refused. The simulator does so only when asked to.',
    confidence: 'observed',
    sources: ['serverless#3339', 'terraform-function'],
    parameters: ['ec2CallsPerSecond'],
  },
} as const satisfies Record<string, Rule>;

/** LOAD: calls and the environments that serve them. */
export const TRAFFIC_RULES = {
  'LOAD-1': {
    says:
      'Traffic is a rate, a profile, a burst, a list of times, or a recorded trace; calls at a ' +
      'rate come at random, independently of each other. Durations follow a law or a sample.',
    confidence: 'assumed',
    why: 'Many independent callers together look like this; a trace takes the place of the guess.',
    sources: ['azure-functions-traces'],
  },
  'LOAD-2': {
    says:
      'An environment serves one call at a time. A free one is used again, the last used first; ' +
      'else a new one starts, up to the limits, beyond which calls are throttled (429).',
    confidence: 'assumed',
    why:
      'The limits are documented and the number of environments fits measurements; which of ' +
      'several free environments Lambda takes is a guess.',
    sources: ['aws-lambda-quotas', 'simfaas-experiments'],
    parameters: ['keepAlive', 'accountConcurrency', 'environmentsPer10s'],
  },
  'LOAD-3': {
    says:
      'The simulator follows every call, or only counts calls per step where they are many. Both ' +
      'agree within a stated tolerance, and the output says which was used.',
    confidence: 'assumed',
    why: 'A promise of this simulator about itself, not a fact about AWS.',
  },
  'LOAD-4': {
    says:
      'Calls to a version that is Pending, Inactive or Failed fail with the error of that state ' +
      'and are counted by its code.',
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023', 'aws-lambda-states', 'botocore'],
    parameters: ['inactiveInvokeError'],
  },
} as const satisfies Record<string, Rule>;

/** ASYNC: asynchronous calls and the queue they wait in. */
export const ASYNC_RULES = {
  'ASYNC-1': {
    says:
      'An asynchronous call is accepted and waits in a queue. Throttled, or met by an error of ' +
      'the service (Pending, Inactive and Failed too), it is tried again after a second, each ' +
      'wait longer up to 5 minutes, for 6 hours; then it is dropped, or sent to the destination ' +
      'for failures.',
    confidence: 'assumed',
    why:
      'The first and the longest wait and the 6 hours are documented, and that waits grow ' +
      'exponentially; that each is twice as long as the one before is a guess.',
    sources: ['aws-lambda-async'],
    parameters: ['asyncRetryFirst', 'asyncRetryMost', 'asyncRetryFor'],
  },
  'ASYNC-2': {
    says:
      "An error of the function's own makes Lambda try an asynchronous call twice more, after 1 " +
      'and 2 minutes. Not simulated: here the code of a function has no errors.',
    confidence: 'documented',
    sources: ['aws-lambda-async'],
  },
} as const satisfies Record<string, Rule>;
