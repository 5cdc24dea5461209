/** What a value is to be the id of: how such ids are written, and what their resources are called. */
export interface Wanted {
  name: RegExp;
  type: RegExp;
  id: RegExp;
  example: string;
}

const KINDS: readonly Wanted[] = [
  {
    name: /(^|[._])subnets?(_ids?|_arns?)?$|(^|[._])vpc_zone_identifier$/,
    type: /^aws_(default_)?subnets?$|^aws_subnet_ids$|^awscc_ec2_subnets?$/,
    id: /^subnet-/,
    example: 'subnet-0a1b2c3d',
  },
  {
    name: /(^|[._])(security_groups?|sgs?)(_ids?)?$/,
    type: /^aws_(default_)?security_groups?$|^awscc_ec2_security_groups?$/,
    id: /^sg-/,
    example: 'sg-0a1b2c3d',
  },
  {
    name: /(^|[._])vpcs?(_ids?)?$/,
    type: /^aws_(default_)?vpcs?$|^awscc_ec2_vpcs?$/,
    id: /^vpc-/,
    example: 'vpc-0a1b2c3d',
  },
  {
    name: /(^|[._])route_tables?(_ids?)?$/,
    type: /^aws_(default_)?route_tables?$/,
    id: /^rtb-/,
    example: 'rtb-0a1b2c3d',
  },
  {
    name: /(^|[._])roles?(_arn|_name)?$/,
    type: /^aws(cc)?_iam_role$/,
    id: /^arn:/,
    example: 'arn:aws:iam::123456789012:role/name',
  },
  {
    name: /(^|[._])policy_arn$/,
    type: /^aws_iam_policy$|^awscc_iam_managed_policy$/,
    id: /^arn:/,
    example: 'arn:aws:iam::123456789012:policy/name',
  },
];

/** What stands at a place such as `vpc_config.0.subnet_ids`; null: anything. */
export function wantedAt(place: string): Wanted | null {
  return KINDS.find(({ name }) => name.test(place)) ?? null;
}

/** Whether a resource is of a kind that is wanted elsewhere, such as a group among subnets. */
export function isForeignType(type: string, wanted: Wanted | null): boolean {
  return wanted !== null && KINDS.some((kind) => kind !== wanted && kind.type.test(type));
}

/** The same of a variable, a local value or an output, by the name that it was given. */
export function isForeignName(name: string, wanted: Wanted | null): boolean {
  if (wanted === null || wanted.name.test(name)) return false;
  return KINDS.some((kind) => kind !== wanted && kind.name.test(name));
}
