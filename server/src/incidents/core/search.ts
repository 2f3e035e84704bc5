/** How many words of a query count. */
const wordsMax = 12;

export interface SearchQuery {
  /** For `to_tsquery('simple', …)`: every word, or what begins with it; empty where there is no word in it. */
  readonly words: string;
  /** The number of an incident, where the query is `INC-42`, `inc 42` or `42`. */
  readonly number: number | null;
}

/** What people type into a search field. Letters and digits make words; everything else only separates them, so nothing can break the query. */
export function searchQuery(text: string): SearchQuery {
  const words = (text.toWellFormed().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, wordsMax);
  const id = /^(?:inc[-\s]?)?([1-9]\d{0,8})$/i.exec(text.trim());
  return {
    words: words.map((word) => `'${word}':*`).join(' & '),
    number: id?.[1] === undefined ? null : Number(id[1]),
  };
}
