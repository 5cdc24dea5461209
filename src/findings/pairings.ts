import type { Attachment } from '../network/types.ts';
import type { Design, DesignFunction } from './types.ts';

/** What a function holds in the end; null: it is outside every VPC. */
export function lastOf({ configs }: DesignFunction): Attachment | null {
  return configs.at(-1) ?? null;
}

/** Functions that stay in a VPC, each with what it holds there. */
export function attachedIn({ functions }: Design): [DesignFunction, Attachment][] {
  return functions.flatMap((fn) => {
    const config = lastOf(fn);
    return config === null || config.subnets.length === 0 ? [] : [[fn, config]];
  });
}

/** SHARE-1: the set of groups, whatever their order. */
export function groupsOf({ securityGroups, ipv6AllowedForDualStack }: Attachment): string {
  const flag = ipv6AllowedForDualStack ? '/dual' : '';
  return [...new Set(securityGroups)].sort().join('+') + flag;
}

/** SHARE-2: the pairings of a configuration, as `subnet/groups`. */
export function pairingsOf(config: Attachment | null): string[] {
  if (config === null) return [];
  return [...new Set(config.subnets)].map((subnet) => `${subnet}/${groupsOf(config)}`);
}
