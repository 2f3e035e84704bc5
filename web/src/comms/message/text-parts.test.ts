import { expect, test } from 'vitest';
import { evidenceHref, textParts } from './text-parts.ts';

const text = 'Hearthway is down in eu-prod since 10:00 UTC.';
const finding = (start: number, end: number, level: 'blocking' | 'warning') => ({
  rule: 'internal-name',
  level,
  start,
  end,
  message: 'An internal name.',
  advice: 'Leave it out.',
});

test('a text is cut along findings and facts, and put together again is the same text', () => {
  const parts = textParts({
    text,
    findings: [finding(21, 28, 'blocking'), finding(text.length, text.length, 'warning')],
    facts: [{ id: 'started', text: '10:00 UTC', evidence: 'INC-1#log' }],
  });
  expect(parts.map(({ text: words }) => words).join('')).toBe(text);
  expect(parts.filter(({ mark }) => mark !== null).map(({ text: words, mark }) => [words, mark])).toEqual([
    ['eu-prod', 'blocking'],
    ['10:00 UTC', 'fact'],
  ]);
});

test('where they overlap, what blocks is shown', () => {
  const parts = textParts({
    text,
    findings: [finding(18, 28, 'warning'), finding(21, 28, 'blocking')],
    facts: [{ id: 'app', text: 'Hearthway', evidence: 'INC-1' }],
  });
  expect(parts.filter(({ mark }) => mark !== null).map(({ text: words, mark }) => [words, mark])).toEqual([
    ['Hearthway', 'fact'],
    ['eu-prod', 'blocking'],
  ]);
});

test.each([
  ['INC-7#impact', '/incidents/INC-7?panel=impact'],
  ['INC-7#log', '/incidents/INC-7/log'],
  ['check open-case', '/checks/open-case'],
  ['COM-3, INC-7#log', '/c/COM-3'],
  ['the promise made with this message', null],
])('a fact known from %s leads to %s', (evidence, href) => {
  expect(evidenceHref(evidence)).toBe(href);
});
