import { describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { checkSignedLink, signedLink } from './signed-link.ts';

const secretKey = 'a key of the test that is long';
const envAt = (instant: string, keys: object = { secretKey }) => ({
  config: { ...readConfig({}), ...keys },
  clock: { now: () => new Date(instant) },
});
const path = '/artefacts/runs/0190/trace.zip';
const queryOf = (link: string): object => Object.fromEntries(new URL(link, 'http://x').searchParams);
const made = '2026-11-26T10:14:59Z';

describe('a link to an artefact', () => {
  test.each([
    ['at once', made, 'opens'],
    ['after a quarter of an hour', '2026-11-26T10:29:58Z', 'opens'],
    ['after half an hour', '2026-11-26T10:45:00Z', 'This link has run out'],
  ])('%s: %s %s', async (_, at, outcome) => {
    const link = await signedLink(envAt(made), path);
    const asked = checkSignedLink(envAt(at), path, queryOf(link)).then(() => 'opens');
    if (outcome === 'opens') expect(await asked).toBe('opens');
    else await expect(asked).rejects.toThrow(outcome);
  });

  test('is the same for some minutes, so that browsers keep what is behind it', async () => {
    expect(await signedLink(envAt('2026-11-26T10:00:00Z'), path)).toBe(await signedLink(envAt(made), path));
  });

  test.each([
    ['for another file', '/artefacts/runs/0190/other.zip', {}, secretKey],
    ['with another end', path, { until: '9999999999' }, secretKey],
    ['without a signature', path, { signature: '' }, secretKey],
    ['with half a signature', path, { signature: 'AAAA' }, secretKey],
    ['with a list of signatures', path, { signature: ['a', 'b'] }, secretKey],
    ['of another installation', path, {}, 'another key of the test'],
  ])('%s is not there', async (_, asked, changed, key) => {
    const query = { ...queryOf(await signedLink(envAt(made), path)), ...changed };
    await expect(checkSignedLink(envAt(made, { secretKey: key }), asked, query)).rejects.toThrow(
      'does not exist',
    );
  });

  test('opens after the key was changed, while the former one still counts', async () => {
    const query = queryOf(await signedLink(envAt(made), path));
    const rotated = { secretKey: 'the next key of the test', secretKeysBefore: secretKey };
    await expect(checkSignedLink(envAt(made, rotated), path, query)).resolves.toBeUndefined();
  });
});
