import { expect, test } from 'vitest';
import type { StoredEvent } from '@fieldmarshal/contract/incidents';
import { entryText } from './entry-text.ts';

function exhausted(team: string | null, detail: string): string {
  const event: StoredEvent = {
    incidentId: 'INC-1',
    seq: 3,
    id: 'x',
    at: '2026-11-28T04:39:21.311Z',
    actor: { kind: 'system', id: 'oncall', name: 'Fieldmarshal', person: null },
    type: 'paging-exhausted',
    version: 1,
    data: { team, final: true, detail },
  };
  return entryText(event).text;
}

test('where there was nobody to page, nobody is said to have left a page without an answer', () => {
  expect(
    exhausted(null, 'Nobody is being paged: there is no escalation policy for this, and no default one.'),
  ).toBe('Nobody was paged: there was nobody who could be.');
  expect(
    exhausted('edge', 'Nobody answered, and there is no fallback. Nobody is being paged any more.'),
  ).toBe('Nobody of team edge answered the pages.');
});
