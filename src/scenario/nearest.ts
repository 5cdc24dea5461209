const CANDIDATES_MAX = 5_000;

/** How many letters must change, or neighbours swap, to turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swaps = j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swap = swaps ? before[j - 2]! + 1 : change;
      next.push(Math.min(change, swap, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}

const folded = (word: string): string => word.toLowerCase().replaceAll(/[_\- ]/g, '');

/** The known word that the writer most likely meant, or null when none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  if (word.length > 140) return null;
  const wanted = folded(word);
  let best: string | null = null;
  let distance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let looked = 0;
  for (const candidate of known) {
    if (++looked > CANDIDATES_MAX) break;
    const near = folded(candidate);
    if (Math.abs(near.length - wanted.length) >= distance) continue;
    const found = editDistance(wanted, near);
    if (found >= distance || (found > 0 && found >= Math.max(near.length, wanted.length))) continue;
    best = candidate;
    distance = found;
  }
  return best;
}

/** The sentence that offers the nearest known word, or null. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const found = nearest(word, known);
  return found === null ? null : `did you mean \`${found}\`?`;
}

/** Names in a sentence: all of a few, the first of many. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  const shown = all.slice(0, 8).map((name) => `\`${name}\``);
  if (all.length > shown.length) shown.push(`${all.length - shown.length} more`);
  return shown.join(', ');
}
