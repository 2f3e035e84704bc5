import { describe, expect, test } from 'vitest';
import { knowsNothing } from '../facts.ts';
import { sampleFacts } from '../sample-facts.ts';
import { lint } from './lint.ts';

const knowledge = {
  ...knowsNothing,
  internalNames: ['eu-prod', 'data', 'access', 'search', 'falcon'],
  ids: ['eu-prod', 'case-search'],
  people: ['Noah Begay', 'Ingrid Solberg', 'Will Summer'],
  customers: ['Northwind Relief'],
  publicNames: ['Payments', 'Accounts', 'Hearthway'],
  workflows: [
    { name: 'Book an appointment', application: 'clinic' },
    { name: 'Find a person', application: 'app-pay-web' },
    { name: 'Search', application: 'clinic' },
  ],
  places: ['Europe', 'Americas', 'Field hospital 1'],
};
const good: Readonly<Record<string, string>> = {
  en: 'We are investigating a problem with Payments and Accounts.\nYou may see errors.\nNext update by 11:00 GMT.',
  de: 'Wir untersuchen ein Problem mit Payments und Accounts.\nSie sehen Fehler.\nNächste Nachricht bis 11:00 GMT.',
  fr: 'Nous recherchons l’origine d’un problème : Payments et Accounts.\nVous voyez des erreurs.\nProchain message avant 11:00 GMT.',
};
const scope = { value: 'Europe', evidence: 'impact' };
function found(sentence: string, language = 'en', changes = {}): string[] {
  const facts = sampleFacts({ language, scope, ...changes });
  return lint(`${good[language]}\n${sentence}`, facts, knowledge).map(
    ({ rule, level }) => `${level} ${rule}`,
  );
}

test.each(Object.keys(good))('nothing is found in a good message (%s)', (language) => {
  expect(found('', language)).toEqual([]);
});

