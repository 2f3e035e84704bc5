import type { Spec } from '@fieldmarshal/contract/catalog';
import type { CustomerHistory } from '@fieldmarshal/contract/comms';
import { sql } from 'kysely';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { hitsOfCustomer } from '#impact';
import { getIncident } from '#incidents';
import { notFound, type Ctx } from '#platform';
import { communicationFrom, idOf, type StoredCommunication } from '../messages/communication-store.ts';

const incidentsMax = 100;

type Uses = Spec<'Customer'>['uses'];

/**
 * What hit a customer and what they were told: every incident whose impact lists them, about which something was sent to them, or stood
 * on the status page about what they use where they use it. The newest first.
 */
export async function customerHistory(
  ctx: Ctx,
  { name }: { readonly name: string },
): Promise<CustomerHistory> {
  permit(ctx, 'communication.read');
  const found = (await readCatalog(ctx.env)).get('Customer', name);
  if (found === undefined) throw notFound(`Customer ${name}`);
  const { displayName, uses, contacts } = found.spec;
  const applications = [...new Set(uses.map(({ application }) => application))];
  const [sent, toThem, hits] = await Promise.all([
    sentTo(ctx, applications),
    idsSentTo(ctx, name),
    hitsOfCustomer(ctx, { name }),
  ]);
  const byIncident = Map.groupBy(sent, ({ incidentId }) => incidentId ?? '');
  const hitBy = new Map(hits.map(({ incidentId, ...hit }) => [incidentId, hit]));
  const ids = [...new Set([...byIncident.keys(), ...hitBy.keys()])]
    .filter((id) => id !== '')
    .toSorted((a, b) => Number(b.slice('INC-'.length)) - Number(a.slice('INC-'.length)))
    .slice(0, incidentsMax);
  const incidents = await Promise.all(ids.map(async (id) => getIncident(ctx, { id })));
  const places = new Map(incidents.map(({ id, environment }) => [id, environment]));
  const messagesOf = (id: string): StoredCommunication[] =>
    (byIncident.get(id) ?? []).filter(
      (message) =>
        toThem.has(message.id) ||
        (message.onPage && usesIn(uses, message.application, places.get(id) ?? null)),
    );
  const isTheirs = ({ id }: { readonly id: string }): boolean => hitBy.has(id) || messagesOf(id).length > 0;
  const now = ctx.env.clock.now().getTime();
  return {
    customer: name,
    displayName: displayName ?? name,
    contacts: contacts.length,
    applications,
    incidents: incidents.filter(isTheirs).map(({ id, title, severity, state, declaredAt, resolvedAt }) => ({
      id,
      title,
      severity,
      state,
      declaredAt,
      resolvedAt,
      minutes: Math.round(
        ((resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(declaredAt)) / 60_000,
      ),
      hit: hitBy.get(id) ?? null,
      messages: messagesOf(id).map((each) => ({
        id: each.id,
        title: each.title,
        text: each.body,
        sentAt: each.sentAt?.toISOString() ?? null,
        stage: each.stage,
        language: each.language,
        toThem: toThem.has(each.id),
      })),
    })),
  };
}

/** Whether they use it in an environment; where an incident names none, it may be any of theirs. */
function usesIn(uses: Uses, application: string, environment: string | null): boolean {
  return uses.some(
    (use) =>
      use.application === application &&
      (environment === null || use.environments.length === 0 || use.environments.includes(environment)),
  );
}

async function idsSentTo(ctx: Ctx, customer: string): Promise<ReadonlySet<string>> {
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('communication_recipient')
    .select('communication_id')
    .distinct()
    .where('customer', '=', customer)
    .execute();
  return new Set(rows.map((row) => idOf(row.communication_id)));
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
