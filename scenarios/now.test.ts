import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertsOf, postAlerts, startServer, until, type Server } from './rig.ts';

interface Picture {
  incidents: { id: string }[];
  openCount: number;
  groups: { title: string; incidentId: string | null; firing: number; alertId: string | null }[];
  senders: { count: number; lastSignalAt: string | null };
  grid: { cells: { product: string; environment: string; state: string; alerts: number }[] };
  handovers: { schedule: string; from: string[]; to: string[] }[];
}

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: mira }
spec: { displayName: Mira Khan, email: mira@example.org, roles: [responder] }
---
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ola }
spec: { displayName: Ola Berg, email: ola@example.org, roles: [responder] }
---
apiVersion: fieldmarshal/v1
kind: Schedule
metadata: { name: watch }
spec:
  timezone: Etc/UTC
  layers: [{ name: day, start: '2026-01-01T00:00:00Z', handoff: { type: hourly, length: 12 }, participants: [[mira], [ola]] }]
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: crew }
spec: { members: [mira] }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: search }
spec: { owner: crew }
---
apiVersion: fieldmarshal/v1
kind: Product
metadata: { name: files }
spec: { owner: crew }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: eu-prod }
spec: { products: [{ product: search }, { product: files }] }
---
apiVersion: fieldmarshal/v1
kind: Environment
metadata: { name: field-1 }
spec: { connection: disconnected, products: [{ product: search }] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: early }
spec: { priority: 1, matchers: ['severity="info"'], action: alert-only, groupBy: [product] }
---
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: failures }
spec: { priority: 2, groupBy: [environment] }
`;

describe('the operations home', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer();
    await server.apply(catalog);
  });
  afterAll(async () => server?.end());
  const look = async (): Promise<Picture> => server.api<Picture>('GET', '/now');
  const stateOf = (picture: Picture): Record<string, string> =>
    Object.fromEntries(
      picture.grid.cells.map(({ product, environment, state }) => [`${product} ${environment}`, state]),
    );

  test('without alerts calls nothing well, and what is cut off last known', async () => {
    const picture = await look();
    expect(stateOf(picture)).toEqual({
      'search eu-prod': 'quiet',
      'files eu-prod': 'quiet',
      'search field-1': 'last-known',
    });
    expect(picture).toMatchObject({ openCount: 0, groups: [], senders: { count: 1, lastSignalAt: null } });
  });

  test('names the hand-overs of the coming day by the names of people', async () => {
    const { handovers } = await look();
    expect(handovers.length).toBeGreaterThanOrEqual(1);
    for (const each of handovers)
      expect([...each.from, ...each.to].toSorted()).toEqual(['Mira Khan', 'Ola Berg']);
  });

  test('shows what fires where, what nobody works on first, and the incident that it opened', async () => {
    await postAlerts(server, alertsOf(['Errors'], { product: 'search', environment: 'eu-prod' }));
    await postAlerts(
      server,
      alertsOf(['Old'], { product: 'files', environment: 'eu-prod', severity: 'info' }),
    );
    await postAlerts(
      server,
      alertsOf(['Far'], { product: 'search', environment: 'field-1', severity: 'info' }),
    );
    await until(async () => {
      const { groups } = await look();
      return groups.some(({ incidentId }) => incidentId === 'INC-1');
    });
    const picture = await look();
    expect(stateOf(picture)).toEqual({
      'search eu-prod': 'failing',
      'files eu-prod': 'degraded',
      'search field-1': 'last-known',
    });
    expect(picture.incidents.map(({ id }) => id)).toEqual(['INC-1']);
    expect(picture.groups.map(({ incidentId }) => incidentId)).toEqual([null, null, 'INC-1']);
    expect(picture.groups.every(({ firing, alertId }) => firing === 1 && alertId !== null)).toBe(true);
    expect(picture.senders.lastSignalAt).not.toBeNull();
  });
});
