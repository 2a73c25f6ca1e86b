/** Finds the word that was probably meant. Pure; knows nothing of settings. */

/** The candidate within two letters of `word`, or in another case; `null` when `word` is one of them or is like none. */
export function closest(word: string, candidates: readonly string[]): string | null {
  if (candidates.includes(word)) return null;
  const near = candidates.find((candidate) => candidate.length >= 8 && distance(word.toUpperCase(), candidate) <= 2);
  return near ?? null;
}

/** Levenshtein's edit distance, row by row. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY; // nobody asks for more than two
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
