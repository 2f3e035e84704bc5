/** How many words of a query count. */
const wordsMax = 12;

export interface SearchQuery {
  /** For `plainto_tsquery('simple', …)`: as it was typed, without what PostgreSQL cannot take. */
  readonly text: string;
  /** For `to_tsquery('simple', …)`: every word, or what begins with it; empty where there is no word in it. */
  readonly words: string;
  /** Patterns of `ilike` for what stands between the spaces: a title holds them all where its words were cut otherwise, as in paths and host names. */
  readonly parts: readonly string[];
  /** The number of an incident, where the query is `INC-42`, `inc 42` or `42`. */
  readonly number: number | null;
}

/** What people type into a search field. Letters and digits make words, or emoji; everything else only separates, so nothing can break the query. */
export function searchQuery(typed: string): SearchQuery {
  const text = typed.toWellFormed().replaceAll('\0', ' ');
  const words = (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, wordsMax);
  const id = /^(?:inc[-\s]?)?([1-9]\d{0,8})$/i.exec(text.trim());
  return {
    text,
    words: words.map((word) => `'${word}':*`).join(' & '),
    parts: partsOf(text).map((part) => `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
    number: id?.[1] === undefined ? null : Number(id[1]),
  };
}

/** Without what holds neither letter nor digit nor picture: a title need not have the dash of a question. */
function partsOf(text: string): string[] {
  const parts = text.split(/\s+/);
  return parts.filter((part) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(part)).slice(0, wordsMax);
}