describe('is found as people say it:', () => {
  test.each([
    ['blocking secret', 'Use the password hunter2 to log in.'],
    ['blocking secret', 'The passphrase "correct horse" opens it.'],
    ['warning person', 'Noah is looking into it.'],
    ['warning person', 'Ingrid is on it.'],
    ['warning person', 'N. Begay is looking.'],
    ['blocking person', 'Noah Begáy is looking.'],
    ['warning person', 'Please ask Will about it.'],
    ['blocking blame', 'It was Amazon’s fault.'],
    ['blocking blame', 'This was caused by a mistake of our hosting provider.'],
    ['blocking blame', 'An engineer made a mistake.'],
    ['blocking blame', 'Vodafone broke the line.'],
    ['blocking blame', 'The supplier made an error.'],
    ['blocking promise', 'This will not happen again.'],
    ['blocking promise', 'This will never happen again.'],
    ['blocking promise', 'A fix will be in place this evening.'],
    ['blocking promise', 'You will be able to log in again tonight.'],
    ['blocking wrong-state', 'Everything works again.'],
    ['blocking wrong-state', 'It is back up.'],
    ['blocking wrong-state', 'Everyone can sign in again.'],
    ['blocking wrong-state', 'A fix has been rolled out and we are monitoring.'],
    ['blocking wrong-state', 'The cause is known.'],
    ['blocking number-without-fact', 'Twenty customers are affected.'],
    ['blocking number-without-fact', 'About half of users see it.'],
    ['blocking number-without-fact', 'Dozens of customers see it.'],
    ['blocking number-without-fact', 'A third of requests fail.'],
    ['blocking number-without-fact', 'Three hours ago it began.'],
    ['blocking internal-name', 'eu prod is down.'],
    ['blocking internal-name', 'The data team looks at it.'],
    ['blocking internal-name', 'The team access looks at it.'],
    ['blocking internal-name', 'We asked Data about it.'],
    ['blocking internal-name', 'The falcon is slow.'],
    ['blocking hidden-character', 'The sеarch service is down.'],
    ['blocking internal-name', 'The fаlcоn is slow.'],
    ['blocking internal-host', 'Try ssh root@jump first.'],
    ['warning jargon', 'postgres is down.'],
    ['warning app-not-in-record', 'Americas is also failing.'],
    ['warning app-not-in-record', 'Field hospital 1 is hit.'],
    ['blocking app-not-in-record', 'Book an appointment is failing.'],
    ['blocking customer-named', 'Northwind Relief is hit.'],
  ])('%s: %s', (finding, sentence) => {
    expect(found(sentence)).toContain(finding);
  });

  test.each([
    ['blocking secret', 'de', 'Das Passwort hunter2 hilft.'],
    ['blocking blame', 'de', 'Der Lieferant hat einen Fehler gemacht.'],
    ['blocking blame', 'de', 'Das war ein Fehler unseres Anbieters.'],
    ['blocking blame', 'de', 'Vodafone hat die Leitung gekappt.'],
    ['blocking promise', 'de', 'Das wird nie wieder vorkommen.'],
    ['blocking promise', 'de', 'Sie können sich heute Abend wieder anmelden.'],
    ['blocking wrong-state', 'de', 'Alles funktioniert wieder.'],
    ['blocking wrong-state', 'de', 'Alle können sich wieder anmelden.'],
    ['blocking wrong-state', 'de', 'Eine Korrektur wurde eingespielt.'],
    ['blocking wrong-state', 'de', 'Die Ursache ist bekannt.'],
    ['blocking number-without-fact', 'de', 'Zwanzig Kunden sind betroffen.'],
    ['blocking number-without-fact', 'de', 'Die Hälfte der Anfragen scheitert.'],
    ['warning person', 'de', 'Ingrid kümmert sich darum.'],
    ['blocking secret', 'fr', 'Le mot de passe hunter2 marche.'],
    ['blocking blame', 'fr', 'C’est une erreur de notre hébergeur.'],
    ['blocking blame', 'fr', 'Orange a coupé la ligne.'],
    ['blocking promise', 'fr', 'Cela ne se reproduira plus.'],
    ['blocking promise', 'fr', 'Vous pourrez vous connecter de nouveau ce soir.'],
    ['blocking wrong-state', 'fr', 'Tout fonctionne à nouveau.'],
    ['blocking wrong-state', 'fr', 'Une correction a été déployée.'],
    ['blocking wrong-state', 'fr', 'La cause est connue.'],
    ['blocking number-without-fact', 'fr', 'Vingt clients sont touchés.'],
    ['blocking number-without-fact', 'fr', 'La moitié des requêtes échoue.'],
  ])('%s in %s: %s', (finding, language, sentence) => {
    expect(found(sentence, language)).toContain(finding);
  });
});

test.each([
  'Your data is safe.',
  'You may have no access.',
  'Access may fail.',
  'You cannot sign in.',
  'Will anybody lose what they saved?',
  'You can reset your password in the meantime.',
  'We post more once everything works again.',
  'The cause is not known yet.',
  'Please try again.',
  'Next update in half an hour.',
  'Payments and Accounts, two of our services, are hit.',
  'You cannot find a person in Europe.',
  'It may be that search is slow.',
  'A third party is not involved.',
  'Customers outside of Europe are well.',
  'Use two-factor sign-in as before.',
])('is no finding: %s', (sentence) => {
  expect(found(sentence)).toEqual([]);
});

test.each(['Ihre Daten sind sicher.', 'Ihre Data ist sicher.', 'Sie haben keinen Access.'])(
  'is no finding in German: %s',
  (sentence) => {
    expect(found(sentence, 'de')).toEqual([]);
  },
);

test('while a fix is watched things may work again, and where people said how many it may be said again', () => {
  const text = 'A fix is in place for Payments and Accounts. We are monitoring. Everyone can sign in again.';
  const rules = lint(text, sampleFacts({ stage: 'monitoring' }), knowledge);
  expect(rules.filter(({ rule }) => rule === 'wrong-state')).toEqual([]);
  const said = [{ text: 'Twenty customers see errors.', evidence: 'e', language: 'en' }];
  expect(found('Twenty customers see errors.', 'en', { said })).toEqual([]);
});
