import type { StoredEvent } from '@fieldmarshal/contract/incidents';
import { expect, test } from 'vitest';
import { marksOf } from './marks.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
const shared = {
  ...{ incidentId: 'INC-7', version: 1 },
  actor: { kind: 'person', id: 'mira', name: 'Mira', person: 'mira' },
} as const;
const events: readonly StoredEvent[] = [
  {
    ...{ ...shared, seq: 1, id: 'a', at: at(10), type: 'declared' },
    data: {
      title: 'Uploads fail',
      summary: '',
      severity: null,
      product: null,
      environment: null,
      escalationPolicy: null,
      drill: false,
      origin: null,
    },
  },
  {
    ...{ ...shared, seq: 2, id: 'b', at: at(12), type: 'severity-changed' },
    data: { from: null, to: 'SEV2', reason: '' },
  },
  {
    ...{ ...shared, seq: 3, id: 'c', at: at(20), type: 'change-linked' },
    data: { change: 'c1', title: 'Deploy of files', product: 'files', environment: null, at: at(3) },
  },
];

test('what happened stands on the axis in the order of time: a change is linked after it was made', () => {
  expect(marksOf(events, []).map(({ at: when, text }) => [when, text])).toEqual([
    [at(3), 'Change: Deploy of files'],
    [at(10), 'Declared'],
    [at(12), 'Severity SEV2'],
  ]);
});

test('what was taken back is not on the axis', () => {
  expect(marksOf(events, [3]).map(({ seq }) => seq)).toEqual([1, 2]);
});
