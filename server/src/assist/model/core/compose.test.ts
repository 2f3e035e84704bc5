import { expect, test } from 'vitest';
import { textKinds } from '../../core/texts/kinds.ts';
import { compose } from './compose.ts';
import type { Verdict } from './judge.ts';

const verdict = (text: string, cite: string): Verdict => ({
  ...{ text, section: '', cites: [cite], shown: true, faults: [] },
});
const verdicts = [
  verdict('Cause: the disk of node 3 is full.', '2'),
  verdict('Uploads over 10 MB fail.', '3'),
  verdict('Node 4 answers slowly.', '4'),
];
const textsOf = (feature: 'one-line' | 'summary') =>
  compose({ kind: textKinds[feature], rules: [], verdicts, isWhole: true }).lines;

test('one line takes one sentence of a model that wrote more; a summary that grows takes all that fit', () => {
  expect(textsOf('one-line').map(({ text }) => text)).toEqual(['Cause: the disk of node 3 is full.']);
  expect(textsOf('summary')).toHaveLength(3);
});

test('a sentence of a model under its label is about what the label says', () => {
  expect(textsOf('summary')[0]?.kind).toBe('cause');
});
