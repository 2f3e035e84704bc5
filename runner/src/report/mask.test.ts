import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { maskArchive } from './mask-archive.ts';
import { mask } from './mask.ts';

const secret = 'p@ss word/"quoted"&<b>';

describe('a secret is masked', () => {
  const text = (given: string) => mask({ PASSWORD: secret }).text(given);
  test.each([
    ['as it is', `It was ${secret}!`],
    ['in a URL', `/login?p=${encodeURIComponent(secret)}&x=1`],
    ['in a form', `p=${encodeURIComponent(secret).replaceAll('%20', '+')}`],
    ['in JSON', JSON.stringify({ p: secret })],
    ['in markup', '<input value="p@ss word/&quot;quoted&quot;&amp;&lt;b&gt;">'],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['in a header of basic authentication', `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}`],
  ])('%s', (_where, given) => {
    expect(text(given)).toContain('[secret PASSWORD]');
    expect(text(given)).not.toContain(secret);
  });

  test('line by line, where it has lines', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----';
    expect(mask({ KEY: key }).text('parse error near MIIEvQIBADANBgkqhkiG')).toBe(
      'parse error near [secret KEY]',
    );
  });

  test('whatever it is, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40 }),
        fc.string(),
        fc.string(),
        (value, before, after) => {
          fc.pre(!'[secret NAME]'.includes(value.trim()) && value.trim().length >= 6);
          expect(mask({ NAME: value }).text(`${before}${value}${after}`)).not.toContain(value);
        },
      ),
    );
  });
});

test('the longer of two secrets that contain each other wins, and nothing else is touched', () => {
  const masked = mask({ SHORT: 'hunter', LONG: 'hunter2-and-more' });
  expect(masked.text('hunter2-and-more, hunter, haunted')).toBe('[secret LONG], [secret SHORT], haunted');
});

test('what is too short to be told from words stays', () => {
  expect(mask({ PIN: '12' }).text('12 of 12')).toBe('12 of 12');
});

test('a trace: every text in it is masked, pictures and what holds none stay as they are', () => {
  const picture = new Uint8Array([137, 80, 78, 71, ...strToU8('hunter2')]);
  const zip = zipSync({ 'trace.trace': strToU8('{"value":"hunter2"}'), 'resources/a.png': picture });
  const masked = unzipSync(maskArchive(zip, mask({ PASSWORD: 'hunter2' })));
  expect(Buffer.from(masked['trace.trace'] ?? []).toString()).toBe('{"value":"[secret PASSWORD]"}');
  expect(masked['resources/a.png']).toEqual(picture);
  expect(maskArchive(zip, mask({ PASSWORD: 'not in there' }))).toBe(zip);
});
