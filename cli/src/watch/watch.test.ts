import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const program = join(import.meta.dirname, '../../bin/fieldmarshal.js');
let place = '';
/** What a test started, ended when the file is done. */
const ending: (() => unknown)[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'fm-watch-'));
});
afterAll(async () => {
  for (const step of ending) await step();
  await rm(place, { recursive: true, force: true });
});

interface Site {
  readonly url: string;
  readonly bodies: string[];
  answer: { status: number; body: string };
}

/** Something that listens: a watched server, or a receiver of alarms. */
async function site(answer: Site['answer']): Promise<Site> {
  const bodies: string[] = [];
  const made: { -readonly [K in keyof Site]: Site[K] } = { url: '', bodies, answer };
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(made.answer.status).end(made.answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  made.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return made;
}

const well = { status: 200, body: JSON.stringify({ ready: true, overduePages: 0 }) };
const notReady = { status: 503, body: JSON.stringify({ ready: false, database: 'no answer' }) };
const taken = { status: 200, body: '' };
const fast = ['--interval', '0.15', '--timeout', '2', '--failures', '2'];

function start(words: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, 'watch', ...words], { cwd: place, stdio: 'ignore' });
  ending.push(() => child.kill('SIGKILL'));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function run(words: string[]): Promise<{ code: number; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, 'watch', ...words],
      { cwd: place, timeout: 20_000 },
      (error, _out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, err }),
    );
  });
}

const events = ({ bodies }: Site): string[] =>
  bodies.map((body) => /"type":"watch\.([a-z-]+)"/.exec(body)?.[1] ?? body);
const within = { timeout: 40_000, interval: 50 };

