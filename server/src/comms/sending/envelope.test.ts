import { expect, test } from 'vitest';
import { envelopeOf } from './envelope.ts';

test('what stands around a message is in its language, and in English where we have no words of it', () => {
  expect(['de', 'de-AT', 'fr', 'en', 'sw', ''].map((language) => envelopeOf({ language }).page)).toEqual([
    'Statusseite',
    'Statusseite',
    'Page d’état',
    ...['Status page', 'Status page', 'Status page'],
  ]);
});
