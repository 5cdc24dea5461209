import { z } from 'zod';
import { complain, count, duration, flag, name, object, text } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { at, base, expected } from './schema-answers.ts';
import { vpcConfigChange } from './schema-network.ts';
import { anyTarget, target } from './schema-targets.ts';
import { traffic } from './schema-traffic.ts';

const publish = flag.optional().describe('Publishes a version as well');

const caller = name
  .optional()
  .describe('Who calls, one of `callers`; default: an administrator, who may do everything');

const revisionIdAt = duration
  .optional()
  .describe('Sends the RevisionId that was read at this time; AWS refuses one that is outdated');

/** Absent where the author says nothing. */
const callOf = (a: { caller?: string | undefined; revisionIdAt?: number | undefined }) => ({
  ...(a.caller === undefined ? {} : { caller: a.caller }),
  ...(a.revisionIdAt === undefined ? {} : { revisionAtMs: a.revisionIdAt }),
});

const create = object('an action', {
  at,
  create: name.describe('Creates this function'),
  publish,
  caller,
  expect: expected,
}).transform((a) => ({
  ...base(a),
  ...callOf(a),
  action: 'create' as const,
  function: a.create,
  publish: a.publish ?? false,
  implied: false,
}));

const update = object('an action', {
  at,
  update: name.describe('Updates this function: give `vpc`, `code`, `settings` or several'),
  vpc: vpcConfigChange
    .optional()
    .describe('The new attachment, or `none` to detach; a list that is left out stays as it is'),
  code: flag.optional().describe('Replaces the code'),
  settings: flag
    .optional()
    .describe('Changes the configuration and leaves the attachment alone: memory, variables'),
  publish,
  caller,
  revisionIdAt,
  expect: expected,
}).transform((a, ctx) => {
  const changes = a.vpc !== undefined || a.code === true || a.settings === true;
  if (!changes && a.publish !== true) {
    complain(ctx, {
      message: 'an update that changes nothing',
      expected: '`vpc`, `code: true`, `settings: true` or `publish: true`',
      mend: 'add `code: true` to update the code, or `vpc: { ... }` to attach it elsewhere',
    });
  }
  return {
    ...base(a),
    ...callOf(a),
    action: 'update' as const,
    function: a.update,
    vpc: a.vpc === undefined ? ('keep' as const) : a.vpc,
    code: a.code ?? false,
    ...(a.settings === true ? { settings: true } : {}),
    publish: a.publish ?? false,
  };
});

const publishVersion = object('an action', {
  at,
  publish: name.describe('Publishes a version of this function'),
  caller,
  revisionIdAt,
  expect: expected,
}).transform((a) => ({
  ...base(a),
  ...callOf(a),
  action: 'publish' as const,
  function: a.publish,
}));

const remove = object('an action', {
  at,
  delete: anyTarget.describe('Deletes this function with all versions, or one version: `f:2`'),
  caller,
  expect: expected,
}).transform((a, ctx) => {
  if (a.delete.version === 0) {
    complain(ctx, {
      message: 'AWS deletes $LATEST only with the whole function',
      expected: 'a function or a published version',
      mend: `write \`delete: ${a.delete.function}\` for the whole function`,
      path: ['delete'],
    });
  }
  const { function: of, version } = a.delete;
  return { ...base(a), ...callOf(a), action: 'delete' as const, function: of, version };
});

const invoke = object('an action', {
  at,
  invoke: target.describe('Calls this function or version: `f` or `f:2`'),
  async: flag.optional().describe('As an asynchronous event, which AWS tries again'),
  count: count(1, LIMITS.invocationsAtOnce).optional().describe('How many calls at this moment'),
  caller,
  expect: expected,
}).transform((a) => ({
  ...base(a),
  ...callOf(a),
  action: 'invoke' as const,
  target: a.invoke,
  async: a.async ?? false,
  count: a.count ?? 1,
}));

const AN_API = 'an action of IAM such as `ec2:CreateNetworkInterface`';

const callFromCode = object('an action', {
  at,
  callFromCode: target.describe('The code of this function or version calls AWS, with its role'),
  action: z
    .string({ error: AN_API })
    .regex(/^[a-z0-9-]{1,60}:[A-Za-z0-9]{1,100}$/, { error: AN_API })
    .describe('What it calls, such as `ec2:CreateNetworkInterface`'),
  resource: text.optional().describe('The ARN it is about; default: `*`'),
  expect: expected,
}).transform((a) => ({
  ...base(a),
  action: 'callFromCode' as const,
  target: a.callFromCode,
  api: a.action,
  resource: a.resource ?? '*',
}));

const setTraffic = object('an action', {
  at,
  setTraffic: target.describe('Replaces the traffic of this function or version from now on'),
  traffic: traffic.describe('The new traffic; `[]` for none'),
  expect: expected,
}).transform((a) => ({
  ...base(a),
  action: 'setTraffic' as const,
  target: a.setTraffic,
  traffic: a.traffic,
}));

export const FUNCTION_ACTIONS = {
  create,
  update,
  publish: publishVersion,
  delete: remove,
  invoke,
  callFromCode,
  setTraffic,
};
