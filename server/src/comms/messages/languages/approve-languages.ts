import type { approveLanguagesInput, Communication, undoLanguagesInput } from '@fieldmarshal/contract/comms';
import type { z } from 'zod';
import { permit } from '#identity';
import { AppError, inTransaction, type Ctx } from '#platform';
import { approveIn, hasLeft, personOf, undoIn } from '../approve.ts';
import { numberOf, type StoredCommunication } from '../communication-store.ts';
import { aroundOf } from '../edit.ts';
import { requireCommunication, viewsByIds } from '../read.ts';

type Input = z.output<typeof approveLanguagesInput>;
interface Items {
  readonly items: Communication[];
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

/** `de` → `German`. */
export function languageName(language: string): string {
  return languageNames.of(language) ?? language;
}

/**
 * A person approves the words of one message in several languages, each by the hash of what they read: all of them, or none. What keeps one
 * from being approved is refused with the name of its language. They can be taken back, and leave, at the same moment.
 */
export async function approveLanguages(ctx: Ctx, { messages, sendAt }: Input): Promise<Items> {
  permit(ctx, 'communication.approve');
  const by = personOf(ctx.actor);
  const each = await Promise.all(
    messages.map(async (words) => ({ words, row: await requireCommunication(ctx, words.id) })),
  );
  const rows = each.map(({ row }) => row);
  refuseUnlessOne(rows);
  const around = await aroundOf(ctx, { incidentId: rows[0]?.incidentId ?? null });
  await inTransaction(ctx, async (tx) => {
    const against: Against[] = [];
    for (const { words, row } of each.toSorted((a, b) => numberOf(a.row.id) - numberOf(b.row.id))) {
      const error = await refusalOf(approveIn(tx, { ...words, sendAt }, { around, by }));
      if (error !== null) against.push({ language: row.language, error });
    }
    const [first] = against;
    if (first !== undefined) throw noneApproved(first.error.code, against);
  });
  return {
    items: await viewsByIds(
      ctx,
      rows.map(({ id }) => id),
    ),
  };
}

interface Against {
  readonly language: string;
  readonly error: AppError;
}

/** What speaks against these words; anything else that goes wrong is thrown. */
async function refusalOf(work: Promise<void>): Promise<AppError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'refused' || error.code === 'conflict')) return error;
    throw error;
  }
}

function noneApproved(code: AppError['code'], against: readonly Against[]): AppError {
  const told = against.map(({ language, error }) => `${languageName(language)}: ${error.publicMessage}`);
  return new AppError(code, `Nothing was approved. ${told.join(' ')}`);
}

/** Throws `invalid` unless they go to the same readers, each in a language of its own; corrections go with corrections only. */
export function refuseUnlessOne(rows: readonly StoredCommunication[]): void {
  const readers = new Set(
    rows.map(({ incidentId, audience, application, corrects }) =>
      JSON.stringify([incidentId, audience, application, corrects !== null]),
    ),
  );
  const languages = new Set(rows.map(({ language }) => language));
  if (readers.size === 1 && languages.size === rows.length) return;
  const message =
    'must be to the same readers of one incident, each in another language, all of them corrections or none';
  throw new AppError('invalid', `messages: ${message}`, { faults: [{ path: 'messages', message }] });
}

/** Takes back what has not left of several, at once. Refused where all of it has. */
export async function undoLanguages(ctx: Ctx, { ids }: z.output<typeof undoLanguagesInput>): Promise<Items> {
  permit(ctx, 'communication.approve');
  // Two who take back the same at once wait for each other in the same order.
  await inTransaction(ctx, async (tx) => {
    let isAnyBack = false;
    for (const id of ids.toSorted((a, b) => numberOf(a) - numberOf(b)))
      if (await undoIn(tx, id)) isAnyBack = true;
    if (!isAnyBack) throw hasLeft(ids.join(', '));
  });
  return { items: await viewsByIds(ctx, ids) };
}
