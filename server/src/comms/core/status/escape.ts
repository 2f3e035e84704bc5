import { withoutUnseen } from '@fieldmarshal/contract';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands, for HTML and XML: no markup gets through, and nothing that turns its direction around or is not seen. */
export function shown(text: string): string {
  return plain(text).replaceAll(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}

/** Without control characters (but line breaks), direction marks and zero-width characters; lone surrogates become U+FFFD. */
export function plain(text: string): string {
  return withoutUnseen(text)
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\n]/gu, ' ');
}

/** Paragraphs of a message; an empty line divides them. */
export function paragraphs(body: string): string {
  return plain(body)
    .split(/\n{2,}/)
    .map((part) => `<p>${shown(part).replaceAll('\n', '<br>')}</p>`)
    .join('');
}
