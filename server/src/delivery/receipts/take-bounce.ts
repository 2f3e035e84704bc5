import { permit } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import { readBounce } from '../core/bounce.ts';
import { noteReceipt } from './take-receipt.ts';

interface Taken {
  readonly taken: boolean;
  readonly why: string;
}

/**
 * Takes a mail that came back: what it was about goes on to the person's next way at once. Any other mail is answered with the reason and
 * changes nothing, so that a whole mailbox may be sent here.
 */
export async function takeBounce(ctx: Ctx, { mail }: { readonly mail: string }): Promise<Taken> {
  permit(ctx, 'delivery.bounce');
  const bounce = readBounce(mail);
  if (bounce === null) return { taken: false, why: 'It is no report of a mail that could not be delivered.' };
  return inTransaction(ctx, async (tx) => {
    const sent = await tx.db
      .selectFrom('delivery')
      .select(['key', 'destination'])
      .where('channel', '=', 'email')
      .where('key', 'in', [...bounce.keys, ''])
      .execute();
    if (sent.length === 0) return { taken: false, why: 'It is about no mail that was sent from here.' };
    // One that names another address is about somebody the mail was passed on to.
    const about = sent.find(
      ({ destination }) => (bounce.recipient ?? destination.toLowerCase()) === destination.toLowerCase(),
    );
    if (about === undefined)
      return { taken: false, why: 'It names an address to which that mail was not sent.' };
    await noteReceipt(tx, about.key, { receipt: 'undelivered', detail: bounce.detail });
    return { taken: true, why: `Delivery ${about.key} did not arrive: ${bounce.detail}.` };
  });
}
