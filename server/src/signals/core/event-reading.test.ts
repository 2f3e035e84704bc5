import { describe, expect, test } from 'vitest';
import { isChangeType, pointed, readEvent } from './event-reading.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

describe('plain JSON by the usual names', () => {
  test.each([
    [{ title: 'a', status: 'firing' }, 'fire'],
    [{ summary: 'a' }, 'fire'],
    [{ message: 'a', state: 'OK' }, 'resolve'],
    [{ name: 'a', action: 'ack' }, 'acknowledge'],
  ])('%o', (event, action) => {
    expect(readEvent(event, null)).toMatchObject({ kind: 'alert', event: { title: 'a', action } });
  });

  test.each([
    [{ hello: 'world' }, 'no title'],
    [{ title: '   ' }, 'no title'],
    [{ title: 'a', status: 'purple' }, 'the status "purple" is not known'],
  ])('%o is not guessed at', (event, reason) => {
    expect(readEvent(event, null)).toMatchObject({
      kind: 'unknown',
      reason: containing(reason),
    });
  });
});

test('a mapping reads any shape', () => {
  const event = { alarm: { 'na/me': 'Disk', over: 'yes', tags: ['db', 7] }, id: 12 };
  const mapping = {
    title: '/alarm/na~1me',
    key: '/id',
    status: '/alarm/over',
    resolvedValues: ['yes'],
    labels: { tag: '/alarm/tags/1' },
  };
  expect(readEvent(event, mapping)).toMatchObject({
    kind: 'alert',
    event: { title: 'Disk', key: '12', action: 'resolve', labels: { tag: '7' } },
  });
});

test.each([
  ['0', 'resolve'],
  ['OK ', 'resolve'],
  ['GONE', 'resolve'],
  ['1', 'fire'],
  ['ack', 'acknowledge'],
])('where a mapping says what means the end, the status %s means to %s', (state, action) => {
  const mapping = { title: '/t', status: '/s', resolvedValues: ['0', 'gone'] };
  expect(readEvent({ t: 'Disk', s: state }, mapping)).toMatchObject({ kind: 'alert', event: { action } });
});

test('a pointer finds only what is there, nothing inherited', () => {
  expect(pointed({ a: { b: [1, 2] } }, '/a/b/1')).toBe(2);
  expect(pointed({ a: 1 }, '/toString')).toBeUndefined();
  expect(pointed({ a: 1 }, '/a/b')).toBeUndefined();
});

test.each([
  ['dev.cdevents.service.deployed.0.1.0', true],
  ['com.example.change', true],
  ['deploy', true],
  ['com.example.disk.full', false],
  ['exchange.rate', false],
])('%s speaks of a change: %s', (type, expected) => {
  expect(isChangeType(type)).toBe(expected);
});
