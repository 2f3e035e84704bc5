import { z } from 'zod';
import { described } from '../described.ts';
import { line } from '../name.ts';
import { messageLanguages } from './words.ts';

/** A word that the organisation uses to people outside, and those it stands in place of. */
export const wordingSpec = z.strictObject({
  ...described,
  say: line,
  /** Whole words, in any case. */
  insteadOf: z.array(line.min(2)).min(1).max(50),
  /** Of messages in which language; left out: in every one. */
  language: z.enum(messageLanguages).optional(),
});
