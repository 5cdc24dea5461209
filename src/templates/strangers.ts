import { child, type Node } from './node.ts';

const TEMPLATES = 'give a CloudFormation or SAM template, a Terraform plan in JSON, or a scenario';

/** Files that are often given for what is made of them, by keys that they have. */
const STRANGERS: readonly [keys: string[], kind: string, mend: string][] = [
  [
    ['service', 'provider'],
    'a file of the Serverless Framework',
    'plan what `serverless package` writes: .serverless/cloudformation-template-update-stack.json',
  ],
  [
    ['artifacts', 'version'],
    'the manifest of a cloud assembly',
    'give the folder it is in, or one of its templates',
  ],
  [['tree', 'version'], 'the construct tree of the CDK', 'give the folder it is in'],
  [
    ['@level', '@message'],
    'the log of a Terraform command',
    'give what `terraform show -json plan.bin` prints',
  ],
  [
    ['format_version', 'terraform_version'],
    'a document of Terraform without values',
    'give what `terraform show -json plan.bin` prints, of a plan that was made',
  ],
  [
    ['resource'],
    "Terraform's own language in JSON",
    'plan it, and give what `terraform show -json plan.bin` prints',
  ],
  [['apiVersion', 'kind'], 'a manifest of Kubernetes', TEMPLATES],
];

/** What a file is that is no template, as far as that can be told, and what to give instead. */
export function strangerOf(root: Node): { kind: string | null; mend: string } {
  const found = STRANGERS.find(([keys]) => keys.every((key) => child(root, key) !== undefined));
  return found === undefined ? { kind: null, mend: TEMPLATES } : { kind: found[1], mend: found[2] };
}
