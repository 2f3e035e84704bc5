import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './cursor.ts';
import { contentDisposition, fileName } from './file-name.ts';
import { searchQuery } from './search.ts';
import { sniff } from './sniff.ts';
import { storable } from './storable.ts';
import { severityRank } from './summary.ts';

describe('sniff', () => {
  it.each([
    ['89504e470d0a1a0a00', 'image/png'],
    ['ffd8ffe000', 'image/jpeg'],
    ['474946383961', 'image/gif'],
    ['52494646000000005745425056', 'image/webp'],
    ['255044462d312e37', 'application/pdf'],
    ['504b030414', 'application/zip'],
    ['1f8b0800', 'application/gzip'],
    ['3c7376673e', 'text/plain; charset=utf-8'],
    ['c3bc', 'text/plain; charset=utf-8'],
    ['ff', null],
    ['6100', null],
    ['7f454c46', null],
  ])('%s is %s', (hex, type) => {
    expect(sniff(Buffer.from(hex, 'hex'))).toBe(type);
  });
});

describe('file names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\graph.png', 'graph.png'],
    ['a\r\nset-cookie: x.txt', 'aset-cookie x.txt'],
    ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
    ['.htaccess', 'htaccess'],
    ['', 'file'],
    [`${'ü'.repeat(300)}.png`, `${'ü'.repeat(116)}.png`],
    ['\uD800.png', '\u{FFFD}.png'],
  ])('%j becomes %j', (given, name) => {
    expect(fileName(given)).toBe(name);
  });

  it('reach every browser, quoted', () => {
    expect(contentDisposition('attachment', `Größe "1" 100%.png`)).toBe(
      `attachment; filename="Gr__e _1_ 100_.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%20100%25.png`,
    );
  });
});

describe('search', () => {
  it.each([
    ['disk full', `'disk':* & 'full':*`, null],
    [`o'Neil & !(x:*)`, `'o':* & 'Neil':* & 'x':*`, null],
    ['INC-42', `'INC':* & '42':*`, 42],
    ['inc 42', `'inc':* & '42':*`, 42],
    ['42', `'42':*`, 42],
    ['INC-0', `'INC':* & '0':*`, null],
    ['***', '', null],
  ])('%j', (text, words, number) => {
    expect(searchQuery(text)).toMatchObject({ words, number });
  });

  it.each([
    ['db-1.example.com 50%', ['%db-1.example.com%', String.raw`%50\%%`]],
    [String.raw`c:\a_b – 🔥`, [String.raw`%c:\\a\_b%`, '%🔥%']],
    ['& *** \0', []],
  ])('%j is sought in titles as it stands', (text, parts) => {
    expect(searchQuery(text).parts).toEqual(parts);
  });

  it('takes twelve words at most', () => {
    expect(searchQuery('a '.repeat(500)).words.split('&')).toHaveLength(12);
  });
});

it('reads back its own cursors and no others', () => {
  expect(readCursor(writeCursor({ rank: 4, number: 123 }))).toEqual({ rank: 4, number: 123 });
  for (const text of ['', '1', '1.', '.1', '1.2.3', '-1.2', '1.9999999999', 'x.y'])
    expect(readCursor(text)).toBeNull();
});

it('puts what is not assessed between SEV1 and SEV2, never last', () => {
  const order = ['SEV4', 'SEV2', null, 'SEV1', 'SEV3'] as const;
  expect(order.toSorted((a, b) => severityRank(a) - severityRank(b))).toEqual([
    'SEV1',
    null,
    'SEV2',
    'SEV3',
    'SEV4',
  ]);
});

it('makes any JSON storable and leaves the rest alone', () => {
  expect(storable({ a: ['x\0y', '\uD800'], n: 1, b: null, ok: 'ü😀' })).toEqual({
    a: ['x\u{FFFD}y', '\u{FFFD}'],
    n: 1,
    b: null,
    ok: 'ü😀',
  });
});
