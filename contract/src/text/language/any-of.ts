/**
 * One expression for whole words of any script. `\w` in them stands for any letter: that of expressions is Latin without accents. A word that
 * begins or ends in a script without spaces needs no edge there.
 */
export function anyOf(words: readonly string[], flags = 'iu'): RegExp {
  return new RegExp(words.map((list) => edged(list)).join('|'), flags);
}

function edged(list: string): string {
  const pattern = list.replaceAll('\\w', String.raw`[\p{L}\p{M}]`);
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Thai}]/u.test(list))
    return `(?:${pattern})`;
  return String.raw`(?<![\p{L}\p{M}\p{N}])(?:${pattern})(?![\p{L}\p{M}\p{N}])`;
}
