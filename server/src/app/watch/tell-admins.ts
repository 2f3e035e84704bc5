import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';

interface Used {
  readonly factId: number;
  readonly person: string;
  readonly displayName: string;
}

/** Tells every administrator of the catalog that an emergency account was used. This is no page. */
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

async function tellAdmins(
  ctx: Ctx,
  words: { readonly key: string; readonly subject: string; readonly lines: readonly string[] },
): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  const people = catalog.peopleWith('admin');
  await inTransaction(ctx, async (tx) =>
    tell(tx, { catalog, contacts, people, type: 'break-glass', path: '/audit', ...words }),
  );
}
