import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import { audit, peopleOfGroups } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import { announce } from '../store-change.ts';
import { bumpVersion, loadObjects, lockCatalog, storeGroupMembers } from '../store.ts';

type Team = CatalogObject<'Team'>;

/**
 * Gives each team the people of its group of the identity provider as members, beside those it lists; a team that names no group any more
 * loses them. What stands in files is not touched. Only what differs is written, so it may be called after every change.
 */
export async function followGroups(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockCatalog(tx.db);
    const { objects, groupMembers } = await loadObjects(tx.db);
    const teams = objects.flatMap((object): Team[] => (object.kind === 'Team' ? [object] : []));
    const groups = await peopleOfGroups(
      tx.db,
      teams.flatMap(({ spec }) => spec.group ?? []),
    );
    const changed = teams.flatMap((team) => {
      const { name, spec } = team;
      const before = groupMembers.get(name) ?? [];
      const after = spec.group === undefined ? [] : (groups.get(spec.group) ?? []);
      return before.join() === after.join() ? [] : [{ team, before, after }];
    });
    if (changed.length === 0) return;
    await storeGroupMembers(tx.db, new Map(changed.map(({ team, after }) => [team.name, after])));
    for (const { team, before, after } of changed)
      audit(tx, {
        action: 'catalog.team-followed-group',
        subject: `Team/${team.name}`,
        before: { gone: before.filter((person) => !after.includes(person)) },
        after: { group: team.spec.group ?? null, came: after.filter((person) => !before.includes(person)) },
      });
    await bumpVersion(
      tx.db,
      changed.map(({ team }) => `Team/${team.name}`),
    );
    announce(
      tx,
      changed.map(({ team }) => team),
    );
  });
}
