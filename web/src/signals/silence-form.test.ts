import type { Silence } from '@fieldmarshal/contract/signals/silence';
import { expect, test } from 'vitest';
import { missingInSpan, spanForm, spanOf } from './silence-form.ts';

const silence: Silence = {
  id: 's',
  kind: 'maintenance',
  state: 'active',
  title: 'Index is built anew',
  matchers: [],
  products: ['search'],
  environments: [],
  startsAt: '2027-03-01T10:00:12.345Z',
  endsAt: '2027-03-01T12:00:59.999Z',
  createdBy: 'mira',
  integration: null,
  source: null,
  createdAt: '2027-03-01T09:00:00.000Z',
  updatedAt: '2027-03-01T09:00:00.000Z',
};
const now = Date.parse('2027-03-01T11:00:00Z');

test('a new one begins when it says, or now, and lasts as long as it says', () => {
  const form = { ...spanForm(null), minutes: '30' };
  expect(spanOf(form, null, now)).toEqual({
    startsAt: '2027-03-01T11:00:00.000Z',
    endsAt: '2027-03-01T11:30:00.000Z',
  });
});

test('what is not typed over stays to the millisecond, and what is moves', () => {
  const form = spanForm(silence);
  expect(spanOf(form, silence, now)).toEqual({ startsAt: silence.startsAt, endsAt: silence.endsAt });
  const later = { ...form, end: `${form.end.slice(0, 11)}23:30` };
  expect(spanOf(later, silence, now)).toEqual({
    startsAt: silence.startsAt,
    endsAt: new Date(later.end).toISOString(),
  });
});

test('one that ends before it begins, or says no end, lacks something', () => {
  const form = spanForm(silence);
  expect(missingInSpan(form, silence)).toBeUndefined();
  expect(missingInSpan({ ...form, end: form.start }, silence)).toBe('It must end after it begins');
  expect(missingInSpan({ ...form, end: '' }, silence)).toBe('Say from when until when');
  expect(missingInSpan(spanForm(null), null)).toBeUndefined();
});
