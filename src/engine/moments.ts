// Many events that are known ahead: gathered in any order, put in order at once, read one after
// another. A few passes over two columns, where a queue would move each event by itself.

/** A part of more moments, all close together, is left to the library's sort. */
const LONG = 64;

/** Moments in ms, each of a subject: a 32-bit integer. */
export class Moments {
  count = 0;
  atMs = new Float64Array(256);
  subjects = new Int32Array(256);
  private isSorted = true;
  private partedMs = new Float64Array(256);
  private partedSubjects = new Int32Array(256);
  private ends = new Int32Array(257);

  clear(): void {
    this.count = 0;
    this.isSorted = true;
  }

  add(atMs: number, subject: number): void {
    const place = this.count++;
    if (place === this.atMs.length) this.grow();
    if (place > 0 && atMs < this.atMs[place - 1]!) this.isSorted = false;
    this.atMs[place] = atMs;
    this.subjects[place] = subject;
  }

  /** Puts them in order of time; of one time, they keep the order in which they were added. */
  sort(): void {
    if (this.isSorted) return;
    if (this.part() > LONG) this.sortLongParts();
    this.insert();
    this.isSorted = true;
  }

  /** Takes out those of a subject. @returns how many of them were among the first so many */
  drop(subject: number, first: number): number {
    const { count, atMs, subjects } = this;
    let kept = 0;
    let dropped = 0;
    for (let i = 0; i < count; i++) {
      if (subjects[i] === subject) {
        if (i < first) dropped += 1;
        continue;
      }
      atMs[kept] = atMs[i]!;
      subjects[kept] = subjects[i]!;
      kept += 1;
    }
    this.count = kept;
    return dropped;
  }

  /** Lays the moments out over as many equal stretches of time. @returns the most in one of them */
  private part(): number {
    const { count, atMs, subjects, ends, partedMs, partedSubjects } = this;
    const { first, perMs } = this.scale();
    ends.fill(0, 0, count + 1);
    for (let i = 0; i < count; i++) ends[((atMs[i]! - first) * perMs) | 0]! += 1;
    let most = 0;
    let begin = 0;
    for (let part = 0; part <= count; part++) {
      const size = ends[part]!;
      ends[part] = begin;
      begin += size;
      if (size > most) most = size;
    }
    for (let i = 0; i < count; i++) {
      const place = ends[((atMs[i]! - first) * perMs) | 0]!++;
      partedMs[place] = atMs[i]!;
      partedSubjects[place] = subjects[i]!;
    }
    [this.atMs, this.partedMs] = [partedMs, atMs];
    [this.subjects, this.partedSubjects] = [partedSubjects, subjects];
    return most;
  }

  private scale(): { first: number; perMs: number } {
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < this.count; i++) {
      const atMs = this.atMs[i]!;
      if (atMs < first) first = atMs;
      if (atMs > last) last = atMs;
    }
    return { first, perMs: this.count / (last - first) };
  }

  private sortLongParts(): void {
    let begin = 0;
    for (let part = 0; part <= this.count; part++) {
      const end = this.ends[part]!;
      if (end - begin > LONG) this.sortRange(begin, end);
      begin = end;
    }
  }

  private sortRange(begin: number, end: number): void {
    const atMs = this.atMs.slice(begin, end);
    const subjects = this.subjects.slice(begin, end);
    const order = Array.from(atMs.keys()).sort((x, y) => atMs[x]! - atMs[y]!);
    order.forEach((from, i) => {
      this.atMs[begin + i] = atMs[from]!;
      this.subjects[begin + i] = subjects[from]!;
    });
  }

  /** Sorts by insertion: the parts are in order, so nothing goes far. */
  private insert(): void {
    const { count, atMs, subjects } = this;
    for (let i = 1; i < count; i++) {
      const ms = atMs[i]!;
      if (atMs[i - 1]! <= ms) continue;
      const subject = subjects[i]!;
      let place = i;
      for (; place > 0 && atMs[place - 1]! > ms; place--) {
        atMs[place] = atMs[place - 1]!;
        subjects[place] = subjects[place - 1]!;
      }
      atMs[place] = ms;
      subjects[place] = subject;
    }
  }

  private grow(): void {
    const { atMs, subjects } = this;
    const rows = 2 * atMs.length;
    this.atMs = new Float64Array(rows);
    this.subjects = new Int32Array(rows);
    this.atMs.set(atMs);
    this.subjects.set(subjects);
    this.partedMs = new Float64Array(rows);
    this.partedSubjects = new Int32Array(rows);
    this.ends = new Int32Array(rows + 1);
  }
}
