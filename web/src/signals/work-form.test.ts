import { describe, expect, test } from 'vitest';
import { blankWork, missingInWork, nameOfWork, previewOfWork, specOfWork } from './work-form.ts';

const form = { ...blankWork('Europe/London'), title: 'Nightly: backup', products: ['search'] };
const now = Date.parse('2027-03-22T00:00:00Z');

describe('a form of times of work', () => {
  test('shows its next windows before it is saved, each at its hour on the wall', () => {
    const preview = previewOfWork({ ...form, from: '04:00', to: '05:00' }, now);
    expect(preview?.words).toBe('every Sunday 04:00–05:00');
    expect(preview?.next.map(({ from }) => new Date(from).toISOString())).toEqual([
      '2027-03-28T03:00:00.000Z',
      '2027-04-04T03:00:00.000Z',
      '2027-04-11T03:00:00.000Z',
      '2027-04-18T03:00:00.000Z',
      '2027-04-25T03:00:00.000Z',
    ]);
  });

  test.each([
    [{ title: ' ' }, 'Say what is done'],
    [{ title: '夜' }, 'Say what is done in letters or digits'],
    [{ products: [] }, 'Choose a product, an environment or a check'],
    [{ days: [] }, 'Choose at least one day'],
    [{ repeats: 'dates' as const, dates: '1, 32' }, 'Days of the month are 1 to 31, or last'],
    [{ repeats: 'dates' as const, dates: '' }, 'Days of the month are 1 to 31, or last'],
    [{ to: '' }, 'Say from when until when'],
    [{ timeZone: 'Mars/Olympus' }, 'Choose a time zone'],
  ])('with %o it lacks something: %s', (part, words) => {
    expect(missingInWork({ ...form, ...part })).toBe(words);
  });

  test('is saved as an object of the catalog', () => {
    expect(missingInWork(form)).toBeUndefined();
    expect(nameOfWork(form.title)).toBe('nightly-backup');
    expect(specOfWork({ ...form, repeats: 'dates', dates: '1 last' })).toMatchObject({
      displayName: 'Nightly: backup',
      times: [{ dates: [1, 'last'], from: '02:00', to: '04:00' }],
    });
    expect(specOfWork({ ...form, repeats: 'nth', nth: '2' })).toMatchObject({
      times: [{ nth: [2], days: ['SU'], from: '02:00', to: '04:00' }],
    });
  });
});
