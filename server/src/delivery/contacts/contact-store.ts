import { channelName, type Destination } from '@fieldmarshal/contract/delivery';
import type { Kysely } from 'kysely';
import type { DB } from '#platform';

export interface OwnMethods {
  /** By person, oldest first. */
  readonly verified: ReadonlyMap<string, (Destination & { readonly id: string })[]>;
  /** By person; ids of own methods and of those of files. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
}

/** What people added and verified, all of it. */
export async function loadOwnMethods(db: Kysely<DB>): Promise<OwnMethods> {
  const [rows, orders] = await Promise.all([
    db
      .selectFrom('contact_method')
      .select(['id', 'person', 'channel', 'destination'])
      .where('verified_at', 'is not', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    db.selectFrom('contact_order').selectAll().execute(),
  ]);
  const verified = new Map<string, (Destination & { id: string })[]>();
  for (const { id, person, channel, destination } of rows) {
    const list = verified.get(person) ?? [];
    verified.set(person, list);
    list.push({ id, channel: channelName.parse(channel), destination });
  }
  return { verified, orders: new Map(orders.map((row) => [row.person, row.methods])) };
}
