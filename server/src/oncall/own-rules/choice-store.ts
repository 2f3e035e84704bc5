import { ringingRules, type RingingRules } from '@fieldmarshal/contract/oncall/own-rules';
import type { Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

/** What people chose themselves, by name. What this version cannot read does not count: their Person does. */
export async function readChoices(db: Kysely<DB>): Promise<ReadonlyMap<string, RingingRules>> {
  const rows = await db
    .selectFrom('notification_choice')
    .select(['person', 'notification_rules', 'quiet_hours'])
    .orderBy('person')
    .execute();
  return new Map(
    rows.flatMap(({ person, notification_rules: notificationRules, quiet_hours: quietHours }) => {
      const read = ringingRules.safeParse({ notificationRules, quietHours });
      return read.success ? [[person, read.data] as const] : [];
    }),
  );
}

/** Locked, so that of two who choose for one person the second replaces the first. */
export async function choiceForUpdate(tx: Tx, person: string): Promise<unknown> {
  const row = await tx.db
    .selectFrom('notification_choice')
    .select(['notification_rules as notificationRules', 'quiet_hours as quietHours'])
    .where('person', '=', person)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function storeChoice(
  tx: Tx,
  person: string,
  { notificationRules, quietHours }: RingingRules,
): Promise<void> {
  const chosen = {
    notification_rules: JSON.stringify(notificationRules),
    quiet_hours: quietHours === null ? null : JSON.stringify(quietHours),
    chosen_at: tx.now,
  };
  await tx.db
    .insertInto('notification_choice')
    .values({ person, ...chosen })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(chosen))
    .execute();
}

export async function dropChoice(tx: Tx, person: string): Promise<void> {
  await tx.db.deleteFrom('notification_choice').where('person', '=', person).execute();
}
