import type {
  Action,
  FunctionSpec,
  Scenario,
  TrafficPhase,
  VpcConfigSpec,
} from '../../src/scenario/types.ts';
import * as build from '../builders.ts';
import type {
  ConfigDraft,
  FunctionDraft,
  Kind,
  Rights,
  StepDraft,
  Story,
  TrafficDraft,
} from './stories.ts';

const name = (letter: string, place: number, count: number) => `${letter}${place % count}`;

function configOf(story: Story, draftOf: ConfigDraft): VpcConfigSpec {
  return {
    subnets: draftOf.subnets.map((place) => name('s', place, story.subnets)),
    securityGroups: draftOf.groups.map((place) => name('g', place, story.groups)),
    ipv6AllowedForDualStack: draftOf.dual,
  };
}

/** All functions are created at the start unless the story creates them later. */
export function scenarioOf(story: Story): Scenario {
  const { functions, steps: told } = story;
  let atMs = 0;
  const actions = told.flatMap((step) => {
    atMs += step.waitMs;
    return actionsOf(story, step, atMs);
  });
  const untilMs = atMs + 2 * build.TIMERS.idleAfter + 500;
  const later = new Set(actions.flatMap((a) => (a.action === 'create' ? [a.function] : [])));
  const first = functions.flatMap((_, i) => (later.has(`f${i}`) ? [] : [build.create(0, `f${i}`)]));
  const free = Object.fromEntries(
    Array.from({ length: story.subnets }, (_, i) => [`s${i}`, story.free[i]!]),
  );
  const scenario = build.scenarioOf({
    functions: functions.map((fn, i) => functionOf(story, fn, i)),
    timeline: [...first, ...actions, ...sweepOf(story, untilMs - 1)],
    untilMs,
    free,
    eniQuota: story.eniQuota,
    roles: story.roles.map((given, i) => build.role(`r${i}`, ...given.map(policyOf))),
    parameters: story.parameters,
    profile: story.profile,
  });
  return withAllNames(story, scenario);
}

function sweepOf(story: Story, atMs: number): Action[] {
  const configs = [
    ...story.functions.map(({ config: own }) => own),
    ...story.steps.map((step) => step.config),
  ];
  const all = story.sweeps
    ? configs.flatMap((own) => (own === null ? [] : [configOf(story, own)]))
    : [];
  return all.flatMap(({ subnets, securityGroups }) =>
    subnets.map((subnet) => byHand(atMs, subnet, securityGroups)),
  );
}

function byHand(atMs: number, subnet: string, groups: string[]): Action {
  return build.byHand(atMs, 'deleteNetworkInterface', subnet, groups.join());
}

function policyOf(given: Rights[]): { name: string; document: unknown } {
  return build.policy(...given);
}

/** Groups and subnets that nobody uses are there too; a roomy story has roomy subnets. */
function withAllNames(story: Story, scenario: Scenario): Scenario {
  const { subnets, securityGroups } = scenario.network;
  for (const subnet of subnets) {
    if (subnet.taken >= 0) continue;
    subnet.taken = 0;
    subnet.cidr = subnet.cidr!.replace('/28', '/24');
  }
  const known = new Set(securityGroups.map(({ id }) => id));
  for (let i = 0; i < story.groups; i++) {
    if (!known.has(`g${i}`)) securityGroups.push({ id: `g${i}`, vpc: 'main' });
  }
  return scenario;
}

function functionOf(story: Story, drafted: FunctionDraft, i: number): FunctionSpec {
  const { config: where, role, traffic: calls, provisioned } = drafted;
  return build.fn(`f${i}`, where === null ? null : configOf(story, where), {
    role: role === null ? null : name('r', role, story.roles.length),
    traffic: calls === null ? [] : [phaseOf(calls)],
    provisionedVersions: provisioned,
  });
}

const { idleAfter } = build.TIMERS;
const PERIODS = [7, 100, idleAfter - 1, idleAfter, idleAfter + 1, 2 * idleAfter];

function phaseOf({ kind, fromMs, forMs, pace }: TrafficDraft): TrafficPhase {
  const span = { fromMs, untilMs: fromMs + forMs };
  if (kind === 'rate') return { ...span, kind, callsPerMs: [0.002, 0.01, 0.2][pace % 3]! };
  if (kind === 'every') return { ...span, kind, everyMs: PERIODS[pace % PERIODS.length]! };
  const atMs = Array.from({ length: pace }, (_, i) => fromMs + Math.floor((i * forMs) / 10));
  return { ...span, kind, atMs };
}

const RETRY = { everyMs: 30, forMs: 300 };
const RIGHTS: Rights[][] = [['create', 'describe', 'delete'], ['create', 'describe'], ['delete']];

function actionsOf(story: Story, step: StepDraft, atMs: number): Action[] {
  const id = name('f', step.function, story.functions.length);
  const role = name('r', step.function, story.roles.length);
  const subnet = name('s', step.version, story.subnets);
  const group = name('g', step.version, story.groups);
  const ref = step.version === 0 ? id : `${id}:${step.version}`;
  const how = step.form === 0 ? 'publish' : '';
  const retry = step.form > 2 ? RETRY : null;
  const { subnets, securityGroups } = configOf(story, step.config);
  const all: { [K in Kind]: () => Action } = {
    create: () => build.create(atMs, id, how),
    updateVpc: () => build.update(atMs, id, configOf(story, step.config), how),
    detach: () => build.update(atMs, id, null, how),
    updateCode: () => build.update(atMs, id, 'keep', how),
    publish: () => build.publish(atMs, id),
    deleteFunction: () => build.remove(atMs, id),
    deleteVersion: () => build.remove(atMs, `${id}:${step.version + 1}`),
    invoke: () => build.invoke(atMs, ref, '', step.form === 1 ? 3 : 1),
    invokeAsync: () => build.invoke(atMs, ref, 'async', step.form === 1 ? 3 : 1),
    deleteSubnet: () => build.deleteSubnet(atMs, subnet, retry),
    deleteGroup: () => build.deleteGroup(atMs, group, retry),
    deleteEni: () => byHand(atMs, subnets[0]!, securityGroups),
    putPolicy: () => build.putPolicy(atMs, role, build.policy(...RIGHTS[step.form % 3]!)),
    deletePolicy: () => build.deletePolicy(atMs, role, step.form === 0 ? null : 'vpc'),
    deleteRole: () => build.deleteRole(atMs, role),
    setQuota: () => build.setQuota(atMs, step.form * 2),
  };
  return [all[step.kind]()];
}
