/** Versions that share pairings, and so their limits. */
export interface Group {
  lanes: number[];
  pairings: number[];
  /** A limit is near, so every call is an event. */
  isExact: boolean;
  /** Last time it was looked at, something about it changed, and a limit was near, in ms. */
  lookedMs: number;
  changedMs: number;
  nearMs: number;
  /** The next look at it, in ms; -1: none. */
  dueMs: number;
}

export interface GroupsState {
  all: Group[];
  placeOf: (number | null)[];
}

/** Groups of pairings that are joined by the versions that work with several of them. */
export class Groups {
  private all: Group[] = [];
  /** By place of the pairing. */
  private placeOf: (number | null)[] = [];

  at(place: number): Group {
    return this.all[place]!;
  }

  placeIn(group: Group): number {
    return this.all.indexOf(group);
  }

  of(pairing: number): Group | null {
    const place = this.placeOf[pairing] ?? null;
    return place === null ? null : this.all[place]!;
  }

  /**
   * The group that has the pairings; groups that have some of them become one.
   * @returns with it, whether one of several was exact
   */
  joined(pairings: readonly number[], nowMs: number): { group: Group; wasExact: boolean } {
    const places = new Set<number>();
    for (const pairing of pairings) {
      const known = this.placeOf[pairing] ?? null;
      if (known !== null) places.add(known);
    }
    const [first, ...others] = places;
    const place = first ?? this.all.push(newGroup(nowMs)) - 1;
    const group = this.all[place]!;
    let wasExact = group.isExact;
    for (const other of others) {
      const { lanes, pairings: more, nearMs, isExact } = this.all[other]!;
      wasExact ||= isExact;
      group.lanes.push(...lanes);
      group.nearMs = Math.max(group.nearMs, nearMs);
      this.claim(more, place);
      this.all[other] = newGroup(nowMs);
    }
    this.claim(pairings, place);
    return { group, wasExact };
  }

  save(): GroupsState {
    return structuredClone({ all: this.all, placeOf: this.placeOf });
  }

  restore(state: GroupsState): void {
    const { all, placeOf } = structuredClone(state);
    this.all = all;
    this.placeOf = Array.from(placeOf, (place) => place ?? null);
  }

  private claim(pairings: readonly number[], place: number): void {
    for (const pairing of pairings) {
      if (this.placeOf[pairing] === place) continue;
      this.placeOf[pairing] = place;
      this.all[place]!.pairings.push(pairing);
    }
  }
}

function newGroup(nowMs: number): Group {
  return {
    lanes: [],
    pairings: [],
    isExact: false,
    lookedMs: nowMs,
    changedMs: nowMs,
    nearMs: 0,
    dueMs: -1,
  };
}
