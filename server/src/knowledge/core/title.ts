import type { RunbookSpec } from '@fieldmarshal/contract/knowledge';

/** What a runbook is called: its display name, else its first heading, else its name. */
export function titleOf(
  name: string,
  { displayName, text }: Pick<RunbookSpec, 'displayName' | 'text'>,
): string {
  return displayName ?? /^#{1,3}\s+(\S.{0,199})$/mu.exec(text)?.[1]?.trim() ?? name;
}

const excerptMax = 200;

/** The first paragraph that is no heading, as plain text on one line. */
export function beginningOf(text: string): string {
  const paragraph =
    text.split(/\n\s*\n/u).find((part) => part.trim() !== '' && !/^\s*(#|```)/u.test(part)) ?? '';
  const plain = paragraph
    .replaceAll(/[*`_>]|^\s*[-\d.]+\s/gmu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return plain.length <= excerptMax ? plain : `${plain.slice(0, excerptMax)}…`;
}
