import { child, type Mapping, type Node, textOf } from './node.ts';

/** A file that is often given for what is made of it: what it is, and what to give instead. */
export interface Stranger {
  kind: string;
  mend: string;
}

export const TEMPLATES =
  'give a CloudFormation or SAM template, a Terraform plan in JSON, or a scenario';

export const MADE_BY = {
  terraform:
    'run `terraform plan -out plan.bin`, and give what `terraform show -json plan.bin` prints',
  state: 'give what `terraform show -json` prints',
  cdk: 'run `cdk synth`, and give the folder cdk.out',
  cdktf:
    'run `cdktf synth`, plan with Terraform there, and give what `terraform show -json` prints',
  serverless:
    'run `serverless package`, and give .serverless/cloudformation-template-update-stack.json',
  stack: 'give its template: `aws cloudformation get-template --stack-name NAME > template.json`',
  account:
    'give the template that the functions were deployed from: `aws cloudformation get-template --stack-name NAME > template.json`',
  parameters: 'give it as `--params FILE`, beside the template that it is for',
  render: 'render it, and give what comes of it',
} as const;

const { terraform, state, cdk, cdktf, serverless, stack, account, parameters } = MADE_BY;

/** By keys that they have, the surest first. */
const BY_KEYS: readonly [keys: readonly string[], kind: string, mend: string][] = [
  [['service', 'provider'], 'a file of the Serverless Framework', serverless],
  [['service', 'package', 'artifact'], 'the state of the Serverless Framework', serverless],
  [['artifacts', 'version'], 'the manifest of a cloud assembly', 'give the folder it is in'],
  [['tree', 'version'], 'the construct tree of the CDK', 'give the folder it is in'],
  [['files', 'dockerImages'], 'a list of assets of the CDK', 'give the folder it is in'],
  [['app', 'context'], 'the settings file of a CDK project', cdk],
  [['app', 'watch'], 'the settings file of a CDK project', cdk],
  [['language', 'app', 'projectId'], 'the settings file of a project of CDK for Terraform', cdktf],
  [['Changes', 'StackName'], 'a change set, which tells what changes and not what is there', stack],
  [['Changes', 'ChangeSetName'], 'a change set, which tells what changes', stack],
  [['ResourceTypes', 'Parameters'], 'the summary of a template', stack],
  [['Stacks'], 'what `aws cloudformation describe-stacks` prints', stack],
  [['StackSummaries'], 'what `aws cloudformation list-stacks` prints', stack],
  [['StackEvents'], 'a list of the events of a stack', stack],
  [['StackResources'], 'a list of the resources of a stack, without their properties', stack],
  [
    ['StackResourceSummaries'],
    'a list of the resources of a stack, without their properties',
    stack,
  ],
  [['StackResourceDetail'], 'a resource of a stack, without its properties', stack],
  [['steps', 'config'], 'a preview of Pulumi', 'Pulumi is not read; write a scenario by hand'],
  [
    ['steps', 'changeSummary'],
    'a preview of Pulumi',
    'Pulumi is not read; write a scenario by hand',
  ],
  [
    ['version', 'deployment'],
    'an exported stack of Pulumi',
    'Pulumi is not read; write a scenario by hand',
  ],
  [['name', 'runtime'], 'a project of Pulumi', 'Pulumi is not read; write a scenario by hand'],
  [['Functions'], 'what `aws lambda list-functions` prints', account],
  [['FunctionName', 'VpcConfig'], 'the configuration of a function as AWS tells it', account],
  [['FunctionName', 'FunctionArn'], 'the configuration of a function as AWS tells it', account],
  [['FunctionName', 'Handler'], 'the configuration of a function as AWS tells it', account],
  [['Configuration', 'Code'], 'what `aws lambda get-function` prints', account],
  [['Configuration', 'Tags'], 'what `aws lambda get-function` prints', account],
  [['NetworkInterfaces'], 'what `aws ec2 describe-network-interfaces` prints', account],
  [
    ['Subnets'],
    'what `aws ec2 describe-subnets` prints',
    'give it as `--subnets FILE`, beside a template',
  ],
  [['SecurityGroups'], 'what `aws ec2 describe-security-groups` prints', account],
  [['Vpcs'], 'what `aws ec2 describe-vpcs` prints', account],
  [['EventSourceMappings'], 'what `aws lambda list-event-source-mappings` prints', account],
  [['configurationItems'], 'a snapshot of AWS Config', account],
  [['Quotas'], 'what `aws service-quotas list-service-quotas` prints', account],
  [['Records'], 'a log or an event of AWS', TEMPLATES],
  [['@level', '@message'], 'the log of a Terraform command', terraform],
  [['lineage', 'serial'], 'the state of Terraform as it is stored', state],
  [['version', 'terraform_version', 'resources'], 'the state of Terraform as it is stored', state],
  [
    ['format_version', 'provider_schemas'],
    "a file with the schemas of Terraform's providers",
    terraform,
  ],
  [['format_version', 'terraform_version'], 'a document of Terraform without values', terraform],
  [['resource'], "Terraform's own language in JSON", terraform],
  [['terraform', 'provider'], "Terraform's own language in JSON", terraform],
  [['Parameters', 'StackPolicy'], 'a file of values for the parameters of a template', parameters],
  [['apiVersion', 'kind'], 'a manifest of Kubernetes', TEMPLATES],
  [['apiVersion', 'appVersion'], 'a chart of Helm', TEMPLATES],
  [['apiVersion', 'name', 'version'], 'a chart of Helm', TEMPLATES],
  [['services', 'volumes'], 'a file of Docker Compose', TEMPLATES],
  [['services', 'networks'], 'a file of Docker Compose', TEMPLATES],
  [['services'], 'a file of Docker Compose', TEMPLATES],
  [['on', 'jobs'], 'a workflow of GitHub', TEMPLATES],
  [['stages', 'image'], 'a pipeline of GitLab', TEMPLATES],
  [['version', 'phases'], 'a buildspec of CodeBuild', TEMPLATES],
  [['version', 'hooks'], 'an AppSpec of CodeDeploy', TEMPLATES],
  [['version', 'Resources', 'Hooks'], 'an AppSpec of CodeDeploy', TEMPLATES],
  [['openapi', 'paths'], 'a description of an API', TEMPLATES],
  [['swagger', 'paths'], 'a description of an API', TEMPLATES],
  [['$schema', 'contentParameters'], 'a template of Azure', TEMPLATES],
  [['$schema', 'contentVersion'], 'a template of Azure', TEMPLATES],
  [['StartAt', 'States'], 'a state machine', TEMPLATES],
  [['lockfileVersion'], 'a list of packages', TEMPLATES],
  [['dependencies'], 'the package.json of a program', TEMPLATES],
  [['devDependencies'], 'the package.json of a program', TEMPLATES],
  [['scripts'], 'the package.json of a program', TEMPLATES],
  [['name', 'main'], 'the package.json of a program', TEMPLATES],
  [['compilerOptions'], 'a settings file of TypeScript', TEMPLATES],
  [['Version', 'Statement'], 'a policy of IAM', '`hyperplane check` looks at it'],
  [['Statement'], 'a policy of IAM', '`hyperplane check` looks at it'],
];

