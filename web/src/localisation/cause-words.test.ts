import type { CauseAnswer, CauseBrief } from '@fieldmarshal/contract/localisation/cause';
import { expect, test } from 'vitest';
import { briefText } from './cause-words.ts';

const suspect = {
  kind: 'product',
  name: 'search',
  displayName: 'Search',
  team: null,
  probability: 0.912,
} as const;
const brief: CauseBrief = {
  ...{ incidentId: 'INC-1', clear: true, suspects: [suspect], judgedAt: null, answer: null },
};
const said = (answer: CauseAnswer['answer'], name: string | null): CauseAnswer => ({
  answer,
  cause: name === null ? null : { kind: name === '' ? 'test' : 'product', name },
  ...{ faultKind: null, note: '', by: 'Ana', at: '2026-11-28T00:00:00.000Z' },
});
const nameOf = (name: string): string => ({ files: 'Files', search: 'Search (catalog)' })[name] ?? name;

test.each<[string, Partial<CauseBrief>, string]>([
  ['clear', {}, 'Search 0.91'],
  ['not clear', { clear: false }, 'Search 0.91, not clear'],
  ['nobody suspected', { suspects: [], clear: false }, 'Nothing to go by'],
  ['confirmed', { answer: said('confirmed', 'search') }, 'Search, confirmed'],
  ['another one named', { answer: said('corrected', 'files') }, 'Files, named by a person'],
  ['the test named', { answer: said('corrected', '') }, 'the test itself, named by a person'],
  ['rejected', { answer: said('rejected', null) }, 'Verdict rejected'],
  ['never found', { answer: said('unknown', null), suspects: [] }, 'Never found'],
])('an incident in short: %s', (_, parts, text) => {
  expect(briefText({ ...brief, ...parts }, nameOf)).toBe(text);
});
