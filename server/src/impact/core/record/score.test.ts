import { expect, test } from 'vitest';
import { assessHouse, suspicion } from '../testing-house.ts';
import { firstListedAfter, scoreOf } from './score.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-26T12:00:00.000Z') + seconds * 1_000);
const nothing = assessHouse({}).rows;
const { rows } = assessHouse({ suspicions: [suspicion('search', 'eu')] });
const first = { firstAssessedAt: at(0), firstListed: [] };

test('the first assessment is what stands there by the end of its first minute, or when somebody decides', () => {
  expect(firstListedAfter({ firstAssessedAt: null, firstListed: null }, nothing, look(0))).toEqual([]);
  const listed = firstListedAfter(first, rows, look(7));
  expect(listed).toContain('workflow:find');
  expect(firstListedAfter(first, rows, look(60))).toEqual(listed);
  expect(firstListedAfter(first, rows, look(61))).toEqual([]);
  expect(firstListedAfter(first, rows, { ...look(7), isDecided: true })).toEqual([]);
  // Decided at once: the first look is all there is.
  const atOnce = { firstAssessedAt: null, firstListed: null };
  expect(firstListedAfter(atOnce, rows, { ...look(0), isDecided: true })).toEqual(listed);
});

test('it is scored against what turned out to be hit', () => {
  const listed = firstListedAfter(first, rows, look(7));
  expect(scoreOf(listed, rows)).toMatchObject({ precision: 1, recall: 1, both: listed.length });
  expect(scoreOf(['workflow:other', ...listed], rows)).toMatchObject({
    recall: 1,
    listed: listed.length + 1,
  });
  expect(scoreOf([], rows)).toMatchObject({ precision: null, recall: 0 });
});

function look(seconds: number): { now: Date; isDecided: boolean } {
  return { now: at(seconds), isDecided: false };
}
