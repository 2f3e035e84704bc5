import { wordsIn, type Tongue, type Word } from './words.ts';

/** What is said of one thing: a part of a sentence between two marks, or words that join or cause. */
export interface Clause {
  /** As written, without what joins it. */
  readonly text: string;
  /** What joins it to the one before it, in lower case: `and`, `because`, `,`; empty at the beginning. */
  readonly lead: string;
  readonly words: readonly Word[];
  /** Stems of all that says something. */
  readonly stems: ReadonlySet<string>;
}

const marks = String.raw`[;()—–!?…]|:(?!\d)|,(?=\s)|\s-(?=\s)`;

/** The clauses of a sentence in order, none of them empty. */
export function clausesOf(sentence: string, tongue: Tongue): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  let lead = '';
  const take = (to: number): void => {
    const text = sentence.slice(from, to);
    const words = wordsIn(text, tongue).filter(({ kind }) => kind !== 'mark');
    const stems = new Set(
      words.flatMap(({ kind, stem }) => (kind === 'content' || kind === 'number' ? [stem] : [])),
    );
    if (stems.size > 0) clauses.push({ text, lead, words, stems });
  };
  for (const match of sentence.matchAll(splitterOf(tongue))) {
    take(match.index);
    lead = match[0].trim().toLowerCase();
    from = match.index + match[0].length;
  }
  take(sentence.length);
  return clauses;
}

const splitters = new Map<string, RegExp>();

function splitterOf({ language, grammar }: Tongue): RegExp {
  const known = splitters.get(language);
  if (known !== undefined) return known;
  const { causes, times, breaks } = grammar;
  const joins = [causes.backward, causes.forward, times.backward, times.forward, breaks].join('|');
  const splitter = new RegExp(String.raw`${marks}|(?<![\p{L}\p{N}])(?:${joins})(?![\p{L}\p{N}])`, 'giu');
  splitters.set(language, splitter);
  return splitter;
}
