import { inTransaction, type Ctx } from '#platform';
import { alertsGroupChanged, alertsGroupResolved } from '../facts.ts';
import {
  lockGroup,
  newestTitles,
  setAnnounced,
  unmarkChanged,
  type StoredGroup,
} from '../store/group-store.ts';

const titlesMax = 10;

/** Tells what became of a group since it was told last; closes one that no incident will close when its last alert has ended. */
export async function announceGroup(ctx: Ctx, { groupId }: { readonly groupId: number }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const group = await lockGroup(tx.db, groupId);
    await unmarkChanged(tx.db, groupId);
    if (!group) return;
    const { firing, total } = group;
    const endsHere = group.action === 'alert-only' && group.incidentId === null;
    const close = endsHere && firing === 0 && group.state === 'open';
    await setAnnounced(tx, { id: groupId, firing, total, close });
    tx.changed('alerts');
    if (endsHere || !hasChanged(group)) return;
    const newTitles = await newestTitles(tx.db, groupId, Math.min(titlesMax, total - group.announcedTotal));
    const { incidentId } = group;
    tx.emit(alertsGroupChanged, String(groupId), {
      groupId: String(groupId),
      incidentId,
      firing,
      total,
      newTitles,
    });
    if (firing === 0) tx.emit(alertsGroupResolved, String(groupId), { groupId: String(groupId), incidentId });
  });
}

function hasChanged(group: StoredGroup): boolean {
  return group.firing !== group.announcedFiring || group.total !== group.announcedTotal;
}
