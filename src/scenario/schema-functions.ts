import { form, isMapping } from './forms.ts';
import { count, countOfEntries, list, name, object } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { destinations } from './schema-destinations.ts';
import { law } from './schema-laws.ts';
import { vpcConfig } from './schema-network.ts';
import { traceLaw } from './schema-traces.ts';
import { traffic } from './schema-traffic.ts';

/** A law, or a trace that tells how long calls ran. */
const callDuration = form('duration', { law, trace: traceLaw }, (value) =>
  isMapping(value) && value['trace'] !== undefined ? 'trace' : 'law',
);

const connections = object('connections: `perEnvironment`, `perInvocation`, `hold`, `to`', {
  perEnvironment: count(0, 1_000_000)
    .default(0)
    .describe('Opened when an execution environment starts, kept for its life'),
  perInvocation: count(0, 1_000_000).default(0).describe('Opened by each invocation'),
  hold: law
    .optional()
    .describe('How long a connection of an invocation lives; default: its duration'),
  to: name
    .optional()
    .describe('Which of its destinations they lead to, an address: NAT ports are counted then'),
});

/** What calls do to a function, wherever it lies. */
const load = {
  traffic: traffic.optional().describe('Calls to `$LATEST`'),
  duration: callDuration.optional().describe('How long an invocation runs; default: 100ms'),
  coldStart: law
    .optional()
    .describe('What the first call of an execution environment takes on top; default: nothing'),
  connections: connections.optional().describe('Connections that its code opens'),
  destinations: destinations.optional().describe('What each call connects to, by name'),
  concurrency: count(0, 1_000_000).optional().describe('Reserved concurrency'),
};

export const functionLoad = object('what calls do to a function: `traffic` and more', load);

export const functionSpec = object('a function: a mapping, or nothing for the defaults', {
  count: countOfEntries(LIMITS.functions),
  vpc: vpcConfig.default(null).describe('Its attachment, or `none`; default: none'),
  role: name.optional().describe('Its execution role; default: one that allows what is needed'),
  ...load,
  provisionedVersions: list(count(1), 'a list of version numbers', LIMITS.configIds)
    .default([])
    .describe('Versions with provisioned concurrency: they do not fall idle'),
});
