import { LIMITS } from '../evidence/parameters-limits.ts';

/** AWS's limits that a plan is measured by. */
export const AWS_LIMITS = {
  enisPerVpc: LIMITS.eniQuota.value,
  enisPerVpcBefore: LIMITS.eniQuota.alternatives[0].value,
  subnetsPerConfig: LIMITS.subnetsPerConfigMax.value,
  groupsPerConfig: LIMITS.securityGroupsPerConfigMax.value,
  reservedAddresses: LIMITS.reservedAddressesPerSubnet.value,
} as const;
