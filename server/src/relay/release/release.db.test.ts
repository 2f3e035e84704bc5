import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { makeDown } from '../down/make-down.ts';
import { apart, bring, enrolled, fileOf } from '../testing/pair.ts';
import { loadReleases } from '../store/release-store.ts';
import { sweepFiles } from '../store/file-store.ts';
import { dropRelease, keepRelease, listReleases, readRelease } from './keep-release.ts';

/** As a release begins: a tar, whose first file is `release.json`. What follows cannot be packed any smaller. */
const release = Buffer.concat([Buffer.from('release.json\0'.padEnd(512, '\0')), randomBytes(1_500_000)]);
const sha256 = createHash('sha256').update(release).digest('hex');
const name = 'fieldmarshal-0.2.0-linux-x64.release';

async function* streamed(bytes: Buffer) {
  for (let from = 0; from < bytes.length; from += 65_000) yield bytes.subarray(from, from + 65_000);
}

async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a release travels inside of a bundle, whole, and waits at the site to be saved; once however often it comes', async () => {
  const pair = await enrolled(await apart({ testEnv, as }));
  const { headquarters, atHeadquarters, atSite } = pair;
  const kept = await keepRelease(atHeadquarters, { name, source: streamed(release) });
  expect(kept).toMatchObject({ name, sha256, bytes: release.length });
  await keepRelease(atHeadquarters, { name, source: streamed(release) });
  expect((await listReleases(atHeadquarters)).items).toHaveLength(1);
  const made = await makeDown(atHeadquarters, { name: 'field-1', catalog: true, release: sha256 });
  expect(made.counts['release']).toBe(Math.ceil(release.length / (300 * 1024)));
  // Text of bytes packs back to about their size.
  expect(made.bytes).toBeLessThan(release.length * 1.1);
  const file = await fileOf(headquarters, 'down');
  const taken = await bring(atSite, file);
  expect(taken).toMatchObject({ outcome: 'waits' });
  expect(taken.message).toContain(`It brought ${name}`);
  await bring(atSite, file);
  const { items } = await listReleases(atSite);
  expect(items).toMatchObject([{ name, sha256, bytes: release.length, storedBy: 'headquarters' }]);
  const { bytes } = await readRelease(atSite, sha256);
  expect(Buffer.compare(await bytesOf(bytes), release)).toBe(0);
  // What nobody names any more is swept, and this is named.
  const [stored] = await loadReleases(atSite.env.databases.web);
  await atSite.env.databases.web
    .updateTable('relay_file')
    .set({ stored_at: new Date(0) })
    .execute();
  await sweepFiles(atSite.env.databases.web);
  const rest = await atSite.env.databases.web.selectFrom('relay_file').select('id').execute();
  expect(rest.map(({ id }) => id)).toContain(stored?.file);
  await dropRelease(atSite, { sha256 });
  expect((await listReleases(atSite)).items).toEqual([]);
});

test('a release that is another than its bundle says is refused at the site, and nothing of it stays', async () => {
  const { headquarters, atHeadquarters, atSite } = await enrolled(await apart({ testEnv, as }));
  await keepRelease(atHeadquarters, { name, source: streamed(release) });
  const other = 'b'.repeat(64);
  await atHeadquarters.env.databases.web.updateTable('relay_release').set({ sha256: other }).execute();
  await makeDown(atHeadquarters, { name: 'field-1', catalog: true, release: other });
  expect(await bring(atSite, await fileOf(headquarters, 'down'))).toMatchObject({
    outcome: 'refused',
    reason: 'malformed-record',
  });
  expect((await listReleases(atSite)).items).toEqual([]);
  expect(await atSite.env.databases.web.selectFrom('relay_file').select('id').execute()).toEqual([]);
});

test.each([
  ['something.zip', release, 'name'],
  ['../etc/x.release', release, 'name'],
  [name, Buffer.from('MZ something else'), 'no release'],
  [name, Buffer.from('release'), 'no release'],
])('%s with these bytes is refused, and nothing of it stays', async (called, bytes, words) => {
  const env = await testEnv();
  const admin = as(env, 'ada', ['admin']);
  await expect(keepRelease(admin, { name: called, source: streamed(bytes) })).rejects.toThrow(words);
  expect(await env.databases.web.selectFrom('relay_file').select('id').execute()).toEqual([]);
  await expect(makeDown(admin, { name: 'field-1', catalog: false, release: sha256 })).rejects.toMatchObject({
    code: 'not-found',
  });
});
