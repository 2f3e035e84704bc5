import { expect, test } from 'vitest';
import type { Catalog } from '#catalog';
import { lint } from '../../core/lint/lint.ts';
import { sampleFacts } from '../../core/sample-facts.ts';
import { knowledgeOf } from './knowledge.ts';

const objects: Readonly<Record<string, readonly { readonly name: string; readonly spec: object }[]>> = {
  Product: [
    { name: 'pay-gw', spec: { displayName: 'Ledger Core', aliases: ['LedgerCore', 'till'] } },
    { name: 'accounts', spec: { displayName: 'Accounts', aliases: [] } },
  ],
  Application: [
    { name: 'tillpoint', spec: { displayName: 'Till point 2', publicName: 'Payments' } },
    { name: 'books', spec: { publicName: 'Accounts' } },
  ],
  Workflow: [
    { name: 'export', spec: { publicName: 'Export a report' } },
    { name: 'pay-by-card', spec: {} },
  ],
  Environment: [{ name: 'eu-prod', spec: { displayName: 'EU production', publicName: 'Europe' } }],
  Team: [{ name: 'falcon', spec: {} }],
  Check: [{ name: 'card-e2e', spec: { displayName: 'Card by browser' } }],
  Person: [
    { name: 'mira', spec: { displayName: 'Mira Khan' } },
    { name: 'ola', spec: {} },
  ],
  Customer: [
    { name: 'acme', spec: { displayName: 'Acme Rockets', publicName: 'Acme Group' } },
    { name: 'zenith', spec: {} },
  ],
  Wording: [
    { name: 'interruption', spec: { say: 'interruption', insteadOf: ['outage', 'down time'] } },
    { name: 'ausfall', spec: { say: 'Ausfall', insteadOf: ['wobble'], language: 'de' } },
  ],
};
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a catalog as is asked for
const catalog = { list: (kind: string) => objects[kind] ?? [] } as unknown as Catalog;
const good =
  'We are investigating a problem with Payments and Accounts.\nYou may see errors.\nNext update by 11:00 GMT.';
const found = (sentence: string) =>
  lint(`${good}\n${sentence}`, sampleFacts(), knowledgeOf(catalog, ['the ledger schema was rolled back']))
    .map(({ rule, level }) => `${level} ${rule}`)
    .join();

test.each([
  ['The Ledger Core is slow.', 'blocking internal-name'],
  ['LedgerCore is slow.', 'blocking internal-name'],
  ['It is pay-gw.', 'blocking internal-name'],
  ['Only Tillpoint is hit.', 'blocking internal-name'],
  ['Only Till point 2 is hit.', 'blocking internal-name'],
  ['The workflow pay-by-card fails.', 'blocking internal-name'],
  ['The EU production is hit.', 'blocking internal-name'],
  ['Card by browser fails.', 'blocking internal-name'],
  ['The team Falcon is on it.', 'blocking internal-name'],
  ['Mira Khan is on it.', 'blocking person'],
  ['Please ask Ola.', 'blocking person'],
  ['Please ask Mira about it.', 'warning person'],
  ['Acme Group is hit most.', 'blocking customer-named'],
  ['Zenith is hit most.', 'blocking customer-named'],
  ['We look at the ledger schema was.', 'blocking internal-note'],
])('a message with "%s" is told: %s', (sentence, finding) => {
  expect(found(sentence)).toContain(finding);
});

test.each(['The export of reports is slow.', 'At the till it may be slow.', 'In Europe it may be slow.'])(
  'a plain word and a public name are none inside: "%s"',
  (sentence) => {
    expect(found(sentence)).toBe('');
  },
);

test('what this organisation says otherwise is a warning, in messages of its language', () => {
  expect(found('The outage goes on.')).toBe('warning wording');
  expect(found('There is a Down time.')).toBe('warning wording');
  expect(found('There is a wobble.')).toBe('');
});
