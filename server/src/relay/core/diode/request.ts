import { rangesText, readRanges } from '../gaps.ts';

/** What is to be sent again: a bundle, whole (`parts` null) or some parts of it. */
export interface Asked {
  readonly sequence: number;
  readonly parts: readonly number[] | null;
}

const bundlesMax = 1_000;
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As it stands on a request page: `7: 3, 12-14; 9 #K4`. The two letters at the end tell a slip of the pen. Empty where nothing is missing. */
export function requestText(asked: readonly Asked[]): string {
  if (asked.length === 0) return '';
  const text = asked
    .map(({ sequence, parts }) => (parts === null ? String(sequence) : `${sequence}: ${rangesOf(parts)}`))
    .join('; ');
  return `${text} #${lettersOf(text)}`;
}

/** Reads it back, however it was spaced; the letters may be left out. Returns a sentence where it cannot be. */
export function readRequest(text: string): Asked[] | string {
  const [numbers = '', given] = text.toUpperCase().split('#');
  if (given !== undefined && lettersTyped(given) !== lettersOf(numbers))
    return 'The two letters after "#" do not fit the numbers: something was mistyped.';
  const found = new Map<number, Set<number> | null>();
  for (const each of numbers.split(';').map((piece) => piece.trim())) {
    if (each === '') continue;
    const [bundle = '', parts, more] = each.split(':');
    const sequences = readRanges(bundle);
    const wanted = parts === undefined ? null : readRanges(parts);
    const isRead = sequences !== null && sequences.length > 0 && more === undefined;
    const isFit = parts === undefined || (wanted !== null && wanted.length > 0 && sequences?.length === 1);
    if (!isRead || !isFit) return unreadable(each);
    for (const sequence of sequences) note(found, sequence, wanted);
  }
  if (found.size === 0) return 'Say which numbers to send, such as "7: 3, 12-14; 9".';
  if (found.size > bundlesMax) return `More than ${bundlesMax} bundles are carried by hand.`;
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([sequence, parts]) => ({
      sequence,
      parts: parts === null ? null : [...parts].toSorted((a, b) => a - b),
    }));
}

function note(
  found: Map<number, Set<number> | null>,
  sequence: number,
  wanted: readonly number[] | null,
): void {
  const before = found.get(sequence);
  found.set(sequence, wanted === null || before === null ? null : new Set([...(before ?? []), ...wanted]));
}

function unreadable(each: string): string {
  return `"${each.slice(0, 60)}" cannot be read: write the number of a bundle, or with parts "7: 3, 12-14"; put ";" between bundles.`;
}

function rangesOf(parts: readonly number[]): string {
  const ranges: { firstMissing: number; lastMissing: number }[] = [];
  for (const part of parts.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last.lastMissing + 1 === part) last.lastMissing = part;
    else ranges.push({ firstMissing: part, lastMissing: part });
  }
  return rangesText(ranges);
}

/** Two letters over what counts: spaces do not. Any one wrong sign and any two swapped beside one another change them. */
function lettersOf(text: string): string {
  let sum = 0;
  for (const sign of text.replaceAll(/\s/g, '').toUpperCase()) sum = (sum * 67 + sign.charCodeAt(0)) % 1_021;
  return `${letters[sum >> 5] ?? ''}${letters[sum & 31] ?? ''}`;
}

function lettersTyped(text: string): string {
  return text.trim().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
