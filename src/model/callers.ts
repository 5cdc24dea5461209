import type { Access } from '../access/evaluate.ts';
import type { PlannedAction, PlannedOf } from './action-types.ts';
import { arnOf, refName } from './names.ts';
import { judge, roleContext } from './roles.ts';
import { rowOf } from './table.ts';
import type { ControlState, LambdaFunction, Refusal, VpcConfig } from './types.ts';

/** An access that was refused, and all that AWS's text about it names. */
export interface Denial {
  refusal: Refusal;
  because: string;
  args: Record<string, string>;
}

type CallerAction = Extract<PlannedAction, { caller: number }>;

/** Actions of IAM that an action of the timeline stands for. */
function apisOf(action: CallerAction): string[] {
  switch (action.action) {
    case 'create':
      return ['lambda:CreateFunction'];
    case 'update': {
      const configures = changesConfiguration(action);
      const code = action.code || !configures ? ['lambda:UpdateFunctionCode'] : [];
      return configures ? ['lambda:UpdateFunctionConfiguration', ...code] : code;
    }
    case 'publish':
      return ['lambda:PublishVersion'];
    case 'delete':
      return ['lambda:DeleteFunction'];
    case 'invoke':
      return ['lambda:InvokeFunction'];
  }
}

/** Whether an update calls UpdateFunctionConfiguration; one of the code alone does not. */
function changesConfiguration(action: PlannedOf<'update'>): boolean {
  return action.config !== 'keep' || action.settings;
}

/** IAM-1, IAM-2: whether the caller may do this at all; null: yes. */
export function callerDenial(state: ControlState, action: CallerAction): Denial | null {
  if (action.caller < 0 && state.scps.length === 0) return null;
  const fn = rowOf(state.functions, action.function);
  const number = 'version' in action ? (action.version ?? 0) : 0;
  const resource = arnOf(state, refName(fn.id, number));
  const caller = callerOf(state, action.caller);
  for (const api of apisOf(action)) {
    const context = { ...caller.context, ...vpcKeys(state, api, action, fn) };
    const access = judge(state, caller.holder, { action: api, resource, context });
    if (access.decision === 'allowed') continue;
    return denialOf(access, { user: caller.arn, action: api, resource });
  }
  return null;
}

function callerOf(state: ControlState, callerId: number) {
  const { region, accountId } = state.settings;
  const holder = callerId < 0 ? null : state.callers[callerId]!;
  const name = holder?.id ?? 'administrator';
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  const context = {
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': arn,
    'aws:RequestedRegion': region,
    'aws:username': name,
  };
  return { holder, arn, context };
}

function denialOf(
  { decision, because, statement }: Access,
  args: { user: string; action: string; resource: string },
): Denial {
  if (decision !== 'explicitDeny') return { refusal: 'callerNotAllowed', because, args };
  const source = String(statement?.policy ?? '');
  const limit = source.startsWith('scps') ? 'a service control policy' : 'a permissions boundary';
  const where = /^\d+$/.test(source) ? 'an identity-based policy' : limit;
  return { refusal: 'callerDenied', because, args: { ...args, where } };
}

const WITH_VPC_KEYS = ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'];

/**
 * IAM-2: what a request says of its VPC. Without a configuration of its own an update is judged by
 * the present one; a detach has none. The VPC is derived from what exists of subnets and groups.
 */
function vpcKeys(
  state: ControlState,
  api: string,
  action: CallerAction,
  fn: LambdaFunction,
): Record<string, string | string[]> {
  if (!WITH_VPC_KEYS.includes(api)) return {};
  const config = configAsked(state, action, fn);
  if (config === null) return {};
  const subnets = config.subnets.map((id) => state.subnets[id]!);
  const groups = config.groups.map((id) => state.groups[id]!);
  const home = [...subnets, ...groups].find(({ deleted }) => !deleted);
  return {
    ...(home === undefined ? {} : { 'lambda:VpcIds': state.vpcs[home.vpc]!.id }),
    'lambda:SubnetIds': subnets.map(({ id }) => id),
    'lambda:SecurityGroupIds': groups.map(({ id }) => id),
  };
}

function configAsked(
  state: ControlState,
  action: CallerAction,
  fn: LambdaFunction,
): VpcConfig | null {
  if (action.action === 'create') return fn.config;
  if (action.action !== 'update') return null;
  if (action.config !== 'keep') return action.config;
  return presentConfig(state, fn);
}

/** What `$LATEST` is attached to, as the API shows it; null: nothing, or no such function. */
export function presentConfig(state: ControlState, fn: LambdaFunction): VpcConfig | null {
  const latest = fn.exists ? rowOf(state.versions, fn.latest) : null;
  if (latest === null) return null;
  return latest.operation === null ? latest.config : latest.operation.config;
}

/** What Lambda looks up with the caller's permissions, in the order in which it asks for them. */
const LOOKUPS = [
  { refusal: 'callerLacksGroups', api: 'ec2:DescribeSecurityGroups' },
  { refusal: 'callerLacksSubnets', api: 'ec2:DescribeSubnets' },
  { refusal: 'callerLacksVpcs', api: 'ec2:DescribeVpcs' },
] as const;

/** IAM-6: who creates or configures a function in a VPC must be allowed to look at it. */
export function describeDenial(
  state: ControlState,
  action: PlannedOf<'create'> | PlannedOf<'update'>,
): Denial | null {
  if (action.caller < 0 && state.scps.length === 0) return null;
  if (action.action === 'update' && !changesConfiguration(action)) return null;
  const config = configAsked(state, action, rowOf(state.functions, action.function));
  if (config === null) return null;
  const { holder, context } = callerOf(state, action.caller);
  for (const { refusal, api } of LOOKUPS) {
    const access = judge(state, holder, { action: api, resource: '*', context });
    if (access.decision === 'allowed') continue;
    return { refusal, because: access.because, args: namesLookedAt(state, config) };
  }
  return null;
}

function namesLookedAt(state: ControlState, config: VpcConfig): Record<string, string> {
  const listOf = (things: readonly { id: string }[]) => things.map(({ id }) => id).join(', ');
  const subnets = config.subnets.map((id) => state.subnets[id]!);
  const home = subnets.find(({ vpc }) => vpc >= 0);
  return {
    groups: listOf(config.groups.map((id) => state.groups[id]!)),
    subnets: listOf(subnets),
    vpc: home === undefined ? '' : state.vpcs[home.vpc]!.id,
  };
}

/** IAM-5: the function's own code calls with the function's role, and says which function it is. */
export function codeDenial(
  state: ControlState,
  { function: id, version, api, resource }: PlannedOf<'callFromCode'>,
): Denial | null {
  const fn = rowOf(state.functions, id);
  const { accountId } = state.settings;
  const role = state.roles[fn.role]!;
  const user = `arn:aws:sts::${accountId}:assumed-role/${role.id}/${fn.id}`;
  const args = { user, action: api, resource };
  if (!role.seen.exists) {
    return { refusal: 'codeUnauthorized', because: `Role '${role.id}' is deleted`, args };
  }
  const context = {
    ...roleContext(state, fn.role),
    'lambda:SourceFunctionArn': arnOf(state, refName(fn.id, version)),
  };
  const holder = { ...role.seen, boundary: role.boundary };
  const access = judge(state, holder, { action: api, resource, context });
  if (access.decision === 'allowed') return null;
  if (!api.startsWith('ec2:')) return denialOf(access, args);
  return { refusal: 'codeUnauthorized', because: access.because, args };
}
