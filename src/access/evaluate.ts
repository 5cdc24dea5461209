import { clauseOf, type Judged, nameOf } from './because.ts';
import { type Facts, factsOf, type RequestContext, testCondition } from './condition.ts';
import { parsePolicy } from './parse.ts';
import { fillIn, matchCodes } from './pattern.ts';
import type { Names, Policy, Statement } from './policy.ts';

/** A policy from `parsePolicy`, or a raw document, which is then parsed at every call. */
export type PolicyInput = Policy | Readonly<Record<string, unknown>>;

export interface AccessRequest {
  /** Identity policies: the user's with its groups', or the role's. */
  policies: readonly PolicyInput[];
  /** Each one is a limit, so each must allow. None given: no limit. */
  boundaries?: readonly PolicyInput[];
  /** Those of one level of the organization, of which one must allow. None given: no limit. */
  scps?: readonly PolicyInput[];
  action: string;
  /** One ARN, or `*` for actions that take no resource. */
  resource: string;
  context: RequestContext;
}

export interface Access {
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** One sentence: the statement and the condition that decided, or that came nearest. */
  because: string;
  /**
   * The statement `because` speaks of. `policy` is the index into `policies`, or a text such as
   * `scps[0]`; null when no statement says anything about the action.
   */
  statement: { policy: number | string; index: number; sid?: string } | null;
}

interface Request {
  readonly action: string;
  readonly actionFolded: string;
  readonly resource: string;
  readonly facts: Facts;
}

interface Document {
  readonly policy: Policy;
  /** What `Access.statement.policy` says. */
  readonly label: number | string;
  /** What the sentence says. */
  readonly name: string;
}

/** How far a statement came before it ceased to apply. */
const NOWHERE = 0;
const ACTION = 1;
const RESOURCE = 2;
const APPLIES = 3;
type Reached = typeof NOWHERE | typeof ACTION | typeof RESOURCE | typeof APPLIES;

interface Finding {
  readonly reached: Reached;
  readonly document: Document;
  readonly index: number;
}

/**
 * IAM-1: an explicit deny anywhere wins; then the SCPs (if given), each boundary (if given) and
 * the identity policies must allow, in this order; otherwise the answer is an implicit deny.
 * Policies from `parsePolicy` make the cost one pass over their statements.
 * @throws Error when a raw document is malformed; the message lists the problems and their mends
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateAccess(access: AccessRequest): Access {
  const { action, resource } = access;
  const facts = factsOf(access.context);
  const request = { action, actionFolded: action.toLowerCase(), resource, facts };
  const identity = access.policies.map((p, i) => documentOf(p, i, `policy ${i + 1}`));
  const scps = (access.scps ?? []).map((p, i) => documentOf(p, `scps[${i}]`, `SCP ${i + 1}`));
  const boundaries = (access.boundaries ?? []).map((p, i) =>
    documentOf(p, `boundaries[${i}]`, `boundary ${i + 1}`),
  );
  const deny = search([...identity, ...boundaries, ...scps], 'Deny', request);
  if (deny?.reached === APPLIES) return answer('explicitDeny', deny, request);
  const limits = [
    ...(scps.length > 0 ? [{ who: 'No SCP', documents: scps }] : []),
    ...boundaries.map((one) => ({ who: `Nothing in ${one.name}`, documents: [one] })),
  ];
  for (const { who, documents } of limits) {
    const found = search(documents, 'Allow', request);
    if (found?.reached !== APPLIES) return refusal(who, found, request);
  }
  const allow = search(identity, 'Allow', request);
  if (allow?.reached !== APPLIES) return refusal('No statement', allow, request);
  return answer('allowed', allow, request);
}

function documentOf(input: PolicyInput, label: number | string, name: string): Document {
  if (isParsed(input)) return { policy: input, label, name };
  const reading = parsePolicy(input);
  if (reading.ok) return { policy: reading.policy, label, name };
  const lines = reading.problems.map((p) => `${p.path || 'document'}: ${p.message}. ${p.mend}`);
  throw new Error(`The document of ${name} is malformed.\n${lines.join('\n')}`);
}

function isParsed(input: PolicyInput): input is Policy {
  return 'form' in input && input['form'] === 'parsed-policy';
}

/** The first statement that applies, else the first of those that came nearest. */
function search(
  documents: readonly Document[],
  effect: Statement['effect'],
  request: Request,
): Finding | null {
  let best: Finding | null = null;
  for (const document of documents) {
    for (const [index, statement] of document.policy.statements.entries()) {
      if (statement.effect !== effect) continue;
      const reached = reach(statement, request);
      if (reached <= (best?.reached ?? NOWHERE)) continue;
      best = { reached, document, index };
      if (reached === APPLIES) return best;
    }
  }
  return best;
}

function reach({ actions, resources, conditions }: Statement, request: Request): Reached {
  if (!names(actions, request.actionFolded, request.facts)) return NOWHERE;
  if (!names(resources, request.resource, request.facts)) return ACTION;
  for (const condition of conditions) {
    if (!testCondition(condition, request.facts).holds) return RESOURCE;
  }
  return APPLIES;
}

/** A variable that cannot be filled matches nothing, and voids a NotResource (IAM-3). */
function names({ mode, patterns }: Names, text: string, facts: Facts): boolean {
  for (const pattern of patterns) {
    const codes = fillIn(pattern, facts.resolve);
    if (codes === null) {
      if (mode === 'except') return false;
    } else if (matchCodes(codes, text)) return mode === 'only';
  }
  return mode === 'except';
}

function answer(decision: 'allowed' | 'explicitDeny', finding: Finding, request: Request): Access {
  const verb = decision === 'allowed' ? 'allows' : 'denies';
  const clause = clauseOf(judgements(finding, request));
  const because = `${nameOfFinding(finding)} ${verb} ${request.action}${clause}`;
  return { decision, because, statement: referenceTo(finding) };
}

function refusal(who: string, nearest: Finding | null, request: Request): Access {
  const { action, resource } = request;
  const nothing = `${who} allows ${action} on ${resource}`;
  if (nearest === null) return { decision: 'implicitDeny', because: nothing, statement: null };
  const nearly =
    nearest.reached === RESOURCE
      ? `${nameOfFinding(nearest)} would${clauseOf(judgements(nearest, request))}`
      : `${nameOfFinding(nearest)} allows the action, but not on this resource`;
  const because = `${nothing}; ${nearly}`;
  return { decision: 'implicitDeny', because, statement: referenceTo(nearest) };
}

function judgements(finding: Finding, { facts }: Request): Judged[] {
  const { conditions } = statementOf(finding);
  return conditions.map((condition) => ({ condition, outcome: testCondition(condition, facts) }));
}

function statementOf({ document, index }: Finding): Statement {
  return document.policy.statements[index]!;
}

function nameOfFinding(finding: Finding): string {
  return nameOf(statementOf(finding), finding.index, finding.document.name);
}

function referenceTo(finding: Finding): NonNullable<Access['statement']> {
  const { sid } = statementOf(finding);
  const { document, index } = finding;
  return { policy: document.label, index, ...(sid === null ? {} : { sid }) };
}
