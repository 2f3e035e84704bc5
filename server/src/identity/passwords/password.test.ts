import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('a hash fits its password and no other, however the same letters are encoded', async () => {
  const hash = await hashPassword('crème brûlée at noon');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await verifyPassword('crème brûlée at noon'.normalize('NFD'), hash)).toBe(true);
  expect(await verifyPassword('creme brulee at noon', hash)).toBe(false);
  expect(await hashPassword('crème brûlée at noon')).not.toBe(hash);
});

test('a hash made with other parameters fits, with these only', async () => {
  const nonce = Buffer.from('saltsaltsalt');
  const cost = { memory: 64, passes: 3, parallelism: 2 };
  const tag = argon2Sync('argon2id', { message: 'tulip rain', nonce, tagLength: 16, ...cost });
  const made = `$argon2id$v=19$m=64,t=3,p=2$${nonce.toString('base64')}$${tag.toString('base64').replaceAll('=', '')}`;
  expect(await verifyPassword('tulip rain', made)).toBe(true);
  expect(await verifyPassword('tulip rain', made.replace('t=3', 't=2'))).toBe(false);
});

test.each([null, '', 'plain text', '$argon2id$v=19$m=1'])('nothing fits the hash %j', async (hash) => {
  expect(await verifyPassword('', hash)).toBe(false);
});

test('more at once than may run and wait are told to come back', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, async () => verifyPassword('tulip rain over delta', null)),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(26);
  expect(refused[0]?.reason).toMatchObject({ code: 'unavailable', retryAfterS: 2 });
  expect(await verifyPassword('tulip rain over delta', null)).toBe(false);
});
