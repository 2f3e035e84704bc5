/** Words that must be put in or taken out to make one text of the other, each text cut at 400 words. */
export function editDistance(before: string, after: string): number {
  const [a, b] = [wordsIn(before), wordsIn(after)];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, word] of a.entries()) {
    const next = [index + 1];
    for (const [column, other] of b.entries())
      next.push(word === other ? (row[column] ?? 0) : 1 + Math.min(row[column + 1] ?? 0, next[column] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

function wordsIn(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 400);
}
