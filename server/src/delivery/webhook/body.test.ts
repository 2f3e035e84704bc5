import { expect, test } from 'vitest';
import { webhookBody } from './body.ts';

test('a repeated attempt posts the same bytes, also where the message came back from the database with its fields elsewhere', () => {
  const createdAt = new Date('2026-11-26T00:00:00Z');
  const message = { type: 'page', subject: 'Checkout fails', text: 'Please look' };
  const known = { label: 'Product', value: 'checkout' };
  const first = webhookBody({
    createdAt,
    message: { ...message, data: { pageId: 'PG-1', title: 'x', known: [known] } },
  });
  const moved = { value: known.value, label: known.label };
  const again = webhookBody({
    createdAt,
    message: { ...message, data: { known: [moved], title: 'x', pageId: 'PG-1' } },
  });
  expect(again).toBe(first);
  expect(JSON.parse(first)).toEqual({
    type: 'page',
    timestamp: '2026-11-26T00:00:00.000Z',
    data: { subject: 'Checkout fails', text: 'Please look', pageId: 'PG-1', title: 'x', known: [known] },
  });
});
