import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alphabetOf, smsOctets, smsParts, smsText } from './sms-text.ts';

const link = `https://fieldmarshal.example/p/${'a'.repeat(43)}`;

describe('the text of an SMS', () => {
  test('is subject and link in one part where they fit', () => {
    const text = smsText('[SEV1] INC-42 Checkout fails', link);
    expect(text).toBe(`[SEV1] INC-42 Checkout fails ${link}`);
    expect(smsParts(text).parts).toHaveLength(1);
  });

  test('cuts a long title, never the link, to two parts', () => {
    for (const letter of ['x', 'ж', '😀']) {
      const text = smsText(`[SEV1] INC-42 ${letter.repeat(400)}`, link);
      expect(text.startsWith('[SEV1] INC-42 ')).toBe(true);
      expect(text.endsWith(`... ${link}`)).toBe(true);
      expect(smsParts(text).parts).toHaveLength(2);
    }
  });

  test('is one line, and does not need the large alphabet for typographic quotes', () => {
    const text = smsText('“Pay”\r\nfails – badly…', null);
    expect(text).toBe('"Pay" fails - badly...');
    expect(alphabetOf(text)).toBe('gsm7');
  });

  test.each([
    ['a'.repeat(160), 'gsm7', [160]],
    ['a'.repeat(161), 'gsm7', [153, 8]],
    ['€'.repeat(80), 'gsm7', [80]],
    ['€'.repeat(81), 'gsm7', [76, 5]],
    ['ж'.repeat(70), 'ucs2', [70]],
    ['ж'.repeat(71), 'ucs2', [67, 4]],
    ['😀'.repeat(36), 'ucs2', [66, 6]],
  ])('has the parts that the alphabet allows: %#', (text, alphabet, lengths) => {
    const found = smsParts(text);
    expect(found.alphabet).toBe(alphabet);
    expect(found.parts.map((part) => part.length)).toEqual(lengths);
  });

  test('parts together are the text, and each fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (given) => {
        const text = given.toWellFormed();
        const { alphabet, parts } = smsParts(text);
        expect(parts.join('')).toBe(text);
        const octetsMax =
          parts.length === 1 ? (alphabet === 'gsm7' ? 160 : 140) : alphabet === 'gsm7' ? 153 : 134;
        for (const part of parts) expect(smsOctets(part, alphabet).length).toBeLessThanOrEqual(octetsMax);
      }),
    );
  });
});
