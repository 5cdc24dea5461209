import { conditionValue } from './conditions.ts';
import { paramMend } from './mend.ts';
import { child, type Node, textOf } from './node.ts';
import { outputValue, type Resolve, settable } from './references.ts';
import { type Export, givenText, report, type Stack } from './stack.ts';
import { type Maybe, Unknown, type Value } from './values.ts';

/** `Fn::ImportValue`: what one of the other stacks exports under that name, or a symbol. */
export function importOf(name: Value, node: Node, stack: Stack, resolve: Resolve): Maybe {
  const exporter = exporterOf(name, stack, resolve);
  if (exporter !== null) return outputValue(exporter.stack, exporter.output, resolve);
  const shown = name instanceof Unknown ? name.shown : String(name);
  const given = givenText(stack, `import:${shown}`);
  if (given !== undefined) return given;
  const why = 'it is exported by a stack that is not here; plan that stack as well';
  const mend = paramMend(`import:${shown}`, 'value');
  const needs = [{ what: shown, why, mend }, ...(name instanceof Unknown ? name.needs : [])];
  if (shown === '') report(stack.world, node, { message: 'an import without a name' });
  return new Unknown(`import ${shownKey(name)}`, shown, 'text', { needs });
}

const shownKey = (name: Value): string => (name instanceof Unknown ? name.key : String(name));

function exporterOf(name: Value, stack: Stack, resolve: Resolve): Export | null {
  const { world } = stack;
  world.exports ??= exportsOf(world.stacks, resolve);
  const exact = world.exports.get(shownKey(name));
  if (exact !== undefined) return exact;
  const fitting = [...world.exports.values()].filter(({ name: other }) => fits(other, name));
  if (fitting.length !== 1) return null;
  const [found] = fitting as [Export];
  const { stack: from, name: other } = found;
  const shown = name instanceof Unknown ? name.shown : String(name);
  const theirs = other instanceof Unknown ? other.shown : String(other);
  world.notes.add(`The import ${shown} is taken for the export ${theirs} of ${from.name}.`);
  return found;
}

function exportsOf(stacks: readonly Stack[], resolve: Resolve): Map<string, Export> {
  const found = new Map<string, Export>();
  for (const stack of stacks) {
    for (const part of stack.outputs.values()) {
      const condition = child(part.node, 'Condition');
      const holds = textOf(condition);
      if (holds && conditionValue(holds, condition!, stack, resolve) === false) continue;
      const node = child(child(part.node, 'Export'), 'Name');
      const name = node === undefined ? undefined : resolve(node, stack);
      if (name === undefined) continue;
      const key = shownKey(name);
      if (found.has(key)) {
        const message = `another stack exports \`${textOf(node) ?? key}\` too`;
        report(stack.world, part, { message, mend: 'an export has one name of its own' });
      } else found.set(key, { stack, output: part.name, name });
    }
  }
  return found;
}

/**
 * The name of an export begins with the name of its stack, which a template does not know: it fits
 * an import when what is known of both is the same behind the first, unknown part.
 */
function fits(one: Value, other: Value): boolean {
  const [a, b] = [tailOf(one), tailOf(other)];
  if (a === null) return b !== null && typeof one === 'string' && one.endsWith(b);
  if (b === null) return typeof other === 'string' && other.endsWith(a);
  return a === b;
}

/** What follows the one unknown part with which a text begins; null for any other text. */
function tailOf(value: Value): string | null {
  if (!(value instanceof Unknown) || value.parts?.length !== 2) return null;
  const [head, tail] = value.parts;
  return head instanceof Unknown && typeof tail === 'string' && /\w{3}/.test(tail) ? tail : null;
}

/** `Fn::GetStackOutput`: an output of another stack, which need not export it. */
export function stackOutputOf(node: Node, stack: Stack, resolve: Resolve): Maybe {
  const [of, output] = ['StackName', 'OutputName'].map((key) => {
    const part = child(node, key);
    return part === undefined ? '' : (resolve(part, stack) ?? '');
  }) as [Value, Value];
  const shown = of instanceof Unknown ? of.shown : String(of);
  const name = output instanceof Unknown ? output.shown : String(output);
  const others = stack.world.stacks.filter((one) => one !== stack && one.outputs.has(name));
  const named = others.filter((one) => one.name === shown);
  const [only] = named.length > 0 ? named : others.length === 1 ? others : [];
  if (only === undefined) {
    const why = 'it is an output of a stack that is not here; plan that stack as well';
    return settable(stack, `${shown}.Outputs.${name}`, `output ${shown}.${name}`, 'text', why);
  }
  if (named.length === 0) {
    stack.world.notes.add(`The output ${shown}.${name} is taken for that of ${only.name}.`);
  }
  return outputValue(only, name, resolve);
}
