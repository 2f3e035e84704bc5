import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languageCodes } from '../language/index.ts';
import { saysWhen, whenLine } from './says-when.ts';

const at = new Date('2027-01-09T21:00:00Z');
const when = (language: string, zones: string[] = []) => ({ language, zones });

describe('a text says when', () => {
  test.each([
    ['en', 'Hearthway is away on 9 January.'],
    ['en', 'Hearthway is away on January 9th, at night.'],
    ['en', 'Hearthway is away from 21:00 UTC.'],
    ['en', 'Hearthway is away from 9 pm.'],
    ['en', 'Hearthway is away (2027-01-09).'],
    ['de', 'Hearthway ist am 9. Januar nicht erreichbar.'],
    ['de', 'Hearthway ist am 9.1. nicht erreichbar.'],
    ['de', 'Hearthway ist ab 21 Uhr nicht erreichbar.'],
    ['fr', 'Hearthway est indisponible le 9 janvier.'],
    ['fr', 'Hearthway est indisponible à 21h00.'],
  ])('%s: %s', (language, text) => {
    expect(saysWhen(text, at, when(language))).toBe(true);
  });

  test.each([
    'Hearthway will be unavailable for planned maintenance.',
    'Hearthway 9 is away at 22:00.',
    'Hearthway is away on 19 January.',
    'Hearthway is away from 9 am.',
  ])('not: %s', (text) => {
    expect(saysWhen(text, at, when('en'))).toBe(false);
  });

  test('also as a reader has it, and a zone that does not exist is passed over', () => {
    expect(saysWhen('From 22:00.', at, when('en', ['Nowhere/Never', 'Europe/Berlin']))).toBe(true);
  });

  test('with the line that a draft gets, in every language, also on the day itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...languageCodes, 'de-AT', 'sw'), fc.nat({ max: 40 }), (language, days) => {
        const span = { language, startsAt: at, endsAt: new Date(at.getTime() + 3_600_000) };
        const line = whenLine(span, new Date(at.getTime() - days * 86_400_000));
        expect(saysWhen(line, at, when(language)), line).toBe(true);
        expect(saysWhen(line, span.endsAt, when(language)), line).toBe(true);
      }),
    );
    expect(whenLine({ language: 'de', startsAt: at, endsAt: null }, at)).toBe('Wann: 21:00 UTC');
  });

  test('however it is written by the formats of the language itself', () => {
    const instants = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.constantFrom('en-GB', 'en-US', 'de', 'fr'), (instant, locale) => {
        const style = (options: Intl.DateTimeFormatOptions) =>
          new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(instant);
        for (const text of [
          style({ day: 'numeric', month: 'long' }),
          style({ day: 'numeric', month: 'short', year: 'numeric' }),
          style({ dateStyle: 'short' }),
          style({ hour: 'numeric', minute: '2-digit' }),
        ])
          expect(saysWhen(text, instant, when(locale)), text).toBe(true);
      }),
    );
  });
});
