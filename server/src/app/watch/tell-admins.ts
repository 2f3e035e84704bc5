import { readCatalog } from '#catalog';
import { readContacts, sendMessages } from '#delivery';
import { adminAddresses } from '#identity';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';

const type = 'break-glass';

interface Used {
  readonly factId: number;
  readonly person: string;
  readonly displayName: string;
}

/** Tells every administrator that an emergency account was used. This is no page. */
export async function tellBreakGlass(
  ctx: Ctx,
  { factId, person, displayName, address }: Used & { readonly address: string },
): Promise<void> {
  await tellAdmins(ctx, {
    key: `break-glass-${factId}`,
    subject: `The emergency account ${person} was used`,
    lines: [
      `${displayName} signed in from ${address} with a password, past the identity provider.`,
      'If you know of no reason, shut the account and look at the audit log.',
    ],
  });
}

/** Tells them that one of them opened a private incident that nobody was left to see. */
export async function tellPrivateOpened(
  ctx: Ctx,
  { factId, displayName, incident, reason }: Used & { readonly incident: string; readonly reason: string },
): Promise<void> {
  await tellAdmins(ctx, {
    key: `private-opened-${factId}`,
    subject: `${displayName} opened the private incident ${incident}`,
    lines: [
      'Nobody who could see it may sign in any more, so an administrator may let themselves in.',
      `The reason they gave: ${reason}`,
    ],
  });
}

interface Words {
  readonly key: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

/** Those of the catalog by their first contact method; who has an account only, by its e-mail address. */
async function tellAdmins(ctx: Ctx, words: Words): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  const people = catalog.peopleWith('admin');
  await inTransaction(ctx, async (tx) => {
    const told = await tell(tx, { catalog, contacts, people, type, path: '/audit', ...words });
    const others = (await adminAddresses(tx.db)).filter(({ person }) => !told.includes(person));
    const text = words.lines.join('\n');
    await sendMessages(
      tx,
      others.map(({ person, email }) => ({
        ...{ key: `${words.key}.${person}`, channel: 'email', destination: email, regarding: words.key },
        message: { type, subject: words.subject, text, data: { person, text } },
      })),
    );
  });
}
