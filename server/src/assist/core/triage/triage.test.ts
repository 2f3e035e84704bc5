import { describe, expect, it } from 'vitest';
import { advise, type TriageFacts } from './advise.ts';
import { hintsOf, soundsOf } from './hints.ts';
import { understand, type KnownProduct } from './understand.ts';

const quiet: TriageFacts = {
  severity: 'SEV3',
  proposed: null,
  dataOrSecurity: null,
  products: 1,
  criticalProducts: 0,
  teams: 1,
  causeKnown: true,
  ageMinutes: 5,
  unnoticedMinutes: 0,
  reportedByCustomer: null,
  regions: 1,
  dependents: 0,
  failedMitigation: null,
  regression: null,
  hasOwner: true,
  text: '',
};

describe('triage advice', () => {
  it.each([
    ['quiet', {}, 'team'],
    ['SEV1', { severity: 'SEV1' }, 'field-marshal'],
    [
      'SEV1 by its impact',
      { proposed: { severity: 'SEV1', reason: 'mission-critical and down' } },
      'field-marshal',
    ],
    ['SEV2 by its impact', { proposed: { severity: 'SEV2', reason: 'degraded' } }, 'team'],
    ['data', { dataOrSecurity: ['e2'] }, 'field-marshal'],
    ['second team', { teams: 2 }, 'ask'],
    ['second team and a customer', { teams: 2, reportedByCustomer: ['e1'] }, 'field-marshal'],
    ['no cause after a quarter of an hour', { causeKnown: false, ageMinutes: 16 }, 'ask'],
    ['no cause yet', { causeKnown: false, ageMinutes: 14 }, 'team'],
    ['not assessed, nobody on it', { severity: null, hasOwner: false }, 'ask'],
    ['five products', { products: 5 }, 'field-marshal'],
  ] as const)('%s', (_name, over, advice) => {
    expect(advise({ ...quiet, ...over }).advice).toBe(advice);
  });

  it('goes up at once and down only when well below', () => {
    const four = { ...quiet, teams: 2, regions: 2 };
    expect(advise(four, 'team').advice).toBe('field-marshal');
    expect(advise({ ...quiet, teams: 2 }, 'field-marshal').advice).toBe('field-marshal');
    expect(advise(quiet, 'field-marshal').advice).toBe('team');
  });

  it('says what would change it', () => {
    expect(advise(quiet).change).toContain('Ask a Field Marshal if a second team is engaged.');
    expect(advise({ ...quiet, severity: 'SEV1' }).change).toEqual([
      'The team alone could do if it were not so that it is a SEV1.',
    ]);
  });

  it('follows thresholds tuned by people', () => {
    expect(advise({ ...quiet, teams: 2 }, null, { fieldMarshal: 2, ask: 1 }).advice).toBe('field-marshal');
  });
});

const known: KnownProduct[] = [
  { product: 'payments', names: ['payments', 'Card Payments'] },
  { product: 'ledger', names: ['ledger'] },
  { product: 'code-search', names: ['code-search', 'Search'] },
  { product: 'search', names: ['search index'] },
];
const read = (text: string) => understand(text, known);

describe('a first report', () => {
  it('names products as people write them, the longest name first, and nothing that is not said', () => {
    expect(read('Card payments and code search fail').products).toEqual([
      { product: 'payments', words: 'Card payments' },
      { product: 'code-search', words: 'code search' },
    ]);
    expect(read('Searching is broken for everybody').products).toEqual([]);
    const cloud = ['Acme Operations', 'Acme Deploy', 'Acme Object Storage', 'Acme Mail'].map((name) => ({
      ...{ product: name, names: [name] },
    }));
    const found = (text: string) => understand(text, cloud).products.map(({ product }) => product);
    // What is left of a name may be a word of everyday; written like the name it is meant.
    expect(found('Some operations fail after a deploy')).toEqual([]);
    expect(found('Operations and object storage fail')).toEqual(['Acme Operations', 'Acme Object Storage']);
  });

  it.each([
    ['The whole site is down for all users', 'outage'],
    ['Some users see slow pages', 'slow'],
    ['Uploads fail', 'errors'],
    ['We may have lost data', 'data'],
    ['Planned maintenance tonight', 'maintenance'],
    ['支付', 'unknown'],
    ['Search is not down, but slow', 'slow'],
    ['Uploads fail, no data was lost', 'errors'],
    ['There are no errors any more, pages are slow', 'slow'],
    ['The objective is breached: pages are slow', 'slow'],
    ['Customers see invoices of other customers', 'security'],
    ['People can’t log in', 'access'],
    ['A security group was changed, uploads fail', 'errors'],
  ])('%s', (text, symptom) => {
    expect(read(text).symptom.kind).toBe(symptom);
  });

  it('finds regions', () => {
    expect(read('Errors in eu-west-1, us-central1 and europe-west9-a').regions).toEqual([
      'eu-west-1',
      'us-central1',
      'europe-west9-a',
    ]);
  });

  it('takes a megabyte of anything', () => {
    expect(read('a.b-c '.repeat(200_000)).products).toEqual([]);
  });
});

describe('a report sounds', () => {
  const sounds = (text: string, isOver = false) => {
    const hint = hintsOf(text).reduce((sum, { weight }) => sum + weight, 0);
    return soundsOf(hint, { symptom: read(text).symptom.kind, isOver });
  };
  it.each([
    ['Elevated errors across all products', 'major'],
    ['The dashboard is slow for some users', 'minor'],
    ['We may have lost data', 'critical'],
    ['Planned maintenance of the database', 'none'],
  ])('%s', (text, level) => {
    expect(sounds(text)).toBe(level);
  });

  it('like nothing when it is over', () => {
    expect(sounds('Elevated errors across all products', true)).toBe('none');
  });
});
