import { notedHead } from '@fieldmarshal/contract/identity';

/** A row as it was noted elsewhere: what stands under its number must have this hash, in hex. */
export interface NotedRow {
  readonly seq: number;
  readonly hash: string;
}

/** Reads `812:9f86d0…`, as the command prints it. Throws where the text is not of this form. */
export function notedRow(text: string): NotedRow {
  const [seq = '', hash = ''] = notedHead.parse(text).split(':');
  return { seq: Number(seq), hash };
}
