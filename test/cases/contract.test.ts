import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STATE_REASONS } from '../../src/evidence/texts.ts';
import { configurationOf, type FunctionConfiguration } from '../../src/run/configuration.ts';
import type { Action, FunctionSpec } from '../../src/scenario/types.ts';
import {
  create,
  FULL,
  fn,
  invoke,
  policy,
  publish,
  remove,
  role,
  scenarioOf,
  update,
  vpc,
} from '../builders.ts';
import { tell } from '../model/telling.ts';

/** Answers that somebody recorded from AWS, beside those of the simulated API. */

/** The two configurations that the recordings move between. */
const ONE = vpc('subnet-1', 'sg-1');
const TWO = vpc('subnet-2', 'sg-2');
const vpcOf = { 'subnet-1': 'vpc', 'subnet-2': 'vpc', 'sg-1': 'vpc', 'sg-2': 'vpc' };
const CREATING = 'The function is being created.';

function shown(config: typeof ONE | null): FunctionConfiguration['VpcConfig'] {
  return {
    Ipv6AllowedForDualStack: false,
    SecurityGroupIds: config?.securityGroups ?? [],
    SubnetIds: config?.subnets ?? [],
    VpcId: config === null ? '' : 'vpc',
  };
}

/** Runs a timeline, and looks at a version at moments: what the API would show then. */
function play(functions: FunctionSpec[], timeline: Action[]) {
  const told = tell(scenarioOf({ functions, timeline, vpcOf, untilMs: 900 }));
  const show = (atMs: number, name = 'f') => {
    const configuration = configurationOf(told.at(atMs).state, name);
    if (configuration === null) throw new Error(`there is no ${name} at ${atMs}`);
    const { FunctionName: _, FunctionArn: __, Role: ___, ...rest } = configuration;
    return rest;
  };
  return { show, error: (place: number) => told.result.actions[place]!.error };
}

const pending = { State: 'Pending', StateReason: CREATING, StateReasonCode: 'Creating' };
const active = { State: 'Active', LastUpdateStatus: 'Successful' };
const updating = {
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: CREATING,
  LastUpdateStatusReasonCode: 'Creating',
};
const some = expect.any(String);

describe('C1 to C3: create in a VPC, move, detach', () => {
  const timeline = [create(0, 'f'), update(200, 'f', TWO), update(500, 'f', vpc('', ''))];
  const { show } = play([fn('f', ONE)], timeline);
  const latest = { Version: '$LATEST', RevisionId: some };

  test.each([
    ['the answer to the create', 0, { ...latest, ...pending, VpcConfig: shown(ONE) }],
    ['what is got once it is active', 199, { ...latest, ...active, VpcConfig: shown(ONE) }],
    ['the answer to the update', 200, { ...latest, ...updating, VpcConfig: shown(TWO) }],
    ['what is got after the update', 499, { ...latest, ...active, VpcConfig: shown(TWO) }],
    ['the answer to the detach', 500, { ...latest, ...updating, VpcConfig: shown(null) }],
    ['what is got after the detach', 800, { ...latest, ...active, VpcConfig: shown(null) }],
  ])('STATE-1, STATE-5, STATE-7: %s has these keys and no other', (_what, atMs, body) => {
    expect(show(atMs)).toEqual(body);
  });

  test('API-5: each of the six has a RevisionId of its own', () => {
    const ids = [0, 199, 200, 499, 500, 800].map((atMs) => show(atMs).RevisionId);
    expect(new Set(ids).size).toBe(6);
    expect(show(150).RevisionId).toBe(show(199).RevisionId);
  });

  test('STATE-7: a function that never was in a VPC has no VpcConfig at all', () => {
    const never = play([fn('f', null)], [create(0, 'f'), update(100, 'f', 'keep')]);
    for (const atMs of [0, 50, 100, 800]) expect(never.show(atMs)).not.toHaveProperty('VpcConfig');
  });
});

describe('C4: what comes while another change is under way', () => {
  const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';
  const busy = {
    code: 'ResourceConflictException',
    httpStatus: 409,
    message:
      'The operation cannot be performed at this time. An update is in progress for resource: ' +
      ARN,
  };
  const again: [string, Action][] = [
    ['code', update(201, 'f', 'keep')],
    ['configuration', update(201, 'f', ONE)],
    ['publish', publish(201, 'f')],
  ];
  test.each(again)('STATE-6: %s during an update', (_what, action) => {
    const { error } = play([fn('f', ONE)], [create(0, 'f'), update(200, 'f', TWO), action]);
    expect(error(2)).toEqual(busy);
  });
  test.each(again)('STATE-3: %s during the creation', (_what, action) => {
    const { error } = play([fn('f', ONE)], [create(0, 'f'), { ...action, atMs: 1 }]);
    expect(error(1)).toEqual(busy);
  });
  test('STATE-3: invoke during the creation', () => {
    const { error } = play([fn('f', ONE)], [create(0, 'f'), invoke(1, 'f')]);
    expect(error(1)).toEqual({
      code: 'ResourceConflictException',
      httpStatus: 409,
      message:
        'The operation cannot be performed at this time. The function is currently in the ' +
        'following state: Pending',
    });
  });
});

