const lengthLookedAt = 400;
const lengthKept = 200;

/** What differs from line to line, and what may be a secret or name somebody, in the order in which it is taken out. Each bounded, so that no line is slow. */
const values: readonly (readonly [RegExp, string])[] = [
  [
    /([\w.-]{0,40}(?:passw|passphrase|secret|token|api[-_]?key|authorization|credential|cookie|session)[\w.-]{0,40}["']?\s{0,3}[:=]\s{0,3})("[^"]{0,200}"?|'[^']{0,200}'?|(?:(?:bearer|basic|digest)\s{1,3})?[^\s,;&}]+)/giu,
    '$1*',
  ],
  [/"[^"]{0,200}"/gu, '*'],
  [/(?<!\w)'[^']{0,100}'(?!\w)/gu, '*'],
  [/[\w.+-]{1,64}@[\w.-]{1,100}/gu, '*'],
  [/\?[\w%.~-]{1,40}=\S*/gu, '?*'],
  [/(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/giu, '*'],
  [/(?<!\w)(?=[a-f]{0,40}\d)[0-9a-f]{8,}(?!\w)/giu, '*'],
  [/(?<![\w+=-])(?=[A-Za-z_+=-]{0,60}\d)[\w+=-]{20,}/gu, '*'],
  [/(?<![\w+=-])[\w+=-]{32,}/gu, '*'],
  [/\d+(?:[.,:]\d+)*/gu, '*'],
  [/\s+/gu, ' '],
  [/\*(?:[\s,.:/-]{0,2}\*)+/gu, '*'],
];

/**
 * What of a message is the same each time: its first line, at most 200 characters, without numbers, ids, addresses, what stands in quotes
 * and whatever has the look of a secret. Names of people without quotes stay.
 */
export function templateOf(words: string): string {
  let text = (words.trimStart().split(/[\r\n]/u, 1)[0] ?? '').slice(0, lengthLookedAt);
  for (const [value, instead] of values) text = text.replace(value, instead);
  return sound(text.trim().slice(0, lengthKept));
}

/** Without what no database takes. */
function sound(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}/gu, ' ');
}
