import { paramMend } from './mend.ts';
import { nameFor, nestedFile } from './nested-file.ts';
import { child, type Node, textOf } from './node.ts';
import { rootsOf } from './roots.ts';
import { stackOf } from './sections.ts';
import type { World } from './stack.ts';
import { type Instance, nodeAt } from './terraform-plan.ts';
import { known, plainValue, type References } from './terraform-values.ts';
import { type Dict, isDict, Unknown, type Value } from './values.ts';

const STACKS = /^(aws|awscc)_cloudformation_stack$/;

/** What makes stacks of which nothing is in the plan, and why they are not counted. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  aws_cloudformation_stack_set: 'it makes stacks in accounts and Regions that are not told',
  awscc_cloudformation_stack_set: 'it makes stacks in accounts and Regions that are not told',
  aws_serverlessapplicationrepository_cloudformation_stack:
    'what is in an application of the repository is not here',
  aws_servicecatalog_provisioned_product: 'what is in a product of the catalogue is not here',
  aws_cloudcontrolapi_resource: 'what is made through Cloud Control is not read',
};

/** Reads the stacks of CloudFormation that a plan of Terraform makes, as nested ones. */
export function readStacksIn(
  instances: readonly Instance[],
  references: References,
  world: World,
): void {
  for (const instance of instances) {
    const id = `${references.prefix}${instance.address}`;
    const why = ELSEWHERE[instance.type];
    if (why !== undefined) {
      const mend = 'plan its template by itself';
      world.needs.push({ what: `${id} (stacks)`, why, mend, hides: `the output of ${id}` });
    }
    if (STACKS.test(instance.type)) readStack(id, instance, references, world);
  }
}

function readStack(id: string, instance: Instance, references: References, world: World): void {
  const found = templateOf(id, instance, references, world);
  const templates = found === null ? [] : rootsOf({ name: id, files: [found] }, world).templates;
  if (templates.length === 0) {
    noteMissing(id, instance, world);
    return;
  }
  const declared = templates.flatMap((root) => keysOf(child(root, 'Parameters')));
  const given = parametersOf(id, declared, instance, references);
  world.stacks.push(stackOf(id, templates, { prefix: `${id}/`, given, onlyIf: null }, world));
}

/** The text in the plan, or the file that was named for it, or lies where the URL ends. */
function templateOf(
  id: string,
  { values, node }: Instance,
  { given }: References,
  world: World,
): { file: string; text: string } | null {
  const text = textOf(child(values, 'template_body'));
  const from = node.of.file;
  if (text !== undefined) return { file: `${from}#${id}`, text };
  const path = given(`${id}.template_url`) ?? textOf(child(values, 'template_url'));
  if (path === undefined) return null;
  return nestedFile(node, path, [from], world)?.found ?? null;
}

function noteMissing(id: string, { values, node }: Instance, world: World): void {
  const url = textOf(child(values, 'template_url'));
  const place = `put its template beside ${node.of.file} as ${nameFor(url)}`;
  const path = paramMend(`${id}.template_url`, './template.yaml');
  const why = 'the template of this stack is not in the plan: what is in it is not counted';
  const [what, hides] = [`${id} (stack)`, `the stack ${id}`];
  world.needs.push({ what, why, mend: url === undefined ? path : place, hides });
}

/** Values by the names of parameters; those that are known later are symbols, or as given. */
function parametersOf(
  id: string,
  declared: readonly string[],
  { values, unknown }: Instance,
  references: References,
): Dict {
  const plain = plainValue(child(values, 'parameters'));
  const given: Dict = new Map();
  for (const [name, value] of isDict(plain) ? plain : []) {
    given.set(name, known(value, references) as Value);
  }
  const flags = nodeAt(unknown, 'parameters');
  const later = keysOf(flags).filter((name) => isTrue(child(flags, name)));
  for (const name of isTrue(flags) ? declared : later) {
    given.set(name, laterValue(`${id}/${name}`, references));
  }
  return given;
}

const keysOf = (node: Node | undefined): string[] =>
  node?.kind === 'map' ? [...node.entries.keys()] : [];

const isTrue = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === true;

function laterValue(what: string, references: References) {
  const text = references.given(what);
  if (text !== undefined) return text;
  const why = 'it is known only after the plan is applied';
  const needs = [{ what, why, mend: paramMend(what, 'value') }];
  return new Unknown(`terraform ${what}`, what, 'text', { needs });
}
