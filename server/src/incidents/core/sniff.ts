/** Pictures that browsers show without running anything in them. SVG is not one of these. */
export const inlineTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);

const magic: readonly { readonly type: string; readonly at: number; readonly bytes: string }[] = [
  { type: 'image/png', at: 0, bytes: '89504e470d0a1a0a' },
  { type: 'image/jpeg', at: 0, bytes: 'ffd8ff' },
  { type: 'image/gif', at: 0, bytes: '47494638' },
  { type: 'image/webp', at: 8, bytes: '57454250' },
  { type: 'application/pdf', at: 0, bytes: '255044462d' },
  { type: 'application/zip', at: 0, bytes: '504b0304' },
  { type: 'application/gzip', at: 0, bytes: '1f8b08' },
];

/**
 * What the bytes are, whatever their sender calls them; null for what is not on the list. HTML, SVG, JSON and scripts are all
 * `text/plain`: they are kept as evidence and never as something that runs.
 */
export function sniff(content: Uint8Array): string | null {
  for (const { type, at, bytes } of magic) if (startsWith(content, at, bytes)) return type;
  return isPlainText(content) ? 'text/plain; charset=utf-8' : null;
}

function startsWith(content: Uint8Array, at: number, hex: string): boolean {
  const part = content.subarray(at, at + hex.length / 2);
  return Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join('') === hex;
}

/** Control characters that no text has: all but tab, line ends, form feed, bell, backspace and the escape of coloured logs. */
// oxlint-disable-next-line no-control-regex
const binary = /[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]/;

function isPlainText(content: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return !binary.test(text);
  } catch {
    return false;
  }
}
