import { expect, test } from 'vitest';
import { emptyCase, type Case } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { changed } from './changed.ts';

const candidates = ['gateway', 'stock'].map((id) => ({ id, kind: 'product' as const }));
const at = 3_600_000;
const changes = candidates.map(({ id }) => ({
  ...{ id: `deploy of ${id}`, product: id, kind: 'deploy' as const, at: at - 60_000 },
  ...{ text: '', paths: [], difference: null },
}));

/** Who was changed, in the words of the candidates. */
function said(parts: Partial<Case>): string[] {
  const facts = readFacts({ ...emptyCase(candidates, [], at), changes, ...parts });
  return changed.testify(facts).map(({ candidate }) => facts.case.candidates[candidate]?.id ?? '');
}

const alert = (name: string) => ({ product: 'gateway', name, startedAt: at });
const expires = alert('The certificate of gateway is about to expire');

test.each([
  'The certificate of gateway is about to expire',
  'SSLCertExpiringSoon',
  'TLSCertificateExpiry',
  'domain_expires',
])('no change of another product has a date come nearer: %s', (name) => {
  expect(said({ alerts: [alert(name)] })).toEqual(['gateway']);
});

test('where something else is wrong too, every change may be its cause', () => {
  expect(said({})).toEqual(['gateway', 'stock']);
  expect(said({ alerts: [expires, alert('Errors of gateway')] })).toEqual(['gateway', 'stock']);
  // A session may expire too early because of what another product does.
  expect(said({ alerts: [alert('Session expires after a minute')] })).toEqual(['gateway', 'stock']);
  const run = {
    check: 'buy',
    environment: 'eu',
    runner: 'here',
    at,
    passed: false,
    flaky: false,
    products: ['gateway'],
  };
  expect(said({ alerts: [expires], runs: [run] })).toEqual(['gateway', 'stock']);
});
