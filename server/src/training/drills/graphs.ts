import type { PanelData, RoomLinks } from '@fieldmarshal/contract/knowledge';
import { permit } from '#identity';
import { readPanel, readRoomLinks, type Past } from '#knowledge';
import type { Ctx } from '#platform';
import { elapsedAt } from '../core/drill-clock.ts';
import { drillOfIncident, startOfRecording } from './drill-store.ts';

/** Dashboards, logs and panels of a room; of one that replays an incident as they were at this moment of it. */
export async function readLinksOfRoom(ctx: Ctx, input: { readonly id: string }): Promise<RoomLinks> {
  permit(ctx, 'incident.read');
  return readRoomLinks(ctx, input, await pastOf(ctx, input.id));
}

export async function readPanelOfRoom(
  ctx: Ctx,
  input: { readonly id: string; readonly name: string },
): Promise<PanelData> {
  permit(ctx, 'incident.read');
  return readPanel(ctx, input, await pastOf(ctx, input.id));
}

/** The time that a room replays; null where it is real, or a written scenario, which has no graphs of its own. */
async function pastOf(ctx: Ctx, room: string): Promise<Past | null> {
  const db = ctx.env.databases[ctx.pool];
  const drill = await drillOfIncident(db, room);
  if (drill === null || drill.source.kind !== 'recording') return null;
  const declaredAt = await startOfRecording(db, drill.source.name);
  if (declaredAt === null) return null;
  const momentAt = (wallMs: number): number => declaredAt.getTime() + elapsedAt(drill.stretches, wallMs);
  return {
    ...{ incident: drill.source.name, declaredAt: declaredAt.toISOString() },
    now: momentAt(ctx.env.clock.now().getTime()),
    place: (at) => new Date(momentAt(Date.parse(at))).toISOString(),
  };
}
