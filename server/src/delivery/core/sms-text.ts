/** The GSM 03.38 default alphabet; what of it takes two places is in the extension. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';
const extensionCodes = [0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65];
const escape = 0x1b;

/** Places in one message, and in each part of a longer one (six octets of it say which part it is). */
const places = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

export type SmsAlphabet = keyof typeof places;

/** Common letters that are not in the alphabet but look like some that are: one of them would more than halve the room. */
const lookalikes: Record<string, string> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '→': '->',
  '…': '...',
  '`': "'",
  '\t': ' ',
  '\u00A0': ' ',
  '•': '*',
};

/** The text with letters replaced that would make it need the larger alphabet for nothing. */
function simplified(text: string): string {
  return Array.from(text, (letter) => lookalikes[letter] ?? letter).join('');
}

export function alphabetOf(text: string): SmsAlphabet {
  return Array.from(text).every((letter) => basic.includes(letter) || extension.includes(letter))
    ? 'gsm7'
    : 'ucs2';
}

/** The octets of a text in its alphabet: one septet an octet, or UTF-16 big-endian. */
export function smsOctets(text: string, alphabet: SmsAlphabet): Buffer {
  if (alphabet === 'ucs2') return Buffer.from(text, 'utf16le').swap16();
  const codes = Array.from(text).flatMap((letter) => {
    const extended = extension.indexOf(letter);
    return extended < 0 ? [basic.indexOf(letter)] : [escape, extensionCodes[extended] ?? 0x20];
  });
  return Buffer.from(codes);
}

/** How many places one letter takes. */
function widthOf(letter: string, alphabet: SmsAlphabet): number {
  return alphabet === 'ucs2' ? letter.length : extension.includes(letter) ? 2 : 1;
}

function placesOf(text: string, alphabet: SmsAlphabet): number {
  return Array.from(text).reduce((sum, letter) => sum + widthOf(letter, alphabet), 0);
}

/** The parts as which a text is sent; no letter is cut in two. One part where it fits. */
export function smsParts(text: string): { alphabet: SmsAlphabet; parts: string[] } {
  const alphabet = alphabetOf(text);
  const { single, part } = places[alphabet];
  if (placesOf(text, alphabet) <= single) return { alphabet, parts: [text] };
  const parts: string[] = [];
  let current = '';
  let used = 0;
  for (const letter of Array.from(text)) {
    const width = widthOf(letter, alphabet);
    if (used + width > part) {
      parts.push(current);
      current = '';
      used = 0;
    }
    current += letter;
    used += width;
  }
  return { alphabet, parts: [...parts, current] };
}

/** At most this many parts: further ones cost money and say nothing more urgent. */
const partsMax = 2;

/**
 * The shortest useful text first: subject (severity, id, title), then the link. The title is cut so that all of it fits into two parts;
 * the link never is, unless it alone is longer.
 */
export function smsText(subject: string, link: string | null): string {
  const head = simplified(subject.replaceAll(/\s+/g, ' ').trim());
  const tail = link === null ? '' : ` ${link}`;
  const letters = Array.from(head);
  const fits = (text: string): boolean => smsParts(text).parts.length <= partsMax;
  if (fits(head + tail)) return head + tail;
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(`${letters.slice(0, middle).join('')}...${tail}`)) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('').trimEnd()}...${tail}`;
}