describe('fieldmarshal watch', { timeout: 120_000 }, () => {
  test('alarms once by every channel, remembers that over its own kill -9, and says when it is back', async () => {
    const [watched, hook] = await Promise.all([site(well), site(taken)]);
    const mails: string[] = [];
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          mails.push(text);
          done();
        });
      },
    });
    const listening = smtp.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    ending.push(async () => new Promise<void>((resolve) => smtp.close(() => resolve())));
    const address = listening.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const siren = join(place, 'siren.sh');
    await writeFile(siren, '#!/bin/sh\necho "$FIELDMARSHAL_WATCH_EVENT" >> siren.log\n');
    await chmod(siren, 0o755);
    const words = [
      watched.url,
      ...fast,
      ...['--state', 'one.json', '--webhook', hook.url, '--command', siren],
      ...[
        '--smtp-url',
        `smtp://127.0.0.1:${port}`,
        '--mail-to',
        'lead@example.org',
        '--mail-from',
        'w@example.org',
      ],
    ];
    const first = start(words);
    await vi.waitFor(() => expect(watched.bodies.length).toBeGreaterThan(2), within);
    watched.answer = notReady;
    await vi.waitFor(() => expect([events(hook), mails.length]).toEqual([['down'], 1]), within);
    expect(mails[0]).toContain('Subject: Fieldmarshal is down');
    // Not before it has written down that it alarmed: until then a watcher that is killed alarms again, rather than never.
    await vi.waitFor(
      async () =>
        expect(JSON.parse(await readFile(join(place, 'one.json'), 'utf8'))).toMatchObject({
          targets: { [watched.url]: { alarms: 1 } },
          unsent: [],
        }),
      within,
    );
    await end(first);
    const looks = watched.bodies.length;
    start(words);
    await vi.waitFor(() => expect(watched.bodies.length).toBeGreaterThan(looks + 4), within);
    expect(events(hook)).toEqual(['down']);
    watched.answer = well;
    await vi.waitFor(() => expect([events(hook), mails.length]).toEqual([['down', 'recovered'], 2]), within);
    expect(await readFile(join(place, 'siren.log'), 'utf8')).toBe('down\nrecovered\n');
  });

  test('takes everything that is no healthy Fieldmarshal for an alarm, a wrong address included', async () => {
    const [page, overdue, hook] = await Promise.all([
      site({ status: 200, body: '<html>Welcome</html>' }),
      site({ status: 200, body: JSON.stringify({ ready: true, overduePages: 3 }) }),
      site(taken),
    ]);
    const nowhere = 'http://nobody.invalid';
    start([page.url, overdue.url, nowhere, ...fast, '--state', 'two.json', '--webhook', hook.url]);
    await vi.waitFor(() => expect(events(hook)).toEqual(['down', 'down', 'down']), within);
    const all = hook.bodies.join('\n');
    for (const word of [page.url, overdue.url, nowhere, 'is the address right', '3 of its pages'])
      expect(all).toContain(word);
  });

  test('goes on until a channel that was away takes the alarm', async () => {
    const [watched, hook] = await Promise.all([site(notReady), site({ status: 503, body: '' })]);
    start([watched.url, ...fast, '--state', 'three.json', '--webhook', hook.url]);
    await vi.waitFor(() => expect(hook.bodies.length).toBeGreaterThan(2), within);
    hook.answer = taken;
    const before = hook.bodies.length;
    await vi.waitFor(() => expect(hook.bodies.length).toBeGreaterThan(before), within);
    expect(new Set(hook.bodies).size).toBe(1);
  });

  test('tells two gateways at one host each by itself: while one is away the other is told once', async () => {
    const [watched, gateway] = await Promise.all([site(notReady), site(taken)]);
    const asked: string[] = [];
    const host = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(request.url === '/away' ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    ending.push(() => host.close());
    const address = host.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const channels = ['/away', '/here'].map(
      (path) => `  - { channel: webhook, url: "http://127.0.0.1:${port}${path}" }\n`,
    );
    await writeFile(
      join(place, 'two.yaml'),
      `urls: ["${watched.url}"]\nintervalS: 0.15\nfailures: 1\nstate: five.json\nchannels:\n${channels.join('')}`,
    );
    start(['--config', 'two.yaml', '--webhook', gateway.url]);
    await vi.waitFor(
      () => expect(asked.filter((path) => path === '/away').length).toBeGreaterThan(2),
      within,
    );
    expect(asked.filter((path) => path === '/here')).toHaveLength(1);
  });

  test('fills a gateway of any kind from a configuration file', async () => {
    const [watched, gateway] = await Promise.all([site(notReady), site(taken)]);
    await writeFile(
      join(place, 'watch.yaml'),
      `urls: ["${watched.url}"]
intervalS: 0.15
failures: 1
state: four.json
channels:
  - channel: http
    url: ${gateway.url}/sms
    headers: { content-type: application/x-www-form-urlencoded }
    body: "To=%2B4670&Body={{title}}"
`,
    );
    start(['--config', 'watch.yaml']);
    await vi.waitFor(
      () => expect(gateway.bodies[0]).toMatch(/^To=%2B4670&Body=Fieldmarshal%20is%20down/),
      within,
    );
  });

  test('sends a test message on demand, and fails where a channel does not take it', async () => {
    const [good, bad] = await Promise.all([site(taken), site({ status: 500, body: '' })]);
    const url = 'http://127.0.0.1:9';
    expect(await run([url, '--test', '--webhook', good.url])).toMatchObject({ code: 0 });
    expect(events(good)).toEqual(['test']);
    expect(await run([url, '--test', '--webhook', bad.url])).toMatchObject({ code: 1 });
  });

  test.each([
    ['no channel', ['http://127.0.0.1:9'], /channels: name at least one way/],
    ['no address', ['--webhook', 'http://127.0.0.1:9'], /urls/],
    ['an address that is none', ['fieldmarshal.example.org', '--webhook', 'http://127.0.0.1:9'], /urls\.0/],
    ['half of a mail channel', ['http://127.0.0.1:9', '--mail-to', 'a@example.org'], /channels\.0\.smtpUrl/],
    [
      'a state file that cannot be written',
      ['http://127.0.0.1:9', '--webhook', 'http://127.0.0.1:9', '--state', '/proc/x/y'],
      /--state/,
    ],
  ])('refuses %s at once, by its name', async (_what, words, said) => {
    const { code, err } = await run(words);
    expect(code).toBe(1);
    expect(err).toMatch(said);
  });
});
