import { inTransaction, type Ctx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { tell } from '../schedules/tell.ts';

interface TellLeads {
  readonly escalationId: string;
  readonly incidentId: string;
  /** What went wrong; each is told once in the life of an escalation. */
  readonly trouble: 'empty-step' | 'fallback' | 'exhausted';
  readonly detail: string;
}

/** Tells everybody with the role admin or lead that paging for an incident does not go as it should. This is no page. */
export async function tellLeads(
  ctx: Ctx,
  { escalationId, incidentId, trouble, detail }: TellLeads,
): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const people = catalog.peopleWith('admin', 'lead');
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      catalog,
      contacts,
      people,
      type: 'paging-trouble',
      key: `${escalationId}.${trouble}`,
      subject: `${incidentId}: ${trouble === 'exhausted' ? 'nobody is being paged' : 'paging does not go as planned'}`,
      lines: [detail, 'Please see to it that somebody takes it.'],
      path: `/incidents/${encodeURIComponent(incidentId)}`,
    }),
  );
}

interface TellLate {
  readonly incidentId: string;
  readonly title: string;
  readonly drill: boolean;
  readonly minutes: number;
  /** 1 for the first reminder. */
  readonly time: number;
  readonly fieldMarshal: string | null;
}

/** Reminds who leads that nobody has looked at who and what is hit; the leads too where nobody leads, and from the second time on. */
export async function tellImpactLate(
  ctx: Ctx,
  { incidentId, title, drill, minutes, time, fieldMarshal }: TellLate,
): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const leads = catalog.peopleWith('admin', 'lead');
  const people = fieldMarshal === null ? leads : time === 1 ? [fieldMarshal] : [fieldMarshal, ...leads];
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      catalog,
      contacts,
      people,
      type: 'paging-trouble',
      key: `impact-late.${incidentId}.${time}`,
      subject: `${drill ? 'DRILL ' : ''}${incidentId}: nobody has confirmed the impact for ${minutes} min`,
      lines: [title, 'Who and what is hit is still only assumed. Please look at the list and confirm it.'],
      path: `/incidents/${encodeURIComponent(incidentId)}?panel=impact`,
    }),
  );
}
