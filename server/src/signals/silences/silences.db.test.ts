import { describe, expect, test } from 'vitest';
import { systemCtx } from '#platform';
import { as, testEnv } from '#testing';
import { listAlerts } from '../alerts/read-alerts.ts';
import { signalsHandlers } from '../jobs.ts';
import { intakeKey, intakeRig } from '../rig.ts';
import { linkGroup } from '../incident/link-group.ts';
import { resolveAlert } from '../alerts/transit-alert.ts';
import { changeSilence, createSilence, endSilence, listSilencesOf } from './manage-silences.ts';
import { previewSilence } from './preview-silence.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const anyText: unknown = expect.any(String);

const env = await testEnv({
  handlers: signalsHandlers,
  config: { bootstrapIntakeKey: intakeKey, resolveTimeoutS: 86_400 },
});
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const lead = as(env, 'lena', ['lead']);
const api = '/alertmanager/api/v2';

let serial = 0;
const fresh = (): string => `Silent${(serial += 1)}`;
const inMinutes = (minutes: number): string =>
  new Date(env.clock.now().getTime() + minutes * 60_000).toISOString();

async function only(alertname: string) {
  const { items } = await listAlerts(mira, { state: 'all', q: alertname, limit: 10 });
  expect(items).toHaveLength(1);
  return items[0];
}

async function opened(): Promise<number> {
  const rows = await env.databases.web
    .selectFrom('fact')
    .select('id')
    .where('type', '=', 'alerts.group-opened')
    .execute();
  return rows.length;
}

async function fire(alertname: string, more: Record<string, string> = {}): Promise<void> {
  expect((await rig.post(`${api}/alerts`, [{ labels: { alertname, ...more } }])).statusCode).toBe(200);
}

async function noOpenGroup(): Promise<void> {
  await env.databases.web.updateTable('alert_group').set({ state: 'closed' }).execute();
}

