import { expect, test } from 'vitest';
import { countsText } from './import-words.ts';

const event = (problem: string) => ({ uid: '1', summary: '', start: '', end: '', person: null, problem });

test.each([
  [['', '', 'x'], '2 of 3 events become overrides; 1 is left out.'],
  [['', 'x', 'x'], '1 of 3 events become overrides; 2 are left out.'],
  [['', ''], '2 of 2 events become overrides.'],
  [[''], 'The one event becomes an override.'],
  [['x'], 'The one event becomes none.'],
])('says how many of a file count: %j', (problems, sentence) => {
  expect(countsText(problems.map(event))).toBe(sentence);
});
