import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LinkTemplateSpec } from '@fieldmarshal/contract/knowledge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '#testing';
import { resolveIncident, setSeverity } from '../incidents/commands/course.ts';
import { declareIncident } from '../incidents/declare.ts';
import { readRunbookFile } from './drafts/read-file.ts';
import { tryLink, tryPanel } from './drafts/try-on.ts';
import { readPanel } from './panels/read-panel.ts';
import { readRoomLinks } from './panels/room-links.ts';
import { answerRunbook } from './runbooks/answer-runbook.ts';
import { listRunbooks, readRunbook } from './runbooks/read-runbooks.ts';
import { listSources, setAccess } from './sources/reached-sources.ts';
import { readRoomRunbooks } from './runbooks/room-runbooks.ts';

/** What a Prometheus answers next, and what it was asked. */
let answer: { status: number; body: string } = { status: 200, body: '' };
const asked: { url: URL; tenant: string | string[] | undefined; who: string | undefined }[] = [];
const prometheus = http.createServer((request, response) => {
  const { 'x-scope-orgid': tenant, authorization: who } = request.headers;
  asked.push({ url: new URL(request.url ?? '', 'http://p'), tenant, who });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});

let env: TestEnv;
const lead = () => as(env, 'mira', ['lead']);
const apply = async (...files: [path: string, text: string][]) =>
  applyObjects(lead(), { files: files.map(([path, text]) => ({ path, text })), dryRun: false, prune: false });

const base = `
kind: Person
apiVersion: fieldmarshal/v1
metadata: { name: mira }
spec: { email: mira@example.org }
---
kind: Team
apiVersion: fieldmarshal/v1
metadata: { name: files }
spec: {}
---
kind: Product
apiVersion: fieldmarshal/v1
metadata: { name: uploads }
spec: { owner: files, dashboard: 'https://grafana.example/d/uploads' }
---
kind: Product
apiVersion: fieldmarshal/v1
metadata: { name: search }
spec: { owner: files }
---
kind: Environment
apiVersion: fieldmarshal/v1
metadata: { name: eu }
spec: { variables: { logs: 'https://logs.example' } }
`;
const runbook = (name: string, spec: string, body: string): [string, string] => [
  `books/${name}.md`,
  `---\napiVersion: fieldmarshal/v1\nkind: Runbook\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n${body}`,
];

beforeAll(async () => {
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  env = await testEnv();
  const { port } = prometheus.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  await apply(
    ['base.yaml', base],
    runbook(
      'disk-full',
      '{ products: [uploads], symptoms: ["disk full"] }',
      '# The disk is full\n\nFree the **gatekeeper** first.\n',
    ),
    runbook(
      'slow',
      '{ products: [uploads] }',
      '# Uploads are slow\n\nLook at the queue of the gatekeeper.\n',
    ),
    runbook('index', '{ products: [search] }', '# Search finds nothing\n\nBuild the index anew.\n'),
    [
      'links.yaml',
      `apiVersion: fieldmarshal/v1
kind: LinkTemplate
metadata: { name: logs }
spec: { displayName: Logs, shows: logs, url: '{{logs}}/q?p={{product}}&from={{fromMs}}&to={{toMs}}', environments: [eu], leadMinutes: 10 }
---
apiVersion: fieldmarshal/v1
kind: MetricsSource
metadata: { name: main }
spec: { url: 'http://127.0.0.1:${port}/prom/', tenant: one }
---
apiVersion: fieldmarshal/v1
kind: MetricsPanel
metadata: { name: errors }
spec: { displayName: Errors, source: main, unit: '1/s', legend: code, query: 'rate(e{p="{{product}}"}[{{interval}}])', leadMinutes: 5 }
`,
    ],
  );
});
afterAll(() => {
  prometheus.closeAllConnections();
  prometheus.close();
});

const declare = async (title: string, environment: string | null = null) =>
  declareIncident(lead(), { title, product: 'uploads', environment });
const names = async (id: string) => (await readRoomRunbooks(lead(), { id })).items.map(({ name }) => name);

