import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '../bin/fieldmarshal.js');
const token = 'fm_a-token-for-the-test-of-the-cli';
/** A Node that cannot run TypeScript, where this machine has one beside ours. */
const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path));

let place = '';
let server: Running;

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: () => string;
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function environment(more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...more };
}

function run(
  words: string[],
  { cwd = place, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const own = environment({ FIELDMARSHAL_URL: server?.url ?? '', FIELDMARSHAL_TOKEN: token, ...env });
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd, env: own, timeout: 50_000 }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}

/** Starts a server and waits for its start block. */
async function serve(data: string, node = process.execPath): Promise<Running> {
  const child = spawn(node, [program, 'serve', '--port', '0', '--data', data], {
    env: environment({ FIELDMARSHAL_BOOTSTRAP_TOKEN: token }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /Open +(http:\S+)[\s\S]*Ctrl-C/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, url, output: () => output };
}

async function ended({ child }: Running): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), text);
  }
}

function object(kind: string, name: string, spec: string): string {
  return `apiVersion: fieldmarshal/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'fm-cli-'));
  server = await serve(join(place, 'data'));
});

afterAll(async () => {
  server.child.kill('SIGTERM');
  await ended(server);
  await rm(place, { recursive: true, force: true });
});

describe('fieldmarshal doctor', () => {
  it('looks at a running server beside it, and fails with advice and without passwords where a part cannot be used', async () => {
    const words = ['doctor', '--json', '--data', join(place, 'data')];
    const env = { FIELDMARSHAL_SMTP_URL: 'smtp://post:canary-of-mail@127.0.0.1:1' };
    const { code, out, err } = await run(words, { env });
    const { findings } = JSON.parse(out) as {
      findings: { subject: string; state: string; advice: string | null }[];
    };
    const stateOf = (subject: string) => findings.find((finding) => finding.subject === subject)?.state;
    const well = [
      'database',
      'database settings',
      'schema',
      'clocks',
      'zone data',
      'queue',
      'secrets',
      'disk',
    ];
    expect(well.map((subject) => [subject, stateOf(subject)])).toEqual(
      well.map((subject) => [subject, 'ok']),
    );
    expect(findings.filter(({ state }) => state === 'failed')).toMatchObject([{ subject: 'mail server' }]);
    expect(
      findings.every(({ state, advice }) => (advice !== null) === /^(warning|failed)$/.test(state)),
    ).toBe(true);
    expect([code, err, out.includes('canary')]).toEqual([1, '', false]);
    const wrong = await run(['doctor'], { env: { FIELDMARSHAL_PORT: 'many' } });
    expect(wrong).toMatchObject({ code: 1, err: '' });
    expect(wrong.out).toMatch(/FAILED +configuration .*FIELDMARSHAL_PORT/);
  });
});

describe('fieldmarshal doctor, of what the configuration names', () => {
  it('says each file and address with which no server starts, and each provider that does not answer', async () => {
    await write({
      'sign-in.yaml': JSON.stringify({
        providers: [
          { name: 'corp', label: 'Corp', issuer: 'http://127.0.0.1:1', clientId: 'fm', allowPrivate: true },
        ],
      }),
      'policy.yaml': 'kind: RedactionPolicy',
    });
    const env = {
      FIELDMARSHAL_CA_FILE: join(place, 'nowhere.pem'),
      FIELDMARSHAL_AUDIT_STREAM: 'ftp://siem.example',
      FIELDMARSHAL_REDACTION: join(place, 'policy.yaml'),
      FIELDMARSHAL_SIGN_IN: join(place, 'sign-in.yaml'),
    };
    const { code, out } = await run(['doctor', '--data', join(place, 'data')], { env });
    expect(code).toBe(1);
    for (const line of [
      /FAILED +way out +.*FIELDMARSHAL_CA_FILE: cannot be read/,
      /FAILED +audit stream +.*none of https, http, syslog/,
      /FAILED +redaction policy +.*apiVersion/,
      /ok +sign-in +.*sign-in.yaml: read and understood/,
      /FAILED +provider corp +.*127\.0\.0\.1:1/,
    ])
      expect(out).toMatch(line);
  });
});

describe('fieldmarshal import', () => {
  const dump = (name: string): string =>
    JSON.stringify({
      users: [{ id: 'PU1', name: 'Grace Hopper', email: 'grace@example.org' }],
      teams: [{ id: 'PT1', name }],
      members: { PT1: [{ user: { id: 'PU1' } }] },
    });
  const words = ['import', 'pagerduty', '--file', 'dump.json', '--dir', 'rota'];

  it('plans files and a report, applies them, changes nothing when repeated, and keeps own edits', async () => {
    await write({ 'dump.json': dump('Compilers') });
    const planned = await run([...words, '--plan'], { env: { FIELDMARSHAL_TOKEN: '' } });
    expect(planned).toMatchObject({ code: 0, err: '' });
    expect(planned.out).toContain('2 written, 0 as before');
    expect(await readFile(join(place, 'rota/report.md'), 'utf8')).toMatch(
      /team Compilers \(PT1\) → Team compilers/,
    );
    expect((await run([...words, '--apply'])).out).toMatch(/Applied: 2 new/);
    const again = await run([...words, '--apply']);
    expect(again.out).toMatch(/0 written, 2 as before[\s\S]*Applied: 0 new, 0 changed/);
    const file = join(place, 'rota/teams/compilers.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('displayName: Compilers', 'displayName: Ours'),
    );
    await write({ 'dump.json': dump('Compilers!') });
    const edited = await run([...words, '--apply']);
    expect(edited.out).toContain('kept as you edited it: teams/compilers.yaml');
    expect(edited.out).toMatch(/Applied: 0 new, 1 changed/);
    expect(await readFile(`${file}.new`, 'utf8')).toContain('Compilers!');
  });

  it('does not change what is here already and not from it, unless told to', async () => {
    await write({ 'own/team.yaml': object('Team', 'fixers', '{}'), 'dump.json': dump('Fixers') });
    expect((await run(['apply', 'own'])).code).toBe(0);
    const other = ['import', 'pagerduty', '--file', 'dump.json', '--dir', 'other', '--apply'];
    const refused = await run(other);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain('Team fixers');
    expect((await run([...other, '--overwrite'])).out).toMatch(/Applied: 0 new, 2 changed/);
  });

  it('refuses a source it does not know, and a file that is none', async () => {
    expect((await run(['import', 'bleeper', '--file', 'dump.json'])).err).toContain(
      'opsgenie, pagerduty, grafana-oncall, goalert',
    );
    await write({ 'dump.json': '[' });
    expect((await run(words)).err).toContain('is not a JSON object');
  });
});

describe('fieldmarshal apply', () => {
  it('reads directories at any depth, says what it did, and what it would do', async () => {
    await write({
      'house/teams.yaml': object('Team', 'edge', '{}'),
      'house/deep/products.yml': object('Product', 'gateway', '{ owner: edge }'),
      'house/.hidden/x.yaml': 'not: read',
      'house/notes.txt': 'not: read',
    });
    const dry = await run(['apply', 'house', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/create {2}Product gateway {2}\(house\/deep\/products\.yml\)/);
    expect(dry.out).toMatch(/Would be applied: 2 new.*Nothing was changed\.\n$/);
    expect((await run(['apply', 'house'])).out).toMatch(
      /Applied: 2 new, 0 changed, 0 removed, 0 as before\.\n$/,
    );
    expect((await run(['apply', './house/'])).out).toBe(
      'Applied: 0 new, 0 changed, 0 removed, 2 as before.\n',
    );
    await write({ 'house/teams.yaml': object('Team', 'edge', '{ displayName: Edge }') });
    expect((await run(['apply', 'house', '--dry-run'])).out).toContain('+ spec.displayName: "Edge"');
  });

  it('prints every error as file:line:column field: message, and exits with 1', async () => {
    await write({
      'bad/a.yaml': object('Product', 'x', '{ owner: egde }'),
      'bad/b.yaml': `${object('Product', 'y', '{ ownr: edge }')}---\nkind: [\n`,
    });
    const both = await run(['apply', 'bad']);
    expect(both.code).toBe(1);
    expect(both.out).toBe('');
    expect(both.err.split('\n')).toEqual([
      'bad/b.yaml:4:7 spec.owner: is required',
      'bad/b.yaml:4:9 spec.ownr: is not a known field; did you mean "owner"?',
      expect.stringMatching(/^bad\/b\.yaml:7:1 is not valid YAML/),
      '3 things are wrong; nothing was applied.',
      '',
    ]);
    expect((await run(['apply', 'bad/a.yaml'])).err).toContain(
      'bad/a.yaml:4:16 spec.owner: there is no Team "egde"; did you mean "edge"?',
    );
  });

  it.each([
    ['a place that is not there', ['apply', 'nowhere'], {}, /nowhere cannot be read/],
    ['a directory without YAML', ['apply', 'empty'], {}, /no \.yaml or \.yml file, .*in empty\.$/m],
    ['a file that is not text', ['apply', 'bytes.yaml'], {}, /bytes\.yaml is not UTF-8/],
    ['no token', ['apply', 'house'], { FIELDMARSHAL_TOKEN: '' }, /token is needed/],
    ['a wrong token', ['apply', 'house', '--token', 'fm_wrong-wrong-wrong-wrong'], {}, /sign in|token/i],
    ['no server', ['apply', 'house', '--url', 'http://127.0.0.1:9'], {}, /127\.0\.0\.1:9 does not answer/],
    ['a bad address', ['apply', 'house', '--url', 'ftp://x'], {}, /must be an http or https address/],
    ['an unknown option', ['apply', 'house', '--drirun'], {}, /unknown option/],
  ])('exits with 1 and one sentence for %s', async (_, words, env, sentence) => {
    await mkdir(join(place, 'empty'), { recursive: true });
    await writeFile(join(place, 'bytes.yaml'), Buffer.from([0x61, 0xff, 0xfe]));
    const { code, err } = await run(words, { env });
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

describe('fieldmarshal export', () => {
  it('writes files that apply takes, and never over others', async () => {
    expect((await run(['export', 'exported'])).code).toBe(0);
    expect((await readdir(join(place, 'exported'))).sort()).toContain('team.yaml');
    expect((await run(['apply', 'exported', '--dry-run'])).out).not.toMatch(/spec|create|delete/);
    expect((await run(['export', 'exported'])).err).toMatch(/exists already/);
    expect((await run(['export'])).out).toContain(await readFile(join(place, 'exported/team.yaml'), 'utf8'));
  });
});

describe('fieldmarshal token', () => {
  it('makes one that works within its roles, lists it and ends it', async () => {
    const made = await run(['token', 'create', 'reader', '--roles', 'viewer', '--service', '--expires', '1']);
    expect(made.code).toBe(0);
    const env = { FIELDMARSHAL_TOKEN: made.out.trim() };
    expect((await run(['export'], { env })).code).toBe(0);
    expect((await run(['apply', 'house'], { env })).err).toMatch(/catalog\.write/);
    const listed = (await run(['token', 'list', '--all'])).out
      .split('\n')
      .find((line) => line.includes('reader'));
    expect(listed).toBeDefined();
    expect((await run(['token', 'revoke', listed?.split('\t')[0] ?? ''])).code).toBe(0);
    expect((await run(['export'], { env })).code).toBe(1);
    expect((await run(['token', 'create', 'x', '--roles', 'king'])).err).toMatch(/takes viewer/);
  });
});

describe('fieldmarshal readiness gate', () => {
  it('ends with 1 and the reasons until every must is met', async () => {
    const gate = ['readiness', 'gate', 'gateway'];
    const none = await run(gate);
    expect(none.code).toBe(1);
    expect(none.err).toMatch(/^No must up to bronze applies.*\ngateway is not ready for bronze: no score/);
    const spec = '{ rule: escalation_policy_set || owner_people == 0, why: w, fix: f, area: a }';
    await write({ 'ready/standard.yaml': object('Standard', 'answered', spec) });
    expect((await run(['apply', 'ready'])).code).toBe(0);
    // It is measured after the apply, not in it.
    let ended = await run(gate);
    while (ended.code !== 0) ended = await run(gate);
    expect(ended.out).toBe('gateway is ready for bronze: 4.0 of 4, bronze.\n');
    expect((await run([...gate, '--rung', 'tin'])).err).toContain('--rung takes bronze, silver, gold');
    expect((await run(['readiness', 'gate', 'nope'])).err).toContain('Product nope does not exist');
  });
});

describe('fieldmarshal review', () => {
  it('writes the review as Markdown, JSON or a page, and over no file', async () => {
    const declared = await fetch(`${server.url}/api/v1/incidents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Uploads <b>fail</b>', severity: 'SEV3' }),
    });
    const { id } = (await declared.json()) as { id: string };
    const markdown = await run(['review', id]);
    expect(markdown).toMatchObject({ code: 0, err: '' });
    expect(markdown.out).toMatch(new RegExp(`^# Review of ${id}: Uploads <b>fail</b>\n\n## What happened`));
    const json = await run(['review', id, '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ incident: { id, severity: 'SEV3' }, factors: [] });
    const file = join(place, 'review.html');
    expect(await run(['review', id, '--out', file])).toMatchObject({ code: 0, err: '' });
    const page = await readFile(file, 'utf8');
    expect(page).toContain(`Review of ${id}: Uploads &lt;b&gt;fail&lt;/b&gt;</h1>`);
    const again = await run(['review', id, '--out', file]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('exists already')]);
    expect(await readFile(file, 'utf8')).toBe(page);
    const paper = join(place, 'review.pdf');
    expect(await run(['review', id, '--out', paper])).toMatchObject({ code: 0, err: '' });
    expect((await readFile(paper)).subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect((await run(['review', id, '--format', 'odt'])).err).toContain(
      '--format takes md, json, html, pdf',
    );
    expect((await run(['review', 'INC-999999'])).err).toContain('does not exist');
    expect((await run(['review', '../catalog'])).err).toContain('named like INC-42');
  });
});

