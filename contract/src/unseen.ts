/** Scripts whose letters take other forms where a joiner stands beside them: Persian, Urdu and Indic words are written with joiners. */
const joined = [
  ...['Adlm', 'Arab', 'Mand', 'Mani', 'Mong', 'Nkoo', 'Phag', 'Rohg', 'Syrc'],
  ...['Bali', 'Beng', 'Deva', 'Gran', 'Gujr', 'Guru', 'Java', 'Khmr', 'Knda', 'Lana', 'Mlym', 'Mtei', 'Mymr'],
  ...['Newa', 'Orya', 'Sinh', 'Sund', 'Taml', 'Telu', 'Tibt', 'Tirh'],
]
  .map((script) => `\\p{scx=${script}}`)
  .join('');
const picture = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f';
/** Between two such letters, after a sign that takes their vowel away, and between the parts of one picture. */
const joiner = `(?<=[${joined}])[\\u200c\\u200d](?=[${joined}])|(?<=(?=\\p{M})[${joined}])[\\u200c\\u200d]|(?<=[${picture}])\\u200d(?=[${picture}])`;
/** Marks of direction, spaces without width, fillers, what only programs read; the separator of vowels belongs to Mongolian. */
const mark =
  '[\\u00ad\\u061c\\u115f\\u1160\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e007f}]';
const unseen = `${mark}|(?!${joiner})[\\u200c\\u200d]|(?<!\\p{scx=Mong})\\u180e`;

const any = new RegExp(`${unseen}|[\\p{Zl}\\p{Zp}]`, 'u');
const each = new RegExp(unseen, 'gu');

/** Whether text holds what is not seen, or turns around how what stands behind it reads. Joiners inside words that need them are letters. */
export function hasUnseen(value: string): boolean {
  return any.test(value);
}

/** Without what {@link hasUnseen} finds; other words for a line end become a space. */
export function withoutUnseen(value: string): string {
  return hasUnseen(value) ? value.replaceAll(each, '').replaceAll(/[\p{Zl}\p{Zp}]/gu, ' ') : value;
}
