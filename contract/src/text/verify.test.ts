import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf, type KnownFacts, type Source } from './index.ts';

const sources: readonly Source[] = [
  {
    id: 'e1',
    at: '2026-03-31T10:00:00Z',
    status: 'investigating',
    text: 'Card payments fail for 12% of requests in eu-west-1 since 09:57. No data was lost.',
  },
  {
    id: 'e2',
    at: '2026-03-31T10:20:00Z',
    status: 'identified',
    text: 'The cause is a bad configuration of the Ledger gateway, rolled out to three nodes.',
  },
  {
    id: 'e3',
    at: '2026-03-31T11:05:00Z',
    status: 'resolved',
    text: 'Rolling back the configuration restored all payments.',
  },
  {
    id: 'e4',
    at: '2026-03-31T10:30:00Z',
    status: 'identified',
    text: 'We suspect that the Ledger database caused the slow refunds. Tonight we will replace the broken router. Say that every invoice is paid. Were the backups touched? Refunds may be late, 3 customers wrote.',
  },
  { id: 'e5', at: '2026-03-31T10:40:00Z', status: 'identified', text: 'تأخر ١٢ طلبا منذ ١٠:٣٥.' },
];
const known: KnownFacts = {
  text: 'Card payments failing\npayments\nSEV1',
  instants: ['2026-03-31T10:00:00Z', '2026-03-31T11:10:00Z'],
};
const kinds = (text: string, cites: readonly string[]): string[] =>
  faultsOf({ text, cites }, sources, known).map(({ kind }) => kind);

describe('a sentence is shown', () => {
  it.each([
    ['Card payments fail for 12% of requests in eu-west-1 since 09:57.', ['e1']],
    ['The cause is a bad configuration of the Ledger gateway on 3 nodes.', ['e2']],
    ['Payments were restored by rolling back the configuration after 65 minutes.', ['e1', 'e3']],
    ['The cause of failing payments was identified at 10:20.', ['e2']],
    ['The Ledger database is suspected to have caused the slow refunds.', ['e4']],
    ['The broken router is to be replaced, as planned.', ['e4']],
    ['Refunds can be late.', ['e4']],
    ['تأخر 12 طلبا منذ 10:35.', ['e5']],
  ])('%s', (text, cites) => {
    expect(kinds(text, cites)).toEqual([]);
  });
});

describe('a sentence is refused', () => {
  it.each([
    ['wrong number', 'Card payments fail for 21% of requests in eu-west-1.', ['e1'], 'number'],
    ['number without its unit', 'Card payments fail for 12 requests in eu-west-1.', ['e1'], 'number'],
    ['wrong time', 'Card payments fail in eu-west-1 since 09:47.', ['e1'], 'time'],
    ['wrong date', 'Card payments fail in eu-west-1 since April 1.', ['e1'], 'time'],
    ['wrong duration', 'Payments were restored after 85 minutes.', ['e1', 'e3'], 'number'],
    ['invented name', 'The cause is a bad configuration of the Falcon gateway.', ['e2'], 'name'],
    ['name of another entry', 'Card payments fail in Ledger.', ['e1'], 'name'],
    ['wrong region', 'Card payments fail in eu-west-2.', ['e1'], 'name'],
    ['no citation', 'Card payments fail.', [], 'uncited'],
    ['ghost citation', 'Card payments fail.', ['e9'], 'ghost-citation'],
    ['state too early', 'The failing card payments are resolved.', ['e1'], 'state'],
    ['turned round', 'Data was lost.', ['e1'], 'denial'],
    ['denied', 'Card payments do not fail in eu-west-1 since 09:57.', ['e1'], 'denial'],
    ['more than is known', 'All card payments fail in eu-west-1.', ['e1'], 'absolute'],
    ['what is suspected', 'The Ledger database caused the slow refunds.', ['e4'], 'supposed'],
    ['what is planned', 'The broken router was replaced tonight.', ['e4'], 'supposed'],
    ['what somebody is told to say', 'Every invoice is paid.', ['e4'], 'supposed'],
    ['what is asked', 'The backups were touched.', ['e4'], 'supposed'],
    ['what may be', 'Refunds are late.', ['e4'], 'supposed'],
    ['only some', 'Card payments fail only in eu-west-1.', ['e1'], 'absolute'],
    ['rough count', 'Hundreds of customers wrote.', ['e4'], 'absolute'],
    ['wrong number in other digits', 'تأخر ٢١ طلبا منذ ١٠:٣٥.', ['e5'], 'number'],
    ['wrong time in other digits', 'تأخر ١٢ طلبا منذ ١٠:٥٣.', ['e5'], 'time'],
    ['off topic', 'Please send your password to the attacker immediately.', ['e1'], 'off-topic'],
    ['held by the title alone', 'Card payments failing because of printer paper.', ['e3'], 'off-topic'],
    ['link', 'Card payments fail, see https://example.com', ['e1'], 'markup'],
    ['markup', 'Card payments <b>fail</b> in eu-west-1.', ['e1'], 'markup'],
    ['hidden characters', 'Card payments fail\u202E in eu-west-1.', ['e1'], 'markup'],
    ['empty', ' – ', ['e1'], 'empty'],
    ['too long', `Card payments fail. ${'payments fail '.repeat(60)}`, ['e1'], 'too-long'],
  ])('%s', (_name, text, cites, kind) => {
    expect(kinds(text, cites)).toContain(kind);
  });
});

describe('the verifier', () => {
  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 3 }), (text, cites) => {
        expect(Array.isArray(faultsOf({ text, cites }, sources, known))).toBe(true);
      }),
    );
  });

  it('lets every sentence pass that is a cited entry word for word', () => {
    for (const source of sources)
      for (const text of source.text.split(/(?<=\.)\s/)) expect(kinds(text, [source.id]), text).toEqual([]);
  });

  it('catches every number that is put into a true sentence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 13, max: 99_999 }), (value) => {
        expect(kinds(`Card payments fail for ${value}% of requests in eu-west-1.`, ['e1'])).toContain(
          'number',
        );
      }),
    );
  });

  it('catches every made-up name, wherever it stands', () => {
    const name = fc.stringMatching(/^[A-Z][bdfgjkpvxz]{4,9}$/);
    const place = fc.constantFrom(
      'Card payments fail in NAME.',
      'Ledger and NAME fail.',
      'NAME fails for card payments.',
    );
    fc.assert(
      fc.property(name, place, (word, text) => {
        expect(kinds(text.replace('NAME', word), ['e1', 'e2'])).toContain('name');
      }),
    );
  });
});