describe('fieldmarshal audit verify', () => {
  it('says that the chain is whole', async () => {
    expect(await run(['audit', 'verify'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is whole: \d+ entries/) as string,
    });
  });
});

describe('fieldmarshal backup and restore', () => {
  it('copy a running server into a new data directory, which then serves the same', async () => {
    const file = join(place, 'backup.gz');
    expect(await run(['backup', file, '--data', 'data'])).toMatchObject({ code: 0, err: '' });
    expect((await run(['backup', file, '--data', 'data'])).err).toMatch(/exists already/);
    const headers = { authorization: `Bearer ${token}` };
    const made = await fetch(`${server.url}/api/v1/audit?action=backup.made`, { headers });
    expect(await made.json()).toMatchObject({ items: [{ actor: 'system:operator' }] });
    expect((await run(['backup', 'x.gz', '--data', 'elsewhere'])).err).toMatch(/There is no database in/);
    expect((await run(['restore', file, '--data', 'data'])).err).toMatch(
      /in use by another Fieldmarshal server/,
    );
    expect(await run(['restore', file, '--data', 'copy'])).toMatchObject({ code: 0, err: '' });
    expect((await run(['restore', file, '--data', 'copy'])).err).toMatch(/is not empty/);
    const copy = await serve(join(place, 'copy'));
    const env = { FIELDMARSHAL_URL: copy.url };
    expect((await run(['export'], { env })).out).toBe((await run(['export'])).out);
    expect((await run(['audit', 'verify'], { env })).code).toBe(0);
    copy.child.kill('SIGTERM');
    expect(await ended(copy)).toBe(0);
    expect(await run(['backup', 'stopped.gz', '--data', 'copy'])).toMatchObject({ code: 0, err: '' });
  });
});

