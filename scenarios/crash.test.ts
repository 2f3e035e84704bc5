import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  alertsOf,
  intakeKey,
  onDuty,
  postAlerts,
  startReceiver,
  startServer,
  until,
  type Receiver,
  type Server,
} from './rig.ts';

let server: Server;
let receiver: Receiver;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  await server.apply(onDuty(receiver.url, ', groupBy: ["..."]'));
});
afterAll(async () => {
  await Promise.all([server.end(), receiver.close()]);
});

describe('kill -9 in the middle of a stream of alerts', () => {
  test.each([
    ['the server', false],
    ['the server and PostgreSQL', true],
  ])('of %s loses no acknowledged alert and no page', async (what, withDatabase) => {
    const acknowledged: string[] = [];
    const running = new AbortController();
    const stream = async (worker: number): Promise<void> => {
      for (let n = 0; !running.signal.aborted; n += 1) {
        const name = `${what.replaceAll(' ', '')}-${worker}-${n}`;
        const status = await postAlerts(server, alertsOf([name], { run: what })).catch(() => 0);
        if (status === 200) acknowledged.push(name);
        else if (status === 0) return;
      }
    };
    const streams = [0, 1, 2, 3].map(stream);
    await until(async () => acknowledged.length >= 100);
    await server.kill(withDatabase);
    running.abort();
    await Promise.all(streams);
    await server.restart();

    const response = await fetch(`${server.intake}/api/v2/alerts`);
    const stored = z
      .array(z.object({ labels: z.record(z.string(), z.string()) }))
      .parse(await response.json());
    const names = new Set(stored.map((alert) => alert.labels['alertname']));
    expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
    await until(async () => {
      const bodies = receiver.received.map(({ body }) => body).join('\n');
      return acknowledged.every((name) => bodies.includes(name));
    });
    // What was sent twice around the kill carries the same id, so that a receiver can tell.
    const perAlert = new Map<string, Set<string>>();
    for (const { id, body } of receiver.received) {
      const name = acknowledged.find((each) => body.includes(`${each} is broken`));
      if (name !== undefined) perAlert.set(name, (perAlert.get(name) ?? new Set()).add(id));
    }
    expect([...perAlert].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });

  test('a second server on the same data is refused with a sentence', async () => {
    await expect(startSecond(server.dataDir)).rejects.toThrow(/data directory|another/i);
  });

  test('a key that does not exist is refused without a word about storage', async () => {
    const response = await fetch(`${server.url}/intake/k/${intakeKey}x/alertmanager/api/v2/alerts`);
    expect([401, 403]).toContain(response.status);
  });
});

async function startSecond(dataDir: string): Promise<never> {
  const { execFile } = await import('node:child_process');
  const { promisify } = await import('node:util');
  const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;
  // It is the embedded database's directory that is taken.
  const { DATABASE_URL: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, [cli, 'serve', '--data', dataDir, '--port', '0'], { env });
  throw new Error('it started');
}
