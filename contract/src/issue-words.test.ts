import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { issueInWords } from './issue-words.ts';

function wordsOf(schema: z.ZodType, value: unknown): string | undefined {
  const parsed = schema.safeParse(value);
  const issue = parsed.error?.issues[0];
  return issue && issueInWords(issue, value);
}

const choice = z.enum(['SEV1', 'SEV2']);
const several = z.union([z.array(choice), choice]);

describe('a refused value is told in plain words', () => {
  test.each([
    ['a missing one', z.string(), undefined, 'is required'],
    ['another type', z.number(), 'x', 'must be a number, not text'],
    ['a list for a text', z.string(), [], 'must be text, not a list'],
    ['an empty text', z.string().min(1), '', 'must not be empty'],
    ['too long a text', z.string().max(2), 'abc', 'must have at most 2 characters'],
    ['too large a number', z.number().max(200), 1000, 'must be at most 200'],
    ['no entry where one is needed', z.array(z.string()).min(1), [], 'must not be empty'],
    ['too few entries', z.array(z.string()).min(2), ['a'], 'must have at least 2 entries'],
    ['none of the choices', z.enum(['SEV1', 'SEV2']), 'SEV9', 'must be one of: SEV1, SEV2'],
    ['none of the choices, of which there may be several', several, 'SEV9', 'must be one of: SEV1, SEV2'],
    ['one of several that is none', several, ['SEV1', 'SEV9'], 'must be one of: SEV1, SEV2'],
    ['neither one nor several', several, 7, 'must be one of: SEV1, SEV2'],
    ['no address', z.email(), 'x', 'must be an e-mail address'],
    ['no day', z.iso.date(), '2027-02-30', 'must be a day of the calendar such as 2026-11-23'],
    ['no instant', z.iso.datetime(), 'soon', 'must be an instant in UTC such as 2026-11-23T10:00:00Z'],
  ] as const)('%s', (_name, schema, value, sentence) => {
    expect(wordsOf(schema, value)).toBe(sentence);
  });

  test('a rule with a sentence of its own keeps it', () => {
    const rule = z.string().refine(() => false, 'must rhyme');
    expect(wordsOf(rule, 'x')).toBeUndefined();
  });
});
