import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyDatabase } from '../server/src/testing/index.ts';
import {
  alertsOf,
  onDuty,
  postAlerts,
  startReceiver,
  startServer,
  until,
  type Receiver,
  type Server,
} from './rig.ts';

interface Notices {
  readonly items: { readonly key: string; readonly endedAt: string | null }[];
}

let web: Server;
let worker: Server;
let pager: Receiver;
let outside: Receiver;
let place: string;

beforeAll(async () => {
  const { connection } = await emptyDatabase();
  const url = 'url' in connection ? connection.url : socketUrl(connection);
  [pager, outside] = await Promise.all([startReceiver(), startReceiver()]);
  place = await mkdtemp(join(tmpdir(), 'fm-watched-'));
  const shared = { DATABASE_URL: url };
  worker = await startServer({
    env: {
      ...shared,
      FIELDMARSHAL_ROLE: 'worker',
      FIELDMARSHAL_DEAD_MAN_URL: outside.url,
      FIELDMARSHAL_DEAD_MAN_INTERVAL_S: '1',
    },
  });
  web = await startServer({ env: { ...shared, FIELDMARSHAL_ROLE: 'web' } });
  await web.apply(onDuty(pager.url, ', groupBy: ["..."]'));
}, 180_000);

afterAll(async () => {
  await Promise.all([web.end(), worker.end(), pager.close(), outside.close()]);
  await rm(place, { recursive: true, force: true });
});

function socketUrl({
  host,
  port,
  user,
  database,
}: {
  host: string;
  port: number;
  user: string;
  database: string;
}): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

const noticesOpen = async (): Promise<string[]> =>
  (await web.api<Notices>('GET', '/notices')).items
    .filter(({ endedAt }) => endedAt === null)
    .map(({ key }) => key);

describe('when the worker stands still', () => {
  test(
    'another process pages instead, says so until it is back, and the heartbeat to the outside stops',
    { timeout: 180_000 },
    async () => {
      await until(async () => outside.received.length >= 2);
      await postAlerts(web, alertsOf(['before']));
      await until(async () => pager.received.length === 1);

      worker.signal('SIGSTOP');
      const frozen = performance.now();
      await postAlerts(web, alertsOf(['meanwhile']));
      const beats = outside.received.length;
      await until(async () => pager.received.some(({ body }) => body.includes('meanwhile')), 120_000);
      expect(performance.now() - frozen).toBeLessThan(120_000);
      expect(await noticesOpen()).toContain('work-stands-still');
      expect((await fetch(`${web.url}/readyz`)).status).toBe(503);
      expect(await (await fetch(`${web.url}/metrics`)).text()).toContain(
        'fieldmarshal_auditor_standing_in 1',
      );
      expect(outside.received.length).toBeLessThanOrEqual(beats + 1);

      worker.signal('SIGCONT');
      await until(async () => !(await noticesOpen()).includes('work-stands-still'));
      await until(async () => outside.received.length > beats + 1);
      await postAlerts(web, alertsOf(['after']));
      await until(async () => pager.received.some(({ body }) => body.includes('after')));
      expect(new Set(pager.received.map(({ id }) => id)).size).toBe(3);
    },
  );
});

describe('when everything of ours is dead', () => {
  test(
    'the second process on another machine alarms within three minutes at its own settings',
    { timeout: 240_000 },
    async () => {
      const alarms = await startReceiver();
      const cli = new URL('../cli/bin/fieldmarshal.js', import.meta.url).pathname;
      const watcher = spawn(process.execPath, [cli, 'watch', web.url, '--webhook', alarms.url], {
        cwd: place,
        stdio: 'ignore',
      });
      try {
        await until(async () => (await fetch(`${web.url}/readyz`)).ok);
        await Promise.all([web.kill(false), worker.kill(false)]);
        await until(async () => alarms.received.some(({ body }) => body.includes('watch.down')), 180_000);
      } finally {
        watcher.kill('SIGKILL');
        await alarms.close();
      }
    },
  );
});
