import { describe, expect, test } from 'vitest';
import { shippedTemplates } from '../../templates.ts';
import { draftMessage } from '../draft.ts';
import { sampleFacts } from '../sample-facts.ts';
import { scaffoldOf, withoutScaffold } from './scaffold.ts';

const own = {
  name: 'en/customers/full',
  source:
    '{% if symptom %}If your service uses {{ apps }}, your users may notice: {{ symptom }}.{% endif %} If you cannot wait, call us.',
};
const shipped = shippedTemplates();
const scaffold = scaffoldOf([own, ...shipped]);

describe('what a message says without the words of its template', () => {
  test.each([
    ['Das merken Sie unter Umständen: zeitweise kein Zugriff.', 'zeitweise kein Zugriff.'],
    ['Das merken Sie unter Umständen: Das merken Sie unter Umständen: kein Zugriff', 'kein Zugriff'],
    ['Ce que vous avez pu remarquer : lenteurs.', 'lenteurs.'],
    ['If your service uses Hearthway, your users may notice: a slow search.', 'a slow search.'],
    ['Tell users what they can do: use the app.', 'use the app.'],
    ['Finding a person fails.', 'Finding a person fails.'],
    ['If you cannot wait, call us.', null],
  ])('%s', (sentence, said) => {
    expect(withoutScaffold(sentence, scaffold)).toBe(said);
  });

  test('a template that cannot be used has no words', () => {
    expect(scaffoldOf([{ name: 'en/customers/full', source: 'Words of {{ owner }}: {{ symptom' }])).toEqual(
      [],
    );
  });

  test('a draft does not quote what was quoted in the message before with its label', () => {
    const text = 'Wir untersuchen ein Problem.\nDas merken Sie unter Umständen: Die Suche ist langsam.';
    const said = [{ text, evidence: 'COM-1', language: 'de' }];
    expect(draftMessage(sampleFacts({ language: 'de', said }), { shipped }).text).toContain(
      '\nDas merken Sie unter Umständen: Die Suche ist langsam.\n',
    );
  });
});