describe('fieldmarshal mcp', () => {
  let http: ChildProcess;
  let address = '';
  beforeAll(async () => {
    http = spawn(process.execPath, [program, 'mcp', '--port', '0', '--writes'], {
      env: environment({ FIELDMARSHAL_URL: server.url }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    address = await new Promise<string>((resolve) => {
      http.stderr?.on('data', (chunk: Buffer) => {
        const found = /http:\S+/.exec(chunk.toString())?.[0];
        if (found !== undefined) resolve(found);
      });
    });
  });
  afterAll(() => http.kill());

  async function reader(secret: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' });
    const headers = { authorization: `Bearer ${secret}` };
    const transport = new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers } });
    await client.connect(transport);
    return client;
  }
  type Answer = { isError?: boolean; content: { text: string }[] };
  async function call(client: Client, name: string, input: Record<string, unknown>): Promise<Answer> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every tool of ours answers so
    return (await client.callTool({ name, arguments: input })) as Answer;
  }

  it('lets a program over HTTP declare, note and read what its token may, by tools, resources and prompts', async () => {
    const client = await reader(token);
    const declared = await call(client, 'declare_incident', { title: 'Uploads fail', severity: 'SEV3' });
    const { id } = JSON.parse(declared.content[0]?.text ?? '{}') as { id: string };
    // A program that was not answered in time asks again.
    const again = await call(client, 'declare_incident', { title: 'Uploads fail', severity: 'SEV3' });
    expect(JSON.parse(again.content[0]?.text ?? '{}')).toMatchObject({ id });
    await call(client, 'write_note', { id, text: 'The cause is a full disk of the gatekeeper.' });
    const { contents } = await client.readResource({ uri: `fieldmarshal://incidents/${id}/summary` });
    expect(JSON.stringify(contents)).toMatch(/The cause is a full disk of the gatekeeper\. \[\d+\]/);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(`fieldmarshal://incidents/${id}/summary`);
    const { messages } = await client.getPrompt({ name: 'catch_me_up', arguments: { id } });
    expect(JSON.stringify(messages)).toContain(`of ${id}`);
    const draft = { draft: 'COM-999', hash: 'x', title: 'Uploads', text: 'Uploads fail.' };
    expect(await call(client, 'propose_draft', draft)).toMatchObject({ isError: true });
    await client.close();
  });

  it('refuses a token what it would refuse a person, and serves neither strangers nor browsers', async () => {
    const { out } = await run([
      'token',
      'create',
      'looker',
      '--roles',
      'viewer',
      '--service',
      '--expires',
      '1',
    ]);
    const client = await reader(out.trim());
    expect(await call(client, 'list_incidents', {})).not.toMatchObject({ isError: true });
    const declared = await call(client, 'declare_incident', { title: 'No' });
    expect([declared.isError, declared.content[0]?.text]).toEqual([
      true,
      expect.stringMatching(/may not|allowed|need/i),
    ]);
    await client.close();
    const post = async (headers: Record<string, string>) =>
      (await fetch(address, { method: 'POST', headers, body: '{}' })).status;
    expect(await post({})).toBe(401);
    expect(await post({ authorization: `Bearer ${token}`, origin: 'https://evil.example' })).toBe(403);
    await expect(
      reader('fm_nobody').then(async (stranger) => call(stranger, 'on_call', {})),
    ).resolves.toMatchObject({
      isError: true,
    });
  });
});

