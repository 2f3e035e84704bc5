import type { Action, Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog, type Catalog } from '#catalog';
import { cancelDeliveries, sendMessages } from '#delivery';
import { baseUrl } from '#identity';
import { getIncident } from '#incidents';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { toldType } from './core/told-type.ts';
import { loadTold, regardingOf } from './store.ts';
import { speakerOf, staysHere, trackersFor } from './trackers.ts';

interface ActionChanged {
  readonly incidentId: string;
  readonly drill: boolean;
  readonly action: string;
  readonly isNew: boolean;
  readonly by: string;
  readonly byIntegration: boolean;
  /** Of the fact that tells it. */
  readonly factId: number;
}

/**
 * Tells an action's trackers how it stands now; what is still on its way of the same action is dropped, since this says more. Who told us
 * is not told: that is where a loop would begin.
 */
export async function tellTrackers(ctx: Ctx, changed: ActionChanged): Promise<void> {
  if (changed.drill) return;
  const [catalog, incident] = await Promise.all([
    readCatalog(ctx.env),
    getIncident(ctx, { id: changed.incidentId }),
  ]);
  const action = incident.review.actions.find((other) => other.action === changed.action);
  if (action === undefined || staysHere(catalog, incident)) return;
  const trackers = trackersFor(catalog, incident, action).filter(
    (tracker) =>
      tracker.spec.webhook !== undefined && !(changed.byIntegration && speakerOf(tracker) === changed.by),
  );
  if (trackers.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const { name } of trackers) await tellOne(tx, { catalog, incident, action, changed, tracker: name });
  });
}

interface Telling {
  readonly catalog: Catalog;
  readonly incident: Incident;
  readonly action: Action;
  readonly changed: ActionChanged;
  readonly tracker: string;
}

async function tellOne(tx: Tx, { catalog, incident, action, changed, tracker }: Telling): Promise<void> {
  const ref = `${incident.id}/${action.action}`;
  const regarding = regardingOf(tracker, ref);
  await cancelDeliveries(tx, [regarding], 'A newer word of the same action goes out.');
  const type = toldType(await loadTold(tx.db, regarding), { isNew: changed.isNew, state: action.state });
  await sendMessages(tx, [
    {
      key: `ticket-${changed.factId}-${tracker}`,
      channel: 'tracker',
      destination: tracker,
      regarding,
      bulk: true,
      incidentId: incident.id,
      message: {
        type,
        subject: `${ref} ${action.title}`,
        text: `Action ${action.action} of ${incident.id} is ${action.state}.`,
        data: dataOf(baseUrl(tx.ctx.env.config), { catalog, incident, action, by: changed.by }),
      },
    },
  ]);
}

interface Shown extends Pick<Telling, 'catalog' | 'incident' | 'action'> {
  readonly by: string;
}

/** For machines; at most ten fields, which is what GitHub takes. */
function dataOf(base: string, { catalog, incident, action, by }: Shown) {
  const { id, title, severity, product, environment, seq } = incident;
  const { owner, ticket } = action;
  const email = owner === null ? null : (catalog.get('Person', owner.person)?.spec.email ?? null);
  return {
    ref: `${id}/${action.action}`,
    by,
    // Grows with each change: a later number is the newer word.
    seq,
    incident: { id, title, severity, product, environment, url: `${base}/incidents/${id}/review` },
    action: {
      ...{ id: action.action, title: action.title, aim: action.aim, state: action.state, note: action.note },
      ...{ team: action.team, dueOn: action.dueOn, addedAt: action.addedAt, endedAt: action.endedAt },
      owner: owner === null ? null : { person: owner.person, name: owner.name, email },
    },
    ticket: ticket === null ? null : { key: ticket.key, url: ticket.url, state: ticket.state },
  };
}
