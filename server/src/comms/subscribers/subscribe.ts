import { z } from 'zod';
import { readCatalog } from '#catalog';
import { sendMessages } from '#delivery';
import { AppError, inTransaction, systemCtx, type Env, type Tx } from '#platform';
import { plain } from '../core/status/escape.ts';
import { publicId } from '../status/load-facts.ts';
import {
  confirmSubscriber,
  endSubscriber,
  loadSubscriber,
  putSubscriber,
  type StoredSubscriber,
} from './subscriber-store.ts';

/** Mails to one address a day that ask to confirm: nobody can be flooded by somebody else's typing. */
const asksPerDayMax = 3;
/** New addresses in an hour, whoever types them. */
const asksPerHourMax = 500;

const form = z.object({
  email: z.email('must be an e-mail address').max(254),
  /** Public ids of applications; none: all. */
  parts: z.array(z.string().max(20)).max(200),
  language: z.string().max(35).default('en'),
});

/**
 * Somebody asks to be told by mail. Nothing is sent to the address but one question, and whoever holds it answers. What is answered here
 * does not say whether the address was known. Throws `invalid` and `rate-limited`.
 */
export async function askToSubscribe(env: Env, input: unknown): Promise<void> {
  const { email, parts, language } = form.parse(input);
  const applications = (await readCatalog(env))
    .list('Application')
    .filter(
      ({ name, spec }) => spec.publicName !== undefined && parts.includes(publicId('application', name)),
    )
    .map(({ name }) => name);
  await inTransaction(systemCtx(env, 'status page', 'web'), async (tx) => {
    await limitAsking(tx);
    const subscriber = await putSubscriber(tx, {
      channel: 'email',
      destination: email,
      audience: 'customers',
      applications,
      customer: null,
      language,
      source: 'self',
      state: 'pending',
    });
    if (subscriber.state === 'pending' && subscriber.askedCount <= asksPerDayMax)
      await askBack(tx, subscriber);
  });
}

async function limitAsking(tx: Tx): Promise<void> {
  const { n } = await tx.db
    .selectFrom('subscriber')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('asked_at', '>', new Date(tx.now.getTime() - 3_600_000))
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  if (n >= asksPerHourMax)
    throw new AppError(
      'rate-limited',
      'Too many people subscribe at the moment. Please try again in an hour.',
      {
        retryAfterS: 3_600,
      },
    );
}

async function askBack(tx: Tx, { id, destination, askedCount, askedAt }: StoredSubscriber): Promise<void> {
  const title = plain(tx.ctx.env.config.statusTitle);
  const text = [
    `Somebody, probably you, asked that this address hears of incidents and maintenance: ${title}.`,
    'If it was you, please confirm here:',
    '{answer-link}',
    'If it was not you, do nothing, and you will hear nothing more.',
  ].join('\n\n');
  await sendMessages(tx, [
    {
      key: `subscribe-${id}-${Date.parse(askedAt)}-${askedCount}`,
      channel: 'email',
      destination,
      message: { type: 'subscription', subject: `Please confirm: ${title}`, text },
      regarding: `subscriber:${id}`,
      answerLinkFor: `SC-${id}`,
    },
  ]);
}

/** The holder of the address says yes. Twice is once; one that was ended meanwhile stays ended. */
export async function confirmSubscription(env: Env, id: string): Promise<void> {
  await inTransaction(systemCtx(env, 'status page', 'web'), async (tx) => confirmSubscriber(tx, id));
}

/** The holder of the address wants no more of it. */
export async function unsubscribe(env: Env, id: string): Promise<void> {
  await inTransaction(systemCtx(env, 'status page', 'web'), async (tx) =>
    endSubscriber(tx, id, 'They unsubscribed.'),
  );
}

/** How a subscription stands, for the page behind its link. */
export async function standingOf(env: Env, id: string): Promise<StoredSubscriber | null> {
  return loadSubscriber(env.databases.web, id);
}
