import type { Clause } from './clauses.ts';
import type { Grammar } from './grammar.ts';
import type { Word } from './words.ts';

/** Nouns that stand on either side of "is" and name nobody. */
const generic =
  /^(?:caus|problem|issu|reason|impact|effect|result|incident|workaround|fix|ursach|grund|causa|cause|oorzaa|motivo)$/u;

interface Placed {
  readonly word: Word;
  readonly at: number;
}

/**
 * Two words that stand in one clause the other way round than in every clause of the evidence that has both: `Anna asked Ben` for `Ben asked
 * Anna`. Null where the order is kept, or may change without changing who did what to whom.
 */
export function reversedPair(
  claimed: Clause,
  evidence: readonly Clause[],
  grammar: Grammar,
): [string, string] | null {
  const disputed = new Map<string, [string, string]>();
  const backed = new Set<string>();
  for (const given of evidence)
    for (const [x, y] of pairsOf(claimed, given)) {
      const key = `${x.own.word.stem} ${y.own.word.stem}`;
      if (isKept(x, y, { claimed, given, grammar })) backed.add(key);
      else disputed.set(key, [x.own.word.text, y.own.word.text]);
    }
  for (const [key, pair] of disputed) if (!backed.has(key)) return pair;
  return null;
}

interface Both {
  readonly own: Placed;
  readonly theirs: Placed;
}

/** Pairs of things that both clauses have, once each, in the order of the claim. */
function pairsOf(claimed: Clause, given: Clause): [Both, Both][] {
  const own = thingsOf(claimed);
  const theirs = thingsOf(given);
  const both = [...own].flatMap(([stem, placed]) => {
    const other = theirs.get(stem);
    return other === undefined ? [] : [{ own: placed, theirs: other }];
  });
  return both.flatMap((x, index) =>
    both
      .slice(index + 1)
      .filter((y) => (x.own.word.kind === 'number') === (y.own.word.kind === 'number'))
      .map((y): [Both, Both] => [x, y]),
  );
}

function thingsOf({ words }: Clause): Map<string, Placed> {
  const found = new Map<string, Placed>();
  const twice = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (word.kind === 'little' || word.isDeed || generic.test(word.stem)) continue;
    if (found.has(word.stem)) twice.add(word.stem);
    found.set(word.stem, { word, at });
  }
  for (const stem of twice) found.delete(stem);
  return found;
}

interface Compared {
  readonly claimed: Clause;
  readonly given: Clause;
  readonly grammar: Grammar;
}

function isKept(x: Both, y: Both, compared: Compared): boolean {
  const { claimed, given, grammar } = compared;
  const own = betweenOf(claimed, x.own.at, y.own.at);
  const theirs = betweenOf(given, x.theirs.at, y.theirs.at);
  const ownSign = isTurned(own, grammar) ? -1 : 1;
  const theirSign = (x.theirs.at < y.theirs.at ? 1 : -1) * (isTurned(theirs, grammar) ? -1 : 1);
  if (ownSign === theirSign) return true;
  if (x.own.word.kind === 'number') return isNumberKept(x, y, compared);
  return (
    isSideBySide(own, grammar) ||
    keepsRole(x, compared) ||
    keepsRole(y, compared) ||
    isModifier(x, y, compared)
  );
}

function betweenOf({ words }: Clause, a: number, b: number): readonly Word[] {
  return words.slice(Math.min(a, b) + 1, Math.max(a, b));
}

/** `was restarted by`: the doer stands right behind. What comes after the doer (`by Ben to restart`) is not turned. */
function isTurned(between: readonly Word[], { by, passive, articles }: Grammar): boolean {
  const at = between.findLastIndex(({ text }) => by.test(text));
  if (at < 0) return false;
  const text = between.map((word) => word.text).join(' ');
  const isDoer = between
    .slice(at + 1)
    .every((word) => articles.has(word.text) || word.kind === 'content' || word.text === 'back');
  return isDoer && by.test(text) && passive.test(`${text} `);
}

const joiners =
  /^(?:and|or|und|oder|et|ou|y|e|o|ed|en|of|is|are|was|were|ist|sind|war|est|sont|es|son|è|sono|é|são)$/u;

/** Only joined or put equal: `search and gateway`, `the cause is the disk`. */
function isSideBySide(between: readonly Word[], { articles }: Grammar): boolean {
  return (
    between.length > 0 &&
    between.every(({ text }) => joiners.test(text) || articles.has(text)) &&
    between.some(({ text }) => joiners.test(text) && text !== 'of')
  );
}

/** Its phrase begins with the same preposition in both, wherever it stands. */
function keepsRole({ own, theirs }: Both, { claimed, given, grammar }: Compared): boolean {
  const role = prepositionBefore(claimed, own.at, grammar);
  return role !== null && role === prepositionBefore(given, theirs.at, grammar);
}

function prepositionBefore(
  { words }: Clause,
  at: number,
  { prepositions, articles }: Grammar,
): string | null {
  let index = at - 1;
  for (let word = words[index]; word !== undefined; word = words[(index -= 1)]) {
    if (prepositions.has(word.text)) return word.text;
    if (!articles.has(word.text) && word.kind !== 'number') return null;
  }
  return null;
}

/**
 * `failures of search` and `search failures`: one of both is a modifier of what follows it here, and has a preposition there. The other must
 * stand as it stood: `search waits on gateway` is not `gateway waits on search`.
 */
function isModifier(x: Both, y: Both, { claimed, given, grammar }: Compared): boolean {
  const modifies = ({ words }: Clause, at: number): boolean => words[at + 1]?.kind === 'content';
  const joined = (clause: Clause, at: number): boolean =>
    grammar.joining.has(prepositionBefore(clause, at, grammar) ?? '');
  const isMoved = ({ own, theirs }: Both): boolean =>
    (modifies(claimed, own.at) && joined(given, theirs.at)) ||
    (joined(claimed, own.at) && modifies(given, theirs.at));
  const stays = ({ own, theirs }: Both): boolean =>
    prepositionBefore(claimed, own.at, grammar) === prepositionBefore(given, theirs.at, grammar);
  return (isMoved(x) && stays(y)) || (isMoved(y) && stays(x));
}

/** Both numbers keep the word they count or the preposition before them. */
function isNumberKept(x: Both, y: Both, { claimed, given, grammar }: Compared): boolean {
  const near = (clause: Clause, at: number): string =>
    [neighbour(clause, at, -1), prepositionBefore(clause, at, grammar) ?? '', neighbour(clause, at, 1)].join(
      ' ',
    );
  const [a, b] = [x, y].map(({ own, theirs }) => {
    const [first, second] = [near(claimed, own.at).split(' '), near(given, theirs.at).split(' ')];
    return first.filter((word, index) => word !== '' && word === second[index]);
  });
  return a !== undefined && b !== undefined && a.length > 0 && b.length > 0 && a.join() !== b.join();
}

function neighbour({ words }: Clause, at: number, step: 1 | -1): string {
  const word = words[at + step];
  return word?.kind === 'content' ? word.stem : '';
}
