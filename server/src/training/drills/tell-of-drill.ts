import type { Catalog } from '#catalog';
import type { Contacts } from '#delivery';
import { tell } from '#oncall';
import type { Tx } from '#platform';
import type { Debrief, StoredDrill } from './drill-store.ts';
import { whatIsReal } from './page-for-drill.ts';

interface Around {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
}

const shared = { type: 'training' } as const;

/** Tells the mentor that a drill of theirs begins, unless they start it: whoever sits beside must be able to come. Nobody is paged for it. */
export async function tellMentor(
  tx: Tx,
  { catalog, contacts, drill }: Around & { readonly drill: MentoredDrill },
): Promise<void> {
  const { id, incidentId, title, trainee, mentor, startedBy } = drill;
  const { actor } = tx.ctx;
  if (mentor === null || (actor.kind === 'person' && actor.person === mentor)) return;
  const leads = trainee === null ? 'Nobody' : (catalog.get('Person', trainee)?.spec.displayName ?? trainee);
  await tell(tx, {
    ...{ ...shared, catalog, contacts, people: [mentor], incidentId, key: `drill-begins-${id}` },
    subject: `DRILL ${title} begins, and you are its mentor`,
    lines: [
      `${leads} leads; ${startedBy} started it, and ${whatIsReal(drill)}.`,
      'Its desk shows you what is to come, which who leads does not see; afterwards say there what you saw.',
    ],
    path: `/drills/${id}`,
  });
}
type MentoredDrill = Pick<
  StoredDrill,
  'id' | 'incidentId' | 'title' | 'trainee' | 'mentor' | 'startedBy' | 'faults'
>;

/** Tells who led that somebody else said what they think of it, once of each. */
export async function tellOfDebrief(
  tx: Tx,
  { catalog, contacts, drill, said }: Around & { readonly drill: StoredDrill; readonly said: Debrief },
): Promise<void> {
  const { id, incidentId, title, trainee } = drill;
  if (trainee === null || trainee === said.person || `${said.well}${said.practise}` === '') return;
  await tell(tx, {
    ...{ ...shared, catalog, contacts, people: [trainee], incidentId },
    key: `drill-debrief-${id}-${said.person ?? 'token'}`,
    subject: `${said.by} says how you did in DRILL ${title}`,
    lines: ['It stands in the debrief of the drill, beside the score.'],
    path: `/drills/${id}`,
  });
}
