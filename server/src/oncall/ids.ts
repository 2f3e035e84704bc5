import { randomBytes } from 'node:crypto';

/** 32 letters and digits that cannot be taken for each other when read out. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id of 60 bits, e.g. `PG-7x0c2m9q4t1w`. */
export function newId(prefix: 'PG' | 'ESC' | 'OV' | 'CV' | 'FD' | 'HO'): string {
  const letters = [...randomBytes(12)].map((byte) => alphabet[byte % 32]);
  return `${prefix}-${letters.join('')}`;
}
