import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installRelease, rollBack } from './install.ts';
import { publicHalf } from './keys.ts';
import { manifest } from './manifest.ts';
import { writeRelease, type Parts } from './write-release.ts';

const here = `${process.platform}-${process.arch}`;
const root = mkdtempSync(join(tmpdir(), 'fm-release-'));
const at = (name: string): string => join(root, name);
const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const flags = { to: at('opt'), key: at('ours.pem') };

/** A program that is whatever says its version: a shell as its Node, its sources a script. */
function parts(version: string, platform = here, migrations: Record<string, string> = {}): Parts {
  const tree = [
    { path: 'cli/bin/fieldmarshal.js', text: `echo ${version}\n` },
    { path: 'docs/empty.md', text: '' },
    { path: 'docs/link.md', link: 'empty.md' },
    { path: 'docs/long.md', text: 'x'.repeat(1_300_000) },
    { path: `node_modules/node-${platform}/bin/node`, from: '/bin/sh' },
    ...Object.entries(migrations).map(([name, text]) => ({ path: `server/migrations/${name}.sql`, text })),
  ];
  const about = { version, source: 'abc', platform, node: '24', postgresql: '18', browser: 'Chromium.' };
  return {
    tree,
    about,
    installer: readFileSync(new URL('../../../deploy/install.sh', import.meta.url), 'utf8'),
    sbom: '{}',
  };
}

const runs = (words: readonly string[] = []): string =>
  execFileSync(join(flags.to, 'bin/fieldmarshal'), words, { encoding: 'utf8' }).trim();

