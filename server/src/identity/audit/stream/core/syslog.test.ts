import { expect, test } from 'vitest';
import { framed, syslogMessage } from './syslog.ts';

const header = { at: '2026-11-26T14:00:00.000Z', host: 'fm.example', action: 'incident.resolved' };

test('a message has the parts of RFC 5424 in their order', () => {
  expect(syslogMessage({ ...header, data: { seq: '7', actor: 'person:mira' } }, '{"seq":7}')).toBe(
    '<109>1 2026-11-26T14:00:00.000Z fm.example fieldmarshal - incident.resolved [audit@32473 seq="7" actor="person:mira"] \u{FEFF}{"seq":7}',
  );
});

test('no name ends its parameter, its element or its message', () => {
  const message = syslogMessage({ ...header, data: { subject: 'a"] \n<13>1 \\' } }, '');
  expect(message).toContain(String.raw`subject="a\"\]  <13>1 \\"`);
  expect(syslogMessage({ ...header, host: 'two words\n', action: 'é', data: {} }, '')).toContain(
    ' twowords fieldmarshal - - ',
  );
});

test('each message stands behind its length in bytes', () => {
  expect(framed(['a', 'é'], (text) => new TextEncoder().encode(text).length)).toBe('1 a2 é');
});
