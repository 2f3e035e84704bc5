import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApart, type Apart } from '../demo/site/apart.ts';
import { canCutOff } from '../demo/site/namespace.ts';
import { startServer, token, until, type Server } from './rig.ts';

const run = promisify(execFile);
const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;
const keys = { token: 'fm_a-token-for-behind-the-gap', intakeKey: 'fmi_a-key-for-behind-the-gap' };
/** Inside, where nobody else can have it. */
const insideUrl = 'http://127.0.0.1:4601';
const isAllowed = canCutOff();

const catalog = `
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: field-1 }
spec: { connection: disconnected, privateRanges: ['127.0.0.0/8'], products: [{ product: maps }] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: maps }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@field.example, roles: [field-marshal], contactMethods: [{ channel: email, address: mira@field.example }] }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: maps-up }
spec:
  products: [maps]
  everySeconds: 10
  timeoutSeconds: 2
  probe: { type: tcp, host: 127.0.0.1, port: 9 }
  environments: [{ environment: field-1 }]
`;
/** Whom a site pages is its own affair. */
const duty = `
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: duty }
spec: { default: true, steps: [{ targets: [{ person: mira }], minutes: 60 }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: everything }
spec: { escalationPolicy: duty }
`;

interface Site {
  readonly url: string;
  readonly apart: Apart;
}

let headquarters: Server;
let site: Site;
let folder = '';

beforeAll(async () => {
  if (!isAllowed) {
    console.error(
      'Behind the gap: skipped, since this machine lets us make no network namespace (root on Linux can).',
    );
    return;
  }
  folder = await mkdtemp(join(tmpdir(), 'fm-gap-'));
  const plan = {
    url: insideUrl,
    dataDirectory: join(folder, 'site'),
    keys,
    mailFrom: 'field-1@field.example',
    site: 'field-1',
  };
  const [server, apart] = await Promise.all([startServer(), startApart(plan, { site: 0, mail: 0 })]);
  headquarters = server;
  site = { apart, url: `http://127.0.0.1:${apart.ports.site}` };
  await until(async () =>
    fetch(`${site.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
}, 180_000);
afterAll(async () => {
  await Promise.all([headquarters?.end(), site?.apart.stop()]);
  if (folder !== '') await rm(folder, { recursive: true, force: true });
}, 60_000);

async function api<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${site.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${keys.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  // The caller names what the contract promises for this path.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (await response.json()) as T;
}

/** The command, for one of the two. */
async function command(words: readonly string[], to: { url: string; token: string }): Promise<string> {
  const env = { ...process.env, FIELDMARSHAL_URL: to.url, FIELDMARSHAL_TOKEN: to.token };
  return (await run(process.execPath, [cli, ...words], { env })).stdout;
}

async function packetsSent(pid: number): Promise<number> {
  const lines = (await readFile(`/proc/${pid}/net/dev`, 'utf8')).split('\n');
  const line = lines.find((each) => /^\s*out:/.test(each));
  return Number(
    line
      ?.replace(/^\s*out:/, '')
      .trim()
      .split(/\s+/)[9],
  );
}

interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
}
const mails = async (): Promise<Mail[]> => {
  const response = await fetch(`http://127.0.0.1:${site.apart.ports.mail}/mails`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as demo/mail/page.ts writes it
  return ((await response.json()) as { mails: Mail[] }).mails;
};

interface SiteAtHeadquarters {
  readonly knownUntil: string | null;
  readonly lastBundleAt: string | null;
  readonly incidents: { id: string; declaredAt: string; isOpen: boolean }[];
}

test.skipIf(!isAllowed)(
  'a check fails at a site that nothing leads out of: somebody there is paged by mail, and a carried bundle shows it at headquarters as last known',
  async () => {
    const atHeadquarters = { url: headquarters.url, token };
    const atSite = { url: site.url, token: keys.token };
    await headquarters.apply(catalog);
    const { invitation, code } = await headquarters.api<{ invitation: string; code: string }>(
      'POST',
      '/sites',
      {
        name: 'field-1',
        environments: ['field-1'],
        reportEverySeconds: 3_600,
      },
    );
    const { answer } = await api<{ answer: string }>('/relay/join', { invitation, code });
    await headquarters.api('POST', '/sites/field-1/confirm', { answer });
    await api('/catalog/apply', {
      files: [{ path: 'duty.yaml', text: `${catalog.split('---')[3] ?? ''}---${duty}` }],
    });
    const stick = join(folder, 'stick');
    await command(['bundle', 'down', 'field-1', '--out', join(stick, 'down')], atHeadquarters);
    expect(await command(['bundle', 'import', join(stick, 'down'), '--apply'], atSite)).toContain(
      'Applied bundle 1',
    );

    await until(async () => (await mails()).length > 0, 120_000);
    expect((await mails())[0]?.to).toEqual(['mira@field.example']);
    const { items } = await api<{ items: { id: string; declaredAt: string }[] }>('/incidents?open=true');
    expect(items).toHaveLength(1);
    const [incident] = items;
    const before = await headquarters.api<SiteAtHeadquarters>('GET', '/sites/field-1');
    expect(before).toMatchObject({ knownUntil: null, incidents: [] });

    await command(['bundle', 'export', '--approve', '--out', join(stick, 'up')], atSite);
    expect(await command(['bundle', 'import', join(stick, 'up')], atHeadquarters)).toContain(
      'Bundle 1 of field-1 was taken in.',
    );
    const after = await headquarters.api<SiteAtHeadquarters>('GET', '/sites/field-1');
    expect(after.incidents).toMatchObject([
      { id: incident?.id, declaredAt: incident?.declaredAt, isOpen: true },
    ]);
    expect(Date.parse(after.knownUntil ?? '')).toBeLessThanOrEqual(Date.parse(after.lastBundleAt ?? ''));
    expect(Date.parse(after.knownUntil ?? '')).toBeGreaterThan(Date.parse(incident?.declaredAt ?? ''));

    // Last known, and not to be changed from here.
    const matrix = await headquarters.api<{
      totals: { lastKnownBad: number };
      environments: { name: string; knownUntil: string }[];
    }>('GET', '/checks/matrix');
    expect(matrix.totals.lastKnownBad).toBe(1);
    expect(matrix.environments).toMatchObject([{ name: 'field-1', knownUntil: after.knownUntil }]);
    const open = await headquarters.api<{ items: unknown[] }>('GET', '/incidents?open=true');
    expect(open.items).toEqual([]);
    await expect(
      headquarters.api('POST', `/incidents/${incident?.id ?? ''}/resolve`, { summary: 'x' }),
    ).rejects.toThrow('404');
  },
  240_000,
);

test.skipIf(!isAllowed)(
  'nothing of it has left, and what listens on this machine cannot be reached from inside',
  async () => {
    const listener = createServer((_, response) => response.end('reached'));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('reached');
    const pid = site.apart.pid() ?? 0;
    const ask = `fetch('http://127.0.0.1:${port}').then((r) => r.text(), (e) => e.cause.code).then(console.log)`;
    const enter = ['-t', String(pid), '-n', process.execPath, '-e', ask];
    expect((await run('nsenter', enter)).stdout.trim()).toBe('ECONNREFUSED');
    listener.close();
    const counted = site.apart.sentBefore() ?? 0;
    expect(counted).toBeGreaterThan(0);
    expect((await packetsSent(pid)) - counted).toBe(0);
  },
);