beforeAll(async () => {
  writeFileSync(at('ours.pem'), publicHalf(ours.privateKey));
  writeFileSync(at('theirs.pem'), publicHalf(theirs.privateKey));
  for (const version of ['1.0.0', '1.1.0', '1.2.0'])
    await writeRelease(parts(version), ours.privateKey, at(version));
  await writeRelease(parts('1.3.0', 'plan9-x64'), ours.privateKey, at('elsewhere'));
  await writeRelease(parts('1.3.0'), theirs.privateKey, at('forged'));
  await writeRelease({ ...parts('1.3.0'), tree: parts('9.9.9').tree }, ours.privateKey, at('lame'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the same parts and key give the same bytes', async () => {
  await writeRelease(parts('1.0.0'), ours.privateKey, at('again'));
  expect(readFileSync(at('again')).equals(readFileSync(at('1.0.0')))).toBe(true);
});

test('a release installs into an empty folder, updates beside the version before, goes back and forth, and keeps two', async () => {
  const first = await installRelease(at('1.0.0'), flags, root);
  expect(first.before).toBeNull();
  expect(runs()).toBe('1.0.0');
  expect(readFileSync(join(flags.to, 'current/docs/link.md'), 'utf8')).toBe('');
  const to = { to: flags.to };
  const second = await installRelease(at('1.1.0'), to, root);
  expect([second.before, runs()]).toEqual([first.version, '1.1.0']);
  // Told by where the program is that asks.
  expect((await rollBack({}, join(flags.to, 'versions', second.version))).version).toBe(first.version);
  expect(runs()).toBe('1.0.0');
  await rollBack(to, root);
  expect(runs()).toBe('1.1.0');
  await expect(installRelease(at('1.1.0'), to, root)).rejects.toThrow(/is the current version already/);
  await expect(installRelease(at('1.0.0'), to, root)).rejects.toThrow(/1.0.0 is older than/);
  await installRelease(at('1.2.0'), to, root);
  expect(readdirSync(join(flags.to, 'versions')).map((name) => name.slice(0, 5))).toEqual(['1.1.0', '1.2.0']);
});

test('going back says what stays in the database, and is refused where the version before would not start on it', async () => {
  const to = { to: at('schema'), key: flags.key };
  const first = { '20261126000000-first': 'select 1;' };
  const more = { ...first, '20261127000000-more': 'select 2;' };
  const breaking = {
    ...more,
    '20261128000000-other': '-- breaking: pages are stored in another way\nselect 3;',
  };
  for (const [version, migrations] of [
    ['2.0.0', first],
    ['2.1.0', more],
    ['2.2.0', breaking],
  ] as const)
    await writeRelease(parts(version, here, migrations), ours.privateKey, at(version));
  await installRelease(at('2.0.0'), to, root);
  await installRelease(at('2.1.0'), to, root);
  const back = async (): Promise<unknown> => {
    const { version, beside } = await rollBack(to, root);
    return [version.slice(0, 5), beside];
  };
  expect(await back()).toEqual(['2.0.0', 1]);
  expect(await back()).toEqual(['2.1.0', 0]);
  const { version } = await installRelease(at('2.2.0'), to, root);
  const sentence =
    /does not run on the database as it is now \(20261128000000-other\.sql: pages are stored in another way\)/;
  await expect(rollBack(to, root)).rejects.toThrow(sentence);
  await expect(installRelease(at('2.1.0'), { ...to, older: true }, root)).rejects.toThrow(sentence);
  expect(readlinkSync(join(to.to, 'current'))).toBe(`versions/${version}`);
  expect(readdirSync(join(to.to, 'versions')).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('without openssl’s word nothing of a release is run: the installer looks before it starts what is inside', () => {
  const install = (file: string): string => {
    const words = [
      new URL('../../../deploy/install.sh', import.meta.url).pathname,
      at(file),
      '--key',
      at('ours.pem'),
    ];
    try {
      return execFileSync('sh', words, { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch (error) {
      return String(error);
    }
  };
  expect(install('1.0.0')).toBe('1.0.0');
  expect(install('forged')).toMatch(/altered, or signed by another key/);
});

describe('refused, before anything is written', () => {
  const nowhere = at('nowhere');
  const altered = (name: string, change: (bytes: Buffer) => void): string => {
    const bytes = readFileSync(at('1.0.0'));
    change(bytes);
    writeFileSync(at(name), bytes);
    return name;
  };

  test.each<[string, () => string, RegExp]>([
    ['another key', () => 'forged', /signed by another key \(.+\) than the one that is trusted here/],
    ['another platform', () => 'elsewhere', /is for plan9-x64, and this machine is/],
    [
      'a version that does not start',
      () => 'lame',
      /does not start on this machine, so nothing was switched/,
    ],
    ['what is no release', () => 'ours.pem', /is not a release of Fieldmarshal/],
    ['nothing', () => 'missing', /cannot be read/],
    [
      'an altered manifest',
      () => altered('altered', (bytes) => bytes.write('9', bytes.indexOf('"version": "1') + 12)),
      /was altered: the signature does not fit/,
    ],
    [
      'an altered payload',
      () =>
        altered('flipped', (bytes) => bytes.writeUInt8((bytes.at(-2_000) ?? 0) ^ 1, bytes.length - 2_000)),
      /the checksum of payload.tar.gz in it does not fit/,
    ],
    [
      'a file that is cut off',
      () => {
        const name = altered('cut', () => undefined);
        truncateSync(at(name), readFileSync(at(name)).length - 2_000);
        return name;
      },
      /cut off/,
    ],
    [
      'a file that goes on',
      () => {
        writeFileSync(at('longer'), Buffer.concat([readFileSync(at('1.0.0')), Buffer.alloc(1)]));
        return 'longer';
      },
      /goes on behind its end/,
    ],
  ])('%s', async (_what, file, words) => {
    await expect(installRelease(at(file()), { ...flags, to: nowhere }, root)).rejects.toThrow(words);
    // A version is tried in a folder of its own, which goes again.
    const left = readdirSync(root).includes('nowhere') ? readdirSync(nowhere, { recursive: true }) : [];
    expect(left.filter((name) => name !== 'versions')).toEqual([]);
  });

  test('no byte can be changed without its being seen', async () => {
    const whole = readFileSync(at('1.0.0'));
    const accepted: number[] = [];
    // Every 211th byte, and all of the beginning's first header.
    for (let place = 0; place < whole.length; place += place < 512 ? 31 : 211) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      writeFileSync(at('one'), bytes);
      const isTaken = await installRelease(at('one'), { ...flags, to: at('one-byte') }, root).then(
        () => true,
        () => false,
      );
      if (isTaken) accepted.push(place);
    }
    expect(accepted).toEqual([]);
  });
});

test('what a key signs is not enough: a manifest that leads out of the folder is refused', async () => {
  const bytes = readFileSync(at('1.0.0'));
  const size = Number.parseInt(bytes.subarray(124, 135).toString(), 8);
  const text = bytes.subarray(512, 512 + size).toString();
  const bad = Buffer.from(text.replace('docs/long.md', '../../lon.md').padEnd(size));
  bad.copy(bytes, 512);
  sign(null, bad, ours.privateKey).copy(bytes, 512 + Math.ceil(size / 512) * 512 + 512);
  writeFileSync(at('leads-out'), bytes);
  await expect(installRelease(at('leads-out'), { ...flags, to: at('out') }, root)).rejects.toThrow(
    /of a form that this version does not know/,
  );
});

test('a manifest in which a file lies behind a link is refused', () => {
  const file = (path: string) => ({ path, size: 0, sha256: '0'.repeat(64), program: false });
  const fits = (files: object[]): boolean => manifest.shape.files.safeParse(files).success;
  expect(fits([{ path: 'a', link: 'b' }, file('b/x')])).toBe(true);
  expect(fits([{ path: 'a', link: 'b' }, file('a/x')])).toBe(false);
  expect(fits([{ path: 'a', link: 'b' }, file('a/b/../x')])).toBe(false);
});
