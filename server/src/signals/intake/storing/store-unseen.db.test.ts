import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { inTransaction, type Tx } from '#platform';
import { as, testEnv } from '#testing';
import type { Signal } from '../../core/signal.ts';
import { readRouting } from '../../routing.ts';
import { createSilence } from '../../silences/manage-silences.ts';
import { unmarkChanged } from '../../store/group-store.ts';
import { makeSignal } from '../make-signal.ts';
import { storeSignals } from './store-signals.ts';
import { storeUnseen } from './store-unseen.ts';

const env = await testEnv();
const mira = as(env, 'mira', ['lead']);
const db = env.databases.web;

let serial = 0;
/** Every signal of one test has its alertname, so that they share a group. */
let alertname = '';
beforeEach(() => {
  serial += 1;
  alertname = `Unseen${serial}`;
});

function signal(instance: string, change: Partial<Signal> = {}): Signal {
  return makeSignal({
    integration: { id: 'i', name: 'Prometheus' },
    source: 'alertmanager',
    action: 'fire',
    key: `${alertname}-${instance}`,
    title: `Disk full on ${instance}`,
    labels: { alertname, instance },
    annotations: { summary: 'ünï' },
    link: null,
    startsAt: null,
    endsAt: null,
    expiresAfterMs: 300_000,
    keepsHistory: false,
    countsDurably: false,
    ...change,
  });
}

async function databaseMs(): Promise<number> {
  const { rows } = await sql<{ ms: number }>`select date_part('epoch', now()) * 1000 as ms`.execute(db);
  return rows[0]?.ms ?? Number.NaN;
}

async function store(...signals: Signal[]): Promise<void> {
  const routing = await readRouting(env);
  await inTransaction(mira, async (tx) => storeSignals(tx, signals, routing));
}

async function storeAtOnce(signals: readonly Signal[], lateMs = 0): Promise<boolean> {
  return storeUnseen(env, signals, (await databaseMs()) - lateMs);
}

interface Row {
  readonly dedup_key: string;
  readonly group_id: number | null;
}

async function stored(): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select * from alert where labels ->> 'alertname' = ${alertname} order by id`.execute(db);
  return rows;
}

async function groupId(): Promise<number> {
  const [first] = await stored();
  return first?.group_id ?? 0;
}

async function timerIsSet(id: number): Promise<boolean> {
  const { rows } =
    await sql`select from timer where key = ${`signals.group-changed:${id}`} and task = 'signals.group-changed'
    and payload = ${JSON.stringify({ groupId: id })}::jsonb`.execute(db);
  return rows.length === 1;
}

/** What the teller of changes does when it has told them. */
async function told(tx: Tx, id: number): Promise<void> {
  await unmarkChanged(tx.db, id);
  tx.cancelTimer(`signals.group-changed:${id}`);
}

test('the row and its events are those that the longer way makes', async () => {
  await store(signal('a'));
  expect(await storeAtOnce([signal('b')])).toBe(true);
  const [slow, quick] = await stored();
  const times = ['starts_at', 'ends_at', 'check_at', 'received_at', 'last_seen_at', 'changed_at'];
  const own = new Set(['id', 'dedup_key', 'title', 'labels', ...times]);
  const same = (row: object | undefined): object =>
    Object.fromEntries(Object.entries(row ?? {}).filter(([column]) => !own.has(column)));
  expect(same(quick)).toEqual(same(slow));
  expect(quick).toMatchObject({
    dedup_key: `${alertname}-b`,
    title: 'Disk full on b',
    labels: { alertname, instance: 'b' },
  });
  const { rows: events } = await sql`select type, actor from alert_event e join alert a on a.id = e.alert_id
    where a.labels ->> 'alertname' = ${alertname}`.execute(db);
  expect(events).toEqual([
    { type: 'fired', actor: 'Prometheus' },
    { type: 'fired', actor: 'Prometheus' },
  ]);
});

test('a time that no sender stated is the database’s, however late it was reckoned', async () => {
  await store(signal('a'));
  expect(await storeAtOnce([signal('b')], 900)).toBe(true);
  const { rows } =
    await sql`select starts_at = received_at as begins, round(date_part('epoch', ends_at - received_at)) as lasts
    from alert where dedup_key = ${`${alertname}-b`}`.execute(db);
  expect(rows).toEqual([{ begins: true, lasts: 300 }]);
});

test('the group is marked, and the timer that tells of it set, where nobody had marked it', async () => {
  await store(signal('a'));
  const id = await groupId();
  await inTransaction(mira, async (tx) => told(tx, id));
  expect(await storeAtOnce([signal('b')])).toBe(true);
  expect(await timerIsSet(id)).toBe(true);
  await sql`delete from timer where key = ${`signals.group-changed:${id}`}`.execute(db);
  expect(await storeAtOnce([signal('c')])).toBe(true);
  expect(await timerIsSet(id)).toBe(false);
});

test('it waits for the teller of changes, and marks the group anew', async () => {
  await store(signal('a'));
  const id = await groupId();
  let storing: Promise<boolean> | undefined;
  await inTransaction(mira, async (tx) => {
    await sql`select from alert_group where id = ${id} for no key update`.execute(tx.db);
    storing = storeAtOnce([signal('b')]);
    await untilWaiting(tx);
    await told(tx, id);
  });
  expect(await storing).toBe(true);
  expect(await timerIsSet(id)).toBe(true);
});

async function untilWaiting(tx: Tx): Promise<void> {
  const waiting = sql<{ n: number }>`select count(*) as n from pg_locks where not granted`;
  while (((await waiting.execute(tx.db)).rows[0]?.n ?? 0) === 0)
    await new Promise((resolve) => void setImmediate(resolve));
}

test.each<
  [
    string,
    (known: Signal) => Promise<readonly [readonly Signal[], number?]> | readonly [readonly Signal[], number?],
  ]
>([
  ['an alert was heard of before', (known) => [[signal('b'), known]]],
  ['the clock was reckoned more than a second too early', () => [[signal('b')], 1_500]],
  ['the clock was reckoned more than a second too late', () => [[signal('b')], -1_500]],
  ['an end is among them', () => [[signal('b'), signal('c', { action: 'resolve' })]]],
  [
    'the group was closed meanwhile',
    async () => {
      await sql`update alert_group set state = 'closed', closed_at = now() where id = ${await groupId()}`.execute(
        db,
      );
      return [[signal('b')]];
    },
  ],
  [
    'somebody has silenced it meanwhile, in another process',
    async () => {
      await sql`update intake_state set silence_version = silence_version + 1`.execute(db);
      return [[signal('b')]];
    },
  ],
  [
    'routes were changed meanwhile, in another process',
    async () => {
      await sql`update catalog_version set version = version + 1`.execute(db);
      return [[signal('b')]];
    },
  ],
  [
    'a silence is about to begin',
    async () => {
      const at = (ms: number): string => new Date(env.clock.now().getTime() + ms).toISOString();
      const silence = {
        matchers: [`alertname="${alertname}"`],
        title: 'work',
        startsAt: at(500),
        endsAt: at(60_000),
      };
      await createSilence(mira, 'silence', silence);
      await store(signal('x'));
      return [[signal('b')]];
    },
  ],
])('nothing is stored, and it says so, where %s', async (_what, prepare) => {
  const known = signal('a');
  await store(known);
  const [signals, lateMs] = await prepare(known);
  const before = await stored();
  expect(await storeAtOnce(signals, lateMs)).toBe(false);
  expect(await stored()).toEqual(before);
});