describe('a runbook', () => {
  it('comes from a Markdown file with its head, and a fault in the head names its line', async () => {
    expect(await readRunbook(lead(), { name: 'disk-full' })).toMatchObject({
      title: 'The disk is full',
      text: '# The disk is full\n\nFree the **gatekeeper** first.',
      products: ['uploads'],
      from: 'books/disk-full.md',
      editable: false,
      helped: { yes: 0, no: 0 },
    });
    const wrong = runbook('wrong', '\n  products: [nobody]\n  symptom: [x]', '# Text');
    await expect(apply(wrong, ['plain.md', '# Only text'])).rejects.toMatchObject({
      code: 'invalid',
      faults: [
        { file: 'books/wrong.md', line: 7, path: 'spec.symptom' },
        { file: 'plain.md', line: 1 },
      ],
    });
  });

  it('is found by words of its title, its symptoms and its text in any form, and by part of its name', async () => {
    const search = async (text: string) =>
      (await listRunbooks(lead(), { search: text, limit: 10 })).items.map(({ name }) => name);
    expect(await search('gatekeepers')).toEqual(['disk-full', 'slow']);
    expect(await search('full disks')).toEqual(['disk-full']);
    expect(await search('inde')).toEqual(['index']);
    expect(await search('100%_nothing "')).toEqual([]);
    const found = await listRunbooks(lead(), { search: 'queue', product: 'uploads', limit: 10 });
    expect(found.items[0]?.excerpt).toContain('queue of the gatekeeper');
    expect(found.of).toBe(3);
  });

  it('stands in the room of an incident of its product with the reasons, the one with the symptom first', async () => {
    const { id } = await declare('Disk full on eu-7');
    const { items } = await readRoomRunbooks(lead(), { id });
    expect(items.map(({ name, why }) => [name, why])).toEqual([
      ['disk-full', ['product uploads', '“disk full”']],
      ['slow', ['product uploads']],
    ]);
  });

  it('moves up where people said that it helped, and each person has one answer that can be taken back', async () => {
    const { id } = await declare('Uploads wait');
    expect((await names(id))[0]).not.toBe('slow-and-helpful');
    const before = await names(id);
    const last = before.at(-1) ?? '';
    for (const helped of [true, true]) await answerRunbook(lead(), { id, name: last, helped });
    expect((await names(id))[0]).toBe(last);
    expect((await readRoomRunbooks(lead(), { id })).items[0]).toMatchObject({
      mine: true,
      helped: { yes: 1, no: 0 },
    });
    expect((await readRoomRunbooks(as(env, 'ola'), { id })).items[0]).toMatchObject({ mine: null });
    await answerRunbook(lead(), { id, name: last, helped: null });
    expect(await names(id)).toEqual(before);
    await expect(
      answerRunbook(as(env, 'vic', ['viewer']), { id, name: last, helped: true }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(answerRunbook(lead(), { id, name: 'none', helped: true })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a runbook in a language without spaces between words', () => {
  it('is found by a part of its text, and stands in the room by a symptom inside a title', async () => {
    await apply(
      runbook('disk-ja', '{ symptoms: ["ディスク"] }', '# 容量不足\n\nまずゲートキーパーを空ける。\n'),
    );
    const found = await listRunbooks(lead(), { search: 'ゲートキーパー', limit: 10 });
    expect(found.items.map(({ name }) => name)).toEqual(['disk-ja']);
    const { id } = await declare('アップロード用ディスクがいっぱいです');
    expect(
      (await readRoomRunbooks(lead(), { id })).items.find(({ name }) => name === 'disk-ja')?.why,
    ).toEqual(['“ディスク”']);
  });
});

describe('graphs of an incident', () => {
  it('are links filled with its time and place; one that lacks a value says so, and one for elsewhere is not there', async () => {
    const { id, declaredAt } = await declare('Uploads fail', 'eu');
    await env.fastForward(3_600_000);
    await resolveIncident(lead(), { id, summary: 'Over.' });
    const { links, panels } = await readRoomLinks(lead(), { id });
    const from = Date.parse(declaredAt) - 600_000;
    const logs = links.find(({ name }) => name === 'logs');
    expect(logs?.url).toMatch(`https://logs.example/q?p=uploads&from=${from}&to=`);
    const seconds =
      (Number(new URL(logs?.url ?? '').searchParams.get('to')) - Date.parse(declaredAt)) / 1_000;
    expect(Math.abs(seconds - 3_600)).toBeLessThan(30);
    expect(links.map(({ title }) => title)).toEqual(['Dashboard', 'Logs']);
    expect(panels).toMatchObject([{ name: 'errors', title: 'Errors' }]);
    const elsewhere = await readRoomLinks(lead(), { id: (await declare('Nowhere')).id });
    expect(elsewhere.links.map(({ title }) => title)).toEqual(['Dashboard']);
  });

  it('are drawn from a metrics server asked for the right time, with what happened meanwhile', async () => {
    const { id, declaredAt } = await declare('Uploads fail', 'eu');
    await env.fastForward(600_000);
    await setSeverity(lead(), { id, severity: 'SEV2', reason: 'Seen.' });
    const at = Math.floor(Date.parse(declaredAt) / 1_000);
    answer = {
      status: 200,
      body: JSON.stringify({
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: { code: '502' }, values: [[at, '3.5']] }] },
      }),
    };
    const data = await readPanel(lead(), { id, name: 'errors' });
    expect(data).toMatchObject({
      query: 'rate(e{p="uploads"}[60s])',
      lines: [{ name: '502', points: [[at * 1_000, 3.5]] }],
      problem: null,
    });
    expect(data.marks.map(({ text }) => text)).toEqual(['Declared', 'Severity SEV2']);
    const { url, tenant } = asked.at(-1) ?? {};
    expect([url?.pathname, tenant]).toEqual(['/prom/api/v1/query_range', 'one']);
    expect(Number(url?.searchParams.get('start'))).toBe(Date.parse(declaredAt) / 1_000 - 300);
  });

  it('say in a sentence what went wrong, and never throw', async () => {
    const { id } = await declare('Uploads fail', 'eu');
    const problem = async (status: number, body: string) => {
      answer = { status, body };
      return (await readPanel(lead(), { id, name: 'errors' })).problem;
    };
    expect(await problem(400, '{"status":"error","error":"parse error: \\"x\\""}')).toBe(
      'It does not understand the query: parse error: "x"',
    );
    expect(await problem(503, 'busy')).toBe('It answered with HTTP 503.');
    expect(await problem(200, '<html>')).toBe('Its answer is no JSON, or is longer than 4 MiB.');
    expect(await problem(200, '{}')).toBe('It did not answer in the form of the Prometheus API.');
    const closed = { ...env, config: { ...env.config, allowPrivateAddresses: false } };
    const { problem: refused } = await readPanel({ ...lead(), env: closed }, { id, name: 'errors' });
    expect(refused).toMatch(/does not connect to private/);
  });

  it('are asked for with a sealed password, at a private address where an administrator says so, and nowhere else', async () => {
    const { port } = prometheus.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
    const guarded = async (host: string) =>
      apply([
        'guarded.yaml',
        `apiVersion: fieldmarshal/v1
kind: MetricsSource
metadata: { name: guarded }
spec: { url: 'http://${host}:${port}', auth: basic, user: fm }
---
apiVersion: fieldmarshal/v1
kind: MetricsPanel
metadata: { name: guarded }
spec: { source: guarded, query: up }
`,
      ]);
    await guarded('127.0.0.1');
    const { id } = await declare('Uploads fail', 'eu');
    const closed = { ...env, config: { ...env.config, allowPrivateAddresses: false } };
    const problem = async () =>
      (await readPanel({ ...lead(), env: closed }, { id, name: 'guarded' })).problem;
    const admin = as(env, 'ada', ['admin']);
    const set = async (allowPrivate: boolean, secret?: string) =>
      setAccess(admin, 'MetricsSource', { name: 'guarded', allowPrivate, secret });
    expect(await problem()).toBe('Its password or token is not set.');
    await expect(
      setAccess(lead(), 'MetricsSource', { name: 'guarded', allowPrivate: true, secret: 's3cret' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await set(false, 's3cret');
    expect(await problem()).toMatch(/does not connect to private/);
    await set(true);
    answer = { status: 503, body: '' };
    expect(await problem()).toBe('It answered with HTTP 503.');
    expect(asked.at(-1)?.who).toBe(`Basic ${btoa('fm:s3cret')}`);
    expect(JSON.stringify(await listSources(lead(), 'MetricsSource'))).not.toContain('s3cret');
    const { rows } = await env.databases.pools.web.query('select * from metrics_access');
    expect(JSON.stringify(rows)).not.toContain('s3cret');
    await guarded('127.0.0.2');
    expect(await problem()).toBe('Its password or token was set for another address.');
    expect(
      (await listSources(lead(), 'MetricsSource')).items.find(({ name }) => name === 'guarded'),
    ).toMatchObject({
      ...{ secret: 'stale', allowPrivate: false },
    });
    // Saved there without a new one, the old one is not taken along.
    await set(true);
    expect(await problem()).toBe('Its password or token is not set.');
  });
});

describe('a draft in an editor', () => {
  const link: LinkTemplateSpec = {
    ...{ shows: 'logs', url: '{{logs}}/q?p={{product}}&from={{fromMs}}', leadMinutes: 10 },
    ...{ products: ['uploads'], environments: ['eu'] },
  };

  it('is filled for the newest incident that it is meant for, or for the one that is named', async () => {
    const meant = await declare('Uploads fail', 'eu');
    const other = await declare('Uploads fail elsewhere');
    const newest = await tryLink(lead(), { spec: link });
    expect(newest).toMatchObject({ incident: { id: meant.id, title: 'Uploads fail' }, isMeant: true });
    expect(newest.links[0]?.url).toMatch(/^https:\/\/logs\.example\/q\?p=uploads&from=\d{13}$/);
    // Meant for everything, it takes one that names what its placeholders need.
    const wide = { ...link, products: [], environments: [] };
    expect(await tryLink(lead(), { spec: wide })).toMatchObject({ incident: { id: meant.id } });
    expect(await tryLink(lead(), { spec: { ...wide, url: 'https://a.example' } })).toMatchObject({
      incident: { id: other.id },
    });
    const named = await tryLink(lead(), { spec: link, incident: other.id });
    expect(named).toMatchObject({ incident: { id: other.id }, isMeant: false });
    expect(named.links[0]).toMatchObject({ url: null, problem: 'The incident names no environment.' });
  });

  it('of a panel is asked of its server, by who may store it only', async () => {
    const { id } = await declare('Uploads are slow', 'eu');
    answer = {
      status: 200,
      body: JSON.stringify({
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: { code: '500' }, values: [[1_700_000_000, '1']] }] },
      }),
    };
    const spec = {
      ...{ source: 'main', query: 'rate(draft{p="{{product}}"}[{{interval}}])', unit: '1/s', legend: 'code' },
      ...{ products: [], environments: [], leadMinutes: 5 },
    };
    const drawn = await tryPanel(lead(), { spec, incident: id });
    expect(drawn.panel?.query).toContain('draft{p="uploads"}');
    expect(asked.at(-1)?.url.searchParams.get('query')).toContain('draft{p="uploads"}');
    await expect(tryPanel(as(env, 'ola', ['responder']), { spec, incident: id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      tryPanel(lead(), { spec: { ...spec, source: 'nobody' }, incident: id }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('of a runbook is read from the head of its file, with the names of the catalog', async () => {
    const [, text] = runbook(
      'new-one',
      '{ products: [uploads, nobody], symptoms: ["slow"] }',
      '# Slow\n\nLook.',
    );
    expect(await readRunbookFile(as(env, 'ola', ['viewer']), { text })).toEqual({
      ...{ name: 'new-one', hasHead: true, text: '# Slow\n\nLook.', displayName: '', description: '' },
      ...{ products: ['uploads'], checks: [], symptoms: ['slow'], links: [] },
      problems: ['There is no product “nobody”.'],
    });
    expect(await readRunbookFile(lead(), { text: '# Plain\n' })).toMatchObject({
      ...{ hasHead: false, text: '# Plain', products: [], problems: [] },
    });
    const broken = await readRunbookFile(lead(), { text: '---\nspec: [\n---\n# Text' });
    expect(broken).toMatchObject({ hasHead: true, text: '# Text' });
    expect(broken.problems[0]).toContain('cannot be read as YAML');
  });
});
