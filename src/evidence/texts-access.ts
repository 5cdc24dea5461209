import type { Answer } from './types.ts';

const DENIED = { code: 'AccessDeniedException', httpStatus: 403 } as const;

const UNAUTHORIZED =
  'EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform ' +
  'this operation.';

/** Lambda looks up what a configuration names with the permissions of its caller. */
function lookup(call: string, what: string): string {
  return (
    'Your access has been denied by EC2, please make sure your request credentials have ' +
    `permission to ${call} for ${what}. ${UNAUTHORIZED}`
  );
}

const BY_ANALOGY = 'The text was seen for DescribeSecurityGroups; this one follows it.';

/** Refusals of those who call: users of the account, and the code of a function. */
export const ACCESS_ANSWERS = {
  callerDenied: {
    ...DENIED,
    message:
      'User: {user} is not authorized to perform: {action} on resource: {resource} with an ' +
      'explicit deny in {where}',
    confidence: 'assumed',
    why: "IAM's usual wording; AWS's page on Lambda shows only its beginning, for an invocation.",
    sources: ['aws-lambda-authorization'],
  },
  callerNotAllowed: {
    ...DENIED,
    message: 'User: {user} is not authorized to perform: {action} on resource: {resource}',
    confidence: 'assumed',
    why: "AWS's page on Lambda shows it for an invocation; other calls are taken to answer alike.",
    sources: ['aws-lambda-authorization'],
  },
  callerLacksGroups: {
    ...DENIED,
    message: lookup('DescribeSecurityGroups', '{groups}'),
    confidence: 'observed',
    sources: ['serverless#8209'],
  },
  callerLacksSubnets: {
    ...DENIED,
    message: lookup('DescribeSubnets', '{subnets}'),
    confidence: 'assumed',
    why: BY_ANALOGY,
    sources: ['serverless#8209', 'Zappa#2151'],
  },
  callerLacksVpcs: {
    ...DENIED,
    message: lookup('DescribeVpcs', '{vpc}'),
    confidence: 'assumed',
    why: BY_ANALOGY,
    sources: ['serverless#8209', 'Zappa#2151'],
  },
  codeUnauthorized: {
    code: 'UnauthorizedOperation',
    httpStatus: 403,
    message: 'You are not authorized to perform this operation.',
    confidence: 'assumed',
    why: "Code and text were seen inside Lambda's answer; that EC2 answers code so is by analogy.",
    sources: ['serverless#8209'],
  },
} as const satisfies Record<string, Answer>;
