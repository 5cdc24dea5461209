import type { Draft, Path } from './issues.ts';
import { didYouMean, listed } from './nearest.ts';
import type { Salvaged } from './salvage.ts';

type CheckedNetwork = NonNullable<Salvaged['file']['network']>;
export type CheckedSubnet = NonNullable<CheckedNetwork['subnets']>[string];
export type CheckedVpc = NonNullable<NonNullable<CheckedNetwork['vpcs']>[string]>;
type CheckedRole = NonNullable<Salvaged['file']['roles']>[string];
export type CheckedFunction = NonNullable<Salvaged['file']['functions'][string]>;
export type CheckedAction = NonNullable<Salvaged['file']['timeline']>[number];
export type CheckedExpectation = NonNullable<Salvaged['file']['expect']>[number];

/** Things of one kind by name, and how to speak of them. */
export interface Table<T> {
  noun: string;
  section: string;
  entries: ReadonlyMap<string, T>;
}

/** What the checks of references share. */
export interface Review {
  salvaged: Salvaged;
  drafts: Draft[];
  vpcs: Table<CheckedVpc | null>;
  subnets: Table<CheckedSubnet>;
  groups: Table<{ vpc: string }>;
  roles: Table<CheckedRole>;
  functions: Table<CheckedFunction | null>;
}

export function reviewOf(salvaged: Salvaged): Review {
  const { network, roles, functions } = salvaged.file;
  return {
    salvaged,
    drafts: [],
    vpcs: table('VPC', 'network.vpcs', network?.vpcs),
    subnets: table('subnet', 'network.subnets', network?.subnets),
    groups: table('security group', 'network.securityGroups', network?.securityGroups),
    roles: table('role', 'roles', roles),
    functions: table('function', 'functions', functions),
  };
}

function table<T>(
  noun: string,
  section: string,
  entries: Record<string, T> | null | undefined,
): Table<T> {
  return { noun, section, entries: new Map(Object.entries(entries ?? {})) };
}

/** The thing of that name; a name that means nothing becomes an issue. */
export function lookUp<T>(
  review: Review,
  { noun, section, entries }: Table<T>,
  id: string,
  path: Path,
): T | undefined {
  const found = entries.get(id);
  if (found !== undefined || isBroken(review, section, id)) return found;
  const names = namesOf(review, section, entries);
  review.drafts.push({
    path,
    message: `there is no ${noun} \`${id}\``,
    expected: names.length === 0 ? `an entry under \`${section}\`` : `one of ${listed(names)}`,
    mend: () => didYouMean(id, names) ?? `add \`${id}\` under \`${section}\``,
  });
  return undefined;
}

/** The names of a section, those of broken entries too. */
function namesOf(review: Review, section: string, entries: ReadonlyMap<string, unknown>): string[] {
  const names = [...entries.keys()];
  for (const path of review.salvaged.broken) {
    if (path.startsWith(`${section}.`)) names.push(path.slice(section.length + 1));
  }
  return names;
}

/** Whether the entry, or its whole section, was left out because of issues of its own. */
function isBroken(review: Review, section: string, id: string): boolean {
  const { broken } = review.salvaged;
  if (broken.size === 0) return false;
  const [root = ''] = section.split('.');
  return broken.has(root) || broken.has(section) || broken.has(`${section}.${id}`);
}
