import { days, hours, minutes, seconds } from '../engine/time.ts';
import { constant, uniform } from './laws.ts';
import type { Parameter } from './types.ts';

/** Times and switches of functions: how they wait, update, fall idle and wake. */
export const FUNCTIONS = {
  idleAfter: {
    byProfile: { seed: constant(days(30)), current: constant(days(14)) },
    unit: 'ms',
    about: 'How long a version may go without a call before Lambda makes it Inactive.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days', 'aws-lambda-vpc', 'aws-lambda-snapstart'],
  },
  provisioning: {
    value: constant(seconds(1.15)),
    unit: 'ms',
    about: 'How long a create, update or wake-up takes that needs no network interface.',
    confidence: 'observed',
    sources: ['localstack-recorded'],
  },
  detachUpdate: {
    value: uniform(seconds(30), seconds(120)),
    unit: 'ms',
    about: 'How long an update stays InProgress that only gives pairings up.',
    confidence: 'assumed',
    range: [seconds(10), minutes(5)],
    why:
      'One recorded run took 453.6 s for a cold create, a cold update and a detach; what is left ' +
      'for the detach, after two creations, is a minute or two.',
    sources: ['localstack-recorded'],
  },
  stuckPendingAfter: {
    value: constant(minutes(6)),
    unit: 'ms',
    about: 'How long a function must be Pending before an update or publish call cancels that.',
    confidence: 'documented',
    sources: ['aws-lambda-guide-2023'],
  },
  asyncRetryFirst: {
    value: constant(seconds(1)),
    unit: 'ms',
    about:
      'How long the queue of asynchronous calls waits before it tries a call again that was ' +
      'throttled or met an error of the service; each further wait is twice as long.',
    confidence: 'documented',
    sources: ['aws-lambda-async'],
  },
  asyncRetryMost: {
    value: constant(minutes(5)),
    unit: 'ms',
    about: 'The longest wait between two tries of such a call.',
    confidence: 'documented',
    sources: ['aws-lambda-async'],
  },
  asyncRetryFor: {
    value: constant(hours(6)),
    unit: 'ms',
    about: 'How long the queue keeps an asynchronous call that cannot run before it drops it.',
    confidence: 'documented',
    sources: ['aws-lambda-async'],
  },
  inactiveInvokeError: {
    value: 'ResourceNotReadyException',
    unit: 'choice',
    choices: ['ResourceNotReadyException', 'CodeArtifactUserPendingException'],
    about: 'Which error the call gets that wakes an Inactive function.',
    confidence: 'documented',
    sources: ['botocore'],
    alternatives: [
      {
        name: 'observed',
        value: 'CodeArtifactUserPendingException',
        source: 'boto3#3788',
        why:
          'What users report, one of them that the documented one was not raised; they do not say ' +
          'whether their functions were in a VPC.',
      },
    ],
  },
  deleteAbortsDetach: {
    value: true,
    unit: 'switch',
    about: 'Whether deleting a function during its detach sends the interfaces the slow way.',
    confidence: 'assumed',
    range: [true, false],
    why: 'One tool reproduced the slow teardown; that the delete aborts the detach is its reading.',
    sources: ['cdkd#42'],
  },
  releaseRole: {
    value: 'creator',
    unit: 'choice',
    choices: ['creator', 'last-user'],
    about: 'Whose execution role Lambda uses to delete an interface that several functions shared.',
    confidence: 'assumed',
    range: ['creator', 'last-user'],
    why:
      "AWS's text naming the creator was read as a quotation only; the guide says no more than " +
      "the function's execution role.",
    sources: ['zenn-eni-delete', 'aws-lambda-vpc', 'cdkd#45'],
  },
  propagationDelay: {
    value: constant(0),
    unit: 'ms',
    about: 'How long a change of a role or policy takes until Lambda sees it.',
    confidence: 'assumed',
    range: [0, seconds(10)],
    why:
      'That changes arrive late is seen (a second deployment works), how late is not; zero keeps ' +
      'cause and effect in one place.',
    sources: ['terraform-aws-lambda#489', 'terraform-function'],
  },
} as const satisfies Record<string, Parameter>;
