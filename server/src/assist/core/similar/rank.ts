/** An incident one asks for others like it. Names of products in lower case. */
export interface Question {
  readonly products: readonly string[];
  /** Products next to those on the dependency graph; count half. */
  readonly neighbours: readonly string[];
  /** RFC 3339 UTC. */
  readonly startedAt: string;
}

/** A past incident as the database found it. */
export interface Found {
  readonly id: string;
  readonly title: string;
  readonly products: readonly string[];
  readonly resolvedAt: string;
  /** Rarity of the question's words that stand in it, those of its title and products twice; 0 where none is shared. */
  readonly textRank: number;
  /** Words of the question that stand in it, rarest first. */
  readonly words: readonly string[];
  readonly fixed: string;
  readonly cause: string;
}

/** A past incident with why it is thought to be like this one. */
export interface Match {
  readonly found: Found;
  /** 0..1 each, for text, products and recency; and their weighted sum. */
  readonly text: number;
  readonly product: number;
  readonly recency: number;
  readonly score: number;
  readonly sharedProducts: readonly string[];
}

const similarWeights = { text: 0.5, product: 1, recency: 0.4, recencyDays: 60 } as const;
/** Text and products together must reach this, or it is a new kind: recency alone makes nothing similar. */
const likenessMin = 0.5;

/**
 * Past incidents by likeness, best first: how well the rarest words match (relative to the best of these), how far the products overlap
 * (Jaccard, neighbours at half weight), and how long ago. Equal ones: the newer first. Nothing is left out; see {@link isLike}.
 */
export function rankSimilar(question: Question, found: readonly Found[]): Match[] {
  const best = Math.max(Number.EPSILON, ...found.map(({ textRank }) => textRank));
  return found
    .map((one): Match => {
      const text = one.textRank / best;
      const product = productLikeness(question, one.products);
      const days = Math.max(0, Date.parse(question.startedAt) - Date.parse(one.resolvedAt)) / 86_400_000;
      const recency = Math.exp(-days / similarWeights.recencyDays);
      const { text: t, product: p, recency: r } = similarWeights;
      return {
        found: one,
        text,
        product,
        recency,
        score: t * text + p * product + r * recency,
        sharedProducts: one.products.filter((name) => question.products.includes(name)),
      };
    })
    .sort((a, b) => b.score - a.score || b.found.resolvedAt.localeCompare(a.found.resolvedAt));
}

/** Whether a match is worth showing. */
export function isLike({ text, product, found }: Match): boolean {
  return product + (found.words.length >= 2 ? text / 2 : 0) >= likenessMin;
}

function productLikeness({ products, neighbours }: Question, theirs: readonly string[]): number {
  const union = new Set([...products, ...theirs]);
  if (union.size === 0) return 0;
  let shared = 0;
  for (const name of theirs) {
    if (products.includes(name)) shared += 1;
    else if (neighbours.includes(name)) shared += 0.5;
  }
  return shared / union.size;
}

/** Words as they stand in `text`, for the forms they are searched by (`gatekeep`); numbers and what stands nowhere are left out. */
export function wordsAsWritten(lexemes: readonly string[], text: string): string[] {
  const written = new Set(text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}._-]*[\p{L}\p{N}]/gu));
  return lexemes
    .filter((lexeme) => lexeme.length > 2 && /\p{L}/u.test(lexeme))
    .flatMap((lexeme) => {
      const begins = [...written].filter(
        (word) => word.startsWith(lexeme) || (lexeme.endsWith('i') && word.startsWith(lexeme.slice(0, -1))),
      );
      const [shortest] = begins.sort((a, b) => a.length - b.length);
      return shortest === undefined ? [] : [shortest];
    });
}
