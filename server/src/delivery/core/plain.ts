/** At most `max` letters; what is cut off is said by an ellipsis. Never half a letter. */
export function cut(text: string, max: number): string {
  const letters = Array.from(text.toWellFormed());
  return letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : letters.join('');
}

/** Text without control characters but line breaks, so that a channel cannot be told anything by them. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
}

/** Text as a text node or a quoted attribute of HTML and XML. */
export function escapeMarkup(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
