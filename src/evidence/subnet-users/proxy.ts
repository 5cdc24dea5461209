/**
 * Addresses that a proxy of RDS may want in a subnet for each of its databases, by the size of
 * their class (AWS, `aws-rds-proxy`); of no class it is more than the last.
 */
export const PROXY_ADDRESSES: readonly (readonly [sizes: readonly string[], addresses: number])[] =
  [
    [['micro', 'small', 'medium', 'large', 'xlarge'], 10],
    [['2xlarge'], 15],
    [['4xlarge'], 25],
    [['8xlarge'], 45],
    [['12xlarge'], 60],
    [['16xlarge'], 75],
    [['24xlarge'], 110],
  ];

/** The most addresses that one proxy takes in a VPC. */
export const PROXY_ADDRESSES_MAX = 215;
