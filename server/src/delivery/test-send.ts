import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Destination, testSendInput } from '@fieldmarshal/contract/delivery';
import { actorName } from '@fieldmarshal/contract';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { readContacts } from './contacts/contacts.ts';
import { sendMessages } from './send.ts';

/** Sends a test to a person by every contact method, or to one destination. Answers the keys under which `GET /deliveries` shows what became of them. */
export async function testSend(
  ctx: Ctx,
  input: z.output<typeof testSendInput>,
): Promise<{ regarding: string; sentTo: Destination[] }> {
  permit(ctx, 'delivery.test');
  const destinations = 'person' in input ? await methodsOf(ctx, input.person) : [input];
  const regarding = `test-${randomUUID()}`;
  return inTransaction(ctx, async (tx) => {
    const by = actorName(ctx.actor);
    await sendMessages(
      tx,
      destinations.map(({ channel, destination }, index) => ({
        key: `${regarding}-${index}`,
        channel,
        destination,
        regarding,
        message: {
          type: 'test',
          subject: 'Fieldmarshal test message',
          text: `This is a test, asked for by ${by}. If you can read it, this way of reaching you works. Nothing needs to be done.`,
          data: { test: true },
        },
      })),
    );
    audit(tx, { action: 'delivery.tested', subject: regarding, after: { destinations } });
    return { regarding, sentTo: destinations.map(({ channel, destination }) => ({ channel, destination })) };
  });
}

async function methodsOf(ctx: Ctx, name: string): Promise<Destination[]> {
  const person = (await readCatalog(ctx.env)).get('Person', name);
  if (!person) throw notFound(`Person ${name}`);
  const methods = (await readContacts(ctx.env)).methodsOf(name, person.spec);
  if (methods.length === 0) throw new AppError('refused', `${name} has no contact method.`);
  return methods;
}