/** The same of a list, by the keys of its first item. */
const BY_ITEM: readonly [keys: readonly string[], kind: string, mend: string][] = [
  [['ParameterKey'], 'a file of values for the parameters of a template', parameters],
  [
    ['SubnetId', 'CidrBlock'],
    'a list of subnets as AWS tells them',
    'give it as `--subnets FILE`, beside a template',
  ],
  [['FunctionName'], 'a list of functions as AWS tells them', account],
  [['NetworkInterfaceId'], 'a list of network interfaces as AWS tells them', account],
  [['hosts'], 'a playbook of Ansible', TEMPLATES],
];

/** What a document is that is no template, as far as that can be told, and what to give instead. */
export function strangerOf(root: Node): Stranger | null {
  const first = root.kind === 'list' ? root.items[0] : root;
  const table = root.kind === 'list' ? BY_ITEM : BY_KEYS;
  const found = table.find(([keys]) => keys.every((key) => child(first, key) !== undefined));
  if (found !== undefined) return { kind: found[1], mend: found[2] };
  if (root.kind !== 'map') return null;
  return configOf(root) ?? outputsOf(root);
}

const READABLE: Stranger = {
  kind: 'a plan of Terraform as people read it',
  mend: 'give what `terraform show -json plan.bin` prints',
};

