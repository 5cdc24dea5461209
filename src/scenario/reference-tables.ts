import type { Draft, Path } from './issues.ts';
import { didYouMean, listed } from './nearest.ts';
import type { Salvaged } from './salvage.ts';

type CheckedNetwork = NonNullable<Salvaged['file']['network']>;
export type CheckedSubnet = NonNullable<CheckedNetwork['subnets']>[string];
type CheckedVpc = NonNullable<NonNullable<CheckedNetwork['vpcs']>[string]>;
type CheckedPart<K extends keyof CheckedNetwork> = NonNullable<CheckedNetwork[K]>[string];
type CheckedRole = NonNullable<Salvaged['file']['roles']>[string];
type CheckedFunction = NonNullable<Salvaged['file']['functions'][string]>;
export type CheckedAction = NonNullable<Salvaged['file']['timeline']>[number];
export type CheckedExpectation = NonNullable<Salvaged['file']['expect']>[number];

/** Things of one kind by name, and how to speak of them. */
export interface Table<T> {
  noun: string;
  section: string;
  entries: ReadonlyMap<string, T>;
  /** All names, those of broken entries too. */
  names: readonly string[];
  /** The names in a sentence. */
  known: string;
}

/** What the checks of references share. */
export interface Review {
  salvaged: Salvaged;
  drafts: Draft[];
  vpcs: Table<CheckedVpc | null>;
  subnets: Table<CheckedSubnet>;
  groups: Table<CheckedPart<'securityGroups'>>;
  natGateways: Table<CheckedPart<'natGateways'>>;
  peerings: Table<CheckedPart<'peerings'>>;
  endpoints: Table<CheckedPart<'endpoints'>>;
  networkAcls: Table<CheckedPart<'networkAcls'>>;
  roles: Table<CheckedRole>;
  callers: Table<CheckedRole>;
  functions: Table<CheckedFunction | null>;
}

export function reviewOf(salvaged: Salvaged): Review {
  const { network, roles, callers, functions } = salvaged.file;
  const table = tableMaker(salvaged.broken);
  return {
    salvaged,
    drafts: [],
    vpcs: table('VPC', 'network.vpcs', network?.vpcs),
    subnets: table('subnet', 'network.subnets', network?.subnets),
    groups: table('security group', 'network.securityGroups', network?.securityGroups),
    natGateways: table('NAT gateway', 'network.natGateways', network?.natGateways),
    peerings: table('peering', 'network.peerings', network?.peerings),
    endpoints: table('endpoint', 'network.endpoints', network?.endpoints),
    networkAcls: table('network ACL', 'network.networkAcls', network?.networkAcls),
    roles: table('role', 'roles', roles),
    callers: table('caller', 'callers', callers),
    functions: table('function', 'functions', functions),
  };
}

function tableMaker(broken: ReadonlySet<string>) {
  return <T>(
    noun: string,
    section: string,
    written: Record<string, T> | null | undefined,
  ): Table<T> => {
    const entries = new Map(Object.entries(written ?? {}));
    const names = [...entries.keys()];
    for (const path of broken) {
      if (path.startsWith(`${section}.`)) names.push(path.slice(section.length + 1));
    }
    const known = names.length > 0 ? `one of ${listed(names)}` : `an entry under \`${section}\``;
    return { noun, section, entries, names, known };
  };
}

/** The thing of that name; a name that means nothing becomes an issue. */
export function lookUp<T>(
  review: Review,
  { noun, section, entries, names, known }: Table<T>,
  id: string,
  path: Path,
): T | undefined {
  const found = entries.get(id);
  if (found !== undefined || isBroken(review, section, id)) return found;
  review.drafts.push({
    path,
    message: `there is no ${noun} \`${id}\``,
    expected: known,
    mend: () => didYouMean(id, names) ?? `add \`${id}\` under \`${section}\``,
  });
  return undefined;
}

/** Whether the entry, or its whole section, was left out because of issues of its own. */
function isBroken(review: Review, section: string, id: string): boolean {
  const { broken } = review.salvaged;
  if (broken.size === 0) return false;
  const [root = ''] = section.split('.');
  // An entry whose `count` is wrong makes nothing.
  const families = [id.replace(/-\d+$/, ''), id.replace(/\d+/, 'i')];
  const paths = [root, section, ...[id, ...families].map((name) => `${section}.${name}`)];
  return paths.some((path) => broken.has(path));
}
