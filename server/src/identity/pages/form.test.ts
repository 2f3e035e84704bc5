import { describe, expect, test } from 'vitest';
import { localPath } from './form.ts';

describe('where somebody is led after signing in', () => {
  test.each(['/', '/now', '/incidents/INC-1?panel=impact', '/a/../now', '/%2f%2fevil.example'])(
    '%s stays here',
    (to) => {
      const led = new URL(localPath(to), 'https://fieldmarshal.example.org');
      expect(led.host).toBe('fieldmarshal.example.org');
      expect(localPath(to)).not.toBe(to === '/' ? '' : '/');
    },
  );

  test.each([
    '//evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/now/..//evil.example',
    '/././/evil.example/now',
    '/%2e//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'evil.example',
    '',
  ])('%j leads to the first page, not away', (to) => {
    expect(localPath(to)).toBe('/');
  });
});
