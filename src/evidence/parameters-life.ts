import { days, hours, minutes, seconds } from '../engine/time.ts';
import { cappedLognormal, constant, exponential, lognormal, uniform } from './laws.ts';
import type { Parameter } from './types.ts';

/** How long the things take that happen to an interface from its creation to its end. */
export const LIFE = {
  eniCreation: {
    value: cappedLognormal(seconds(180), 0.633, seconds(900)),
    unit: 'ms',
    about: 'How long Lambda needs to create a new Hyperplane interface.',
    confidence: 'assumed',
    range: [seconds(60), seconds(510)],
    why:
      'AWS writes about a minute, then several minutes. The law puts its 5th percentile near one ' +
      'minute and its 95th near the 8.5 minutes measured for one cold create; its median fits a ' +
      'recorded run of two cold attaches and a detach in 453.6 s. The range spans the same two ' +
      'ends.',
    sources: ['aws-lambda-guide-2023', 'botocore', 'localstack-recorded', 'cdkd-cold-create'],
    alternatives: [
      {
        name: 'documented',
        value: constant(seconds(180)),
        why: 'The median as a fixed time, for stories that must not vary.',
      },
    ],
  },
  eniAllocation: {
    value: uniform(seconds(2), seconds(10)),
    unit: 'ms',
    about: 'How long a function waits when the interface it needs exists already.',
    confidence: 'assumed',
    range: [seconds(1), seconds(60)],
    why:
      'AWS says that sharing is much quicker than creating and gives no figure; a minute would ' +
      'be as slow as a fast creation.',
    sources: ['aws-lambda-guide-2023'],
  },
  detach: {
    value: lognormal(minutes(4), 0.557),
    unit: 'ms',
    about: 'How long an interface that nobody uses stays attached after its function is deleted.',
    confidence: 'assumed',
    range: [minutes(1), minutes(10)],
    why:
      'One live measurement saw the detachment after about 4 minutes; the spread puts the 95th ' +
      'percentile at 10 minutes.',
    sources: ['alchemy#937'],
    alternatives: [{ name: 'documented', value: constant(minutes(4)), source: 'alchemy#937' }],
  },
  detachOnUpdate: {
    value: uniform(seconds(30), seconds(120)),
    unit: 'ms',
    about: 'How long the same takes when an update of the configuration gave the interface up.',
    confidence: 'assumed',
    range: [seconds(10), minutes(5)],
    why:
      'Users report seconds to minutes on this path, and less than five minutes until a group is ' +
      'free where a delete took more than thirty; there is no figure for the detachment alone.',
    sources: ['cdkd#42', 'cdkd#43', 'terraform-provider-aws#265'],
  },
  reap: {
    value: lognormal(minutes(12), 0.4),
    unit: 'ms',
    about: 'How long a detached interface remains before Lambda deletes it.',
    confidence: 'assumed',
    range: [minutes(5), minutes(45)],
    why:
      'Together with the detachment it gives 17 minutes in the middle, 71 % within the 20 ' +
      'minutes that AWS names, and 37 minutes at the 99th percentile, against about 35 reported ' +
      'by the Lambda team; tools wait up to 45.',
    sources: ['aws-lambda-vpc', 'alchemy#937', 'cdkd#38', 'pulumi-aws#2642', 'terraform-eni'],
    alternatives: [
      {
        name: 'documented',
        value: constant(minutes(16)),
        source: 'aws-lambda-vpc',
        why: 'With the fixed detachment it makes exactly the 20 minutes that AWS names.',
      },
    ],
  },
  operationJitter: {
    value: 0.1,
    unit: 'ratio',
    about:
      'How much of the time that an interface takes is its own: 0 is the time of its whole ' +
      'operation, 1 a time of its own, whatever the others of the operation take.',
    confidence: 'assumed',
    range: [0, 1],
    why:
      'Published times are those of whole functions and stacks with one to three interfaces, not ' +
      'of single ones. If each took a time of its own, the slowest of 100 would hardly ever be ' +
      'gone within 20 minutes, which nobody reports; so what one operation makes or lets go is ' +
      'taken to go by together. How far apart it lies was not measured; the far end of the range ' +
      'is times of their own.',
    sources: ['localstack-recorded', 'cdkd-cold-create', 'alchemy#937', 'cdkd#38'],
    alternatives: [
      { name: 'together', value: 0, why: 'All interfaces of an operation at the same moment.' },
      {
        name: 'independent',
        value: 1,
        why: 'Each interface by itself: the slowest of many decides.',
      },
    ],
  },
  reapRetryEvery: {
    value: constant(minutes(5)),
    unit: 'ms',
    about: 'How long Lambda waits before it tries again to delete an interface it may not delete.',
    confidence: 'assumed',
    range: [minutes(1), hours(1)],
    why: 'Repeated refused attempts were seen in a log of API calls; their distance is not given.',
    sources: ['aws-cdk#34400'],
  },
  reapRetryFor: {
    value: constant(hours(24)),
    unit: 'ms',
    about: 'How long Lambda goes on trying before the interface counts as stuck.',
    confidence: 'assumed',
    range: [hours(1), days(7)],
    why: "AWS Support's tool says stuck after 24 hours; when Lambda itself stops is unknown.",
    sources: ['aws-find-eni-mappings'],
  },
  eniRecreation: {
    value: null,
    unit: 'ms',
    about: 'How long an interface lives before Lambda replaces it for balance or health.',
    confidence: 'assumed',
    range: [days(30), days(365)],
    why:
      'AWS says that it may replace interfaces and that nobody should rely on them, but not how ' +
      'often; off, so that a story shows it only when asked to.',
    sources: ['aws-lambda-vpc'],
    alternatives: [
      {
        name: 'mean90d',
        value: exponential(days(90)),
        why: 'Often enough to be seen within a year of simulated time.',
      },
    ],
  },
} as const satisfies Record<string, Parameter>;
