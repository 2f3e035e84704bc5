/** Letters by the marks and digits that stand for them. */
const looks: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '1': 'i',
  '!': 'i',
};

/** In lower case, equal however its letters are encoded. */
export function folded(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

/** Folded, without the spaces and marks that people put between words. */
export function simplified(text: string): string {
  return folded(text).replaceAll(/[\s_.!?*#-]/g, '');
}

/** Digits and marks at both ends taken away, and those inside read as the letters they look like: `p@ssw0rd!2031` is `password`. */
export function withoutLooks(lower: string): string {
  const trimmed = lower.replace(/^[^\p{L}@$]+|[^\p{L}]+$/gu, '');
  return Array.from(trimmed)
    .map((mark) => (Object.hasOwn(looks, mark) ? looks[mark] : mark))
    .join('');
}
