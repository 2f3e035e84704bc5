import { describe, expect, test } from 'vitest';
import { artefactOrigin, isAtArtefacts } from './artefact-origin.ts';

const chrome =
  'Mozilla/5.0 (Macintosh) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const safari =
  'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15';
const asked = (host: string, agent = chrome, protocol: 'http' | 'https' = 'http') => ({
  host,
  hostname: host.replace(/:\d+$/, ''),
  protocol,
  headers: { 'user-agent': agent },
});
const own = { artefactUrl: 'https://Artefacts.example.org' };

describe('the origin of artefacts', () => {
  test.each([
    ['127.0.0.1:4600', chrome, 'http://artefacts.localhost:4600'],
    ['localhost:4600', chrome, 'http://artefacts.localhost:4600'],
    ['[::1]:4600', chrome, 'http://artefacts.localhost:4600'],
    ['localhost', chrome, 'http://artefacts.localhost'],
    ['localhost:4600', safari, null],
    ['fieldmarshal.example.org', chrome, null],
    ['127.0.0.1.example.org', chrome, null],
    ['localhost.example.org', chrome, null],
  ])('of %s to %s is %s where none is set', (host, agent, origin) => {
    expect(artefactOrigin({ artefactUrl: undefined }, asked(host, agent))).toBe(origin);
  });

  test('is the one that is set, whoever asks', () => {
    for (const agent of [chrome, safari])
      expect(artefactOrigin(own, asked('localhost:1', agent))).toBe('https://artefacts.example.org');
  });

  test.each([
    ['artefacts.localhost:4600', true],
    ['ARTEFACTS.LOCALHOST:4600', true],
    ['artefacts.example.org', true],
    ['ARTEFACTS.example.org', true],
    ['example.org', false],
    ['artefacts.example.org.evil.example', false],
  ])('is asked at %s: %s', (host, is) => {
    expect(isAtArtefacts(own, asked(host))).toBe(is);
  });
});
