import { randomUUID } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { DrillDetail } from '@fieldmarshal/contract/training';
import { permit } from '#identity';
import { recordOnIncident, resolveIncident } from '#incidents';
import { AppError, notFound, type Ctx } from '#platform';
import { loadDrill, type StoredDrill } from './drill-store.ts';
import { readDrill } from './read-drills.ts';

interface Told {
  readonly id: string;
  readonly text: string;
  readonly title: string;
  readonly audience: string;
  readonly nextUpdateAt?: string | undefined;
}

/** Tells people outside, in the drill: it stands in the log and is measured like a real message, and nothing leaves the house. */
export async function tellInDrill(ctx: Ctx, told: Told): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  const drill = await running(ctx, told.id);
  await recordOnIncident(ctx, {
    incidentId: drill.incidentId,
    command: {
      ...{ type: 'record-communication', communication: `drill-${randomUUID()}`, audience: told.audience },
      ...{
        application: '',
        language: 'en',
        stage: 'update',
        title: `${told.title}: ${told.text}`.slice(0, 300),
      },
      ...{ approvedBy: [actorName(ctx.actor)], recipients: 0, corrects: null },
      nextUpdateAt: told.nextUpdateAt ?? null,
    },
  });
  return readDrill(ctx, { id: told.id });
}

/** Resolves the room of a drill. A trainee may, who could not resolve a real incident yet. */
export async function resolveInDrill(
  ctx: Ctx,
  { id, summary }: { readonly id: string; readonly summary: string },
): Promise<DrillDetail> {
  permit(ctx, 'drill.play');
  const drill = await running(ctx, id);
  if (ctx.actor.kind !== 'person' || ctx.actor.person !== drill.trainee)
    throw new AppError('refused', 'Only who leads in the drill resolves it; end it instead.');
  const seated = { ...ctx, actor: { ...ctx.actor, roles: [...ctx.actor.roles, 'field-marshal' as const] } };
  await resolveIncident(seated, { id: drill.incidentId, summary });
  return readDrill(ctx, { id });
}

async function running(ctx: Ctx, id: string): Promise<StoredDrill> {
  const drill = await loadDrill(ctx.env.databases[ctx.pool], id);
  if (drill === null) throw notFound(`Drill ${id}`);
  if (drill.state !== 'running') throw new AppError('refused', `${id} is not running.`);
  return drill;
}