describe('silences', () => {
  test('a silenced alert is stored and shown but in no group; when the silence ends and it still fires, it is grouped then', async () => {
    await noOpenGroup();
    const alertname = fresh();
    const { id } = await createSilence(mira, 'silence', {
      title: 'known',
      matchers: [`alertname="${alertname}"`],
      endsAt: inMinutes(10),
    });
    const before = await opened();
    await fire(alertname);
    expect(await only(alertname)).toMatchObject({ state: 'firing', silencedBy: [id], groupId: null });
    expect(await opened()).toBe(before);
    await env.fastForward(10 * 60_000);
    await env.drain();
    expect(await only(alertname)).toMatchObject({ state: 'firing', silencedBy: [] });
    expect((await only(alertname))?.groupId).not.toBeNull();
    expect(await opened()).toBe(before + 1);
  });

  test('one that resolves while silenced never opens anything', async () => {
    await noOpenGroup();
    const alertname = fresh();
    await createSilence(mira, 'silence', {
      title: '',
      matchers: [`alertname="${alertname}"`],
      endsAt: inMinutes(10),
    });
    const before = await opened();
    await fire(alertname);
    await resolveAlert(mira, { id: (await only(alertname))?.id ?? '' });
    await env.fastForward(11 * 60_000);
    await env.drain();
    expect(await opened()).toBe(before);
  });

  test('two silences: ending one frees nothing that the other covers', async () => {
    const alertname = fresh();
    const wanted = { title: '', matchers: [`alertname="${alertname}"`] };
    const one = await createSilence(mira, 'silence', { ...wanted, endsAt: inMinutes(5) });
    const two = await createSilence(mira, 'silence', { ...wanted, endsAt: inMinutes(50) });
    await fire(alertname);
    expect((await only(alertname))?.silencedBy).toEqual([one.id, two.id]);
    await endSilence(mira, 'silence', { id: one.id });
    expect(await only(alertname)).toMatchObject({ silencedBy: [two.id], groupId: null });
    await endSilence(mira, 'silence', { id: two.id });
    expect((await only(alertname))?.groupId).not.toBeNull();
  });

  test('one made while an alert fires covers it, and leaves it in the group it has', async () => {
    const alertname = fresh();
    await fire(alertname);
    const groupId = (await only(alertname))?.groupId ?? '';
    await linkGroup(systemCtx(env, 'test'), { groupId, incidentId: 'INC-5' });
    const { id } = await createSilence(mira, 'silence', {
      title: '',
      matchers: [`alertname="${alertname}"`],
      endsAt: inMinutes(5),
    });
    expect(await only(alertname)).toMatchObject({ silencedBy: [id], groupId, incidentId: 'INC-5' });
  });

  test('maintenance is planned ahead: nothing before, silence during, alarm after', async () => {
    await noOpenGroup();
    const during = fresh();
    const window = await createSilence(lead, 'maintenance', {
      title: 'Switch',
      matchers: [`alertname="${during}"`],
      startsAt: inMinutes(10),
      endsAt: inMinutes(20),
    });
    expect(window.state).toBe('pending');
    await fire(during, { n: '1' });
    expect(await only(during)).toMatchObject({ silencedBy: [] });
    await env.fastForward(10 * 60_000);
    await env.drain();
    expect(await only(during)).toMatchObject({ silencedBy: [window.id] });
    await env.fastForward(10 * 60_000);
    await env.drain();
    expect(await only(during)).toMatchObject({ silencedBy: [] });
  });

  test('a window on products covers only what is known to be of them', async () => {
    const alertname = fresh();
    await createSilence(lead, 'maintenance', {
      title: 'Search',
      matchers: [],
      products: ['search'],
      endsAt: inMinutes(5),
    });
    await fire(alertname, { product: 'search' });
    // There is no product of this name in the catalog, so nobody can say that the alert is of it.
    expect(await only(alertname)).toMatchObject({ product: null, silencedBy: [] });
  });

  test('a preview counts what would be covered', async () => {
    const alertname = fresh();
    await fire(alertname, { n: '1' });
    await fire(alertname, { n: '2' });
    const preview = await previewSilence(mira, {
      matchers: [`alertname="${alertname}"`, 'n=~"[2-9]"'],
      products: [],
      environments: [],
    });
    expect(preview).toMatchObject({ count: 1, examples: [{ title: alertname }] });
  });

  test.each([
    [{ matchers: ['a=~"("'], endsAt: '2999-01-01T00:00:00Z' }, 'matchers[0]'],
    [{ matchers: ['nonsense'], endsAt: '2999-01-01T00:00:00Z' }, 'matchers[0]'],
    [{ matchers: ['a=~".*"'], endsAt: '2999-01-01T00:00:00Z' }, 'matchers'],
    [{ matchers: ['a="b"'], endsAt: '2020-01-01T00:00:00Z' }, 'endsAt'],
    [{ matchers: ['a="b"'], endsAt: '2999-01-01T00:00:00Z' }, 'endsAt'],
  ])('%o is refused, naming %s', async (wanted, path) => {
    const refused = createSilence(mira, 'silence', { title: '', ...wanted });
    await expect(refused).rejects.toMatchObject({ code: 'invalid', faults: [{ path }] });
  });

  test('a responder may silence but not plan maintenance; a viewer neither; what has ended is not changed', async () => {
    const wanted = { title: 'x', matchers: ['a="b"'], endsAt: inMinutes(5) };
    await expect(createSilence(mira, 'maintenance', wanted)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createSilence(as(env, 'vera', ['viewer']), 'silence', wanted)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { id } = await createSilence(mira, 'silence', wanted);
    await endSilence(mira, 'silence', { id });
    await expect(changeSilence(mira, 'silence', { id, ...wanted })).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(endSilence(mira, 'maintenance', { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(endSilence(lead, 'maintenance', { id })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one that takes longer is changed while it is in force, and who saw an earlier one changes nothing', async () => {
    const wanted = { title: 'x', matchers: [], products: ['search'], endsAt: inMinutes(5) };
    const made = await createSilence(lead, 'maintenance', wanted);
    await env.fastForward(60_000);
    const { id, updatedAt } = made;
    const longer = { ...wanted, id, updatedAt, endsAt: inMinutes(90) };
    const changed = await changeSilence(lead, 'maintenance', longer);
    expect(changed).toMatchObject({ id, startsAt: made.startsAt, endsAt: longer.endsAt });
    await expect(
      changeSilence(lead, 'maintenance', { ...longer, endsAt: inMinutes(2) }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const { items } = await listSilencesOf(lead, 'maintenance', 'active');
    expect(items.find((one) => one.id === id)?.endsAt).toBe(longer.endsAt);
    await endSilence(lead, 'maintenance', { id });
  });
});

describe('silences of an integration key', () => {
  const body = (value: string) => ({
    matchers: [{ name: 'alertname', value, isRegex: false, isEqual: true }],
    startsAt: env.clock.now().toISOString(),
    endsAt: inMinutes(5),
    createdBy: 'amtool',
    comment: 'c',
  });

  test('cover its own alerts only, and it cannot end what people made', async () => {
    const alertname = fresh();
    const { silenceID } = (await rig.post(`${api}/silences`, body(alertname))).json<{ silenceID: string }>();
    const own = (await listSilencesOf(mira, 'silence', 'active')).items.find(
      (silence) => silence.id === silenceID,
    );
    expect(own).toMatchObject({ integration: anyText, createdBy: 'amtool' });
    await fire(alertname);
    expect((await only(alertname))?.silencedBy).toEqual([silenceID]);
    const ofPeople = await createSilence(mira, 'silence', {
      title: '',
      matchers: ['a="b"'],
      endsAt: inMinutes(5),
    });
    const headers = { authorization: `Bearer ${intakeKey}` };
    const refused = await rig.app.inject({
      method: 'DELETE',
      url: `/intake${api}/silence/${ofPeople.id}`,
      headers,
    });
    expect([refused.statusCode, refused.json()]).toEqual([403, containing('made by a person')]);
    const ended = await rig.app.inject({
      method: 'DELETE',
      url: `/intake${api}/silence/${silenceID}`,
      headers,
    });
    expect(ended.statusCode).toBe(200);
    expect(await only(alertname)).toMatchObject({ silencedBy: [] });
  });

  test('posting one again with its id keeps the id while what it covers stays, else makes a new one', async () => {
    const alertname = fresh();
    const { silenceID } = (await rig.post(`${api}/silences`, body(alertname))).json<{ silenceID: string }>();
    const stored = (await rig.get(`${api}/silence/${silenceID}`)).json<object>();
    const longer = await rig.post(`${api}/silences`, { ...stored, endsAt: inMinutes(60) });
    expect(longer.json()).toEqual({ silenceID });
    const other = (await rig.post(`${api}/silences`, { ...body('other'), id: silenceID })).json<{
      silenceID: string;
    }>();
    expect(other.silenceID).not.toBe(silenceID);
    expect((await rig.get(`${api}/silence/${silenceID}`)).json()).toMatchObject({
      status: { state: 'expired' },
    });
  });

  test.each([
    [{ matchers: [] }, 422, 'matchers in body should have at least 1 items'],
    [{ comment: undefined }, 422, 'comment in body is required'],
    [
      { endsAt: '2020-01-01T00:00:00Z', startsAt: '2019-01-01T00:00:00Z' },
      400,
      "end time can't be in the past",
    ],
    [{ startsAt: '2999-01-01T00:00:00Z' }, 400, 'start time must be before end time'],
    [
      { matchers: [{ name: 'a', value: '', isRegex: false }] },
      400,
      'at least one matcher must not match the empty string',
    ],
    [{ matchers: [{ name: 'a', value: '(', isRegex: true }] }, 400, 'invalid label matcher 0'],
    [{ id: '00000000-0000-4000-8000-000000000000' }, 404, 'silence not found'],
  ])('%o is refused as Alertmanager refuses it', async (change, status, says) => {
    const response = await rig.post(`${api}/silences`, { ...body(fresh()), ...change });
    expect([response.statusCode, response.body]).toEqual([status, containing(says)]);
  });
});
