import { binomial } from '../engine/binomial.ts';
import type { Streams } from '../engine/random.ts';
import { findVersion } from '../model/invoke.ts';
import { rowOf } from '../model/table.ts';
import type { ControlState, Row, VpcConfig } from '../model/types.ts';
import { reach } from '../network/reach.ts';
import type { Attachment } from '../network/types.ts';
import type { Scenario } from '../scenario/types.ts';
import type { DestinationTally, Tally, VersionTally } from './tally.ts';

/**
 * How a call is counted that Lambda ran and whose code got no connection. The code is ours: what a
 * caller sees is a function that ran into its timeout.
 */
export const CONNECT_TIMEOUT = 'ConnectTimeout';

/** What a version reaches from now on. */
export interface ReachChange {
  subject: string;
  destinations: DestinationTally[];
  rows: Row[];
}

/**
 * NET-2: what each version reaches is decided when its configuration becomes active, so calls only
 * cost a draw per count, and nothing where a function names no destination.
 */
export class Reachability {
  private readonly scenario: Scenario;
  private readonly placeOf: ReadonlyMap<string, number>;
  private readonly streams: Streams;

  constructor(scenario: Scenario, streams: Streams) {
    this.scenario = scenario;
    this.streams = streams;
    const places = scenario.functions.map(({ id }, place): [string, number] => [id, place]);
    const named = places.filter(([, place]) => scenario.functions[place]!.destinations);
    this.placeOf = new Map(named);
  }

  /**
   * What a step of the control plane changed, before it is booked. Calls until then met the old
   * configuration and must be told before the change is entered.
   */
  changesIn(rows: readonly Row[], state: ControlState, tally: Tally): ReachChange[] {
    if (this.placeOf.size === 0) return [];
    return rows.filter(becomesActive).flatMap((row): ReachChange[] => {
      const { subject } = row;
      const place = this.placeOf.get(subject.split(':')[0]!);
      if (place === undefined) return [];
      const before = row.note === 'version.created' ? [] : tallyOf(tally, subject)!.destinations;
      const destinations = this.reachedBy(place, subject, state);
      const changed = destinations.filter(({ name, share, reason }) => {
        const known = before.find((one) => one.name === name);
        return share !== (known?.share ?? 1) || (share < 1 && reason !== known?.reason);
      });
      const told = changed.map((destination) => rowOfDestination(subject, destination));
      return [{ subject, destinations, rows: told }];
    });
  }

  /**
   * Books those of the calls that ran which reach not all they need. A call connects to one
   * destination after the other and fails at the first that it does not reach.
   * @returns how many failed
   */
  book(tally: Tally, subject: string, calls: number): number {
    const version = tallyOf(tally, subject);
    if (version === undefined) return 0;
    let left = calls;
    for (const destination of version.destinations) {
      if (destination.share === 1) continue;
      const stream = this.streams.of('reach', subject);
      const lost = binomial(left, 1 - destination.share, stream);
      destination.failed += lost;
      left -= lost;
    }
    const failed = calls - left;
    if (failed === 0) return 0;
    const { invocations } = version;
    invocations.succeeded -= failed;
    invocations.failed[CONNECT_TIMEOUT] = (invocations.failed[CONNECT_TIMEOUT] ?? 0) + failed;
    tally.failedInvocations += failed;
    return failed;
  }

  private reachedBy(place: number, subject: string, state: ControlState): DestinationTally[] {
    const { network, functions } = this.scenario;
    const number = Number(subject.split(':')[1] ?? 0);
    const id = findVersion(rowOf(state.functions, place)!, number);
    const config = id === null ? null : rowOf(state.versions, id)!.config;
    const attachment = config === null ? null : attachmentOf(config, state);
    return functions[place]!.destinations!.map((destination) => {
      const { share, obstacle } = reach(network, attachment, destination);
      const { rule = null, reason = null } = obstacle ?? {};
      return { name: destination.name, share, rule, reason, failed: 0 };
    });
  }
}

/**
 * Enters into the books what versions reach from now on; what stopped earlier calls stays there
 * with their number.
 * @returns the rows that tell of it
 */
export function enter(changes: readonly ReachChange[], tally: Tally): Row[] {
  return changes.flatMap(({ subject, destinations, rows }) => {
    const version = tallyOf(tally, subject)!;
    version.destinations = destinations.map((now) => {
      const {
        failed = 0,
        rule = null,
        reason = null,
      } = version.destinations.find(({ name }) => name === now.name) ?? {};
      return now.share === 1 ? { ...now, failed, rule, reason } : { ...now, failed };
    });
    return rows;
  });
}

function becomesActive({ note, to }: Row): boolean {
  if (note === 'version.update') return to === 'Successful';
  return (note === 'version.created' || note === 'version.state') && to === 'Active';
}

function tallyOf(tally: Tally, subject: string): VersionTally | undefined {
  return tally.versions[tally.current[subject] ?? -1];
}

function attachmentOf({ subnets, groups, dualStack }: VpcConfig, state: ControlState): Attachment {
  return {
    subnets: subnets.map((id) => state.subnets[id]!.id),
    securityGroups: groups.map((id) => state.groups[id]!.id),
    ipv6AllowedForDualStack: dualStack,
  };
}

function rowOfDestination(subject: string, { name, share, rule, reason }: DestinationTally): Row {
  const base = { subject, with: name } as const;
  if (rule === null || reason === null)
    return { ...base, rule: 'NET-2', note: 'destination.reached' };
  return { ...base, rule, note: 'destination.lost', args: { reason, share: String(share) } };
}

/** Whether a row tells of calls that nothing refused. */
export function isLetThrough(row: Row): boolean {
  return row.note === 'invocation' && row.refusal === undefined;
}
