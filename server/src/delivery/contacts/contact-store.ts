import { channelName, type Destination } from '@fieldmarshal/contract/delivery';
import type { Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

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

/** A method a person added. */
export interface OwnMethod extends Destination {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  readonly verifiedAt: Date | null;
  readonly codeSentAt: Date | null;
  readonly codeTries: number;
}

const columns = [
  'id',
  'person',
  'channel',
  'destination',
  'label',
  'verified_at as verifiedAt',
  'code_sent_at as codeSentAt',
  'code_tries as codeTries',
] as const;

export async function methodsOfPerson(db: Kysely<DB>, person: string): Promise<OwnMethod[]> {
  const rows = await db
    .selectFrom('contact_method')
    .select(columns)
    .where('person', '=', person)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, channel: channelName.parse(row.channel) }));
}

export async function lockMethod(tx: Tx, id: string): Promise<OwnMethod | null> {
  const row = await tx.db
    .selectFrom('contact_method')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? { ...row, channel: channelName.parse(row.channel) } : null;
}

export interface NewMethod extends Destination {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  readonly details: object;
  readonly isVerified: boolean;
}

/** The stored method; where the person has this destination already, that one, with label and details renewed. */
export async function insertMethod(
  tx: Tx,
  { isVerified, details, ...method }: NewMethod,
): Promise<OwnMethod> {
  const verified = isVerified ? tx.now : null;
  const row = await tx.db
    .insertInto('contact_method')
    .values({
      ...method,
      details: JSON.stringify(details),
      verified_at: verified,
      code_tries: 0,
      created_at: tx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['person', 'channel', 'destination'])
        .doUpdateSet({ label: method.label, details: JSON.stringify(details) }),
    )
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { ...row, channel: channelName.parse(row.channel) };
}

/** Changes what is named; another destination is not verified. */
export async function updateMethod(
  tx: Tx,
  id: string,
  changes: { label?: string; destination?: Destination },
): Promise<void> {
  const { label, destination } = changes;
  await tx.db
    .updateTable('contact_method')
    .set({
      ...(label === undefined ? {} : { label }),
      ...(destination === undefined
        ? {}
        : { ...destination, verified_at: null, code_sent_at: null, code_tries: 0 }),
    })
    .where('id', '=', id)
    .execute();
}

export async function removeMethod(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('contact_method').where('id', '=', id).execute();
}

export async function noteCodeSent(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('contact_method')
    .set({ code_sent_at: tx.now, code_tries: 0 })
    .where('id', '=', id)
    .execute();
}

export async function noteCodeTried(tx: Tx, id: string, isRight: boolean): Promise<void> {
  await tx.db
    .updateTable('contact_method')
    .set(
      isRight
        ? { verified_at: tx.now, code_sent_at: null, code_tries: 0 }
        : (set) => ({ code_tries: set('code_tries', '+', 1) }),
    )
    .where('id', '=', id)
    .execute();
}

export async function orderOf(db: Kysely<DB>, person: string): Promise<readonly string[]> {
  const row = await db
    .selectFrom('contact_order')
    .select('methods')
    .where('person', '=', person)
    .executeTakeFirst();
  return row?.methods ?? [];
}

export async function storeOrder(tx: Tx, person: string, methods: readonly string[]): Promise<void> {
  await tx.db
    .insertInto('contact_order')
    .values({ person, methods: [...methods] })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ methods: [...methods] }))
    .execute();
}
