/** In quotation marks; those inside become single ones, as of a name in a title that is quoted itself. */
export function quoted(text: string): string {
  return `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`;
}
