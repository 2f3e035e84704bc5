import { describe, expect, test } from 'vitest';
import { oneLine, render, type Unrendered } from './render.ts';

const message: Unrendered = {
  type: 'page',
  subject: 'Checkout fails',
  text: 'Answer: {answer-link}',
  html: '<a href="{answer-link}">Answer</a>',
  data: { answerUrl: '{answer-link}', list: ['{answer-link}', 3], none: null },
};
const dueAt = new Date('2026-11-24T01:00:00Z');
const at = (minutes: number): Date => new Date(dueAt.getTime() + minutes * 60_000);
const link = 'https://fm.example/p/$&token';

describe('a message', () => {
  test('gets its answer link in every part', () => {
    expect(render(message, { answerLink: link, dueAt, now: dueAt })).toEqual({
      type: 'page',
      answerLink: link,
      subject: 'Checkout fails',
      text: `Answer: ${link}`,
      html: `<a href="${link}">Answer</a>`,
      data: { answerUrl: link, list: [link, 3], none: null },
    });
  });

  test('says that it is late from the eleventh minute on, everywhere', () => {
    expect(render(message, { answerLink: link, dueAt, now: at(10) }).subject).toBe('Checkout fails');
    const late = render(message, { answerLink: link, dueAt, now: at(47) });
    expect(late.subject).toBe('[Late 47 min] Checkout fails');
    expect(late.text).toMatch(/^LATE: this was due 47 min ago, at 2026-11-24 01:00 UTC/);
    expect(late.html).toMatch(/^<p><strong>LATE/);
    expect(late.data).toMatchObject({ late: { minutes: 47, dueAt: '2026-11-24T01:00:00.000Z' } });
  });
});

test.each([
  ['a\r\nBcc: eve@example.org', 'a Bcc: eve@example.org'],
  ['a\u0000b\u2028c\u0085d', 'a b c d'],
  ['\ud800 broken', '\ufffd broken'],
  ['x'.repeat(300), `${'x'.repeat(199)}…`],
])('a subject is one line: %j', (given, expected) => {
  expect(oneLine(given)).toBe(expected);
});
