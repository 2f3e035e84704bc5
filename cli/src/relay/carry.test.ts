import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { importBundles, inspectFile, writeDown } from './bundle.ts';
import { bundleFiles, writeBundle } from './carry.ts';
import { partMagic } from '@fieldmarshal/contract/relay/part';

let stick = '';
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'fm-stick-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(stick, { recursive: true, force: true });
});

/** Runs `work` beside something that answers as a server does for bytes. */
async function beside<T>(answer: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await work(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const bundle: RequestListener = (_, response) => {
  response.setHeader('content-disposition', 'attachment; filename="field-1-up-000007.fmb"');
  response.end('x'.repeat(3_000));
};

test('what lies on a stick under the name of a bundle is replaced, and a link there leads nowhere', async () => {
  const outside = join(stick, 'outside');
  const out = join(stick, 'out');
  await writeFile(outside, 'mine');
  execFileSync('mkdir', [out]);
  const names = ['.unfinished', '', '.0001'].map((end) => join(out, `field-1-up-000007.fmb${end}`));
  for (const name of names) await symlink(outside, name);
  const which = { site: 'field-1', direction: 'up', sequence: 7 } as const;
  const paths = await beside(bundle, async (url) =>
    writeBundle(which, { url, token: 'fm_x', out, encrypt: false, partSize: 2_000 }),
  );
  expect(paths.map((path) => path.slice(-5))).toEqual(['.0001', '.0002']);
  expect(await readFile(outside, 'utf8')).toBe('mine');
  expect((await readdir(out)).toSorted()).toEqual([
    'field-1-up-000007.fmb.0001',
    'field-1-up-000007.fmb.0002',
  ]);
});

test('of a folder only files are brought: no links, pipes or folders with such names', async () => {
  await writeFile(join(stick, 'a.fmb'), 'a');
  await writeFile(join(stick, 'b.fmb.age.0002'), 'b');
  await writeFile(join(stick, 'holiday.jpg'), 'c');
  await symlink('/etc/passwd', join(stick, 'c.fmb'));
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(stick, 'd.fmb')]);
  execFileSync('mkdir', [join(stick, 'e.fmb')]);
  expect(await bundleFiles([stick])).toEqual([join(stick, 'a.fmb'), join(stick, 'b.fmb.age.0002')]);
});

test('what begins like a bundle is one, whatever the stick or a person called it; other files are not', async () => {
  const begins = {
    'BUNDLE~1.FMB': 'F',
    'copy (1)': 'FMBNDL1\n…',
    'PART.002': `${partMagic}…`,
    'x.age': 'age-encryption.org/v1\n…',
  };
  for (const [name, text] of Object.entries(begins)) await writeFile(join(stick, name), text);
  await writeFile(join(stick, 'notes.txt'), 'FMB bundles are on the other stick');
  await writeFile(join(stick, 'empty'), '');
  expect(await bundleFiles([stick])).toEqual(
    ['BUNDLE~1.FMB', 'copy (1)', 'PART.002', 'x.age'].map((name) => join(stick, name)),
  );
  execFileSync('mkdir', [join(stick, 'inside')]);
  await expect(bundleFiles([join(stick, 'inside')])).rejects.toThrow('no file begins like one');
});

test('a bundle that is refused or cannot be brought keeps none of the others back', async () => {
  for (const name of ['1.fmb', '2.fmb', '3.fmb']) await writeFile(join(stick, name), name);
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  const answer: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.statusCode = body === '1.fmb' ? 503 : 200;
      const outcome = body === '2.fmb' ? 'refused' : 'taken';
      response.end(JSON.stringify({ outcome, message: `about ${body}`, detail: 'storage is away' }));
    });
  };
  const bring = beside(answer, async (url) => importBundles([stick], { url, token: 'fm_x', apply: false }));
  await expect(bring).rejects.toThrow('2 files were not taken in.');
  expect(said.map((line) => line.replace(stick, ''))).toEqual([
    'failed   /1.fmb: storage is away',
    'refused  /2.fmb: about 2.fmb',
    'taken    /3.fmb: about 3.fmb',
  ]);
});