describe('C6: versions', () => {
  test('STATE-8: publish on create makes version 1, Pending, then both are Active', () => {
    const { show } = play([fn('f', null)], [create(0, 'f', 'publish'), publish(100, 'f')]);
    expect(show(0, 'f:1')).toEqual({ Version: '1', ...pending, RevisionId: some });
    expect(show(99, 'f:1')).toEqual({ Version: '1', ...active, RevisionId: some });
    expect(show(99)).toEqual({ Version: '$LATEST', ...active, RevisionId: some });
    expect(show(99).RevisionId).not.toBe(show(99, 'f:1').RevisionId);
    // Nothing changed, so publishing again is answered with the same version and the same id.
    expect(() => show(100, 'f:2')).toThrow('there is no f:2');
    expect(show(100, 'f:1').RevisionId).toBe(show(99, 'f:1').RevisionId);
    expect(show(100).RevisionId).toBe(show(99).RevisionId);
  });

  test('STATE-8: a version published with an update is Pending while $LATEST is InProgress', () => {
    const withUpdate = { ...update(100, 'f', 'keep', 'publish') };
    const { show } = play([fn('f', null)], [create(0, 'f'), withUpdate]);
    expect(show(100, 'f:1')).toEqual({ Version: '1', ...pending, RevisionId: some });
    expect(show(100)).toEqual({ Version: '$LATEST', ...updating, RevisionId: some });
  });

  test('STATE-8: update, publish, update, publish, publish: versions 1, 2, 2', () => {
    const { show } = play(
      [fn('f', null)],
      [
        create(0, 'f'),
        update(100, 'f', 'keep'),
        publish(200, 'f'),
        update(300, 'f', 'keep'),
        publish(400, 'f'),
        publish(500, 'f'),
      ],
    );
    expect(show(200, 'f:1')).toEqual({ Version: '1', ...active, RevisionId: some });
    // Publishing gives $LATEST a new id; an update of $LATEST leaves version 1 alone.
    expect(show(200).RevisionId).not.toBe(show(199).RevisionId);
    expect(show(800, 'f:1')).toEqual(show(200, 'f:1'));
    expect(show(500, 'f:2')).toEqual(show(400, 'f:2'));
    expect(() => show(500, 'f:3')).toThrow('there is no f:3');
    expect(show(500).RevisionId).toBe(show(400).RevisionId);
  });
});

test('C7, STATE-10: a deleted function is not found', () => {
  const { error } = play(
    [fn('f', null)],
    [create(0, 'f'), remove(100, 'f'), update(101, 'f', 'keep')],
  );
  expect(error(2)).toEqual({
    code: 'ResourceNotFoundException',
    httpStatus: 404,
    message: 'Function not found: arn:aws:lambda:us-east-1:111122223333:function:f',
  });
});

test('C1, STATE-2: a creation of 300 s or more outlasts the usual waiter of 300 s', () => {
  const scenario = scenarioOf({ functions: [fn('f', ONE)], timeline: [create(0, 'f')], vpcOf });
  scenario.untilMs = 1_000_000;
  scenario.parameters['eniCreation'] = 300_000;
  const { at } = tell(scenario);
  expect(configurationOf(at(299_999).state, 'f')!.State).toBe('Pending');
});

