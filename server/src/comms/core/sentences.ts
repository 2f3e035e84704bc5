/** A sentence with its place in the text. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Sentences end at `.`, `!` or `?` before a space, and at line ends; dots inside names, numbers and times do not end one. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const line of text.matchAll(/[^\n]+/gu)) {
    for (const part of line[0].matchAll(
      /\S.*?(?:(?<!\b(?:e\.g|i\.e|z\.B|ca|vs|no|Nr|approx))[.!?]+(?=\s|$)|$)/gu,
    )) {
      const start = line.index + part.index;
      const trimmed = part[0].trimEnd();
      if (trimmed !== '') sentences.push({ text: trimmed, start, end: start + trimmed.length });
    }
  }
  return sentences;
}

/** The sentence in which position `at` lies; the last one for a position behind the text, an empty one for an empty text. */
export function sentenceAt(sentences: readonly Sentence[], at: number): Sentence {
  return sentences.find(({ end }) => at < end) ?? sentences.at(-1) ?? { text: '', start: 0, end: 0 };
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.:/-]*/gu) ?? [];
}
