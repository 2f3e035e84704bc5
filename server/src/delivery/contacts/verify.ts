import type { ContactView, verifyContactInput } from '@fieldmarshal/contract/delivery';
import type { z } from 'zod';
import { audit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { sendMessages } from '../send.ts';
import { codeMinutes, codeOf, codeSubject } from './code.ts';
import { expireContacts } from './contacts.ts';
import { lockMethod, noteCodeSent, noteCodeTried, type OwnMethod } from './contact-store.ts';
import { ownView } from './list.ts';
import { ownOf, self } from './own.ts';

/** Wrong answers to one code before a new one is needed. */
const triesMax = 5;
const againAfterS = 60;
const perHourMax = 10;

/** Sends the code of a way again. */
export async function sendCode(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const { person } = await self(ctx);
  return inTransaction(ctx, async (tx) => {
    const method = ownOf(await lockMethod(tx, id), person, id);
    if (method.verifiedAt !== null) throw new AppError('refused', 'This way is verified already.');
    const waitMs = (method.codeSentAt?.getTime() ?? 0) + againAfterS * 1_000 - tx.now.getTime();
    if (waitMs > 0) throw limited('A code is on its way already.', Math.ceil(waitMs / 1_000));
    await sendCodeTo(tx, method);
    return { id };
  });
}

/** Sends a new code, after which earlier ones are worth nothing. At most ten an hour for a person, since each may cost money and disturbs whoever owns the number. */
export async function sendCodeTo(tx: Tx, { id, person, channel, destination }: OwnMethod): Promise<void> {
  const regarding = `code:${person}`;
  const { sent } = await tx.db
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('sent'))
    .where('regarding', '=', regarding)
    .where('created_at', '>', new Date(tx.now.getTime() - 3_600_000))
    .executeTakeFirstOrThrow();
  if (sent >= perHourMax) throw limited(`At most ${perHourMax} codes are sent in an hour.`, 3_600);
  await noteCodeSent(tx, id);
  const subject = codeSubject(id, tx.now);
  await sendMessages(tx, [
    {
      key: subject,
      channel,
      destination,
      regarding,
      answerLinkFor: subject,
      message: {
        type: 'code',
        subject: 'Fieldmarshal code {code}',
        text: `Your Fieldmarshal code is {code}. It is good for ${codeMinutes} minutes. If you did not ask to be paged here, ignore this message: without the code nothing more is sent.`,
      },
    },
  ]);
}

/** Takes the code. A wrong one is counted, whatever becomes of the request. */
export async function verifyContact(
  ctx: Ctx,
  { id, code }: z.output<typeof verifyContactInput>,
): Promise<ContactView> {
  const { person } = await self(ctx);
  const result = await inTransaction(ctx, async (tx): Promise<ContactView | { refused: string }> => {
    const method = ownOf(await lockMethod(tx, id), person, id);
    if (method.verifiedAt !== null) return ownView(method);
    const { codeSentAt, codeTries } = method;
    if (codeSentAt === null) return { refused: 'none' };
    if (codeTries >= triesMax) return { refused: 'tries' };
    if (tx.now.getTime() - codeSentAt.getTime() > codeMinutes * 60_000) return { refused: 'late' };
    const expected = await codeOf(tx.ctx.env, codeSubject(id, codeSentAt));
    const isRight = expected.replace(' ', '') === code;
    await noteCodeTried(tx, id, isRight);
    if (!isRight) return { refused: 'wrong' };
    audit(tx, { action: 'contact.verified', subject: id, after: { person } });
    tx.changed('contacts');
    tx.afterCommit(() => expireContacts(tx.ctx.env.databases));
    return ownView(ownOf(await lockMethod(tx, id), person, id));
  });
  if ('refused' in result) throw refusal(result.refused);
  return result;
}

function refusal(why: string): AppError {
  if (why === 'tries') return limited('Too many wrong codes. Ask for a new one and take that.', againAfterS);
  const message =
    why === 'wrong'
      ? 'is not the code that was sent'
      : why === 'late'
        ? `is older than ${codeMinutes} minutes; ask for a new one`
        : 'was not sent yet; ask for one';
  return new AppError('invalid', `The code ${message}.`, { faults: [{ path: 'code', message }] });
}

function limited(sentence: string, retryAfterS: number): AppError {
  return new AppError('rate-limited', sentence, { retryAfterS });
}
