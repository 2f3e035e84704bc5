import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { expect, inject, test } from 'vitest';
import { awaitDatabase, connectFailure, connectTo } from '#platform';
import { emptyDatabase } from '#testing';

/** A log that keeps its lines. */
function kept(): { lines: string[]; warn: (fields: unknown, line?: string) => void } {
  const lines: string[] = [];
  return { lines, warn: (_fields, line = '') => void lines.push(line) };
}

/** Passes connections on to the database of the tests. */
function tunnel(): Server {
  const to = inject('connection');
  return createServer((socket) => {
    const url = 'url' in to ? new URL(to.url) : null;
    const onward =
      'url' in to
        ? connect(Number(url?.port ?? 5432), url?.hostname)
        : to.host.startsWith('/')
          ? connect(`${to.host}/.s.PGSQL.${to.port}`)
          : connect(to.port, to.host);
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** How the database of the tests is reached over this port. */
async function over(port: number): Promise<{ host: string; port: number; user: string; database: string }> {
  const { connection } = await emptyDatabase();
  if (!('url' in connection)) return { ...connection, host: '127.0.0.1', port };
  const url = new URL(connection.url);
  const { username: user, password } = url;
  return { host: '127.0.0.1', port, user, database: url.pathname.slice(1), ...(password && { password }) };
}

test('a start waits for a database that is refused at first, and says so once', async () => {
  const connection = await over(await freePort());
  const log = kept();
  const waiting = awaitDatabase(connection, { patienceS: 30, log });
  await expect.poll(() => log.lines).toEqual(['waiting for the database']);
  const server = tunnel().listen(connection.port, '127.0.0.1');
  await waiting;
  server.close();
  expect(log.lines).toEqual(['waiting for the database', 'the database answers: going on']);
});

test('it ends with one sentence after the time it may wait, and at once when it is stopped', async () => {
  const connection = await over(await freePort());
  await expect(awaitDatabase(connection, { patienceS: 0, log: kept() })).rejects.toThrow(
    `The database at 127.0.0.1:${connection.port} does not answer: connect ECONNREFUSED`,
  );
  const stop = new AbortController();
  const log = kept();
  const waiting = awaitDatabase(connection, { patienceS: 600, log, signal: stop.signal });
  await expect.poll(() => log.lines).toHaveLength(1);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

test('a database that does not exist is not waited for', async () => {
  const { connection } = await emptyDatabase();
  const elsewhere =
    'url' in connection
      ? { url: connection.url.replace(/\/fm_empty\w+/, '/nowhere') }
      : { ...connection, database: 'nowhere' };
  const log = kept();
  await expect(awaitDatabase(elsewhere, { patienceS: 600, log })).rejects.toThrow(
    /^There is no such database: .*database "nowhere" does not exist.*FIELDMARSHAL_DATABASE_URL/,
  );
  expect(log.lines).toEqual([]);
  await expect(connectTo(elsewhere, 'test')).rejects.toMatchObject({ code: 'refused' });
});

test.each([
  ['ECONNREFUSED', true],
  ['EAI_AGAIN', true],
  ['ENOTFOUND', true],
  ['53300', true],
  ['57P03', true],
  ['28P01', false],
  ['28000', false],
  ['3D000', false],
  ['SELF_SIGNED_CERT_IN_CHAIN', false],
])('%s is waited for: %s', (code, isWaitedFor) => {
  const failure = connectFailure(Object.assign(new Error('why'), { code }), 'db:5432');
  expect(failure.retryable).toBe(isWaitedFor);
  expect(failure.publicMessage).toMatch(/db:5432.*why.*--database-url/);
});
