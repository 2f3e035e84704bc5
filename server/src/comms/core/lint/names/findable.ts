/** Something that is looked for by its name, and the words that are looked for. */
export interface Findable<T> {
  readonly item: T;
  readonly name: string;
}

/**
 * Of many items those whose name may stand in a text, in their order: a name that stands there as a whole, in any case, begins with a
 * word of it. What has no name is not looked for. A list is gone through once, however many texts are read; it must not change afterwards.
 */
export function findable<T>(
  nameOf: (item: T) => string | null,
): (items: readonly T[], text: string) => readonly Findable<T>[] {
  const indexes = new WeakMap<readonly T[], ReadonlyMap<string, readonly Numbered<T>[]>>();
  return (items, text) => {
    const index = indexes.get(items) ?? indexOf(items, nameOf);
    indexes.set(items, index);
    const words = new Set([wordless, ...wordsOf(text)]);
    return [...words].flatMap((word) => index.get(word) ?? []).toSorted((a, b) => a.number - b.number);
  };
}

interface Numbered<T> extends Findable<T> {
  readonly number: number;
}

/** Under this stand names without a letter or a digit. */
const wordless = '';

/** By the first word of a name. */
function indexOf<T>(
  items: readonly T[],
  nameOf: (item: T) => string | null,
): ReadonlyMap<string, readonly Numbered<T>[]> {
  const index = new Map<string, Numbered<T>[]>();
  for (const [number, item] of items.entries()) {
    const name = nameOf(item);
    if (name === null) continue;
    const [word = wordless] = wordsOf(name);
    const those = index.get(word) ?? [];
    index.set(word, those);
    those.push({ item, name, number });
  }
  return index;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
