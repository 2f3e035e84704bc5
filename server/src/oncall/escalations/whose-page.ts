import { cancelDeliveries } from '#delivery';
import type { Tx } from '#platform';
import type { Ring, ShadowRing } from '../core/escalation/machine.ts';
import { answeredAsShadow, endPage, openPagesOf, type OpenPage } from '../pages/page-store.ts';

export type AnyRing = Ring | ShadowRing;

interface Sorted {
  /** Pages that go on with these rings, by person. */
  readonly open: ReadonlyMap<string, OpenPage>;
  readonly rings: readonly AnyRing[];
}

/**
 * Which rings go to which open pages. Whoever is asked for themselves is no shadow any more: that page ends and another begins. And
 * no shadow is rung who is asked already, or has answered.
 */
export async function whosePage(tx: Tx, incidentId: string, rings: readonly AnyRing[]): Promise<Sorted> {
  if (rings.length === 0) return { open: new Map(), rings };
  const open = await openPagesOf(
    tx.db,
    incidentId,
    rings.map(({ person }) => person),
  );
  const asked = new Set(rings.flatMap((ring) => (ring.kind === 'ring' ? [ring.person] : [])));
  for (const { id, person, shadowOf } of [...open.values()]) {
    if (shadowOf === null || !asked.has(person)) continue;
    await endPage(tx, id, { state: 'closed', by: null, byPerson: null, why: askedNow });
    await cancelDeliveries(tx, [id], askedNow);
    open.delete(person);
  }
  const beside = rings.flatMap((ring) => (ring.kind === 'shadow-ring' ? [ring.person] : []));
  const answered = await answeredAsShadow(tx.db, incidentId, beside);
  const isWanted = ({ kind, person }: AnyRing): boolean =>
    kind === 'ring' || (!answered.has(person) && open.get(person)?.shadowOf !== null);
  return { open, rings: rings.filter((ring) => isWanted(ring)) };
}

const askedNow = 'Asked for themselves now';
