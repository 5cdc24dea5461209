import type { Rule } from './rules-types.ts';

/** SHARE: which functions use the same interface. */
export const SHARING_RULES = {
  'SHARE-1': {
    says:
      'An interface belongs to a pairing: one subnet together with one set of security groups. ' +
      'Naming the groups in another order, or one of them twice, makes no difference.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc', 'aws-lambda-guide-2023', 'aws-find-eni-mappings'],
  },
  'SHARE-2': {
    says:
      'A function needs one pairing for each of its subnets. Two functions whose subnets overlap ' +
      'in part share the pairings they have in common.',
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023', 'aws-find-eni-mappings', 'foremast#407'],
  },
  'SHARE-3': {
    says:
      'Any number of functions and versions of one account may use the same interface. Sharing ' +
      'costs neither an address nor quota.',
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023', 'aws-lambda-vpc'],
  },
  'SHARE-4': {
    says:
      'A second function that needs an interface which is still being created waits for the same ' +
      'one, and both are ready at the same moment.',
    confidence: 'assumed',
    why: 'AWS says one interface per pairing and nothing of this race; two would break the first.',
    sources: ['aws-lambda-guide-2023'],
    parameters: ['eniCreation'],
  },
  'SHARE-5': {
    says:
      'A function that needs an interface which is ready gets it after a short wait, without a ' +
      'new interface and without a new address.',
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023', 'aws-lambda-vpc'],
    parameters: ['eniAllocation'],
  },
  'SHARE-6': {
    says:
      'An interface that is on its way out but still attached goes back to work when a function ' +
      'needs its pairing. Once it is detached it is never used again, and a new one is created.',
    confidence: 'assumed',
    why:
      'AWS reuses interfaces wherever possible; that the detachment, when the interface changes ' +
      'its type, is the point of no return is a guess.',
    sources: ['aws-lambda-vpc', 'alchemy#937'],
  },
  'SHARE-7': {
    says:
      'A logical id is unique within its own stack. Two stacks that each call a security group ' +
      'by the same name have two groups, and their functions share nothing.',
    confidence: 'documented',
    sources: ['aws-cloudformation-resources'],
  },
} as const satisfies Record<string, Rule>;

/** ENI: the life of one interface. */
export const INTERFACE_RULES = {
  'ENI-1': {
    says:
      'Creating an interface takes minutes. It takes one IPv4 address of its subnet from the ' +
      'moment its creation starts.',
    confidence: 'assumed',
    why:
      'That it takes minutes and holds one address is known; that the address is gone from the ' +
      'first moment is the cautious reading.',
    sources: ['aws-lambda-vpc', 'aws-lambda-guide-2023', 'cdkd#45'],
    parameters: ['eniCreation', 'operationJitter'],
  },
  'ENI-2': {
    says:
      'An interface is in use while any version needs its pairing: the newest configuration, a ' +
      'published version, or the old configuration during an update. Inactive versions do not ' +
      'count.',
    confidence: 'assumed',
    why:
      'AWS names functions and published versions; that an old configuration counts until its ' +
      'update succeeds, and an Inactive version does not, follows from what AWS says of both.',
    sources: ['aws-lambda-vpc', 'aws-lambda-guide-2023', 'aws-repost-hyperplane'],
  },
  'ENI-3': {
    says:
      'When nobody needs an interface any more, Lambda detaches it and later deletes it with the ' +
      "creator's role. Until then it keeps its address and blocks its subnet and its groups.",
    confidence: 'observed',
    sources: ['aws-lambda-vpc', 'alchemy#937', 'cdkd#38', 'zenn-eni-delete'],
    parameters: ['detach', 'detachOnUpdate', 'reap', 'operationJitter', 'releaseRole'],
  },
  'ENI-4': {
    says:
      'If that role is gone or may not delete interfaces, Lambda keeps trying for a while. Then ' +
      'the interface is stuck until somebody deletes it by hand.',
    confidence: 'observed',
    sources: ['aws-lambda-vpc', 'aws-find-eni-mappings', 'aws-cdk#34400'],
    parameters: ['releaseRole', 'reapRetryEvery', 'reapRetryFor'],
  },
  'ENI-5': {
    says:
      'You may delete an interface that Lambda has detached, but not one in use. Detaching it ' +
      'yourself or changing its security groups is refused.',
    confidence: 'observed',
    sources: [
      'alchemy#937',
      'cdkd#38',
      'cloud-nuke#431',
      'aws-modern-application-workshop#56',
      'aws-lambda-networking-errors',
      'terraform-provider-aws#31520',
    ],
  },
  'ENI-6': {
    says:
      'A subnet, a security group and a VPC cannot be deleted while an interface remains in ' +
      'them, detached or not. EC2 answers DependencyViolation.',
    confidence: 'observed',
    sources: [
      'aws-cdk#14456',
      'terraform-provider-aws#37046',
      'cloud-nuke#345',
      'cdkd#38',
      'terraform-provider-aws#32130',
      'pulumi-aws#4382',
    ],
  },
  'ENI-7': {
    says:
      'Lambda may replace an interface to balance traffic or because it is unhealthy; its id and ' +
      'address change. The simulator does so only when a scenario asks for it.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc'],
    parameters: ['eniRecreation', 'eniCreation'],
  },
  'ENI-8': {
    says:
      'The description of an interface names the function that first needed it. It stays so for ' +
      'the life of the interface, even when that function is gone.',
    confidence: 'assumed',
    why: 'The name of the first function is seen on live interfaces; that it never changes is not.',
    sources: ['terraform-eni', 'alchemy#937', 'cdkd#45', 'cfn-postgresql-user-provider#9'],
  },
} as const satisfies Record<string, Rule>;

/** How the times of interfaces hang together. */
export const TIMING_RULES = {
  'TIME-1': {
    says:
      'How long interfaces take is drawn once for an operation: one create, update, delete or ' +
      'fall into idleness. Each of its interfaces deviates from that a little.',
    confidence: 'assumed',
    why:
      'Times are published of whole functions and stacks with one to three interfaces; nobody ' +
      'reports that many interfaces of one operation take much longer than few.',
    sources: ['localstack-recorded', 'cdkd-cold-create', 'alchemy#937', 'cdkd#38'],
    parameters: ['eniCreation', 'detach', 'detachOnUpdate', 'reap', 'operationJitter'],
  },
} as const satisfies Record<string, Rule>;
