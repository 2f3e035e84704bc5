import type { Outgoing } from '../channel.ts';

/**
 * What is posted: the same bytes for every attempt of one delivery, unless it became late meanwhile. The first attempt often has the
 * message as its commit had it, a later one as the database gives it back, with other places for its fields; so they are put in order.
 */
export function webhookBody({
  message,
  createdAt,
}: Pick<Outgoing, 'createdAt'> & {
  readonly message: Pick<Outgoing['message'], 'type' | 'subject' | 'text' | 'data'>;
}): string {
  const { type, subject, text, data } = message;
  const facts = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  const ordered = inOrder(facts);
  return JSON.stringify({
    type,
    timestamp: createdAt.toISOString(),
    data: { subject, text, ...(typeof ordered === 'object' ? ordered : {}) },
  });
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrder(each));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]): [string, unknown] => [name, inOrder(inner)]);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}