describe('C8: failures with their texts', () => {
  const failing = (more: object, parameters: object = {}) => {
    const functions = ['f', 'g', 'h'].map((id) => fn(id, ONE, { role: 'r' }));
    const timeline = functions.map(({ id }) => create(0, id));
    const scenario = scenarioOf({ functions, timeline, vpcOf, roles: [role('r', FULL)], ...more });
    return tell({ ...scenario, parameters: { ...scenario.parameters, ...parameters } });
  };

  test('LIMIT-4: EC2 throttles the checks of many creates at once', () => {
    const { result } = failing({}, { ec2CallsPerSecond: 2 });
    expect(result.actions.map(({ error }) => error)).toEqual([
      null,
      null,
      {
        code: 'InvalidParameterValueException',
        httpStatus: 400,
        message:
          'Your request has been throttled by EC2, please make sure you have enough API rate ' +
          'limit. EC2 Error Code: RequestLimitExceeded. EC2 Error Message: Request limit exceeded.',
      },
    ]);
  });

  test('LIMIT-1: a full quota fails the creation, and says so', () => {
    const { at } = failing({ eniQuota: 0 });
    expect(configurationOf(at(50).state, 'f')).toMatchObject({
      State: 'Failed',
      StateReasonCode: 'EniLimitExceeded',
      StateReason:
        'You have exceeded the maximum limit for Lambda HyperPlane ENIs for your VPC. Contact ' +
        'AWS support to increase the VPC limit for Lambda HyperPlane ENIs',
    });
  });

  test('IAM-4: a role that may not describe fails the work with the text users saw', () => {
    const { at } = failing({ roles: [role('r', policy('create'))] });
    expect(configurationOf(at(50).state, 'f')).toMatchObject({
      State: 'Failed',
      StateReasonCode: 'InsufficientRolePermissions',
      StateReason:
        "The function's execution role doesn't have permission to perform this operation.",
    });
  });
});

test('C9, SHARE-1: an ENI is of those with its subnet and exactly its groups, in any order', () => {
  const functions = [
    fn('f', vpc('subnet-1', 'sg-1,sg-2')),
    fn('same', vpc('subnet-2,subnet-1', 'sg-2,sg-1,sg-2')),
    fn('fewer', vpc('subnet-1', 'sg-1')),
  ];
  const timeline = [create(0, 'f', 'publish'), create(0, 'same'), create(0, 'fewer')];
  const { at } = tell(scenarioOf({ functions, timeline, vpcOf }));
  const { holders } = at(300);
  expect(holders('subnet-1/sg-1+sg-2')).toEqual(['f', 'f:1', 'same']);
  expect(holders('subnet-1/sg-1')).toEqual(['fewer']);
});

/** The recordings themselves, where they are beside the project. */
const FOLDER = '../shared/cases/contract';
const recorded = (file: string) => {
  const name = `${FOLDER}/TestLambda${file}.snapshot.json`;
  return JSON.parse(readFileSync(name, 'utf8'))['recorded-content'];
};

const KEYS = [
  ...['State', 'StateReason', 'StateReasonCode', 'Version', 'VpcConfig'],
  ...['LastUpdateStatus', 'LastUpdateStatusReason', 'LastUpdateStatusReasonCode'],
];

/** What a recording says of the keys that are simulated, its ids in ours. */
function said(body: Record<string, unknown>): object {
  const kept = Object.fromEntries(KEYS.filter((key) => key in body).map((key) => [key, body[key]]));
  const text = JSON.stringify(kept)
    .replaceAll(/<subnet_id_(\d)>/g, 'subnet-$1')
    .replaceAll(/<security_group_id_(\d)>/g, 'sg-$1')
    .replaceAll('<vpc_id>', 'vpc');
  return JSON.parse(text);
}

