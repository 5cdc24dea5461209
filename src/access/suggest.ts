/** Longer names than any of ours are not worth comparing. */
const NAME_LENGTH_MAX = 64;

/** The known name nearest to what was written, or null when none is near enough to be meant. */
export function nearestName(written: string, names: readonly string[]): string | null {
  if (written.length > NAME_LENGTH_MAX) return null;
  let best: string | null = null;
  let bestSteps = Math.max(2, Math.floor(written.length / 4)) + 1;
  for (const name of names) {
    const steps = editSteps(written.toLowerCase(), name.toLowerCase());
    if (steps >= bestSteps) continue;
    best = name;
    bestSteps = steps;
  }
  return best;
}

/** Levenshtein's distance, one row at a time. */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
