import { dynamic } from './dynamic.ts';
import { listIn } from './lists.ts';
import { paramMend } from './mend.ts';
import { child, type Node, textOf } from './node.ts';
import { givenText, idIn, type Part, report, type Stack } from './stack.ts';
import { type Need, type Shape, Unknown, type Value } from './values.ts';

/** What a parameter of each type looks like, for the command that would give it. */
const EXAMPLES: readonly [RegExp, string][] = [
  [/Subnet/, 'subnet-0a1b2c3d'],
  [/SecurityGroup/, 'sg-0a1b2c3d'],
  [/VPC::Id/, 'vpc-0a1b2c3d'],
  [/^Number$|List<Number>/, '1'],
];

/** The value of a declared parameter: given, by default, or a symbol. */
export function parameterValue(stack: Stack, part: Part): Value {
  const known = stack.memo.get(`parameter ${part.name}`);
  if (known !== undefined && known !== 'busy') return known;
  const value = declaredValue(stack, part);
  stack.memo.set(`parameter ${part.name}`, value);
  return value;
}

function declaredValue(stack: Stack, part: Part): Value {
  const type = textOf(child(part.node, 'Type')) ?? 'String';
  const fromParent = stack.given?.get(part.name);
  if (fromParent !== undefined) return typed(fromParent, type);
  const text = givenText(stack, part.name);
  const preset = child(part.node, 'Default');
  const fromStore = type.startsWith('AWS::SSM::Parameter::Value');
  if (text !== undefined) {
    checkAllowed(stack, part, text);
    if (!fromStore || !text.startsWith('/')) return typed(dynamic(text, stack), type);
    return stored(stack, part, type, text);
  }
  if (fromStore && preset !== undefined) return stored(stack, part, type, textOf(preset) ?? '');
  if (preset !== undefined) return typed(dynamic(presetValue(preset), stack), type);
  const why = 'it is a parameter without a default';
  return new Unknown(
    `parameter ${stack.prefix}${part.name}`,
    idIn(stack, part.name),
    shapeOf(type),
    {
      needs: [needOf(stack, part, type, why)],
    },
  );
}

/** A default may be written as a list, which CloudFormation reads as its values with commas. */
function presetValue(node: Node): string {
  if (node.kind === 'list') return node.items.map((item) => textOf(item) ?? '').join(',');
  return textOf(node) ?? '';
}

/** The parameter names an entry of the Parameter Store: what it holds is known to AWS only. */
function stored(stack: Stack, part: Part, type: string, name: string): Unknown {
  const why = `it is what the Parameter Store holds under ${name}`;
  return new Unknown(`stored ${name} ${isList(type) ? 'list' : ''}`, part.name, shapeOf(type), {
    needs: [needOf(stack, part, type, why)],
  });
}

function needOf(stack: Stack, part: Part, type: string, why: string): Need {
  const usual = exampleOf(part, type);
  const example = usual === 'value' ? (comparedWith(part.name, stack) ?? usual) : usual;
  const value = isList(type) && !example.includes(',') ? `${example},...` : example;
  return {
    what: `${stack.prefix}${part.name}`,
    why,
    mend: paramMend(`${stack.prefix}${part.name}`, value),
  };
}

function exampleOf(part: Part, type: string): string {
  const allowed = child(part.node, 'AllowedValues');
  if (allowed?.kind === 'list' && allowed.items.length > 0) return textOf(allowed.items[0]!) ?? '';
  const hint = `${type} ${part.name}`;
  return EXAMPLES.find(([pattern]) => pattern.test(hint))?.[1] ?? 'value';
}

/** A text that a condition compares the parameter with: one that makes a difference. */
function comparedWith(name: string, { conditions }: Stack): string | null {
  for (const { node } of conditions.values()) {
    const compared = valueBeside(name, node);
    if (compared !== null && compared !== '') return compared;
  }
  return null;
}

function valueBeside(name: string, node: Node): string | null {
  const items = node.kind === 'list' ? node.items : [];
  const isSame = items.some((one) => textOf(child(one, 'Ref')) === name);
  const other = items.find((one) => one.kind === 'scalar');
  if (isSame && other !== undefined) return textOf(other) ?? null;
  const parts = node.kind === 'map' ? [...node.entries.values()].map(({ value }) => value) : items;
  return parts.reduce<string | null>((found, one) => found ?? valueBeside(name, one), null);
}

function checkAllowed(stack: Stack, part: Part, text: string): void {
  const allowed = child(part.node, 'AllowedValues');
  if (allowed?.kind !== 'list') return;
  const texts = allowed.items.map((item) => textOf(item) ?? '');
  const type = textOf(child(part.node, 'Type')) ?? 'String';
  const values = isList(type) ? text.split(',').map((one) => one.trim()) : [text];
  const wrong = values.find((value) => !texts.includes(value));
  if (wrong === undefined) return;
  report(stack.world, part, {
    message: `the parameter \`${part.name}\` does not allow ${JSON.stringify(wrong.slice(0, 80))}`,
    mend: `give one of ${texts.slice(0, 8).join(', ')}`,
  });
}

function isList(type: string): boolean {
  return /^(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|List<)/.test(type);
}

function shapeOf(type: string): Shape {
  if (isList(type)) return 'list';
  return /AWS::EC2::\w+(::\w+)?::(Id|GroupName|Name)|^Number$/.test(type) ? 'atom' : 'text';
}

/** A text becomes a list where the type says so; an empty text is an empty list. */
function typed(value: Value, type: string): Value {
  if (!isList(type)) return value;
  if (Array.isArray(value)) return value;
  return value instanceof Unknown && value.shape === 'list' ? value : listIn(value);
}