describe.runIf(existsSync(FOLDER))('the recordings, where they are present', () => {
  const known = ({ RevisionId: _, ...rest }: ReturnType<ReturnType<typeof play>['show']>) => rest;

  test('C1 to C3: six answers of the life in a VPC', () => {
    const { create_response, get_function_response, ...rest } = recorded(
      'Function__test_vpc_config',
    );
    const answers = [
      create_response.CreateFunctionResponse,
      get_function_response.Configuration,
      rest.update_vpcconfig_update_response,
      rest.update_vpcconfig_get_function_response.Configuration,
      rest.delete_vpcconfig_update_response,
      rest.delete_vpcconfig_get_function_response.Configuration,
    ];
    const timeline = [create(0, 'f'), update(200, 'f', TWO), update(500, 'f', null)];
    const { show } = play([fn('f', ONE)], timeline);
    const ours = [0, 199, 200, 499, 500, 800].map((atMs) => known(show(atMs)));
    expect(answers.map(said)).toEqual(ours);
  });

  test('C6: the answers of a life of versions', () => {
    const answers = recorded('Versions__test_version_lifecycle');
    const timeline = [
      create(0, 'f'),
      update(100, 'f', 'keep'),
      publish(200, 'f'),
      update(300, 'f', 'keep'),
      publish(400, 'f'),
      publish(500, 'f'),
    ];
    const { show } = play([fn('f', null)], timeline);
    const pairs: [object, object][] = [
      [answers.create_response, show(0)],
      [answers.get_function_result.Configuration, show(99)],
      [answers.first_update_response, show(100)],
      [answers.first_update_get_function.Configuration, show(199)],
      [answers.first_publish_response, show(200, 'f:1')],
      [answers.second_update_response, show(300)],
      [answers.first_publish_get_function_after_update.Configuration, show(300, 'f:1')],
      [answers.second_publish_response, show(400, 'f:2')],
      [answers.third_publish_response, show(500, 'f:2')],
    ];
    for (const [theirs, ours] of pairs) {
      expect(said(theirs as Record<string, unknown>)).toEqual(known(ours as never));
    }
  });

  test('C6: publish on create, and with an update', () => {
    const onCreate = recorded('Versions__test_publish_version_on_create');
    const first = play([fn('f', null)], [create(0, 'f', 'publish')]);
    expect(said(onCreate.create_response)).toEqual(known(first.show(0, 'f:1')));
    expect(said(onCreate.get_function_latest_result.Configuration)).toEqual(known(first.show(99)));
    const withUpdate = recorded('Versions__test_publish_with_update');
    const second = play([fn('f', null)], [create(0, 'f'), update(100, 'f', 'keep', 'publish')]);
    expect(said(withUpdate.update_function_code_result)).toEqual(known(second.show(100, 'f:1')));
    expect(said(withUpdate.get_function_latest_result.Configuration)).toEqual(
      known(second.show(100)),
    );
  });

  test('C7: the codes of the model are codes of the service, Creating of an update too', () => {
    const model = readFileSync(`${FOLDER}/botocore_lambda_vpc_model.json`, 'utf8');
    for (const code of Object.keys(STATE_REASONS)) expect(model).toContain(`"${code}"`);
  });

  const REFUSALS: [what: string, file: string, key: string, ours: () => unknown][] = [
    ...(['code', 'config'] as const).map((kind): [string, string, string, () => unknown] => [
      `C4: two updates of the ${kind}`,
      `Function__test_lambda_concurrent_${kind}_updates`,
      'update-during-in-progress-update-exc',
      () =>
        play(
          [fn('f', null)],
          [create(0, 'f'), update(100, 'f', 'keep'), update(101, 'f', 'keep')],
        ).error(2),
    ]),
    [
      'C5: a group that does not exist',
      'Function__test_invalid_vpc_config_security_group',
      'create-response-non-existent-security-group',
      () => refused('subnet-00', 'sg-00'),
    ],
    [
      'C5: a malformed group',
      'Function__test_invalid_vpc_config_security_group',
      'create-response-invalid-format-security-group',
      () => refused('subnet-1', 'bad'),
    ],
    [
      'C5: a subnet that does not exist',
      'Function__test_invalid_vpc_config_subnet',
      'create-response-non-existent-subnet-id',
      () => refused('subnet-00', 'sg-1'),
    ],
    [
      'C5: a malformed subnet',
      'Function__test_invalid_vpc_config_subnet',
      'create-response-invalid-format-subnet-id',
      () => refused('bad', 'sg-1'),
    ],
    [
      'an outdated RevisionId',
      'Revisions__test_function_revisions_basic',
      'update_function_revision_exception',
      () => {
        const late = { ...update(100, 'f', 'keep'), revisionAtMs: 0 } as Action;
        return play([fn('f', null)], [create(0, 'f'), late]).error(1);
      },
    ],
  ];

  test.each(REFUSALS)('API-2, %s: code, status and text', (_what, file, key, ours) => {
    const { Error: error, ResponseMetadata } = recorded(file)[key];
    const text = (error.Message as string)
      .replace(/<subnet_id_1>/, 'subnet-00')
      .replace(/<security_group_id_1>/, 'sg-00')
      .replace(/<(?:subnet|security_group)_id_2>/, 'bad')
      .replace(/arn:<partition>:lambda:<region>:\d+:function:<function-name:1>/, FUNCTION);
    expect(ours()).toEqual({
      code: error.Code,
      httpStatus: ResponseMetadata.HTTPStatusCode,
      message: text,
    });
  });
});

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f';

/** A create whose ids the network does not have, but for the first subnet and group. */
function refused(subnet: string, group: string): unknown {
  const functions = [fn('f', vpc(subnet, group))];
  const scenario = scenarioOf({ functions, timeline: [create(0, 'f')], vpcOf });
  const { network } = scenario;
  network.subnets = network.subnets.filter(({ id }) => id === 'subnet-1');
  network.securityGroups = network.securityGroups.filter(({ id }) => id === 'sg-1');
  return tell(scenario).result.actions[0]!.error;
}
