import { describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { reopenIncident, resolveIncident } from '../incidents/commands/course.ts';
import { mergeIncident } from '../incidents/merge.ts';
import { listAlerts } from '../signals/alerts/read-alerts.ts';
import { resolveAlert } from '../signals/alerts/transit-alert.ts';
import { intakeKey, intakeRig } from '../signals/rig.ts';
import { as, testEnv } from '../testing/index.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

const env = await testEnv({ reactions, handlers: domainHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const lead = as(env, 'lead', ['admin']);
const catalog = `
apiVersion: fieldmarshal/v1
kind: Route
metadata: { name: all }
spec: { groupBy: [alertname] }
`;
await applyObjects(lead, { files: [{ path: 'a.yaml', text: catalog }], dryRun: false, prune: false });

const minuteMs = 60_000;

async function fire(alertname: string, instance: string): Promise<void> {
  // It goes on for a day without being repeated.
  const endsAt = new Date(env.clock.now().getTime() + 24 * 60 * minuteMs).toISOString();
  await rig.post('/alertmanager/api/v2/alerts', [{ labels: { alertname, instance }, endsAt }]);
}

/** The incidents of alerts of this name, by the instance that fires. */
async function incidentsOf(alertname: string): Promise<Record<string, string | null>> {
  const { items } = await listAlerts(lead, { state: 'all', q: alertname, limit: 50 });
  return Object.fromEntries<string | null>(
    items.map(({ labels, incidentId }) => [String(labels['instance']), incidentId]),
  );
}

async function opened(alertname: string): Promise<string> {
  await fire(alertname, 'a');
  await env.drain();
  const { a } = await incidentsOf(alertname);
  if (a === undefined || a === null) throw new Error('no incident was opened');
  return a;
}

describe('what fires when an incident is over', () => {
  it('opens a new incident a quarter of an hour later, once', async () => {
    const id = await opened('Lasting');
    await resolveIncident(lead, { id, summary: 'Put back.' });
    await env.drain();
    await env.fastForward(14 * minuteMs);
    await env.drain();
    expect(await incidentsOf('Lasting')).toEqual({ a: id });
    await env.fastForward(2 * minuteMs);
    await env.drain();
    const { a } = await incidentsOf('Lasting');
    expect(a).toMatch(/^INC-/);
    expect(a).not.toBe(id);
    await env.fastForward(60 * minuteMs);
    await env.drain();
    expect(await incidentsOf('Lasting')).toEqual({ a });
  });

  it('opens none where it was resolved by hand, or the incident goes on', async () => {
    const id = await opened('Accepted');
    const [alert] = (await listAlerts(lead, { state: 'all', q: 'Accepted', limit: 1 })).items;
    await resolveAlert(lead, { id: alert?.id ?? '' });
    await resolveIncident(lead, { id, summary: 'It may go on.' });
    const other = await opened('Back');
    await resolveIncident(lead, { id: other, summary: 'Put back.' });
    await env.drain();
    await reopenIncident(lead, { id: other, reason: 'It is back.' });
    await env.drain();
    // As where a newer group has taken its place.
    await env.databases.pools.web.query(`update alert_group set state = 'closed' where incident_id = $1`, [
      other,
    ]);
    await env.fastForward(20 * minuteMs);
    await env.drain();
    expect(await incidentsOf('Accepted')).toEqual({ a: id });
    expect(await incidentsOf('Back')).toEqual({ a: other });
  });

  it('opens none after a drill', async () => {
    const id = await opened('Drilled');
    await resolveIncident(lead, { id, summary: 'Over.' });
    await env.databases.pools.web.query(`update incident set drill = true where id = $1`, [id]);
    await env.drain();
    await env.fastForward(20 * minuteMs);
    await env.drain();
    expect(await incidentsOf('Drilled')).toEqual({ a: id });
  });

  it('opens a new incident at once where it came between the end and what follows from the end', async () => {
    const id = await opened('Raced');
    await env.fastForward(1_000);
    await resolveIncident(lead, { id, summary: 'Put back.' });
    await env.fastForward(1_000);
    await fire('Raced', 'b');
    expect(await incidentsOf('Raced')).toEqual({ a: id, b: id });
    await env.drain();
    const { a, b } = await incidentsOf('Raced');
    expect(a).toBe(id);
    expect(b).toMatch(/^INC-/);
    expect(b).not.toBe(id);
  });

  it('is not taken up by an incident that ended before its alerts came to it by a merge', async () => {
    const id = await opened('Merged');
    const into = await opened('Heir');
    await mergeIncident(lead, { id, into });
    await resolveIncident(lead, { id: into, summary: 'Both are over.' });
    const { rows } = await env.databases.pools.web.query<{ key: string }>(
      `select key from timer where key like '%:close-alert-groups'`,
    );
    expect(rows).toHaveLength(1);
    // The end is taken up first.
    await env.databases.pools.web.query(
      `update timer set due_at = due_at + interval '1 second' where key like '%:move-merged-alerts'`,
    );
    await env.drain();
    await env.fastForward(2_000);
    await env.drain();
    await fire('Merged', 'b');
    await env.drain();
    const { a, b } = await incidentsOf('Merged');
    expect(a).toBe(into);
    expect(b).not.toBe(into);
  });
});
