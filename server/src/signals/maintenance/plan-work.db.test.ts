import { describe, expect, test } from 'vitest';
import { applyObjects, deleteObject, putObject } from '#catalog';
import { systemCtx } from '#platform';
import { as, testEnv } from '#testing';
import { listAlerts } from '../alerts/read-alerts.ts';
import { signalsHandlers } from '../jobs.ts';
import { intakeKey, intakeRig } from '../rig.ts';
import { changeSilence, endSilence, listSilencesOf } from '../silences/manage-silences.ts';
import { maintenanceNow } from './maintenance-now.ts';
import { planWork } from './plan-work.ts';
import { readPlannedWork } from './read-planned.ts';

const env = await testEnv({
  handlers: signalsHandlers,
  config: { bootstrapIntakeKey: intakeKey, resolveTimeoutS: 86_400 },
});
const rig = await intakeRig(env);
const lead = as(env, 'lena', ['lead']);
const hourMs = 3_600_000;
const everyDay = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Wall clock in UTC so many hours from now, on the hour. */
function hourAt(hours: number): string {
  const at = new Date(env.clock.now().getTime() + hours * hourMs);
  return `${String(at.getUTCHours()).padStart(2, '0')}:00`;
}

const base = `apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: core }
spec: {}
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: search }
spec: { owner: core }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: billing }
spec: { owner: core }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu }
spec: {}
`;

function object(kind: string, name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'fieldmarshal/v1', kind, metadata: { name }, spec });
}

async function apply(...objects: string[]): Promise<void> {
  const text = [base, ...objects].join('\n---\n');
  await applyObjects(lead, { files: [{ path: 'c.yaml', text }], dryRun: false, prune: true });
  await planWork(systemCtx(env, 'test'));
}

const nightly = (spec: object = {}): string =>
  object('MaintenanceWindow', 'nightly', {
    products: ['search'],
    timeZone: 'Etc/UTC',
    times: [{ days: everyDay, from: hourAt(3), to: hourAt(5) }],
    ...spec,
  });

const windows = async () =>
  (await listSilencesOf(lead, 'maintenance', 'all')).items.toSorted((a, b) =>
    a.startsAt.localeCompare(b.startsAt),
  );
const current = async () => (await windows()).filter(({ state }) => state !== 'expired');

let serial = 0;
async function fire(labels: Record<string, string>) {
  const alertname = `Work${(serial += 1)}`;
  await rig.post('/alertmanager/api/v2/alerts', [{ labels: { alertname, ...labels } }]);
  const { items } = await listAlerts(lead, { state: 'all', q: alertname, limit: 10 });
  return { alertname, silencedBy: items[0]?.silencedBy ?? [] };
}

