import type { Rule } from './rules-types.ts';

/** API: what is checked before anything happens. */
export const API_RULES = {
  'API-1': {
    says:
      'A request is checked in a fixed order: its form, the caller, the security groups, the ' +
      'subnets, that they are of one VPC that fits, the role, and what the role may do.',
    confidence: 'assumed',
    why: 'Recorded: form before existence, groups before subnets. The rest is a guess.',
    sources: ['localstack-recorded'],
  },
  'API-2': {
    says:
      "Refusals carry AWS's own codes, HTTP statuses and texts. Each text says whether AWS " +
      'documents it, somebody saw it, or its wording is assumed.',
    confidence: 'observed',
    sources: ['localstack-recorded', 'botocore', 'aws-lambda-guide-2023'],
  },
  'API-3': {
    says:
      'Lambda does not attach functions to a VPC with dedicated tenancy. Peer that VPC with one ' +
      'of default tenancy and attach the function there.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days'],
  },
  'API-4': {
    says:
      'A function may use IPv6 only if each of its subnets has an IPv4 and an IPv6 range. ' +
      'Subnets with IPv6 alone are refused.',
    confidence: 'assumed',
    why:
      'The first sentence is documented. Of subnets with IPv6 alone AWS says only that no IPv6 ' +
      'traffic leaves them; that it refuses them is our reading.',
    sources: ['aws-lambda-vpc', 'aws-lambda-vpc-30-days'],
  },
  'API-5': {
    says:
      'A request with an outdated revision id is refused (412), and one for a function that does ' +
      'not exist is not found (404).',
    confidence: 'observed',
    sources: ['localstack-recorded', 'botocore'],
  },
} as const satisfies Record<string, Rule>;

/** IAM: who may do what. */
export const ACCESS_RULES = {
  'IAM-1': {
    says:
      'An explicit deny always wins. Without one, an action needs an allow, and what nobody ' +
      'allows is denied.',
    confidence: 'documented',
    sources: ['aws-iam-evaluation'],
  },
  'IAM-2': {
    says:
      'Policies can look at the VPC, the subnets and the security groups of a create or a ' +
      'configuration update. An update that leaves the VPC out is judged by the present ' +
      'configuration; when a function leaves its VPC, the keys are absent.',
    confidence: 'assumed',
    why:
      'The keys and their actions are documented; what they hold on such an update and on a ' +
      'detach follows from the examples of AWS and from reports.',
    sources: ['aws-lambda-authorization', 'aws-lambda-vpc-30-days', 'Zappa#2151'],
  },
  'IAM-3': {
    says:
      'Conditions mean what AWS says, missing keys included. ForAllValues holds when the key is ' +
      "missing, so an Allow built on it lets a function without a VPC through: AWS's own " +
      'examples do.',
    confidence: 'documented',
    sources: ['aws-iam-multivalued-keys', 'aws-lambda-vpc-30-days'],
  },
  'IAM-4': {
    says:
      'The execution role needs CreateNetworkInterface when the API is called, the Describe ' +
      'permissions while Lambda works, and DeleteNetworkInterface at the end. It needs none of ' +
      'them for calls to run.',
    confidence: 'assumed',
    why:
      'The list, the refusal at the API and the later failure are known; which step needs which ' +
      'of the other permissions is a guess.',
    sources: ['aws-lambda-vpc', 'webiny-js#2580', 'terraform-aws-lambda#489', 'aws-cdk#34400'],
    parameters: ['propagationDelay'],
  },
  'IAM-5': {
    says:
      "A deny on lambda:SourceFunctionArn stops the function's own code from calling EC2. " +
      "Lambda's calls carry no such key, so attaching goes on working.",
    confidence: 'documented',
    sources: ['aws-lambda-vpc', 'aws-lambda-vpc-30-days'],
  },
  'IAM-6': {
    says:
      'Who creates or updates a function in a VPC must be allowed to describe subnets, groups ' +
      'and VPCs, even for an update that leaves the VPC alone. Otherwise: 403.',
    confidence: 'observed',
    sources: ['aws-lambda-vpc', 'serverless#8209', 'Zappa#2151'],
  },
  'IAM-7': {
    says:
      'A policy that is not valid JSON is reported with file, line and column. The simulator ' +
      'never guesses what was meant.',
    confidence: 'assumed',
    why:
      "A rule of this simulator, not of AWS. Examples on AWS's page lack brackets or have a " +
      'comma too many, so a guess would hide a real mistake.',
    sources: ['aws-lambda-vpc-30-days'],
  },
} as const satisfies Record<string, Rule>;

/** NET: what a function can reach. */
export const NETWORK_RULES = {
  'NET-1': {
    says:
      'A function in a VPC reaches the internet only through a NAT gateway, or by IPv6 from ' +
      'subnets with both ranges. Putting it into a public subnet gives it nothing.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc', 'aws-lambda-networking-errors'],
  },
  'NET-2': {
    says:
      'Each destination says where it lies. If a function cannot reach one, that is reported ' +
      'before the run, with the reason and the remedy, and its calls time out while it runs.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc', 'aws-lambda-networking-errors', 'aws-vpc-route-tables'],
  },
  'NET-3': {
    says:
      'A NAT gateway holds a limited number of connections to one destination, fewer than one ' +
      'interface carries. It can be full first.',
    confidence: 'documented',
    sources: ['aws-nat-gateway', 'aws-lambda-vpc'],
    parameters: ['natPortsPerDestination', 'connectionsPerEni'],
  },
  'NET-4': {
    says:
      "The security groups and the subnet's network ACL decide which protocols and ports work. " +
      'Groups let answers back in, ACLs do not: one that blocks part of the ports 1024 to 65535 ' +
      'fails that share of the connections.',
    confidence: 'assumed',
    why: 'AWS speaks of failures now and then; that their share is that of the ports is a guess.',
    sources: ['aws-lambda-networking-errors', 'aws-vpc-network-acls', 'aws-lambda-filesystem'],
  },
  'NET-5': {
    says:
      'IPv6 leaves only from subnets with both ranges and with the flag set. A function outside ' +
      'a VPC has none, and nothing comes in by IPv6 through PrivateLink.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days', 'aws-lambda-vpc'],
  },
  'NET-6': {
    says:
      'A function outside a VPC reaches the public internet and nothing inside a VPC. Its code ' +
      'runs in a VPC of Lambda that customers never see.',
    confidence: 'documented',
    sources: ['aws-lambda-vpc-30-days', 'aws-lambda-vpc'],
  },
} as const satisfies Record<string, Rule>;
