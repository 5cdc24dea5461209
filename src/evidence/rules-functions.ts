import type { Rule } from './rules-types.ts';

/** STATE: what a function and its versions go through. */
export const STATE_RULES = {
  'STATE-1': {
    says:
      'A new function is Pending for the reason Creating and has no update status. When it is ' +
      'ready it is Active and Successful, without a reason, under a new revision id.',
    confidence: 'observed',
    sources: ['localstack-recorded'],
    parameters: ['provisioning'],
  },
  'STATE-2': {
    says:
      'A function becomes Active when the interface of every pairing it needs is ready. New ones ' +
      'are created side by side, so the slowest decides.',
    confidence: 'assumed',
    why: 'AWS says that Active waits for the interface; that several start together is a guess.',
    sources: ['aws-lambda-vpc', 'aws-lambda-guide-2023'],
    parameters: ['eniCreation', 'eniAllocation'],
  },
  'STATE-3': {
    says:
      'While a function is Pending, calls to invoke, update, publish or delete it are refused ' +
      'with a conflict (409). Reading it works.',
    confidence: 'observed',
    sources: ['aws-lambda-states', 'localstack-recorded', 'community#2433'],
  },
  'STATE-4': {
    says:
      'If an interface cannot be created, the function is Failed, and the reason code says why. ' +
      'It must be deleted and created anew.',
    confidence: 'documented',
    sources: ['aws-lambda-states', 'botocore'],
  },
  'STATE-5': {
    says:
      'A change of the VPC configuration leaves the function Active and answers with the new one ' +
      'at once, but calls run on the old one until the update is Successful. If it fails, the ' +
      'old one keeps serving and the interfaces made for the new one are released.',
    confidence: 'assumed',
    why:
      'All is documented or recorded but the last part: that the interfaces of a failed update ' +
      'are released at once is a guess.',
    sources: ['aws-lambda-states', 'aws-lambda-guide-2023', 'localstack-recorded'],
    parameters: ['eniCreation', 'eniAllocation'],
  },
  'STATE-6': {
    says:
      'While an update is in progress, another update or a publish is refused with a conflict ' +
      '(409). Invoking and deleting the function work.',
    confidence: 'observed',
    sources: ['aws-lambda-states', 'localstack-recorded', 'cdkd#42'],
  },
  'STATE-7': {
    says:
      'Two empty lists take a function out of its VPC, and its VPC id is then an empty text. One ' +
      'empty list is refused; leaving the configuration out changes nothing.',
    confidence: 'observed',
    sources: [
      'aws-lambda-vpc',
      'localstack-recorded',
      'aws-sdk-js#1293',
      'lambda-action#72',
      'cdkd#35',
    ],
    parameters: ['detachUpdate'],
  },
  'STATE-8': {
    says:
      'Publishing freezes the configuration in a numbered version; without a change it answers ' +
      'with the newest version again. A version published by an update starts Pending.',
    confidence: 'observed',
    sources: ['botocore', 'localstack-recorded'],
  },
  'STATE-9': {
    says:
      'A function that has been Pending too long is not lost: an update or publish call cancels ' +
      'the creation, is refused itself, and leaves the function Failed.',
    confidence: 'assumed',
    why: 'AWS describes the cancelling call but not what that call itself answers.',
    sources: ['aws-lambda-guide-2023'],
    parameters: ['stuckPendingAfter'],
  },
  'STATE-10': {
    says:
      'Deleting a function removes all its versions, deleting one version only that one. The ' +
      'call returns at once; the interfaces follow much later.',
    confidence: 'observed',
    sources: ['botocore', 'alchemy#937', 'terraform-function'],
  },
  'STATE-11': {
    says:
      'Deleting a function while it is being taken out of its VPC aborts that, and its ' +
      'interfaces then go the slow way. Waiting for the update first is faster.',
    confidence: 'observed',
    sources: ['cdkd#42', 'cdkd#43'],
    parameters: ['deleteAbortsDetach', 'detach'],
  },
} as const satisfies Record<string, Rule>;

/** IDLE: what happens to a function that nobody calls. */
export const IDLE_RULES = {
  'IDLE-1': {
    says:
      'A version that nobody has called for the idle time becomes Inactive for the reason Idle. ' +
      'Creating it, updating it and every attempt to call it start the time anew.',
    confidence: 'assumed',
    why:
      'The idle time is documented, and for SnapStart it is counted per version; that every ' +
      'attempt and every update counts as use is a guess.',
    sources: ['aws-lambda-vpc', 'aws-lambda-vpc-30-days', 'aws-lambda-snapstart'],
    parameters: ['idleAfter'],
  },
  'IDLE-2': {
    says:
      'An Inactive version no longer holds its interfaces. An interface is reclaimed only if no ' +
      'other version needs its pairing.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc', 'provider-aws#2084'],
  },
  'IDLE-3': {
    says:
      'The next call to an Inactive function fails and makes it Pending until an interface is ' +
      'created or allocated. An asynchronous call is accepted and tried again (ASYNC-1).',
    confidence: 'assumed',
    why:
      'The failing call and the way back are documented. Its error is not settled: the service ' +
      'model names ResourceNotReadyException, and the one direct report says that it was not ' +
      'raised, but CodeArtifactUserPendingException. That asynchronous calls wait meanwhile ' +
      'follows from how AWS tries them again after errors of the service.',
    sources: ['aws-lambda-vpc', 'aws-lambda-states', 'botocore', 'boto3#3788'],
    parameters: ['inactiveInvokeError', 'eniCreation', 'eniAllocation'],
  },
  'IDLE-4': {
    says:
      'If the interface cannot be created again, the function goes back to Inactive, and the ' +
      'reason says why.',
    confidence: 'documented',
    sources: ['aws-lambda-states'],
  },
  'IDLE-5': {
    says:
      'A call at exactly the idle time comes too late: the function falls idle first, and the ' +
      'call fails.',
    confidence: 'assumed',
    why: 'Two events of one moment need an order, and AWS gives none.',
    parameters: ['idleAfter'],
  },
  'IDLE-6': {
    says:
      'An Inactive function can be updated. Provisioned concurrency keeps a version from falling ' +
      'idle; reserved concurrency does not.',
    confidence: 'assumed',
    why:
      'AWS has said that functions can be updated when Active or Inactive; no document says what ' +
      'either kind of concurrency does to the idle time.',
    sources: ['botocore#2584'],
    parameters: ['idleAfter'],
  },
} as const satisfies Record<string, Rule>;
