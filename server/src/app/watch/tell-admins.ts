import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { tell } from '#oncall';
import { inTransaction, type Ctx } from '#platform';

interface BreakGlass {
  readonly factId: number;
  readonly person: string;
  readonly displayName: string;
  readonly address: string;
}

/** Tells every administrator of the catalog that an emergency account was used. This is no page. */
export async function tellBreakGlass(
  ctx: Ctx,
  { factId, person, displayName, address }: BreakGlass,
): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  await inTransaction(ctx, async (tx) =>
    tell(tx, {
      catalog,
      contacts,
      people: catalog.peopleWith('admin'),
      type: 'break-glass',
      key: `break-glass-${factId}`,
      subject: `The emergency account ${person} was used`,
      lines: [
        `${displayName} signed in from ${address} with a password, past the identity provider.`,
        'If you know of no reason, shut the account and look at the audit log.',
      ],
      path: '/audit',
    }),
  );
}
