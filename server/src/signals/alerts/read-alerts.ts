import type { Alert, AlertDetail, AlertGroup } from '@fieldmarshal/contract/signals';
import { z } from 'zod';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { idBefore, pageOf, rowId } from '../paging.ts';
import {
  countAlerts,
  findAlert,
  listAlertEvents,
  listAlertRows,
  listEarlier,
  listGroupRows,
  type AlertQuery,
  type GroupQuery,
} from '../store/alert-store.ts';

type Page<T> = { items: T[]; nextCursor: string | null };
type ListInput = Omit<AlertQuery, 'group' | 'before'> & {
  readonly group?: string | undefined;
  readonly cursor?: string | undefined;
};

export async function listAlerts(
  ctx: Ctx,
  { group, cursor, limit, ...query }: ListInput,
): Promise<Page<Alert>> {
  permit(ctx, 'alert.read');
  const groupId = group === undefined ? undefined : rowId(group);
  if (groupId === null) return { items: [], nextCursor: null };
  const rows = await listAlertRows(ctx.env.databases[ctx.pool], {
    ...query,
    group: groupId,
    before: idBefore(cursor),
    limit: limit + 1,
  });
  return pageOf(rows, limit);
}

const eventType = z.enum([
  'fired',
  'changed',
  'noted',
  'acknowledged',
  'resolved',
  'silenced',
  'unsilenced',
  'grouped',
  'rerouted',
]);

export async function getAlert(ctx: Ctx, { id }: { readonly id: string }): Promise<AlertDetail> {
  permit(ctx, 'alert.read');
  const db = ctx.env.databases[ctx.pool];
  const row = rowId(id);
  const alert = row === null ? null : await findAlert(db, row);
  if (!alert || row === null) throw notFound(`Alert ${id}`);
  const events = await listAlertEvents(db, row);
  const earlier = await listEarlier(db, alert);
  return {
    ...alert,
    events: events.map((event) => ({
      ...event,
      id: String(event.id),
      at: event.at.toISOString(),
      type: eventType.parse(event.type),
    })),
    earlier: earlier.map((episode) => ({
      id: String(episode.id),
      startsAt: episode.starts_at.toISOString(),
      resolvedAt: episode.resolved_at?.toISOString() ?? null,
    })),
  };
}

export async function summariseAlerts(ctx: Ctx): ReturnType<typeof countAlerts> {
  permit(ctx, 'alert.read');
  return countAlerts(ctx.env.databases[ctx.pool]);
}

type ListGroupsInput = Omit<GroupQuery, 'before'> & { readonly cursor?: string | undefined };

export async function listGroups(
  ctx: Ctx,
  { cursor, limit, ...query }: ListGroupsInput,
): Promise<Page<AlertGroup>> {
  permit(ctx, 'alert.read');
  const before = idBefore(cursor);
  return pageOf(
    await listGroupRows(ctx.env.databases[ctx.pool], { ...query, before, limit: limit + 1 }),
    limit,
  );
}
