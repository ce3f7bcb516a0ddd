/** The known word that a mistyped one was probably meant to be. */

/**
 * The candidate with the smallest edit distance (insertions, deletions, substitutions and swaps of two neighbours; upper
 * and lower case count as equal, and so do full-width letters), the first of them on a tie. Null if none is close: one edit for words of up to three
 * characters, two up to six, three above; never all of a word.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = Array.from(plain(word));
  let best: string | null = null;
  let least = wanted.length <= 3 ? 1 : wanted.length <= 6 ? 2 : 3;
  for (const candidate of candidates) {
    const letters = Array.from(plain(candidate));
    if (Math.abs(letters.length - wanted.length) > least) continue;
    const distance = editDistance(wanted, letters, least);
    if (distance > least || distance >= Math.max(wanted.length, letters.length)) continue;
    if (best !== null && distance === least) continue;
    best = candidate;
    least = distance;
    if (distance === 0) break;
  }
  return best;
}

function plain(word: string): string {
  return word.normalize('NFKC').toLowerCase();
}

/** Damerau–Levenshtein distance in its restricted form (no edits between swapped letters); any number above `limit` may stand for "more". */
function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return smallest;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
