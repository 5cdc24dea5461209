import { badVariable } from './operators.ts';
import { readConditions } from './parse-condition.ts';
import { isFull, type Reader, readList, report, within } from './parse-values.ts';
import { colonsBeforeVariable, compilePattern, type Pattern } from './pattern.ts';
import { type Names, POLICY_LIMITS, type PolicyReading, type Statement } from './policy.ts';
import { nearestName } from './suggest.ts';

const POLICY_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const VERSIONS = ['2012-10-17', '2008-10-17'];

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads an identity policy, a permissions boundary or an SCP that is already parsed from JSON.
 * Nothing is guessed: whatever AWS would refuse, or could never match, is a problem with the path
 * to it and a mend. The policy that comes back is plain JSON with its patterns compiled.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(value: unknown): PolicyReading {
  const reader: Reader = { problems: [], variables: 'literal', values: 0, sids: new Set() };
  const statements = readPolicy(value, reader);
  return reader.problems.length > 0
    ? { ok: false, problems: reader.problems }
    : { ok: true, policy: { form: 'parsed-policy', statements } };
}

function readPolicy(value: unknown, reader: Reader): Statement[] {
  if (!isObject(value)) {
    const mend =
      typeof value === 'string'
        ? 'Parse the JSON text first, and give the object it holds'
        : 'Write { "Version": "2012-10-17", "Statement": [ ... ] }';
    report(reader, '', 'A policy is a JSON object', mend);
    return [];
  }
  checkElements(value, POLICY_ELEMENTS, '', reader);
  readVersion(value, reader);
  if (value['Id'] !== undefined && typeof value['Id'] !== 'string') {
    report(reader, 'Id', 'Id is a text', 'Put it in quotes, or leave it out');
  }
  if (value['Statement'] === undefined) {
    report(reader, 'Statement', 'The policy has no Statement', 'Add a list of statements');
    return [];
  }
  return readStatements(value['Statement'], reader);
}

/** Without a Version the language is that of 2008, where `${...}` is plain text. */
function readVersion(policy: Raw, reader: Reader): void {
  const version = policy['Version'];
  if (version === '2012-10-17') reader.variables = 'live';
  if (version === undefined || VERSIONS.some((known) => known === version)) return;
  report(reader, 'Version', 'Version is a date AWS fixed', 'Write "2012-10-17"');
}

function readStatements(value: unknown, reader: Reader): Statement[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) {
    report(reader, 'Statement', 'Statement is an empty list', 'Add at least one statement');
  }
  const max = POLICY_LIMITS.statementsMax;
  if (list.length > max) {
    const message = `${list.length} statements are more than the limit statementsMax (${max})`;
    report(reader, 'Statement', message, 'Split the policy');
    return [];
  }
  const statements: Statement[] = [];
  for (const [i, one] of list.entries()) {
    const path = Array.isArray(value) ? `Statement[${i}]` : 'Statement';
    if (isObject(one)) statements.push(readStatement(one, path, reader));
    else report(reader, path, 'A statement is an object', 'Write { "Effect": ..., ... }');
  }
  return statements;
}

function readStatement(raw: Raw, path: string, reader: Reader): Statement {
  checkElements(raw, STATEMENT_ELEMENTS, path, reader);
  return {
    sid: readSid(raw['Sid'], within(path, 'Sid'), reader),
    effect: readEffect(raw['Effect'], within(path, 'Effect'), reader),
    actions: readNames(raw, 'Action', path, reader),
    resources: readNames(raw, 'Resource', path, reader),
    conditions: readConditions(raw['Condition'], within(path, 'Condition'), reader),
  };
}

/** An empty Sid is no Sid; generators write it into every statement. */
function readSid(sid: unknown, path: string, reader: Reader): string | null {
  if (sid === undefined || sid === '') return null;
  if (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid)) {
    report(reader, path, 'A Sid has letters and digits only', 'Leave out other characters');
    return null;
  }
  if (reader.sids.has(sid)) {
    report(reader, path, `The Sid "${sid}" is used twice`, 'Give each statement its own Sid');
  }
  reader.sids.add(sid);
  return sid;
}

