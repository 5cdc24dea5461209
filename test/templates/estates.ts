import { readTemplates } from '../../src/templates/read.ts';
import type { Estate, Range } from '../../src/templates/types.ts';

/** The estate of a template or a plan of Terraform. */
export function estateIn(text: string, parameters: Record<string, string> = {}): Estate {
  const sources = [{ name: 'main', files: [{ file: 'main.yaml', text }] }];
  const { estate, issues } = readTemplates(sources, {
    parameters: new Map(Object.entries(parameters)),
  });
  if (estate === null) throw new Error(issues.map(({ message }) => message).join('\n'));
  return estate;
}

/** A VPC of two subnets A and B with a function in both, and these resources beside it. */
export function beside(resources: string, sections = ''): string {
  return `${sections}
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/28 } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/28 } }
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: w, VpcId: !Ref Net } }
  Shop:
    Type: AWS::Lambda::Function
    Properties: { VpcConfig: { SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Web] } }
${resources}
`;
}

/** A range as `4`, `1..3` or `2..`. */
export function shown({ least, most }: Range): string {
  if (most === null) return `${least}..`;
  return least === most ? `${least}` : `${least}..${most}`;
}

/** What is taken: `A,B: 1..3 peak 6 of 5 free 8`; rest, peak, total and free as far as they differ. */
export function taken(estate: Estate): string[] {
  return estate.interfaces.map(({ subnets, rest, peak, total, mustBeFree }) => {
    const parts = [
      `${subnets.join(',')}: ${shown(rest)}`,
      ...(shown(peak) === shown(rest) ? [] : [`peak ${shown(peak)}`]),
      ...(total === null ? [] : [`of ${shown(total)}`]),
      ...(mustBeFree === 0 ? [] : [`free ${mustBeFree}`]),
    ];
    return parts.join(' ');
  });
}

/** What is not counted: `Thing in A,B`, `?` where nobody knows in which. */
export function notCounted(estate: Estate): string[] {
  return estate.notCounted.map(({ id, subnets }) => `${id} in ${subnets?.join(',') ?? '?'}`);
}
