import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';

interface ActionGiven {
  readonly incidentId: string;
  readonly title: string;
  readonly drill: boolean;
  readonly action: string;
  readonly what: string;
  readonly owner: string | null;
  readonly given: boolean;
  readonly dueOn: string | null;
  readonly by: string;
  /** Of the fact that tells it. */
  readonly factId: number;
}

/** Tells somebody that an action is theirs now. Drills' actions are practice: nobody is told. */
export async function tellActionOwner(ctx: Ctx, given: ActionGiven): Promise<void> {
  const { incidentId, title, drill, action, what, owner, dueOn, by, factId } = given;
  if (owner === null || !given.given || drill) return;
  const [catalog, contacts] = [await readCatalog(ctx.env), await readContacts(ctx.env)];
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      ...{ catalog, contacts, people: [owner], type: 'action-given', key: `action-given-${factId}` },
      path: `/incidents/${incidentId}/review`,
      subject: `Action ${action} of ${incidentId} is yours${dueOn === null ? '' : `, due ${dueOn}`}`,
      lines: [what, `From the review of ${incidentId}: ${title}`, `Given by ${by}.`],
    }),
  );
}
