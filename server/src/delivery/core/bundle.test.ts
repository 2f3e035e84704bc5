import { expect, test } from 'vitest';
import { bundled } from './bundle.ts';

const message = (n: number) => ({
  type: 'page',
  subject: `[SEV2] INC-${n} Queue ${n} is late`,
  text: `about ${n} {answer-link}`,
  html: `<b>${n}</b>`,
  data: { incidentId: `INC-${n}` },
});

test('one message is itself', () => {
  expect(bundled(message(1), [])).toEqual(message(1));
});

test('several say how many, what each is about, and have one link', () => {
  const { subject, text, html, data } = bundled(message(1), [message(2), message(3)]);
  expect(subject).toBe('3 pages: [SEV2] INC-1 Queue 1 is late');
  expect(text.match(/INC-\d/g)).toEqual(['INC-1', 'INC-2', 'INC-3']);
  expect(text.match(/\{answer-link\}/g)).toHaveLength(1);
  expect(html).toBe(undefined);
  expect(data).toMatchObject({ count: 3, messages: [{ incidentId: 'INC-1' }, {}, {}] });
});

test('a storm stays short enough for every channel', () => {
  const many = Array.from({ length: 49 }, (_, n) => ({ ...message(n), subject: 'x'.repeat(500) }));
  const { subject, text } = bundled({ ...message(0), subject: 'y'.repeat(500) }, many);
  expect(subject.length).toBeLessThanOrEqual(500);
  expect(text.length).toBeLessThan(20_000);
  expect(text).toContain('and 30 more');
});
