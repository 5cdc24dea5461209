/** Writes plans as `terraform show -json` does, from the parts that matter. */

type Values = Record<string, unknown>;

export interface Part {
  address: string;
  values?: Values;
  /** `true` in place of what is known after the plan is applied. */
  unknown?: Values;
}

export interface Configured {
  address: string;
  expressions?: Values;
  depends_on?: string[];
  [more: string]: unknown;
}

export interface Module {
  resources?: Configured[];
  module_calls?: Record<string, { expressions?: Values; module: Module; depends_on?: string[] }>;
  outputs?: Record<string, { expression: unknown }>;
  variables?: Values;
}

/** An expression that names these, most specific first, as Terraform lists them. */
export const refers = (...references: string[]) => ({ references });

export function terraformPlan(
  parts: readonly Part[],
  root: Module,
  variables: Values = {},
): string {
  const modules = new Map<string, unknown[]>([['', []]]);
  for (const { address, values = {} } of parts) {
    const [, module = '', type, name, key] =
      /^((?:module\.[\w-]+(?:\[[^\]]*\])?\.)*)(\w+)\.(\w+)(?:\[(.*)\])?$/.exec(address) ?? [];
    const path = module.replace(/\.$/, '');
    const index = key === undefined ? {} : { index: JSON.parse(key) };
    const resource = { address, mode: 'managed', type, name, ...index, values };
    modules.set(path, [...(modules.get(path) ?? []), resource]);
  }
  const children = [...modules].filter(([path]) => path !== '');
  return JSON.stringify(
    {
      format_version: '1.2',
      terraform_version: '1.11.4',
      variables: Object.fromEntries(Object.entries(variables).map(([k, value]) => [k, { value }])),
      planned_values: {
        root_module: {
          resources: modules.get(''),
          child_modules: children.map(([address, resources]) => ({ address, resources })),
        },
      },
      resource_changes: parts.map(({ address, values = {}, unknown = {} }) => ({
        address,
        change: { actions: ['create'], before: null, after: values, after_unknown: unknown },
      })),
      configuration: { root_module: root },
    },
    null,
    2,
  );
}

/** A function whose network is known only after the plan is applied. */
export const openFunction = (address: string): Part => ({
  address,
  values: { publish: false, vpc_config: [{ ipv6_allowed_for_dual_stack: false }] },
  unknown: { id: true, role: true, vpc_config: [{ subnet_ids: true, security_group_ids: true }] },
});

export const configuredFunction = (
  address: string,
  subnets: string[],
  groups: string[],
  more: Values = {},
): Configured => ({
  address,
  expressions: {
    vpc_config: [{ subnet_ids: refers(...subnets), security_group_ids: refers(...groups) }],
    role: refers('aws_iam_role.shop.arn', 'aws_iam_role.shop'),
  },
  ...more,
});