function readEffect(effect: unknown, path: string, reader: Reader): 'Allow' | 'Deny' {
  if (effect === 'Allow' || effect === 'Deny') return effect;
  const near = typeof effect === 'string' ? nearestName(effect, ['Allow', 'Deny']) : null;
  const message = effect === undefined ? 'Effect is missing' : 'Effect is "Allow" or "Deny"';
  const mend = near === null ? 'Write "Allow" or "Deny"' : `Did you mean "${near}"?`;
  report(reader, path, message, mend);
  return 'Deny';
}

function readNames(raw: Raw, element: 'Action' | 'Resource', path: string, reader: Reader): Names {
  const not = `Not${element}`;
  const mode = raw[element] === undefined ? 'except' : 'only';
  if ((raw[element] === undefined) === (raw[not] === undefined)) {
    const found = raw[not] === undefined ? 'neither' : 'both';
    const message = `A statement has one of ${element} and ${not}; this one has ${found}`;
    const mend = found === 'both' ? `Keep one of the two` : `Add ${element}`;
    report(reader, within(path, element), message, mend);
    return { mode, patterns: [] };
  }
  const name = mode === 'only' ? element : not;
  const at = within(path, name);
  const read = element === 'Action' ? readAction : readResource;
  const patterns = readList(raw[name], at, 'text', reader).flatMap(({ text, path: where }) => {
    const pattern = read(text, where, reader);
    return pattern === null ? [] : [pattern];
  });
  return { mode, patterns };
}

/** IAM-3: actions are compared without regard to case and take no policy variables. */
function readAction(text: string, path: string, reader: Reader): Pattern | null {
  if (text !== '*' && !/^[^:\s]+:[^:\s]+$/.test(text)) {
    const message = `"${text}" is not an action`;
    report(reader, path, message, 'Write service:Name, such as "lambda:CreateFunction", or "*"');
    return null;
  }
  const style = { letters: 'folded', wildcards: 'live', variables: 'literal' } as const;
  const pattern = compilePattern(text, style);
  return 'badVariable' in pattern ? null : pattern;
}

/**
 * IAM-3: a resource is compared as one text, with regard to case. AWS lets a star that ends a
 * field run past its colon; it does not say whether other stars stop there, so none does here.
 */
function readResource(text: string, path: string, reader: Reader): Pattern | null {
  const fields = text.split(':').length;
  if (text !== '*' && (!text.startsWith('arn:') || (fields < 6 && !/\*(?::|$)/.test(text)))) {
    const mend = 'Write "arn:partition:service:region:account:resource", or "*"';
    report(reader, path, `"${text}" is not an ARN of six fields`, mend);
    return null;
  }
  const { variables } = reader;
  const pattern = compilePattern(text, { letters: 'exact', wildcards: 'live', variables });
  if ('badVariable' in pattern) {
    const { message, mend } = badVariable(pattern.badVariable);
    report(reader, path, message, mend);
    return null;
  }
  if ((colonsBeforeVariable(pattern) ?? 5) < 5) {
    const message = 'AWS takes policy variables only after the fifth colon of a resource';
    report(reader, path, message, 'Write the field out, or use "*"');
  }
  return pattern;
}

function checkElements(raw: Raw, known: readonly string[], path: string, reader: Reader): void {
  for (const name of Object.keys(raw)) {
    if (known.includes(name) || isFull(reader)) continue;
    const near = nearestName(name, known);
    const where = within(path, name);
    if (name === 'Principal' || name === 'NotPrincipal') {
      const message = `${name} belongs to resource-based policies`;
      report(reader, where, message, 'Leave it out: an identity policy speaks of its owner');
    } else {
      const mend = near === null ? `Known here: ${known.join(', ')}` : `Did you mean "${near}"?`;
      report(reader, where, `"${name}" is not an element of IAM policies`, mend);
    }
  }
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
