/** Texts are compared up to this length; a message is far shorter. */
const lengthMax = 4_000;

/** How much of a text people changed: Levenshtein distance by the longer of the two, 0 (nothing) to 1 (all of it). */
export function changedRatio(before: string, after: string): number {
  const a = Array.from(before.slice(0, lengthMax));
  const b = Array.from(after.slice(0, lengthMax));
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : distance(a, b) / longer;
}

function distance(a: readonly string[], b: readonly string[]): number {
  let row = Uint16Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.entries()) {
    const next = new Uint16Array(b.length + 1);
    next[0] = i + 1;
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next[j + 1] = Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
