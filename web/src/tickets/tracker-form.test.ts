import { trackerSpec } from '@fieldmarshal/contract/tickets';
import { expect, test } from 'vitest';
import { presets, specOf, type PresetName } from './tracker-form.ts';

// Object.keys of a closed literal gives exactly its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
test.each(Object.keys(presets) as PresetName[])(
  'what is filled in for %s is what the server takes',
  (name) => {
    expect(trackerSpec.safeParse(specOf(name, presets[name].fields)).error).toBeUndefined();
  },
);

test('what is left empty is left out', () => {
  expect(
    specOf('other', { newTicket: ' ', ticket: '', webhook: 'https://t.example/h', keyHeader: '' }),
  ).toEqual({
    webhook: { url: 'https://t.example/h', body: 'standard' },
  });
});