describe('fieldmarshal serve', () => {
  it('refuses a data directory in use and a port in use, each with a sentence', async () => {
    expect((await run(['serve', '--port', '0', '--data', 'data'])).err).toMatch(
      /in use by another Fieldmarshal server/,
    );
    const { port } = new URL(server.url);
    const second = await run(['serve', '--port', port, '--data', 'second']);
    const taken = `Port ${port} is taken by another program`;
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(taken) as string });
    expect(second.err).not.toMatch(/\n {4}at /);
    expect(second.err).not.toContain('connection lost');
    expect((await run(['serve', '--port', 'x'])).err).toMatch(/FIELDMARSHAL_PORT/);
  });

  it.skipIf(olderNode === undefined)(
    'runs under an older Node by the bundled one, and ends with it',
    async () => {
      const older = await serve(join(place, 'older'), olderNode);
      expect((await fetch(`${older.url}/livez`)).status).toBe(200);
      older.child.kill('SIGKILL');
      await expect
        .poll(
          () =>
            fetch(`${older.url}/livez`).then(
              () => 'there',
              () => 'gone',
            ),
          { timeout: 20_000 },
        )
        .toBe('gone');
      // It gives the data directory back once its database has stopped.
      await expect
        .poll(() => existsSync(join(place, 'older', 'server.lock')), { timeout: 20_000 })
        .toBe(false);
      const again = await serve(join(place, 'older'), olderNode);
      again.child.kill('SIGINT');
      expect(await ended(again)).toBe(0);
      expect(again.output()).toContain('Stopping…');
      expect(again.output()).not.toContain('connection lost');
    },
  );
});
