import { type Access, type AccessRequest, evaluateAccess } from '../../src/access/evaluate.ts';

export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:checkout';

/** `${inside}`, spelled so that nobody takes it for a template of ours. */
export function variable(inside: string): string {
  return `$\{${inside}}`;
}

export function document(...statements: object[]): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: statements };
}

export function statement(effect: 'Allow' | 'Deny', more: object = {}): object {
  return { Effect: effect, Action: '*', Resource: '*', ...more };
}

/** Whether one condition lets a request through. */
export function holds(
  condition: Record<string, Record<string, unknown>>,
  context: AccessRequest['context'],
): boolean {
  return ask([document(statement('Allow', { Condition: condition }))], context) === 'allowed';
}

export function ask(
  policies: Record<string, unknown>[],
  context: AccessRequest['context'] = {},
): Access['decision'] {
  return access(policies, context).decision;
}

export function access(
  policies: Record<string, unknown>[],
  context: AccessRequest['context'] = {},
): Access {
  const action = 'lambda:CreateFunction';
  return evaluateAccess({ policies, action, resource: FUNCTION_ARN, context });
}
