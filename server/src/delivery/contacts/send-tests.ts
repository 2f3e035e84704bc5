import { tokenHash, type ServerKey } from '../webhook/server-key.ts';
import type { Destination } from '@fieldmarshal/contract/delivery';
import type { Tx } from '#platform';
import { sendMessages } from '../send.ts';
import { newContactId } from './own.ts';

interface Test {
  readonly person: string;
  readonly ways: readonly Destination[];
  readonly subject: string;
  /** One paragraph; the link that acknowledges it follows. */
  readonly text: string;
}

/** Sends a test that asks for an answer by each of these ways, after the commit. Returns the ids of the tests, in their order. */
export async function sendTests(
  tx: Tx,
  key: ServerKey,
  { person, ways, subject, text }: Test,
): Promise<string[]> {
  const tests = ways.map((way) => ({ ...way, id: newContactId('CT') }));
  for (const { id, channel, destination } of tests)
    await tx.db
      .insertInto('contact_test')
      .values({
        ...{ id, person, channel, destination },
        token_hash: tokenHash(key.answerToken(id)),
        delivery_key: id,
        asked_at: tx.now,
      })
      .execute();
  await sendMessages(
    tx,
    tests.map(({ id, channel, destination }) => ({
      ...{ key: id, channel, destination, regarding: id, answerLinkFor: id },
      message: {
        type: 'test',
        subject,
        text: `${text}\n{answer-link}`,
        html: `<p>${text}</p><p><a href="{answer-link}"><strong>Acknowledge the test</strong></a></p>`,
        data: { test: true },
      },
    })),
  );
  tx.changed('contacts');
  return tests.map(({ id }) => id);
}
