import { PARAMETERS } from '../evidence/parameters.ts';
import type { RuleId } from '../evidence/rules.ts';
import { percent, thousands } from '../report/format.ts';
import { type Account, type Part, part, resting } from './account.ts';
import { carries, FIGURE_ACCOUNTS } from './figure-accounts.ts';
import { FIGURES } from './figures.ts';
import type { Moment, Play } from './play.ts';
import type { Scene, SeenVpc } from './scene.ts';

/** A number on the page that can be asked about: free addresses of a subnet, ENIs of a VPC, ... */
export type NumberName = `${'free' | 'enis' | 'open' | 'figure'} of ${string}`;

/** A run at a moment, as far as numbers need it. */
export interface Seen {
  play: Play;
  moment: Moment;
  scene: Scene;
}

export function isNumberName(name: string | null): name is NumberName {
  return name !== null && /^(free|enis|open|figure) of ./.test(name);
}

/** Null: there is no such number at the moment. */
export function accountOf(name: NumberName, seen: Seen): Account | null {
  const [kind = '', subject = ''] = name.split(' of ');
  if (kind === 'free') return freeAddresses(subject, seen);
  if (kind === 'enis') return interfaces(subject, seen);
  if (kind === 'open') return connections(subject, seen);
  const figure = FIGURES.find((one) => one === subject);
  return figure === undefined ? null : FIGURE_ACCOUNTS[figure](seen.play);
}

/** LIMIT-2: a power of two, less five, less what others and Lambda's ENIs hold. */
function freeAddresses(id: string, { play, moment, scene }: Seen): Account | null {
  const spec = play.scenario.network.subnets.find((subnet) => subnet.id === id);
  const subnet = scene.vpcs.flatMap(({ subnets }) => subnets).find((one) => one.id === id);
  if (spec === undefined || subnet === undefined) return null;
  const { free, usable } = subnet;
  const names = subnet.pairings.flatMap(({ enis }) => enis.map((eni) => eni.name));
  const parts = [
    ...blockParts(play, spec.cidr, usable),
    part('−', usable - free - names.length, 'takenByOthers'),
    part('−', names.length, 'takenByEnis', names),
    part('=', free, 'freeNow'),
  ].filter(({ sign, amount }) => sign !== '−' || amount !== '0');
  const first = free + names.length;
  const history = turnsOf(seenIn(play, moment), [id]).map(({ live, ...turn }) => {
    return { ...turn, amount: thousands(first - live) };
  });
  return { parts, history, rules: ['LIMIT-2', 'ENI-1', 'ENI-3'] };
}

function blockParts({ scenario }: Play, cidr: string | null, usable: number): Part[] {
  const bits = 32 - Number(cidr?.split('/')[1] ?? Number.NaN);
  const all = 2 ** bits;
  if (Number.isNaN(all)) return [part('', usable, 'usable')];
  const size: Part = {
    sign: '',
    amount: `2^${bits} = ${thousands(all)}`,
    what: 'inBlock',
    names: [cidr!],
  };
  const kept = part('−', all - usable, 'keptByAws');
  return [size, resting(kept, 'reservedAddressesPerSubnet', scenario)];
}

/** LIMIT-1: ENIs by subnet, and those of other services, against the quota. */
function interfaces(id: string, { play, moment, scene }: Seen): Account | null {
  const vpc = scene.vpcs.find((one) => one.id === id);
  if (vpc === undefined) return null;
  const { scenario } = play;
  const spec = scenario.network.vpcs.find((one) => one.id === id);
  const others = spec?.otherEnis ?? 0;
  const total = part('=', vpc.enis, 'ofQuota', [thousands(vpc.quota)]);
  const isUsual = vpc.quota === PARAMETERS.eniQuota.value;
  const parts = [
    ...vpc.subnets.map((subnet) => {
      const enis = subnet.pairings.flatMap((pairing) => pairing.enis);
      return part('+', enis.length, 'inSubnet', [subnet.id]);
    }),
    part('+', others, 'ofOtherServices'),
    isUsual ? resting(total, 'eniQuota', scenario) : total,
  ].filter(({ sign, amount }) => sign === '=' || amount !== '0');
  const subnets = vpc.subnets.map((subnet) => subnet.id);
  const history = turnsOf(seenIn(play, moment), subnets).map(({ live, ...turn }) => {
    return { ...turn, amount: thousands(live + others) };
  });
  return { parts: [...parts, room(vpc)], history, rules: ['LIMIT-1', 'SHARE-1', 'ENI-3'] };
}

const room = ({ quota, enis }: SeenVpc): Part => part('·', Math.max(0, quota - enis), 'roomLeft');

const seenIn = (play: Play, { steps }: Moment) => play.recording.frames.slice(0, steps);

/** Each time an ENI came into or went from subnets, and how many there were then. */
function turnsOf(
  frames: Play['recording']['frames'],
  subnets: readonly string[],
): { atMs: number; live: number; subject: string }[] {
  let live = 0;
  return frames.flatMap(({ atMs, rows }) =>
    rows.flatMap(({ note, subject, to = '', with: pairing = '' }) => {
      const isHere = note === 'eni.phase' && subnets.includes(pairing.split('/')[0]!);
      if (!isHere || !['creating', 'deleted', 'failed'].includes(to)) return [];
      live += to === 'creating' ? 1 : -1;
      return [{ atMs, live, subject }];
    }),
  );
}

/** A change by less than this share of an ENI is not worth a line. */
const NOTABLE = 0.1;

/** CAP-1, CAP-6: connections of environments and of calls, against what one ENI carries. */
function connections(name: string, { play, moment, scene }: Seen): Account | null {
  const pairings = scene.vpcs.flatMap(({ subnets }) => subnets.flatMap((one) => one.pairings));
  const pairing = pairings.find(({ enis }) => enis.some((eni) => eni.name === name));
  if (pairing === undefined) return null;
  const number = name.slice('eni-'.length);
  const open = moment.open[number] ?? 0;
  const most = play.connectionsMax;
  const users = pairing.holders.flatMap((holder) => {
    const [id] = holder.split(':');
    const spec = play.scenario.functions.find((one) => one.id === id);
    if (spec === undefined) return [];
    const { perEnvironment, perInvocation } = spec.connections;
    return [
      part('·', perEnvironment, 'perEnvironment', [holder]),
      part('·', perInvocation, 'perCall', [holder]),
    ].filter(({ amount }) => amount !== '0');
  });
  const parts = [
    { ...part('', open, 'openNow'), names: [percent(open, most)] },
    carries(play),
    part('·', most - open, 'roomLeft'),
    part(
      '·',
      pairing.enis.length,
      'enisOfPairing',
      pairing.enis.map((eni) => eni.name),
    ),
    ...users,
  ];
  const isMany = open >= most || pairing.enis.length > 1;
  const rules: RuleId[] = ['CAP-1', 'CAP-6', 'CAP-2', ...(isMany ? (['CAP-3'] as const) : [])];
  return { parts, history: gaugeOf(play, number, moment.atMs), rules };
}

function gaugeOf(play: Play, number: string, untilMs: number): Account['history'] {
  const history: Account['history'] = [];
  let told = 0;
  for (const { atMs, open } of play.moments) {
    if (atMs > untilMs) break;
    const now = open[number] ?? 0;
    const isBack = now === 0 && told > 0;
    if (!isBack && Math.abs(now - told) < NOTABLE * play.connectionsMax) continue;
    history.push({ atMs, amount: thousands(now), subject: null });
    told = now;
  }
  return history;
}
