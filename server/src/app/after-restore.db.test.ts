import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident } from '#incidents';
import {
  createLog,
  openDatabases,
  reactionHandlers,
  reactionTable,
  readMigrations,
  type Env,
} from '#platform';
import { as, emptyDatabase, testEnv } from '#testing';
import { startDrill } from '../training/drills/start-drill.ts';
import { backUp } from '../platform/db/backup/dump.ts';
import { restore } from '../platform/db/backup/load.ts';
import { settleRestored } from './after-restore.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

const directory = await mkdtemp(join(tmpdir(), 'fm-after-restore-'));
const env = await testEnv({ reactions, handlers: domainHandlers });
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const databases of opened) await databases.close();
  await rm(directory, { recursive: true, force: true });
});

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, contactMethods: [{ channel: webhook, url: 'http://127.0.0.1:9/ada' }] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }], repeat: 3 }
---
apiVersion: fieldmarshal/v1
kind: Scenario
metadata: { name: practice }
spec:
  title: Uploads hang
  minutes: 60
  entries: [{ at: 1, say: It begins. }]
  solution: { severity: SEV3, explanation: It was practice. }
`;

async function declare(on: Env, title: string): Promise<string> {
  const declared = await declareIncident(as(on, 'mira', ['responder']), { title, severity: 'SEV2' });
  return declared.id;
}

test('a restored backup pages nobody for what it knows as open, says so in each log, and numbers go on', async () => {
  const lead = as(env, 'lead', ['admin']);
  await applyObjects(lead, { files: [{ path: 'a.yaml', text: catalog }], dryRun: false, prune: false });
  const { incidentId: room } = await startDrill(lead, {
    scenario: 'practice',
    seat: 'trainee',
    trainee: 'ada',
    speed: 1,
  });
  const paging = await declare(env, 'Paging when the backup was taken');
  await env.drain();
  // Its reactions are still to run at the moment of the backup.
  const fresh = await declare(env, 'Declared just before the backup');
  const file = join(directory, 'backup.gz');
  await backUp(env.databases.connection, file);

  const target = await emptyDatabase();
  await restore(target.connection, file, await readMigrations());
  const databases = openDatabases(target.connection, createLog('silent'));
  opened.push(databases);
  const table = reactionTable(reactions);
  const restored: Env = { ...env, databases, reactions: table };
  await settleRestored(restored, reactionHandlers(table));

  const due = await sql<{ n: number }>`
    select (select count(*) from escalation where status = 'paging')::int
      + (select count(*) from delivery where settled_at is null)::int
      + (select count(*) from timer where task in ('oncall.step', 'delivery.deliver'))::int as n`.execute(
    databases.web,
  );
  expect(due.rows).toEqual([{ n: 0 }]);
  const { rows: drills } = await sql<{ state: string; why: string }>`
    select state, paused_because as why from drill`.execute(databases.web);
  expect(drills.map(({ state }) => state)).toEqual(['paused']);
  expect(drills[0]?.why).toMatch(/^This server was restored from a backup of 20/);
  const { rows: told } = await sql<{ id: string; detail: string }>`
    select subject as id, data ->> 'detail' as detail from fact where type = 'page.exhausted' order by subject`.execute(
    databases.web,
  );
  expect(told.map(({ id }) => id)).toEqual([room, paging, fresh].sort());
  expect(told[0]?.detail).toMatch(/^Held back: this server was restored from a backup of 20/);

  // A second start changes nothing, and what is declared from now on pages as ever.
  await settleRestored(restored, reactionHandlers(table));
  const next = await declare(restored, 'Declared after the restore');
  expect(Number(next.slice(4))).toBeGreaterThan(Number(fresh.slice(4)));
  const { rows: waiting } = await sql<{ task: string }>`
    select task from timer where task = 'react:page-on-declaration'`.execute(databases.web);
  expect(waiting).toHaveLength(1);
});

test('a database that was never restored is left alone', async () => {
  const other = await testEnv({ reactions, handlers: domainHandlers });
  await applyObjects(as(other, 'lead', ['admin']), {
    files: [{ path: 'a.yaml', text: catalog }],
    dryRun: false,
    prune: false,
  });
  await declare(other, 'Goes on paging');
  await settleRestored(other, reactionHandlers(reactionTable(reactions)));
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from fact where type = 'page.exhausted'`.execute(other.databases.web);
  expect(rows).toEqual([{ n: 0 }]);
});
