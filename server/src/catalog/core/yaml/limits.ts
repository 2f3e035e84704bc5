import { CST, Lexer } from 'yaml';

/**
 * Bounds on one file. Text beyond them is refused before it is parsed: parsing it takes minutes or the stack
 * (yaml 2.9.1: 1 MiB of `[` 3 s and then a stack overflow, 1 MiB of `? ` 223 s).
 */
export const yamlLimits = { depth: 64, aliases: 200, tags: 100 } as const;

export const tooDeep = `is nested more than ${yamlLimits.depth} levels deep`;

export interface Excess {
  /** Offset into the text. */
  readonly offset: number;
  readonly message: string;
}

/** The first place where the text goes beyond {@link yamlLimits}, found in one linear pass; null where there is none. */
export function findExcess(text: string): Excess | null {
  const counts: Counts = { depth: 0, aliases: 0, tags: 0, indicators: 0 };
  let offset = 0;
  let inScalar = false;
  for (const token of new Lexer().lex(text)) {
    const type: CST.TokenType | null = inScalar ? null : CST.tokenType(token);
    inScalar = type === 'scalar';
    // These are marks of the lexer, not parts of the text.
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') continue;
    count(counts, type);
    const message = excessOf(counts);
    if (message !== null) return { offset, message };
    offset += token.length;
  }
  return null;
}

interface Counts {
  depth: number;
  aliases: number;
  tags: number;
  /** `- ` and `? ` on the current line: each opens one more level. */
  indicators: number;
}

function count(counts: Counts, type: CST.TokenType | null): void {
  if (type === 'flow-map-start' || type === 'flow-seq-start') counts.depth += 1;
  if (type === 'flow-map-end' || type === 'flow-seq-end') counts.depth -= 1;
  if (type === 'alias') counts.aliases += 1;
  if (type === 'tag') counts.tags += 1;
  if (type === 'seq-item-ind' || type === 'explicit-key-ind') counts.indicators += 1;
  if (type === 'newline') counts.indicators = 0;
}

function excessOf({ depth, aliases, tags, indicators }: Counts): string | null {
  if (depth > yamlLimits.depth || indicators > yamlLimits.depth) return tooDeep;
  if (aliases > yamlLimits.aliases) return `uses more than ${yamlLimits.aliases} aliases`;
  return tags > yamlLimits.tags ? `uses more than ${yamlLimits.tags} tags` : null;
}
