import type { StoredEvent } from '@fieldmarshal/contract/incidents/room';
import { expect, test } from 'vitest';
import { eventText } from './event-text.ts';

const page = {
  ...{ page: 'p1', person: 'ola', name: 'Ola B', team: null, channel: 'email', status: 'sent' },
  ...{ detail: '', answeredBy: null, afterS: 3 },
};

test.each([
  ['told at once', { happenedAt: '2026-11-28T02:00:00.000Z' }, '2026-11-28T02:00:04.999Z', ''],
  [
    'told later',
    { happenedAt: '2026-11-28T02:00:00.000Z' },
    '2026-11-28T02:01:05.000Z',
    ' (written 1m 05s later)',
  ],
  ['of before that was kept', {}, '2026-11-28T02:01:05.000Z', ''],
])('the entry of a page says when it was written later than it happened: %s', (_, data, at, later) => {
  const event: StoredEvent = {
    ...{ incidentId: 'INC-1', seq: 2, id: 'e2', at, type: 'page-recorded', version: 1 },
    ...{
      actor: { kind: 'system', id: 'reactions', name: 'reactions', person: null },
      data: { ...page, ...data },
    },
  };
  expect(eventText(event)).toBe(`paged Ola B by email: sent after 3 s${later}`);
});
