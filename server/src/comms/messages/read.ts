import {
  recipient,
  type AudiencePreview,
  type Communication,
  type listInput,
  type Recipient,
} from '@fieldmarshal/contract/comms';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { shownDestination } from '#delivery';
import { channelName } from '@fieldmarshal/contract/delivery';
import { permit } from '#identity';
import { cursorNumber, notFound, type Ctx } from '#platform';
import {
  communicationFrom,
  loadCommunication,
  numberOf,
  openCommunications,
  type StoredCommunication,
} from './communication-store.ts';
import { gather, whereaboutsOf } from './known/gather.ts';
import { readersOf } from '../sending/readers.ts';
import { viewsOf } from './view.ts';

/** What is ready to be said about an incident, and what waits for its moment. */
export async function listDrafts(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ items: Communication[] }> {
  permit(ctx, 'communication.read');
  return { items: await viewsOf(ctx, await openCommunications(ctx.env.databases[ctx.pool], id)) };
}

/** Communications, the newest first. */
export async function listCommunications(
  ctx: Ctx,
  { limit, cursor, incident, state, audience, application }: z.output<typeof listInput>,
): Promise<{ items: Communication[]; nextCursor: string | null }> {
  permit(ctx, 'communication.read');
  let query = ctx.env.databases[ctx.pool]
    .selectFrom('communication')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined) query = query.where('id', '<', cursorNumber(cursor.replace(/^COM-/, '')));
  if (incident !== undefined) query = query.where('incident_id', '=', incident);
  if (state !== undefined) query = query.where('state', 'in', [state].flat());
  if (audience !== undefined) query = query.where('audience', '=', audience);
  if (application !== undefined) query = query.where('application', '=', application);
  const rows = (await query.execute()).map((row) => communicationFrom(row));
  const items = await viewsOf(ctx, rows.slice(0, limit));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getCommunication(ctx: Ctx, { id }: { readonly id: string }): Promise<Communication> {
  permit(ctx, 'communication.read');
  return viewById(ctx, id);
}

/** One communication as it is now; for the answers of verbs. */
export async function viewById(ctx: Ctx, id: string): Promise<Communication> {
  const [view] = await viewsOf(ctx, [await requireCommunication(ctx, id)]);
  if (view === undefined) throw notFound(`Communication ${id}`);
  return view;
}

/** Several as they are now, in the order of `ids`; for the answers of verbs. */
export async function viewsByIds(ctx: Ctx, ids: readonly string[]): Promise<Communication[]> {
  return viewsOf(ctx, await Promise.all(ids.map(async (id) => requireCommunication(ctx, id))));
}

export async function requireCommunication(ctx: Ctx, id: string): Promise<StoredCommunication> {
  const row = await loadCommunication(ctx.env.databases[ctx.pool], id);
  if (row === null) throw notFound(`Communication ${id}`);
  return row;
}

/** To whom it would go if it left now, and whom nobody can reach. */
export async function previewAudience(ctx: Ctx, { id }: { readonly id: string }): Promise<AudiencePreview> {
  permit(ctx, 'communication.read');
  const row = await requireCommunication(ctx, id);
  const catalog = await readCatalog(ctx.env);
  const gathered = row.incidentId === null ? null : await gather(ctx, row.incidentId);
  const { contacts, subscribers, customers, unreachable, spared } = await readersOf(
    ctx.env.databases[ctx.pool],
    row,
    { catalog, ...whereaboutsOf(gathered, row) },
  );
  const channels = [...contacts.map(() => 'email'), ...subscribers.map(({ channel }) => channel)];
  const counted = Map.groupBy(channels, (channel) => channel);
  return {
    recipients: channels.length,
    byChannel: [...counted].map(([channel, list]) => ({ channel, count: list.length })),
    customers: customers.length,
    unreachable: [...unreachable],
    spared: [...spared],
    onPage: row.onPage,
  };
}

/** To whom it went, and what became of it for each. */
export async function listRecipients(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ items: Recipient[] }> {
  permit(ctx, 'subscriber.read');
  const rows = await ctx.env.databases[ctx.pool]
    .selectFrom('communication_recipient')
    .selectAll()
    .where('communication_id', '=', numberOf(id))
    .orderBy('changed_at', 'desc')
    .limit(2_000)
    .execute();
  return {
    items: rows.map(({ key, channel, destination, customer, state, detail, changed_at }) => ({
      key,
      channel,
      destination: shownDestination({ channel: channelName.parse(channel), destination }),
      customer,
      state: recipient.shape.state.parse(state),
      detail,
      changedAt: changed_at.toISOString(),
    })),
  };
}
