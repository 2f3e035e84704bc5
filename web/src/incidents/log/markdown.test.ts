import { foldEvents, type StoredEvent } from '@fieldmarshal/contract/incidents';
import { expect, test } from 'vitest';
import { incidentMarkdown } from './markdown.ts';

const actor = { kind: 'person', id: 'mira', name: 'Mira | Khan', person: 'mira' } as const;
const shared = { incidentId: 'INC-7', version: 1, actor };
const events: StoredEvent[] = [
  {
    ...shared,
    seq: 1,
    id: 'e1',
    at: '2026-11-24T10:00:00.000Z',
    type: 'declared',
    data: {
      title: 'Uploads fail',
      summary: 'Scans cannot be attached',
      severity: 'SEV2',
      product: 'files',
      environment: null,
      escalationPolicy: null,
      drill: false,
      origin: null,
    },
  },
  {
    ...shared,
    seq: 2,
    id: 'e2',
    at: '2026-11-24T10:01:05.000Z',
    type: 'noted',
    data: {
      text: 'two\nlines',
      code: { language: '', text: 'a ``` b' },
      attachments: [{ id: 'f1', name: 'trace.har', contentType: 'application/json', bytes: 3 }],
      decision: false,
    },
  },
  { ...shared, seq: 3, id: 'e3', at: '2026-11-24T10:02:00.000Z', type: 'of-tomorrow', data: {} },
];

function markdown(): string {
  const incident = foldEvents(events);
  if (incident === null) throw new Error('the log declares nothing');
  return incidentMarkdown(incident, events);
}

test('a room as Markdown has its facts, and every entry with UTC, actor and number, also one of an unknown kind', () => {
  const text = markdown();
  expect(text).toContain('# INC-7 Uploads fail\n');
  expect(text).toContain('| Severity | SEV2 |');
  expect(text).toContain('| Environment | not known |');
  expect(text).toContain(
    '- 2026-11-24T10:00:00.000Z T+00:00:00 **Mira \\| Khan** declared “Uploads fail”, SEV2 [1]',
  );
  expect(text).toContain('- 2026-11-24T10:01:05.000Z T+00:01:05 **Mira \\| Khan** noted [2]');
  expect(text).toContain('  two\n  lines');
  expect(text).toContain('File trace.har (f1)');
  expect(text).toContain('of-tomorrow');
});

test('a drill says so before all else: a copy must not be taken for real', () => {
  const incident = foldEvents(events);
  if (incident === null) throw new Error('the log declares nothing');
  expect(incidentMarkdown({ ...incident, drill: true }, events)).toMatch(/^# DRILL INC-7 Uploads fail\n/u);
});

test('pasted output cannot end its own fence', () => {
  expect(markdown()).toContain('  ````\n  a ``` b\n  ````');
});

test('what is known stands before the log, with the entries behind it, and what is not known is said', () => {
  const incident = foldEvents(events);
  if (incident === null) throw new Error('the log declares nothing');
  const cited = { kind: 'headline' as const, text: 'SEV2 incident: Uploads fail.', cites: [1] };
  const text = incidentMarkdown(incident, events, {
    summary: {
      ...{ incidentId: 'INC-7', asOf: 3, by: 'rules', state: null, lines: [cited], oneLine: '', entries: 3 },
      slots: { impact: null, cause: null, done: null, workaround: null, next: null },
    },
    impact: null,
    cause: null,
  });
  expect(text).toContain('## What is known\n\n- SEV2 incident: Uploads fail. [1]');
  expect(text).toContain('- the cause\n- a way around it\n- what is done next');
  expect(text).not.toContain('Who is affected');
  expect(text.indexOf('What is known')).toBeLessThan(text.indexOf('## Log'));
});
