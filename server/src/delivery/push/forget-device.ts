import { readCatalog } from '#catalog';
import { audit } from '#identity';
import { inTransaction, systemCtx, type Env } from '#platform';
import { expireContacts, readContacts } from '../contacts/contacts.ts';
import { sendMessages } from '../send.ts';
import type { Device } from './device-store.ts';

/** Removes a device that its push service no longer knows, and tells the person by their next way. */
export async function forgetDevice(env: Env, { id, person, label }: Device): Promise<void> {
  const object = (await readCatalog(env)).get('Person', person);
  const contacts = await readContacts(env);
  await inTransaction(systemCtx(env, 'push'), async (tx) => {
    const { numDeletedRows } = await tx.db
      .deleteFrom('contact_method')
      .where('id', '=', id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    audit(tx, { action: 'contact.device-expired', subject: id, before: { person, label } });
    tx.changed('contacts');
    tx.afterCommit(() => expireContacts(env.databases));
    const other = object && contacts.methodsOf(person, object.spec).find(({ channel }) => channel !== 'push');
    if (!other) return;
    await sendMessages(tx, [
      {
        key: `device-${id}`,
        ...other,
        regarding: id,
        message: {
          type: 'device-expired',
          subject: `${label} no longer receives pages from Fieldmarshal`,
          text: `The push service has ended the subscription of "${label}". It was removed from your ways to be reached. To receive pages there again, open Fieldmarshal on that device and choose "Use this device" under "How I am reached".`,
        },
      },
    ]);
  });
}
