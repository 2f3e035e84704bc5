import { expect, test } from 'vitest';
import { inLanguages, type InLanguage } from './in-languages.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const message = (id: string, language: string, more: Partial<InLanguage> = {}): InLanguage => ({
  ...{ id, language, incidentId: 'INC-1', audience: 'customers', application: 'hearth' },
  ...{ stage: 'investigating', corrects: null, sentAt: null },
  ...more,
});
const sent = (id: string, language: string, minute: number, more: Partial<InLanguage> = {}): InLanguage =>
  message(id, language, { sentAt: at(minute), ...more });
const correction = (id: string, language: string, corrects: string): InLanguage =>
  message(id, language, { corrects });

test.each<[string, InLanguage[], string[][]]>([
  [
    'what waits for the same readers is one message, whatever its stage',
    [
      message('1', 'en'),
      message('2', 'de', { stage: 'identified' }),
      message('3', 'en', { application: 'x' }),
    ],
    [['1', '2'], ['3']],
  ],
  [
    'of what was sent, the second in a language begins the next',
    [sent('1', 'en', 1), sent('2', 'de', 2), sent('3', 'de', 9), sent('4', 'en', 10), sent('5', 'fr', 11)],
    [
      ['1', '2'],
      ['3', '4', '5'],
    ],
  ],
  [
    'the order is that in which they left, not that of their making',
    [sent('1', 'en', 9), sent('2', 'de', 1), sent('3', 'en', 1), sent('4', 'de', 9)],
    [
      ['2', '3'],
      ['1', '4'],
    ],
  ],
  [
    'another stage is another message',
    [sent('1', 'en', 1), sent('2', 'de', 1, { stage: 'identified' })],
    [['1'], ['2']],
  ],
  [
    'corrections are one where what they correct is, and none with what waits beside them',
    [
      ...[sent('1', 'en', 1), sent('2', 'de', 1), sent('3', 'en', 5), sent('4', 'de', 5), message('5', 'fr')],
      ...[correction('6', 'en', '1'), correction('7', 'de', '2'), correction('8', 'en', '3')],
    ],
    [['1', '2'], ['3', '4'], ['5'], ['6', '7'], ['8']],
  ],
  [
    'corrections that were sent are corrected together, too',
    [
      ...[sent('1', 'en', 1), sent('2', 'de', 1)],
      ...[sent('3', 'en', 2, { corrects: '1' }), sent('4', 'de', 3, { corrects: '2' })],
      ...[correction('5', 'de', '4'), correction('6', 'en', '3')],
    ],
    [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ],
  ],
  [
    'maintenance is of no incident, and alone',
    [message('1', 'en', { incidentId: null }), message('2', 'de', { incidentId: null })],
    [['1'], ['2']],
  ],
])('%s', (_name, messages, expected) => {
  expect(inLanguages(messages).map((group) => group.map(({ id }) => id))).toEqual(expected);
});
