import { channelName, deliveryState, type ContactTest } from '@fieldmarshal/contract/delivery';
import { sql } from 'kysely';
import { audit } from '#identity';
import { AppError, inTransaction, type Ctx } from '#platform';
import { serverKey } from '../webhook/server-key.ts';
import { fileMethodId } from '../core/contact-order.ts';
import { listContacts } from './list.ts';
import { self } from './own.ts';
import { sendTests } from './send-tests.ts';

const againAfterS = 30;

/** Sends a test by every way that counts. What becomes of each is seen with {@link listTests}. */
export async function testContacts(ctx: Ctx): Promise<{ items: ContactTest[] }> {
  const { person } = await self(ctx);
  const { items } = await listContacts(ctx);
  const ways = items.filter(({ counts }) => counts);
  const key = await serverKey(ctx.env);
  // What is answered comes from after the commit.
  const { idempotency: _, ...plain } = ctx;
  await inTransaction(plain, async (tx) => {
    const recent = await tx.db
      .selectFrom('contact_test')
      .select('id')
      .where('person', '=', person)
      .where('asked_at', '>', new Date(tx.now.getTime() - againAfterS * 1_000))
      .executeTakeFirst();
    if (recent)
      throw new AppError('rate-limited', `The last test is not ${againAfterS} s old. Please wait for it.`, {
        retryAfterS: againAfterS,
      });
    await sendTests(tx, key, {
      person,
      ways: ways.map(({ id, channel, destination }) => ({
        channel,
        destination: channel === 'push' ? id : destination,
      })),
      subject: 'Test page from Fieldmarshal: nothing is wrong',
      text: 'This is a test of how you are reached. Nothing is wrong. Please acknowledge it, so that we know it arrives:',
    });
    audit(tx, { action: 'contact.tested', subject: person, after: { ways: ways.length } });
  });
  return listTests(ctx);
}

/** The last test of each way that still counts. */
export async function listTests(ctx: Ctx): Promise<{ items: ContactTest[] }> {
  const { person } = await self(ctx);
  const { items } = await listContacts(ctx);
  const labels = new Map(
    items.map(({ id, channel, destination, label }) => [
      fileMethodId({ channel, destination: channel === 'push' ? id : destination }),
      label,
    ]),
  );
  const tests = await lastTests(ctx, [person]);
  return {
    items: tests.flatMap(({ id, channel, destination, askedAt, answeredAt, state, detail }) => {
      const label = labels.get(fileMethodId({ channel, destination }));
      return label === undefined
        ? []
        : [
            {
              id,
              channel,
              destination: channel === 'push' ? '' : destination,
              label,
              askedAt,
              answeredAt,
              state,
              detail,
            },
          ];
    }),
  };
}

type LastTest = Omit<ContactTest, 'label'> & { readonly person: string };

/** The last test of each way of these people, within 90 days. */
export async function lastTests(ctx: Ctx, people: readonly string[]): Promise<LastTest[]> {
  const { rows } = await sql<Row>`
    select distinct on (t.person, t.channel, t.destination) t.id, t.person, t.channel, t.destination,
      t.asked_at as "askedAt", t.answered_at as "answeredAt", coalesce(d.state, 'failed') as state, coalesce(d.detail, '') as detail
    from contact_test t left join delivery d on d.key = t.delivery_key
    where t.person = any(${[...people]}) and t.asked_at > now() - interval '90 days'
    order by t.person, t.channel, t.destination, t.asked_at desc`.execute(ctx.env.databases[ctx.pool]);
  return rows.map((row) => ({
    ...row,
    channel: channelName.parse(row.channel),
    state: deliveryState.parse(row.state),
    askedAt: row.askedAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
  }));
}

interface Row {
  id: string;
  person: string;
  channel: string;
  destination: string;
  askedAt: Date;
  answeredAt: Date | null;
  state: string;
  detail: string;
}
