import { describe, expect, test } from 'vitest';
import { knowsNothing } from '../facts.ts';
import { sampleFacts } from '../sample-facts.ts';
import { lint } from './lint.ts';

const good =
  'We are investigating a problem with Payments and Accounts.\nYou may see errors.\nNext update by 11:00 GMT.';
const knowledge = {
  ...knowsNothing,
  internalNames: ['pay-core', 'Team Falcon', 'eu-prod'],
  people: ['Priya Raman'],
  customers: ['Acme Rockets'],
  publicNames: ['Payments', 'Accounts', 'Reports'],
  notes: ['Rolled the ledger schema back to the version of last Tuesday'],
  glossary: [
    { word: 'glitch', say: 'problem', language: null },
    { word: 'kaputt', say: 'gestört', language: 'de' },
  ],
};
const found = (sentence: string, changes = {}) =>
  lint(`${good}\n${sentence}`, sampleFacts(changes), knowledge);

describe('the linter', () => {
  test('finds nothing in a good message', () => {
    expect(lint(good, sampleFacts(), knowledge)).toEqual([]);
  });

  test.each([
    ['internal-name', 'It comes from pay-core.', 'pay-core'],
    ['internal-name', 'team  falcon is on it.', 'team  falcon'],
    ['internal-host', 'The machine db-prod-7.eu-west-1.internal is full.', 'db-prod-7.eu-west-1.internal'],
    ['internal-host', 'See 10.42.7.19 for more.', '10.42.7.19'],
    ['internal-host', 'kafka-broker-02 is full.', 'kafka-broker-02'],
    ['internal-id', 'This is INC-90417.', 'INC-90417'],
    ['internal-id', 'We turned checkout_v2_async off.', 'checkout_v2_async'],
    ['internal-id', 'It ended with ECONNRESET.', 'ECONNRESET'],
    ['internal-note', 'We rolled the ledger schema back.', 'rolled the ledger schema'],
    ['secret', 'Use the key AKIAIOSFODNN7EXAMPLE.', 'AKIAIOSFODNN7EXAMPLE'],
    ['secret', 'The password: hunter2', 'password: hunter2'],
    ['person', 'Priya Raman is on it.', 'Priya Raman'],
    ['person', 'Write to priya@example.com.', 'priya@example.com'],
    ['customer-named', 'Acme Rockets is hit most.', 'Acme Rockets'],
    ['blame', 'It is their fault.', 'their fault'],
    ['blame', 'Our vendor broke the network again.', 'vendor broke'],
    ['promise', 'It will be fixed.', 'will be fixed'],
    ['promise', 'Expect it to be back shortly.', 'Expect it to be back'],
    ['speculation', 'It is probably the network.', 'probably'],
    ['empty-slot', 'Region: [TBD]', '[TBD]'],
    ['empty-slot', 'Users of {{ apps }} see it.', '{{'],
    ['empty-slot', 'Where: [Ask site].', '[Ask site]'],
    ['empty-slot', 'Users in {region} see it.', '{region}'],
    ['empty-slot', 'Started: TBC.', 'TBC'],
    ['wrong-state', 'The problem is resolved.', 'resolved'],
    ['wrong-state', 'We have identified the cause.', 'identified the cause'],
    ['number-without-fact', 'About 20% of requests fail.', '20'],
    ['app-not-in-record', 'Reports are slow too.', 'Reports'],
    ['markup', 'See <b>here</b>.', '<b>'],
    ['hidden-character', 'All is \u202Efine.', '\u202E'],
  ])('blocks %s: %s', (rule, sentence, words) => {
    const findings = found(sentence).filter((one) => one.rule === rule);
    expect(findings.length).toBeGreaterThan(0);
    const [first] = findings;
    const text = `${good}\n${sentence}`;
    expect(first).toMatchObject({ level: 'blocking', sentence });
    expect(text.slice(first?.start, first?.end)).toContain(words);
    expect(first?.advice).not.toBe('');
  });

  test.each([
    ['wording', 'There is a glitch.'],
    ['jargon', 'A failover is under way.'],
    ['link', 'See https://example.com for more.'],
  ])('warns of %s', (rule, sentence) => {
    expect(found(sentence).filter((one) => one.rule === rule && one.level === 'warning')).toHaveLength(1);
  });

  test.each([
    'We will post more until the problem is resolved.',
    'We are working to have it fixed.',
    'Customers in europe-west2 see errors.',
    'The next update comes soon.',
    'We look at [Payments] first.',
  ])('leaves harmless words alone: %s', (sentence) => {
    expect(found(sentence, { scope: { value: 'europe-west2', evidence: 'e' } })).toEqual([]);
  });

  test('knows German and French', () => {
    const german = (text: string) =>
      lint(text, sampleFacts({ language: 'de' }), knowledge).map(({ rule }) => rule);
    expect(german('Das Problem mit Payments und Accounts ist vermutlich bald behoben.')).toEqual(
      expect.arrayContaining(['speculation', 'promise', 'wrong-state']),
    );
    const french = (text: string) =>
      lint(text, sampleFacts({ language: 'fr' }), knowledge).map(({ rule }) => rule);
    expect(
      french('Payments et Accounts : la panne sera corrigée sous peu, par la faute du fournisseur.'),
    ).toEqual(expect.arrayContaining(['promise', 'blame']));
  });

  test('says what is missing', () => {
    const rules = lint('We are investigating something.', sampleFacts(), knowledge).map(({ rule }) => rule);
    expect(rules).toEqual(
      expect.arrayContaining(['no-app-named', 'no-symptom', 'no-next-update', 'too-short']),
    );
  });

  test('does not let a resolved message say that work goes on', () => {
    const rules = lint(
      'The problem with Payments and Accounts is resolved. We are still working on errors.',
      sampleFacts({ stage: 'resolved', nextUpdateAt: null }),
    );
    expect(rules.map(({ rule }) => rule)).toEqual(['wrong-state']);
  });

  test('names customers to executives and support only', () => {
    const named = (audience: 'support' | 'partners') =>
      found('Acme Rockets is hit.', { audience }).some(({ rule }) => rule === 'customer-named');
    expect([named('support'), named('partners')]).toEqual([false, true]);
  });

  test('reads a text of any length in bounded time, and blocks what nobody could approve', () => {
    expect(lint('a-'.repeat(200_000), sampleFacts()).map(({ rule }) => rule)).toContain('too-long');
  });

  test('is hard to read when sentences are', () => {
    const long =
      'Intermittently unavailable authentication infrastructure considerably complicates administrative configuration operations internationally.';
    expect(found(long.repeat(3)).map(({ rule }) => rule)).toContain('hard-to-read');
  });
});
