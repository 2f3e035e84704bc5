import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { inTransaction, startLiveHub, type LiveGuard } from '#platform';
import { as, testEnv } from '#testing';

/** A hub that listens, and a browser that has heard that it does. */
async function rig(guard: LiveGuard) {
  const env = await testEnv({});
  const hub = startLiveHub(env, { guard });
  const server = http.createServer((_request, response) => hub.attach(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await hub.close();
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const { port } = server.address() as AddressInfo;
  const stream = await new Promise<IncomingMessage>((resolve, reject) => {
    http.get({ port, host: '127.0.0.1' }, resolve).on('error', reject);
  });
  let heard = '';
  stream.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const changed = async (topic: string, hint?: string): Promise<void> =>
    inTransaction(as(env, 'mira'), async (tx) => tx.changed(topic, hint));
  const hears = async (): Promise<string> => {
    await changed('ready');
    return heard;
  };
  await expect.poll(hears, { timeout: 10_000 }).toContain('"ready"');
  return { changed, heard: () => heard };
}

test('a browser hears which topics changed, with a line for its eyes', async () => {
  const { changed, heard } = await rig(async () => null);
  await changed('incident:INC-7', 'Maps are blank');
  await expect.poll(heard).toMatch(/"topics":\[[^\]]*"incident:INC-7"[^\]]*\],"hints":\["Maps are blank"\]/);
});

test('while it cannot be asked who may hear of an incident it is named to nobody, and nothing of it is lost', async () => {
  let isAway = true;
  const { changed, heard } = await rig(async () => {
    if (isAway) throw new Error('storage does not answer');
    return null;
  });
  await changed('incident:INC-7', 'INC-7: maps are blank');
  await changed('catalog');
  await expect.poll(heard).toContain('"catalog"');
  expect(heard()).not.toContain('INC-7');
  isAway = false;
  await expect.poll(heard, { timeout: 10_000 }).toContain('"incident:INC-7"');
  expect(heard()).not.toContain('maps are blank');
});
