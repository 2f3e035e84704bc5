import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { configureOutbound, readConfig } from '#platform';
import { examineAnswer } from './network.ts';
import { examineReach } from './reach.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  server.close();
  return port;
}

test('what the configuration names outside is tried, and not said to be well where it is dead', async () => {
  const [alive, dead] = [await portOf(createServer((socket) => socket.destroy())), await deadPort()];
  const at = (port: number) => ({
    FIELDMARSHAL_AUDIT_STREAM: `syslog+tcp://127.0.0.1:${port},http://127.0.0.1:${port}/audit`,
    FIELDMARSHAL_OTLP_URL: `http://127.0.0.1:${port}`,
    FIELDMARSHAL_DEAD_MAN_URL: `http://127.0.0.1:${port}/secret`,
    FIELDMARSHAL_PROXY: `http://user:password@127.0.0.1:${port}`,
  });
  const subjects = ['proxy', 'audit receiver', 'audit receiver', 'collector', 'dead-man check'];
  const statesAt = async (port: number): Promise<string[][]> =>
    (await examineReach(readConfig(at(port)))).map(({ subject, state }) => [subject, state]);
  expect(await statesAt(alive)).toEqual(subjects.map((subject) => [subject, 'ok']));
  expect(await statesAt(dead)).toEqual(subjects.map((subject) => [subject, 'failed']));
  expect(JSON.stringify(await examineReach(readConfig(at(dead))))).not.toMatch(/secret|password/);
  expect(await examineReach(readConfig({}))).toEqual([]);
});

test('what is behind the proxy is said to be untried', async () => {
  const config = readConfig({
    FIELDMARSHAL_PROXY: `http://127.0.0.1:${await deadPort()}`,
    FIELDMARSHAL_OTLP_URL: 'https://collector.example.org',
  });
  configureOutbound(config);
  const states = (await examineReach(config)).map(({ subject, state }) => [subject, state]);
  configureOutbound(readConfig({}));
  expect(states).toEqual([
    ['proxy', 'failed'],
    ['collector', 'not-checked'],
  ]);
});

test('at the public address Fieldmarshal must answer, not any server', async () => {
  const other = await portOf(createHttp((_request, response) => response.end('It works!')));
  const ours = await portOf(
    createHttp((_request, response) => response.writeHead(503).end('{"ready":false,"database":"no answer"}')),
  );
  expect(await examineAnswer(`http://127.0.0.1:${other}`)).toMatchObject({ state: 'failed' });
  expect(await examineAnswer(`http://127.0.0.1:${ours}`)).toMatchObject({ state: 'ok' });
  expect(await examineAnswer(`http://127.0.0.1:${await deadPort()}`)).toMatchObject({ state: 'failed' });
});
