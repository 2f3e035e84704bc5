import type { Clause } from './clauses.ts';
import type { Grammar } from './grammar.ts';
import type { Word } from './words.ts';

/**
 * A word of the evidence that stands where the clause it is told in has another: `Ben restarted the gateway` of `Anna restarted the gateway. Ben
 * slept.` Null where some clause of the evidence says most of it and nothing in its place was exchanged. `names` are stems that name things
 * wherever they stand.
 */
export function replacedWord(
  claimed: Clause,
  evidence: readonly Clause[],
  { grammar, names }: { readonly grammar: Grammar; readonly names: ReadonlySet<string> },
): string | null {
  const scored = evidence.map((given) => ({
    given,
    score: [...claimed.stems].filter((stem) => given.stems.has(stem)).length,
  }));
  const most = Math.max(0, ...scored.map(({ score }) => score));
  if (most === 0) return null;
  const said = new Set(evidence.flatMap(({ stems }) => [...stems]));
  const found = scored
    .filter(({ score }) => score === most)
    .map(({ given }) => exchanged(claimed, given, { said, grammar, names }));
  return found.includes(null) ? null : (found[0] ?? null);
}

interface Ground {
  readonly said: ReadonlySet<string>;
  readonly grammar: Grammar;
  readonly names: ReadonlySet<string>;
}

function exchanged(claimed: Clause, given: Clause, ground: Ground): string | null {
  // Whom a pronoun means is not known here.
  if (given.words.some(({ text }) => ground.grammar.pronouns.has(text))) return null;
  const own = contentOf(claimed, ground);
  const theirs = contentOf(given, ground);
  const [first, other] = [own, theirs].map((list) => list.find(({ kind }) => kind !== 'number'));
  // What is told of: it stands first in most sentences.
  if (first !== undefined && other !== undefined && isExchange(first, other, { claimed, given, ground }))
    return first.text;
  for (const [index, anchor] of own.entries()) {
    const place = theirs.findIndex(({ stem }) => stem === anchor.stem);
    if (place < 0) continue;
    for (const step of [-1, 1]) {
      const [mine, other] = [own[index + step], theirs[place + step]];
      if (mine === undefined || other === undefined || !isAlike(mine, other)) continue;
      if (isExchange(mine, other, { claimed, given, ground })) return mine.text;
    }
  }
  return null;
}

interface Exchange {
  readonly claimed: Clause;
  readonly given: Clause;
  readonly ground: Ground;
}

/** One is told elsewhere, and the other is left out. Where only the order was turned round (a passive, a phrase moved) both are there. */
function isExchange(mine: Content, other: Content, { claimed, given, ground }: Exchange): boolean {
  return !given.stems.has(mine.stem) && ground.said.has(mine.stem) && !claimed.stems.has(other.stem);
}

interface Content {
  readonly stem: string;
  readonly text: string;
  /** `either`: a word that the title or a product has. */
  readonly kind: 'thing' | 'other' | 'either' | 'number';
}

function isAlike(a: Content, b: Content): boolean {
  if (a.kind === 'number' || b.kind === 'number') return a.kind === b.kind;
  return a.kind === b.kind || a.kind === 'either' || b.kind === 'either';
}

/** Words that say something, and which of them name a thing: after an article, a preposition or a deed, or by themselves. */
function contentOf({ words }: Clause, { grammar, names }: Ground): Content[] {
  return words.flatMap((word, index): Content[] => {
    if (word.kind === 'little') return [];
    const { stem, text } = word;
    if (word.kind === 'number') return [{ stem, text, kind: 'number' }];
    const isThing = word.isName || isThingBehind(words[index - 1], grammar);
    return [{ stem, text, kind: isThing ? 'thing' : names.has(stem) ? 'either' : 'other' }];
  });
}

function isThingBehind(before: Word | undefined, { articles, prepositions }: Grammar): boolean {
  return (
    before !== undefined && (before.isDeed || articles.has(before.text) || prepositions.has(before.text))
  );
}
