import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { readCells } from '../read/cells.ts';
import { checkFile, withChecks } from '../rig.ts';
import { startEmbeddedRunner } from './embedded-runner.ts';

let isBroken = false;
const server = http.createServer((_, response) => response.writeHead(isBroken ? 502 : 200).end());
let env: TestEnv;
let running: ReturnType<typeof startEmbeddedRunner>;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  env = await testEnv();
  running = startEmbeddedRunner(env);
});
afterAll(async () => {
  await running.stop();
  server.close();
});

test('the server runs monitors itself: a fault shows within an interval, and so does its end', async () => {
  const admin = as(env, 'ada', ['admin']);
  const { port } = server.address() as AddressInfo;
  const probe = { type: 'http', url: `http://127.0.0.1:${port}/` };
  const environment = {
    apiVersion: 'fieldmarshal/v1',
    kind: 'Environment',
    metadata: { name: 'here' },
    spec: { privateRanges: ['127.0.0.0/8'] },
  };
  const check = checkFile('home', { probe, everySeconds: 1, environments: [{ environment: 'here' }] });
  await withChecks(admin, [JSON.stringify(environment), check]);
  const becomes = async (state: string): Promise<void> =>
    vi.waitFor(
      async () => expect(await readCells(admin, ['home'])).toMatchObject([{ state, environment: 'here' }]),
      { timeout: 20_000, interval: 50 },
    );
  await becomes('ok');
  isBroken = true;
  await becomes('failing');
  isBroken = false;
  await becomes('ok');
});

test('somebody who is no administrator cannot open private ranges', async () => {
  const lead = as(env, 'lee', ['lead']);
  const environment = (ranges: string[]) =>
    JSON.stringify({
      apiVersion: 'fieldmarshal/v1',
      kind: 'Environment',
      metadata: { name: 'there' },
      spec: { privateRanges: ranges },
    });
  await expect(withChecks(lead, [environment(['10.0.0.0/8'])])).rejects.toMatchObject({ code: 'forbidden' });
  await withChecks(as(env, 'ada', ['admin']), [environment(['10.0.0.0/8'])]);
  await withChecks(lead, [environment([])]);
});
