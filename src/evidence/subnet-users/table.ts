import { ANALYTICS_USERS } from './analytics.ts';
import { CACHE_USERS } from './caches.ts';
import { COMPUTE_USERS } from './compute.ts';
import { CONTAINER_USERS } from './containers.ts';
import { DATABASE_USERS } from './databases.ts';
import { JOB_USERS } from './jobs.ts';
import { LAMBDA_USERS } from './lambda.ts';
import { LEARNING_USERS } from './learning.ts';
import { NETWORK_USERS } from './network.ts';
import { NEUTRAL_USERS } from './neutral.ts';
import { PRIVATE_SERVICE_USERS } from './private-services.ts';
import { STORAGE_USERS } from './storage.ts';
import { STREAM_USERS } from './streams.ts';
import type { SubnetUser } from './types.ts';
import { WORKPLACE_USERS } from './workplaces.ts';

/**
 * What each resource type takes of the subnets that it names, by CloudFormation's name of the
 * type (ADDR-1). A type that is not here and names a subnet makes its room unknown (ADDR-2).
 */
export const SUBNET_USERS: Readonly<Record<string, SubnetUser>> = {
  ...ANALYTICS_USERS,
  ...CACHE_USERS,
  ...COMPUTE_USERS,
  ...CONTAINER_USERS,
  ...DATABASE_USERS,
  ...JOB_USERS,
  ...LAMBDA_USERS,
  ...LEARNING_USERS,
  ...NETWORK_USERS,
  ...NEUTRAL_USERS,
  ...PRIVATE_SERVICE_USERS,
  ...STORAGE_USERS,
  ...STREAM_USERS,
  ...WORKPLACE_USERS,
};
