import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { seal, unseal } from './sealed.ts';

const withKeys = (secretKey: string, before = '') => ({
  config: readConfig({ FIELDMARSHAL_SECRET_KEY: secretKey, FIELDMARSHAL_SECRET_KEYS_BEFORE: before }),
});
const [oldest, old, current] = [
  'the-oldest-key-of-three',
  'the-key-of-last-year-x',
  'the-key-of-this-year-x',
];

test('after a change of keys the former ones open what they sealed, and seal nothing', async () => {
  const sealed = await seal(withKeys(oldest), 'hunter2', 'a');
  expect(await unseal(withKeys(current), sealed, 'a')).toBeNull();
  const rotated = withKeys(current, `${old}, ${oldest}`);
  expect(await unseal(rotated, sealed, 'a')).toBe('hunter2');
  expect(await unseal(withKeys(current), await seal(rotated, 'hunter3', 'a'), 'a')).toBe('hunter3');
});

test('a former key may have had commas in it', async () => {
  const sealed = await seal(withKeys('one,two,three,four,five'), 'hunter2', 'a');
  expect(await unseal(withKeys(current, 'one,two,three,four,five'), sealed, 'a')).toBe('hunter2');
});

test('what the key file sealed is open once a key is named: here by itself, on another machine by its content', async () => {
  const data = await mkdtemp(join(tmpdir(), 'fm-sealed-'));
  try {
    const sealed = await seal({ config: readConfig({ FIELDMARSHAL_DATA: data }) }, 'hunter2', 'a');
    const named = readConfig({ FIELDMARSHAL_DATA: data, FIELDMARSHAL_SECRET_KEY: current });
    expect(await unseal({ config: named }, sealed, 'a')).toBe('hunter2');
    expect(await unseal(withKeys(current), await seal({ config: named }, 'hunter3', 'a'), 'a')).toBe(
      'hunter3',
    );
    const content = await readFile(join(data, 'keys/sealing.key'), 'utf8');
    expect(await unseal(withKeys(current), sealed, 'a')).toBeNull();
    expect(await unseal(withKeys(current, `${old},${content}`), sealed, 'a')).toBe('hunter2');
  } finally {
    await rm(data, { recursive: true });
  }
});

test('what was sealed opens for its purpose only, and not when a bit of it was changed or cut off', async () => {
  const keys = withKeys(current);
  const sealed = await seal(keys, 'hunter2', 'provider a');
  expect(await unseal(keys, sealed, 'provider b')).toBeNull();
  const bytes = Buffer.from(sealed, 'base64');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await unseal(keys, changed.toString('base64'), 'provider a')).toBeNull();
    expect(await unseal(keys, bytes.subarray(0, at).toString('base64'), 'provider a')).toBeNull();
  }
});
