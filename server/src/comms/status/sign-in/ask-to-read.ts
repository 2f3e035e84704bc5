import { z } from 'zod';
import { isMadeSince, sendMessages } from '#delivery';
import { AppError, inTransaction, systemCtx, type Env, type Tx } from '#platform';
import { plain } from '../../core/status/escape.ts';
import { boardOf } from '../board.ts';
import { publicId } from '../load-facts.ts';
import { emailKey, linkSubject, readerMs } from './reader-token.ts';

/** Two mails to one address are at least so far apart: nobody can be flooded by somebody else's typing. */
const againMs = 15 * 60_000;
/** Whoever types them, in one process. */
const asksPerHourMax = 500;

/**
 * Somebody asks to read the page of the customer they belong to. A link goes to the address where it is a contact's; what is answered
 * here does not say whether it is. Throws `invalid` and `rate-limited`.
 */
export async function askToRead(env: Env, input: unknown): Promise<void> {
  const { email } = z.object({ email: z.email('must be an e-mail address').max(254) }).parse(input);
  limitAsking(env);
  const key = emailKey(email);
  // To the address as the catalog has it, not as it was typed.
  const links = [...boardOf(env).customers].flatMap(([name, { publicName, contacts }]): Asking[] => {
    const known = contacts.get(key);
    return known === undefined ? [] : [{ name, publicName, email: known }];
  });
  if (links.length === 0) return;
  await inTransaction(systemCtx(env, 'status page', 'web'), async (tx) => {
    for (const link of links) await sendLink(tx, link);
  });
}

const asks = new WeakMap<Env['databases'], { hour: number; count: number }>();

function limitAsking({ databases, clock }: Env): void {
  const hour = Math.floor(clock.now().getTime() / 3_600_000);
  const known = asks.get(databases);
  const count = known?.hour === hour ? known.count + 1 : 1;
  asks.set(databases, { hour, count });
  if (count > asksPerHourMax)
    throw new AppError(
      'rate-limited',
      'Too many people sign in at the moment. Please try again in an hour.',
      {
        retryAfterS: 3_600,
      },
    );
}

interface Asking {
  readonly name: string;
  readonly publicName: string | undefined;
  readonly email: string;
}

async function sendLink(tx: Tx, { name, publicName, email }: Asking): Promise<void> {
  const now = tx.now.getTime();
  const regarding = `status-reader:${publicId('customer', name)}`;
  if (await isMadeSince(tx, { regarding, destination: email, since: new Date(now - againMs) })) return;
  const title = plain(tx.ctx.env.config.statusTitle);
  const whose = publicName === undefined ? title : `${title}: ${plain(publicName)}`;
  const reader = { customer: publicId('customer', name), email: emailKey(email), until: now + readerMs.link };
  const text = [
    `Somebody, probably you, asked to read this page: ${whose}.`,
    'If it was you, sign in here within half an hour:',
    '{answer-link}',
    'If it was not you, do nothing.',
  ].join('\n\n');
  await sendMessages(tx, [
    {
      // Of two who ask in the same moment, one sends it.
      key: `status-sign-in-${reader.customer}-${reader.email}-${Math.floor(now / againMs)}`,
      channel: 'email',
      destination: email,
      message: { type: 'sign-in', subject: `Sign in: ${whose}`, text },
      regarding,
      answerLinkFor: linkSubject(reader),
    },
  ]);
}
