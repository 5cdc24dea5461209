import { planOf } from '../../src/plan/plan.ts';
import type { Plan } from '../../src/plan/types.ts';
import { readTemplates } from '../../src/templates/read.ts';

export interface Given {
  parameters?: Record<string, string>;
  /** Templates beside the first, by the name that it gives them. */
  beside?: Record<string, string>;
}

/** The plan of one template. */
export function planned(text: string, given: Given = {}): Plan {
  return plannedStacks({ main: text }, given);
}

/** The plan of several stacks by name. */
export function plannedStacks(stacks: Record<string, string>, given: Given = {}): Plan {
  const sources = Object.entries(stacks).map(([name, text]) => {
    return { name, files: [{ file: `${name}.yaml`, text }] };
  });
  const beside = given.beside ?? {};
  const { estate, issues } = readTemplates(sources, {
    parameters: new Map(Object.entries(given.parameters ?? {})),
    readFile: (file) => (beside[file] === undefined ? null : { file, text: beside[file] }),
  });
  if (estate === null) throw new Error(issues.map(({ message }) => message).join('\n'));
  return planOf(estate, sources, issues);
}

/** What is wrong with a template, as `line: message`. */
export function issuesOf(text: string, given: Given = {}): string[] {
  const sources = [{ name: 'main', files: [{ file: 'main.yaml', text }] }];
  const { issues } = readTemplates(sources, {
    parameters: new Map(Object.entries(given.parameters ?? {})),
  });
  return issues.map(({ severity, line, message }) => `${severity} ${line}: ${message}`);
}

/** What the templates leave open; sizes of subnets from elsewhere are not theirs to tell. */
export function openIn(plan: Plan): Plan['unknowns'] {
  return plan.unknowns.filter(({ mend }) => !mend.startsWith('--subnet '));
}

/** Pairings as `subnet/group+group`, in order. */
export function pairs(plan: Plan): string[] {
  return plan.pairings
    .map(({ subnet, securityGroups }) => `${subnet}/${securityGroups.join('+')}`)
    .sort();
}

/** A template with one function, whose VPC configuration names these subnets and groups. */
export function withConfig(subnets: string, groups = '[sg-1]', sections = ''): string {
  return `${sections}
Resources:
  Net: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  SubnetA:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: 10.0.1.0/24 }
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Net, CidrBlock: 10.0.2.0/24 }
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: web, VpcId: !Ref Net }
  Shop:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/shop
      VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: ${groups} }
`;
}