describe('times of work of the catalog', () => {
  test('are windows that are seen two days ahead; each silences while it lasts, and what still fires then pages', async () => {
    await apply(nightly());
    const planned = await current();
    expect(planned.map(({ state, source }) => [state, source])).toEqual([
      ['pending', 'MaintenanceWindow/nightly'],
      ['pending', 'MaintenanceWindow/nightly'],
    ]);
    expect((await fire({ product: 'search' })).silencedBy).toEqual([]);
    const begins = Date.parse(planned[0]?.startsAt ?? '') - env.clock.now().getTime();
    await env.fastForward(begins);
    await env.drain();
    const during = await fire({ product: 'search' });
    expect(during.silencedBy).toEqual([planned[0]?.id]);
    expect((await fire({ product: 'billing' })).silencedBy).toEqual([]);
    const covered = await maintenanceNow(lead);
    expect(covered({ environment: 'eu', products: ['search'] })).toBe(true);
    await env.fastForward(2 * hourMs);
    await env.drain();
    const { items } = await listAlerts(lead, { state: 'all', q: during.alertname, limit: 1 });
    expect(items[0]).toMatchObject({ silencedBy: [] });
    expect(items[0]?.groupId).not.toBeNull();
  });

  test('planning twice changes nothing, and every day a new one is planned', async () => {
    await apply(nightly());
    const before = await current();
    await planWork(systemCtx(env, 'test'));
    expect(await current()).toEqual(before);
    await env.fastForward(24 * hourMs);
    await env.drain();
    await planWork(systemCtx(env, 'test'));
    const after = await current();
    expect(after.length).toBeGreaterThanOrEqual(2);
    expect(after.at(-1)?.startsAt.localeCompare(before.at(-1)?.startsAt ?? '')).toBe(1);
  });

  test('one that somebody called off is not planned again, and the list says so', async () => {
    await apply(nightly());
    const [first] = await current();
    await endSilence(lead, 'maintenance', { id: first?.id ?? '' });
    await planWork(systemCtx(env, 'test'));
    expect((await current()).map(({ startsAt }) => startsAt)).not.toContain(first?.startsAt);
    const { items } = await readPlannedWork(lead);
    expect(items).toHaveLength(1);
    expect(items[0]?.next.slice(0, 2).map(({ startsAt, ended }) => [startsAt, ended])).toEqual([
      [first?.startsAt, true],
      [new Date(Date.parse(first?.startsAt ?? '') + 24 * hourMs).toISOString(), false],
    ]);
  });

  test('another hour moves what is to come; one that goes out of the file ends what is under way', async () => {
    await apply(nightly({ times: [{ days: everyDay, from: hourAt(0), to: hourAt(2) }] }));
    const [running] = await current();
    expect(running).toMatchObject({ state: 'active' });
    const { alertname, silencedBy } = await fire({ product: 'search' });
    expect(silencedBy).toEqual([running?.id]);
    await apply(nightly({ times: [{ days: everyDay, from: hourAt(6), to: hourAt(7) }] }));
    expect((await current()).map(({ state }) => state)).not.toContain('active');
    const { items } = await listAlerts(lead, { state: 'all', q: alertname, limit: 1 });
    expect(items[0]).toMatchObject({ silencedBy: [] });
    await apply();
    expect(await current()).toEqual([]);
  });

  test('made here it is edited here: what is under way goes on to its new end, and who edits an earlier one changes nothing', async () => {
    await apply();
    const edit = async (spec: object, generation: number) => {
      const times = [{ days: everyDay, from: hourAt(0), to: hourAt(2) }];
      const whole = { products: ['search'], timeZone: 'Etc/UTC', times, ...spec };
      const saved = await putObject(lead, {
        ...{ kind: 'MaintenanceWindow', name: 'weekly' },
        ...{ spec: whole, generation },
      });
      await planWork(systemCtx(env, 'test'));
      return saved.generation;
    };
    const first = await edit({}, 0);
    const [running] = await current();
    expect(running).toMatchObject({ state: 'active' });
    const times = [{ days: everyDay, from: hourAt(0), to: hourAt(4) }];
    await edit({ times }, first);
    const [longer] = await current();
    expect(longer?.id).toBe(running?.id);
    expect(Date.parse(longer?.endsAt ?? '') - Date.parse(running?.endsAt ?? '')).toBe(2 * hourMs);
    await expect(edit({ times, products: ['billing'] }, first)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('changed by somebody else') as string,
    });
    expect((await current())[0]).toMatchObject({ id: running?.id, products: ['search'] });
    await deleteObject(lead, { kind: 'MaintenanceWindow', name: 'weekly' });
  });

  test('its times are changed where they are said, not at the window', async () => {
    await apply(nightly());
    const [first] = await current();
    const endsAt = new Date(env.clock.now().getTime() + 30 * hourMs).toISOString();
    await expect(
      changeSilence(lead, 'maintenance', { id: first?.id ?? '', title: 'x', matchers: [], endsAt }),
    ).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('MaintenanceWindow/nightly') as string,
    });
  });

  test('a check has times of its own, and one environment of it others', async () => {
    const maintenance = { timeZone: 'Etc/UTC', times: [{ days: everyDay, from: hourAt(0), to: hourAt(2) }] };
    const spec = (part: object, inEnvironment: object = {}) => ({
      products: ['search'],
      probe: { type: 'http', url: 'https://x.example' },
      environments: [{ environment: 'eu', ...inEnvironment }],
      ...part,
    });
    await apply(
      object('Check', 'sign.in', spec({ maintenance })),
      object('Check', 'sign-up', spec({}, { maintenance })),
      object('Check', 'sign-out', spec({})),
    );
    expect((await current()).filter(({ state }) => state === 'active').map(({ source }) => source)).toEqual(
      expect.arrayContaining(['Check/sign.in', 'Check/sign-up/eu']),
    );
    expect((await fire({ check: 'sign.in', environment: 'eu' })).silencedBy).toHaveLength(1);
    expect((await fire({ check: 'sign-up', environment: 'eu' })).silencedBy).toHaveLength(1);
    expect((await fire({ check: 'sign-out', environment: 'eu' })).silencedBy).toEqual([]);
    const covered = await maintenanceNow(lead);
    const products = ['search'];
    expect(covered({ environment: 'eu', products, labels: { check: 'sign.in' } })).toBe(true);
    expect(covered({ environment: 'eu', products, labels: { check: 'sign-out' } })).toBe(false);
    expect(covered({ environment: 'eu', products })).toBe(false);
  });

  test.each([
    [{ products: [] }, 'spec.products', 'name at least one'],
    [{ products: ['nothing'] }, 'spec.products[0]', 'there is no Product'],
    [{ timeZone: '+01:00' }, 'spec.timeZone', 'IANA'],
    [{ times: [{ days: everyDay, from: '00:00', to: '24:00' }] }, 'spec.times', 'all the time'],
    [
      { times: [{ start: '2027-01-02T00:00:00Z', end: '2027-01-01T00:00:00Z' }] },
      'spec.times[0].end',
      'after start',
    ],
    [
      { times: [{ start: '2027-01-02T00:00:00Z', end: '2027-03-01T00:00:00Z' }] },
      'spec.times[0].end',
      '31 days',
    ],
    [
      { validFrom: '2027-01-02T00:00:00Z', validUntil: '2027-01-01T00:00:00Z' },
      'spec.validUntil',
      'after validFrom',
    ],
  ])('%o is refused at %s', async (part, path, words) => {
    const error = await apply(nightly(part)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid' });
    expect(JSON.stringify(error instanceof Error && 'faults' in error ? error.faults : null)).toContain(
      words,
    );
    expect(JSON.stringify(error instanceof Error && 'faults' in error ? error.faults : null)).toContain(path);
  });
});