test('a key that is announced in a bundle behind is no fault, and bundles go by their numbers', async () => {
  for (const name of ['f-up-10.fmb', 'f-up-9.fmb', 'other-11.fmb']) await writeFile(join(stick, name), name);
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  const came: string[] = [];
  const answer: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const isEarly = body === 'f-up-9.fmb' && !came.includes('other-11.fmb');
      came.push(body);
      response.end(
        JSON.stringify(
          isEarly
            ? { outcome: 'refused', reason: 'unknown-key', message: 'Nobody knows its key.' }
            : { outcome: 'taken', reason: null, message: 'In.' },
        ),
      );
    });
  };
  await beside(answer, async (url) => importBundles([stick], { url, token: 'fm_x', apply: false }));
  expect(came).toEqual(['f-up-9.fmb', 'f-up-10.fmb', 'other-11.fmb', 'f-up-9.fmb']);
  expect(said.filter((line) => !line.startsWith('taken'))).toEqual([]);
});

test('a file that is looked at and is no bundle is told in one sentence', async () => {
  await writeFile(join(stick, 'a.fmb'), 'hello');
  await expect(inspectFile(join(stick, 'a.fmb'), {})).rejects.toThrow(
    `${join(stick, 'a.fmb')}: This is no bundle of Fieldmarshal.`,
  );
});

test('a catalog that nobody could be asked about waits, shows what it would change, and says how to apply it', async () => {
  await writeFile(join(stick, 'a.fmb'), 'a');
  const said: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  const fields = [{ path: 'spec.displayName', before: 'Hanna', after: 'Hanna B.' }];
  const changes = [{ action: 'update', kind: 'Person', name: 'hanna', fields }];
  const answer: RequestListener = (request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.method === 'POST'
          ? { outcome: 'waits', sequence: 5, message: 'Bundle 5 is verified.' }
          : { bundle: {}, difference: { dryRun: true, changes, unchanged: 3, warnings: [] }, faults: [] },
      ),
    );
  };
  const bring = beside(answer, async (url) => importBundles([stick], { url, token: 'fm_x', apply: false }));
  await expect(bring).rejects.toThrow('1 file was not taken in.');
  expect(said).toContain('            spec.displayName: "Hanna" -> "Hanna B."');
  expect(said.at(-1)).toMatch(/It is here and waits, .* with --apply once you have looked at it\.$/);
});

test('a catalog that waits and would change nothing is applied without a question', async () => {
  await writeFile(join(stick, 'a.fmb'), 'a');
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    request.resume();
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('content-type', 'application/json');
    const isInbox = request.url?.endsWith('/inbox') === true;
    response.end(
      JSON.stringify(
        isInbox
          ? { outcome: 'waits', sequence: 5, message: 'Bundle 5 came before, and nobody has applied it yet.' }
          : { bundle: {}, difference: { dryRun: true, changes: [], unchanged: 3, warnings: [] }, faults: [] },
      ),
    );
  };
  await beside(answer, async (url) => importBundles([stick], { url, token: 'fm_x', apply: false }));
  expect(asked.at(-1)).toBe('POST /api/v1/relay/received/5/apply');
});

test('headquarters writes a bundle that was lost on its way down again, and makes none', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('content-disposition', 'attachment; filename="field-1-down-000003.fmb"');
    response.end('bytes');
  };
  await beside(answer, async (url) =>
    writeDown('field-1', { url, token: 'fm_x', out: stick, encrypt: false, catalog: true, again: '3' }),
  );
  expect(asked).toEqual(['GET /api/v1/relay/bundles/field-1/down/3/file']);
  expect(await readFile(join(stick, 'field-1-down-000003.fmb'), 'utf8')).toBe('bytes');
});
