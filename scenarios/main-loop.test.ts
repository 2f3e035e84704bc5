import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

let server: Server;
let receiver: Receiver;

interface IncidentView {
  id: string;
  state: string;
  roles: { role: string; person: string }[];
  alertGroups: { firing: number; total: number }[];
}
const incidents = async (): Promise<{ items: { id: string; title: string }[] }> =>
  server.api('GET', '/incidents?open=true');
const incident = async (id: string): Promise<IncidentView> => server.api('GET', `/incidents/${id}`);

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  await server.apply(onDuty(receiver.url));
});
afterAll(async () => {
  await Promise.all([server.end(), receiver.close()]);
});

describe('from an alert to people working on it', () => {
  test('one alert opens one incident and pages the person on duty, whose answer gives them the lead', async () => {
    expect(await postAlerts(server, alertsOf(['SearchDown']))).toBe(200);
    await until(async () => receiver.received.length === 1);
    const { items } = await incidents();
    expect(items).toHaveLength(1);
    const id = items[0]?.id ?? '';
    expect(receiver.received[0]?.body).toContain(id);

    const link = /http:\/\/[^"\s]+\/p\/[A-Za-z0-9_-]+/.exec(receiver.received[0]?.body ?? '')?.[0] ?? '';
    const shown = await fetch(link);
    expect(shown.status).toBe(200);
    // Looking at the page changes nothing: mail scanners follow links.
    expect((await incident(id)).roles).toEqual([]);
    const answered = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
      body: 'answer=acknowledge',
    });
    expect(answered.status).toBeLessThan(400);
    await until(async () =>
      (await incident(id)).roles.some((held) => held.role === 'field-marshal' && held.person === 'mira'),
    );
  });

  test('a storm on one route joins the open incident and pages nobody again', async () => {
    const names = Array.from({ length: 2_000 }, (_, n) => `Storm${n}`);
    for (let n = 0; n < names.length; n += 500)
      expect(await postAlerts(server, alertsOf(names.slice(n, n + 500)))).toBe(200);
    const { items } = await incidents();
    expect(items).toHaveLength(1);
    await until(async () => (await incident(items[0]?.id ?? '')).alertGroups[0]?.total === 2_001);
    expect(receiver.received).toHaveLength(1);
  });

  test('it is resolved, and the next alert opens a new one', async () => {
    const before = (await incidents()).items[0]?.id ?? '';
    await server.api('POST', `/incidents/${before}/resolve`, { summary: 'rolled back' });
    expect((await incident(before)).state).toBe('resolved');
    await until(async () => {
      await postAlerts(server, alertsOf([`Again${performance.now()}`]));
      return (await incidents()).items.length === 1;
    });
    const after = (await incidents()).items[0]?.id;
    expect(after).not.toBe(before);
    await until(async () => receiver.received.length === 2);
  });
});
