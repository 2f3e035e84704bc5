import { expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv } from '#testing';
import { planChecks } from '../plan/plan-checks.ts';
import { readMatrix } from './matrix.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: maps }
spec: { owner: maps }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: field-1 }
spec: { connection: disconnected }
---
apiVersion: fieldmarshal/v1
kind: Check
metadata: { name: maps-up }
spec:
  products: [maps]
  probe: { type: http, url: https://maps.example/ }
  environments: [{ environment: eu }, { environment: field-1 }]
`;

test('what a site told of its checks stands in the matrix as last known, beside what runs here, and never as well', async () => {
  const env = await testEnv();
  const ctx = as(env, 'mira', ['admin']);
  await applyObjects(ctx, { files: [{ path: 'c.yaml', text: catalog }], dryRun: false, prune: false });
  const db = env.databases.pools.web;
  await db.query(`insert into relay_site (name, environments, state, stream, created_at, created_by)
    values ('field', '{field-1}', 'enrolled', gen_random_uuid(), now(), 'mira')`);
  await db.query(`insert into relay_bundle (site, direction, stream, sequence, hash, state, fingerprint, from_at, to_at, made_at, stored_at, bytes, counts, by_whom)
    select name, 'up', stream, 1, 'h', 'applied', 'f', '2026-11-01Z', '2026-11-02Z', now(), now(), 1, '{}', 'mira' from relay_site`);
  const tell = async (environment: string, state: string) =>
    db.query(
      `insert into relay_record (site, kind, id, stream, at, sequence, data)
       select name, 'standing', $1, stream, now(), 1, jsonb_build_object('check', 'maps-up', 'environment', $1::text, 'state', $2::text) from relay_site
       on conflict (site, kind, id) do update set data = excluded.data`,
      [environment, state],
    );
  await db.query(`insert into check_cell (check_name, environment, every_ms, paused, state, since) values ('maps-up', 'eu', 60000, false, 'ok', now())
    on conflict (check_name, environment) do update set state = 'ok'`);
  await tell('field-1', 'ok');
  // It speaks for no environment but its own.
  await tell('eu', 'failing');
  const look = async (failing: boolean) => readMatrix(ctx, { failing });
  const { environments, rows, totals } = await look(false);
  expect(environments.map(({ name, knownUntil }) => [name, knownUntil])).toEqual([
    ['eu', null],
    ['field-1', '2026-11-02T00:00:00.000Z'],
  ]);
  expect(rows[0]?.cells).toBe('Oo');
  expect(totals).toMatchObject({ ok: 1, cells: 2, lastKnown: 1, lastKnownBad: 0 });
  expect((await look(true)).rows).toEqual([]);
  await tell('field-1', 'failing');
  expect((await look(true)).rows[0]?.cells).toBe('Of');
});

test('what a site watches runs from here no more, unless a place is named', async () => {
  const env = await testEnv();
  const ctx = as(env, 'mira', ['admin']);
  const named = catalog.replace(
    'products: [maps]\n  probe',
    'products: [maps]\n  places: { names: [antenna] }\n  probe',
  );
  const slots = async (text: string): Promise<unknown> => {
    await applyObjects(ctx, { files: [{ path: 'c.yaml', text }], dryRun: false, prune: false });
    await planChecks(ctx);
    const { rows } = await env.databases.pools.web.query<{ slot: string }>(
      `select trim(environment || ' ' || place) as slot from check_slot order by 1`,
    );
    return rows.map(({ slot }) => slot);
  };
  expect(await slots(catalog)).toEqual(['eu', 'field-1']);
  const enrol = (at: string) =>
    env.databases.pools.web.query(
      `insert into relay_site (name, environments, state, stream, created_at, created_by, enrolled_at)
       values ('field', '{field-1}', 'invited', gen_random_uuid(), now(), 'mira', ${at})
       on conflict (name) do update set enrolled_at = excluded.enrolled_at`,
    );
  await enrol('null');
  expect(await slots(catalog)).toEqual(['eu', 'field-1']);
  await enrol('now()');
  expect(await slots(catalog)).toEqual(['eu']);
  expect(await slots(named)).toEqual(['eu antenna', 'field-1 antenna']);
});
