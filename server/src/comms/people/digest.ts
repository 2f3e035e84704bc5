import type { Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { getIncident } from '#incidents';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import { digestKey, digestTask } from '../jobs.ts';
import { sentCommunications, type StoredCommunication } from '../messages/communication-store.ts';
import { utcMinute } from '@fieldmarshal/contract/text';

/**
 * Tells a follower what is new since they heard last: how the incident stands, and what was sent about it. Only what the log says and what
 * people approved; no generated sentence. Nothing new, nothing sent. The last one tells that it is over. For its timer.
 */
export async function sendDigest(
  ctx: Ctx,
  { incidentId, person }: { readonly incidentId: string; readonly person: string },
): Promise<void> {
  const db = ctx.env.databases[ctx.pool];
  const [incident, catalog, contacts, sent] = await Promise.all([
    getIncident(ctx, { id: incidentId }),
    readCatalog(ctx.env),
    readContacts(ctx.env),
    sentCommunications(db, incidentId),
  ]);
  await inTransaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('incident_follower')
      .selectAll()
      .where('incident_id', '=', incidentId)
      .where('person', '=', person)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return;
    if (incident.seq > row.told_seq) {
      const news = sent.filter(
        ({ sentAt }) => sentAt !== null && (row.told_at === null || sentAt > row.told_at),
      );
      await tell(tx, {
        catalog,
        contacts,
        people: [person],
        type: 'digest',
        key: `digest-${incidentId}-${incident.seq}`,
        subject: `${incident.drill ? 'DRILL ' : ''}${incidentId} is ${incident.state}: ${incident.title}`,
        lines: digestLines(incident, news),
        path: `/incidents/${encodeURIComponent(incidentId)}`,
      });
    }
    const isOver =
      incident.state === 'resolved' || incident.state === 'reviewed' || incident.mergedInto !== null;
    if (isOver) {
      await tx.db
        .deleteFrom('incident_follower')
        .where('incident_id', '=', incidentId)
        .where('person', '=', person)
        .execute();
      return;
    }
    await tx.db
      .updateTable('incident_follower')
      .set({ told_seq: incident.seq, told_at: tx.now })
      .where('incident_id', '=', incidentId)
      .where('person', '=', person)
      .execute();
    tx.setTimer(digestTask, {
      key: digestKey(incidentId, person),
      payload: { incidentId, person },
      dueAt: new Date(tx.now.getTime() + row.every_minutes * 60_000),
    });
  });
}

function digestLines(incident: Incident, news: readonly StoredCommunication[]): string[] {
  const { severity, state, roles, teams, updateDue, resolution, mergedInto } = incident;
  const leads = roles.find(({ role }) => role === 'field-marshal')?.name ?? 'nobody yet';
  const at = teams.filter((team) => team.acknowledgedAt !== null).length;
  return [
    `Severity: ${severity ?? 'not assessed'}. State: ${state}. Led by: ${leads}. Teams at work: ${at} of ${teams.length}.`,
    mergedInto === null
      ? `Next update: ${updateDue === null ? 'none promised' : utcMinute(updateDue)}.`
      : `It goes on as ${mergedInto}.`,
    ...(resolution === '' ? [] : [`What fixed it: ${resolution}`]),
    ...(news.length === 0 ? ['Nothing new was sent to anybody outside.'] : []),
    ...news.map(({ audience, title, body }) => `Sent to ${audience}: ${title}\n${body}`),
  ];
}
