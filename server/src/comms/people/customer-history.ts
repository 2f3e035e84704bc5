import type { CustomerHistory } from '@fieldmarshal/contract/comms';
import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { getIncident } from '#incidents';
import { notFound, type Ctx } from '#platform';
import { communicationFrom, type StoredCommunication } from '../messages/communication-store.ts';

const incidentsMax = 100;

/** What hit a customer and what they were told: every incident about which something was sent to them, or to customers of what they use. */
export async function customerHistory(
  ctx: Ctx,
  { name }: { readonly name: string },
): Promise<CustomerHistory> {
  permit(ctx, 'communication.read');
  const found = (await readCatalog(ctx.env)).get('Customer', name);
  if (found === undefined) throw notFound(`Customer ${name}`);
  const { displayName, uses, contacts } = found.spec;
  const applications = [...new Set(uses.map(({ application }) => application))];
  const sent = await sentTo(ctx, applications);
  const byIncident = Map.groupBy(sent, ({ incidentId }) => incidentId ?? '');
  const ids = [...byIncident.keys()].filter((id) => id !== '').slice(0, incidentsMax);
  const incidents = await Promise.all(ids.map(async (id) => getIncident(ctx, { id })));
  const now = ctx.env.clock.now().getTime();
  return {
    customer: name,
    displayName: displayName ?? name,
    contacts: contacts.length,
    applications,
    incidents: incidents.map(({ id, title, severity, state, declaredAt, resolvedAt }) => ({
      id,
      title,
      severity,
      state,
      declaredAt,
      resolvedAt,
      minutes: Math.round(
        ((resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(declaredAt)) / 60_000,
      ),
      messages: (byIncident.get(id) ?? []).map((each) => ({
        id: each.id,
        title: each.title,
        text: each.body,
        sentAt: each.sentAt?.toISOString() ?? null,
        stage: each.stage,
      })),
    })),
  };
}

async function sentTo(ctx: Ctx, applications: readonly string[]): Promise<StoredCommunication[]> {
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('communication')
    .selectAll()
    .where('state', '=', 'sent')
    .where('audience', '=', 'customers')
    .where(sql<boolean>`application = any(${[...applications]}::text[])`)
    .orderBy('sent_at', 'desc')
    .limit(1_000)
    .execute();
  return rows.map((row) => communicationFrom(row));
}
