import type { Mutant } from './mutant.ts';

const callers = 'src/model/callers.ts';
const changes = 'src/model/role-changes.ts';
const checks = 'src/model/checks.ts';

/** Who may do what. */
export const ACCESS: Mutant[] = [
  {
    name: 'an update without a configuration carries no VPC keys',
    file: callers,
    search: '  return presentConfig(state, fn);',
    replacement: '  return null;',
    rule: 'IAM-2',
  },
  {
    name: 'every call carries the VPC keys',
    file: callers,
    search: 'if (!WITH_VPC_KEYS.includes(api)) return {};',
    replacement: '',
    rule: 'IAM-2',
  },
  {
    name: 'a VPC is derived from subnets that are not there',
    file: callers,
    search: '.find(({ deleted }) => !deleted)',
    replacement: '[0]',
    rule: 'IAM-2',
  },
  {
    name: 'an update that leaves the VPC alone needs no look at it',
    file: callers,
    search: "return action.config !== 'keep' || action.settings;",
    replacement: "return action.config !== 'keep';",
    rule: 'IAM-6',
  },
  {
    name: 'code calls without naming its function',
    file: callers,
    search: "    'lambda:SourceFunctionArn': arnOf(state, refName(fn.id, version)),\n",
    replacement: '',
    rule: 'IAM-5',
  },
  {
    name: 'a boundary limits nobody',
    file: 'src/model/roles.ts',
    search: 'boundary === null ? [] : [boundary as PolicyInput]',
    replacement: 'boundary === null ? [] : []',
    rule: 'IAM-1',
  },
  {
    name: 'an SCP does not limit a role of the function’s own',
    file: 'src/model/roles.ts',
    search: 'if (roleId < 0 && state.scps.length === 0) return null;',
    replacement: 'if (roleId < 0) return null;',
    rule: 'IAM-4',
  },
  {
    name: 'an older change of a role overtakes a newer one',
    file: changes,
    search: '  if (event.change < role.seenChange) return;\n',
    replacement: '',
    rule: 'IAM-4',
  },
  {
    name: 'Lambda sees a change at once',
    file: changes,
    search: 'if (!state.settings.propagates) {',
    replacement: 'if (state.settings.propagates || number >= 0) {',
    rule: 'IAM-4',
  },
  {
    name: 'the present RevisionId is outdated',
    file: checks,
    search: 'version.revisedMs > revisionAtMs',
    replacement: 'version.revisedMs >= revisionAtMs',
    rule: 'API-5',
  },
  {
    name: 'a malformed subnet passes',
    file: checks,
    search: "  if (malformed(state.subnets, config.subnets, subnet)) return 'malformedSubnet';\n",
    replacement: '',
    rule: 'API-1',
  },
  {
    name: 'the caller is never asked for the right to describe',
    file: checks,
    search: '    describeDenial(state, action)?.refusal ??\n',
    replacement: '',
    rule: 'API-1',
  },
];
