import { byKey, form, isMapping } from './forms.ts';
import { type Complaint, list } from './leaves.ts';
import { LIMITS } from './limits.ts';
import { FUNCTION_ACTIONS } from './schema-function-actions.ts';
import { NETWORK_ACTIONS } from './schema-network-actions.ts';

const ACTIONS = { ...FUNCTION_ACTIONS, ...NETWORK_ACTIONS };

const VERBS = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];

const DETAILS = ['at', 'expect', 'vpc', 'code', 'async', 'count', 'traffic'];
const MORE_DETAILS = ['retryEvery', 'retryFor', 'policy', 'name', 'caller', 'revisionIdAt'];
const OTHER_DETAILS = ['settings', 'action', 'resource'];

const chooseVerb = byKey('an action', VERBS, [...DETAILS, ...MORE_DETAILS, ...OTHER_DETAILS]);

/** `publish` is an action of its own, or a detail of a create or update. */
function chooseAction(value: unknown): keyof typeof ACTIONS | Complaint {
  if (!isMapping(value)) return chooseVerb(value);
  if (value['create'] === undefined && value['update'] === undefined) return chooseVerb(value);
  return chooseVerb({ ...value, publish: undefined });
}

export const timeline = list(
  form('action', ACTIONS, chooseAction),
  'a list of actions',
  LIMITS.timeline,
);
