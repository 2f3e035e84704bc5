const stop = new Set(
  (
    'a an and are as at be been being but by for from had has have he her his i if in into is it its may me might my nor of on onto or our ours shall she should so some ' +
    'such than that the their them then there these they this those to too us was we were what when where which while who whom whose will with would you your yours also ' +
    'again all any both can could did do does each few more most other own same very just now still currently please about after before between during over under up down out off ' +
    'here how once only further until upon within without via per not no'
  ).split(' '),
);

/** Words that carry no fact. */
export function isStopWord(word: string): boolean {
  return stop.has(word.toLowerCase());
}

/** Every word in lower case, in order, with what is inside it (`eu-west-1`, `4.18.2`, `don't`). */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|[._'’/-](?=[\p{L}\p{N}]))*/gu) ?? [];
}

/** A word without its English ending, so that `investigating` meets `investigate`. Rough on purpose: for comparing, never for showing. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= stemsMax) stems.clear();
  const stem = cutStem(word);
  stems.set(word, stem);
  return stem;
}

/** Prose has few words and says them often: their stems are kept, up to so many. */
const stems = new Map<string, string>();
const stemsMax = 20_000;

function cutStem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word.replace(/['’]s$/, '');
  const cut = word
    .replace(/['’]s$/, '')
    .replace(/(?:ational|ations?|ating|ated|ates?)$/, 'at')
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/(?:ings?|ed|es|ers?|ly|ments?)$/, '')
    .replace(/s$/, '')
    .replace(/(.)\1$/, '$1');
  return cut.length < 3 ? word : cut.replace(/e$/, '');
}

/** The stems of the words that carry something: no stop words, no single letters. */
export function contentStems(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of wordsOf(text))
    if ((word.length > 1 || /\p{Lo}|\d/u.test(word)) && !stop.has(word)) found.add(stemOf(word));
  return found;
}