/** Settings and values that have names of their own at the top. */
function configOf(root: Mapping): Stranger | null {
  if (textOf(child(root, 'app')) !== undefined) {
    return { kind: 'the settings file of a CDK project', mend: cdk };
  }
  // Its first line ends in a colon, like a key.
  if ([...root.entries.keys()].some((key) => /^(Terraform|OpenTofu) (will|used) /.test(key))) {
    return READABLE;
  }
  const given = child(root, 'Parameters');
  const values = given?.kind === 'map' ? [...given.entries.values()] : [];
  const isValues = values.length > 0 && values.every(({ value }) => value.kind === 'scalar');
  return isValues
    ? { kind: 'a file of values for the parameters of a template', mend: parameters }
    : null;
}

/** `terraform output -json`: names with a value and whether it is secret. */
function outputsOf(root: Mapping): Stranger | null {
  const entries = [...root.entries.values()];
  const isOutput = ({ value }: { value: Node }): boolean =>
    child(value, 'sensitive') !== undefined && child(value, 'value') !== undefined;
  if (entries.length === 0 || !entries.every(isOutput)) return null;
  return { kind: 'what `terraform output -json` prints', mend: terraform };
}

/** By how a text is written, where it is neither YAML nor JSON; the surest first. */
const BY_TEXT: readonly [pattern: RegExp, kind: string, mend: string][] = [
  [/^\s*\{"@level":/, 'the log of a Terraform command', terraform],
  [
    /^(Terraform (will perform|used the selected)|OpenTofu (will perform|used the selected))/m,
    READABLE.kind,
    READABLE.mend,
  ],
  [
    /^[ \t]*(resource|data|module|provider|variable|output|terraform|locals)(\s+"[^"\n]*")*\s*\{/m,
    "Terraform's own language",
    terraform,
  ],
  [
    /^[ \t]*\[[\w.-]+\.parameters\]/m,
    'the settings file of SAM',
    'give the template beside it; write what its `parameter_overrides` hold as --param Name=value',
  ],
  [/^\s*<(\?xml|!DOCTYPE|html|svg|\w+[\s>])/i, 'XML or HTML', TEMPLATES],
  [/^#!/, 'a program', TEMPLATES],
  [
    /^[ \t]*\{\{[-\s]|\{\{-?\s*(\.|if|range|include|with|\$|define|template)/m,
    'a template of Helm, Go or Jinja',
    'render it, and give what comes of it',
  ],
  [/^[ \t]*\{%-?\s/m, 'a template of Jinja', 'render it, and give what comes of it'],
  [
    /^(import|from) [\w@{*."'/-]+|^\s*(export |public |package |using |const |func |def |class )/m,
    'the source of a program',
    'give the template that it makes; for the CDK, run `cdk synth` and give the folder cdk.out',
  ],
  [/^FROM\s+\S+/m, 'a Dockerfile', TEMPLATES],
  [/^-----BEGIN /m, 'a key or certificate', TEMPLATES],
  [/^[ \t]*\[[\w."-]+\]\s*$/m, 'a file in TOML or INI', TEMPLATES],
  [
    /^(export )?[A-Z_][A-Z0-9_]*=/m,
    'a file of shell variables',
    'write those that are parameters as --param Name=value',
  ],
  [/^[^\n,]+(,[^\n,]*){2,}\n[^\n,]*(,[^\n,]*){2,}/, 'a table in CSV', TEMPLATES],
];

/** The same of a text that cannot be read as a document. */
export function strangerText(text: string): Stranger | null {
  const start = text.slice(0, HEAD);
  const found = BY_TEXT.find(([pattern]) => pattern.test(start));
  if (found !== undefined) return { kind: found[1], mend: found[2] };
  return isLog(start) ? { kind: 'a log with a document on each line', mend: TEMPLATES } : null;
}

const HEAD = 20_000;

function isLog(text: string): boolean {
  const [first = '', second = ''] = text.trim().split(/\r?\n/);
  return [first, second].every((line) => /^\{.*\}$/.test(line));
}
