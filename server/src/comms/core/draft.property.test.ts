import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shippedTemplates } from '../templates.ts';
import { draftMessage } from './draft.ts';
import {
  audiences,
  appStates,
  channelKinds,
  knowsNothing,
  stages,
  symptoms,
  type DraftFacts,
} from './facts.ts';

const shipped = shippedTemplates();
const hostile = fc.oneof(
  fc.constantFrom(
    'Payments',
    'Zahlungen & Mehr',
    '<script>alert(1)</script>',
    '\u202Egnihton',
    'a\u200Bb',
    '{{ internal }}',
    '{% for x in (1..9) %}',
    '\uE0000\uE001x\uE002',
    'line\nbreak',
    '__proto__',
    '10.0.0.1',
    'db-prod-7.internal',
    'A - B (c)',
    '[x](javascript:alert(1))',
    '',
    '💥'.repeat(60),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const instant = fc.constantFrom('2026-11-24T10:00:00Z', '2020-02-29T23:59:00Z', 'no instant', '');
const fact = <T>(value: fc.Arbitrary<T>) => fc.option(fc.record({ value, evidence: hostile }));
const sentence = fc.oneof(
  hostile,
  fc.constantFrom(
    'Users cannot sign in since 10:00.',
    'Payments is slow in Europe.',
    'canary_note_alpha shows errors on host-09',
    'Everything is resolved, probably.',
    'As a workaround, try again later.',
  ),
);
const facts: fc.Arbitrary<DraftFacts> = fc.record({
  stage: fc.constantFrom(...stages),
  audience: fc.constantFrom(...audiences),
  channel: fc.constantFrom(...channelKinds),
  language: fc.constantFrom('en', 'de', 'fr', 'de-AT', 'xx', '', 'en_US'),
  timeZone: fc.constantFrom('UTC', 'America/Denver', 'Nowhere/Never', ''),
  now: instant,
  apps: fc.array(
    fc.record({
      ref: fc.constantFrom('ref-canary-one', 'ref-canary-two'),
      publicName: fc.option(hostile),
      state: fc.constantFrom(...appStates),
      evidence: hostile,
    }),
    { maxLength: 6 },
  ),
  symptoms: fc.array(fc.record({ value: fc.constantFrom(...symptoms), evidence: hostile }), { maxLength: 3 }),
  said: fc.array(
    fc.record({ text: sentence, evidence: hostile, language: fc.constantFrom('en', 'de', 'fr') }),
    { maxLength: 4 },
  ),
  scope: fact(hostile),
  workaround: fact(hostile),
  startedAt: fact(instant),
  resolvedAt: fact(instant),
  nextUpdateAt: fact(instant),
  customers: fact(fc.integer({ min: 0, max: 1_000_000 })),
  corrects: fact(instant),
});
const knowledge = {
  ...knowsNothing,
  internalNames: ['ref-canary-one', 'ref-canary-two'],
  people: ['Canary Person'],
  customers: ['Canary Customer'],
  publicNames: ['Payments'],
  notes: ['the canary sang loudly in the ledger at night', 'canary_note_alpha shows errors on host-09'],
  glossary: [],
};

test('a draft of any facts passes its own linter or says what blocks it, and shows nothing that is hidden', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { text, spans, findings, blocked } = draftMessage(given, { shipped, knowledge });
      expect(text).not.toBe('');
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
      expect(text).not.toMatch(/canary/i);
      expect(blocked).toBe(findings.some(({ level }) => level === 'blocking'));
      if (!blocked) {
        expect(text).not.toMatch(/[<>]|\{\{|\{%|javascript:|host-09/);
        expect(given.apps.every(({ publicName }) => publicName !== null)).toBe(true);
      }
      for (const { start, end, message, advice } of findings) {
        expect(start <= end && end <= text.length).toBe(true);
        expect(message !== '' && advice !== '').toBe(true);
      }
      for (const span of spans) expect(text.slice(span.start, span.end).trim()).not.toBe('');
    }),
    { numRuns: 150 },
  );
});

test('no template breaks the draft', () => {
  const source = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '{{',
          '}}',
          '{%',
          '%}',
          ' if ',
          ' for i in (1..99999)',
          'endfor',
          'apps',
          '|',
          'x',
          '\n',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(source, facts, (template, given) => {
      const own = [{ name: `${given.language}/${given.audience}/${given.channel}`, source: template }];
      expect(draftMessage(given, { own, shipped, knowledge }).text).not.toBe('');
    }),
    { numRuns: 60 },
  );
});
