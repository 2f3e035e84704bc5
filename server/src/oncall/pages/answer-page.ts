import { actorName, type Actor } from '@fieldmarshal/contract';
import { cancelDeliveries, serverKey, type ServerKey } from '#delivery';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { pageAnswered } from '../facts.ts';
import { answerAsShadow } from './answer-as-shadow.ts';
import {
  closeUnwanted,
  endPage,
  heirOf,
  isOnlyShadow,
  lastRing,
  loadPage,
  type StoredPage,
} from './page-store.ts';
import type { Directory } from '../roster/roster.ts';
import { escalationsOf, lockPaging, unansweredFor } from '../store.ts';
import { acknowledgeEach } from '../escalations/stop-escalations.ts';
import { takeInput } from '../escalations/take-input.ts';

export interface AnswerPage {
  readonly pageId: string;
  readonly answer: 'acknowledge' | 'cannot';
}

/** What an answer did. `by` is who acknowledged: the one who asked, or who was faster. */
export interface Answered {
  readonly outcome: 'acknowledged' | 'declined' | 'already-acknowledged' | 'closed' | 'following';
  readonly by: string | null;
}

/** A signed-in person answers a page. Anybody may acknowledge; only the paged person can say "cannot take it". */
export async function answerPage(ctx: Ctx, input: AnswerPage): Promise<Answered> {
  permit(ctx, 'page.answer');
  const page = await loadPage(ctx.env.databases[ctx.pool], input.pageId);
  if (!page) throw notFound(`Page ${input.pageId}`);
  if (input.answer === 'cannot' && personOf(ctx.actor) !== page.person)
    throw new AppError(
      'refused',
      `Only ${page.person} can say so; you can acknowledge it, or page somebody else.`,
    );
  await refuseShadows(ctx, page);
  return takeAnswer(ctx, page, input.answer);
}

/** Nobody follows for a shadow, and a shadow answers for nobody: what they say must not stop the paging of whoever is asked. */
async function refuseShadows(ctx: Ctx, page: StoredPage): Promise<void> {
  const person = personOf(ctx.actor);
  if (person === page.person) return;
  if (page.shadowOf !== null)
    throw new AppError('refused', `This page is to ${page.person}, who shadows; only they can answer it.`);
  if (person !== null && (await isOnlyShadow(ctx.env.databases[ctx.pool], page.incidentId, person)))
    throw new AppError('refused', `You shadow here: your answer stops no paging. ${page.person} is asked.`);
}

/**
 * Takes an answer, whoever the caller found entitled to give it. An acknowledgement answers every escalation that asked by this page, and
 * what has asked the same people since; the others' pages close. Of two answers at once one wins, and the other is told its name.
 */
export async function takeAnswer(
  ctx: Ctx,
  page: StoredPage,
  answer: AnswerPage['answer'],
): Promise<Answered> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  return inTransaction(ctx, async (tx) => {
    await lockPaging(tx, page.incidentId);
    const now = await loadPage(tx.db, page.id);
    if (!now) throw notFound(`Page ${page.id}`);
    const over = alreadyOver(now, answer);
    if (over) return over;
    const done = { by: actorName(ctx.actor), byPerson: personOf(ctx.actor) };
    const { shadowOf } = now;
    if (shadowOf !== null) {
      await answerAsShadow(tx, {
        page: { ...now, shadowOf },
        answer,
        ...done,
        directory: { catalog, contacts },
        key,
      });
      tx.changed('pages');
      tx.changed(`incident:${now.incidentId}`);
      return { outcome: answer === 'acknowledge' ? 'following' : 'declined', by: null };
    }
    if (answer === 'acknowledge') await acknowledge(tx, { page: now, ...done });
    else await decline(tx, { page: now, directory: { catalog, contacts }, key, ...done });
    const { id: pageId, incidentId, person, team } = now;
    const heir = done.byPerson === null ? null : await heirOf(tx.db, incidentId, done.byPerson);
    tx.emit(pageAnswered, incidentId, { pageId, incidentId, person, team, answer, heir, ...done });
    audit(tx, { action: `page.${answer}`, subject: pageId, after: { incidentId, person, ...done } });
    tx.changed('pages');
    tx.changed(`incident:${incidentId}`);
    return answer === 'acknowledge'
      ? { outcome: 'acknowledged', by: done.by }
      : { outcome: 'declined', by: null };
  });
}

/** What to say where there is nothing left to answer; null where there is. Whoever declined may still change their mind. */
function alreadyOver(
  { state, answeredBy, shadowOf }: StoredPage,
  answer: AnswerPage['answer'],
): Answered | null {
  // A shadow may follow also what others have taken.
  if (shadowOf !== null && state === 'closed' && answer === 'acknowledge') return null;
  if (shadowOf !== null && state === 'acknowledged') return { outcome: 'following', by: null };
  if (state === 'open' || (state === 'declined' && answer === 'acknowledge')) return null;
  if (state === 'declined') return { outcome: 'declined', by: null };
  return { outcome: answeredBy === null ? 'closed' : 'already-acknowledged', by: answeredBy };
}

interface Answering {
  readonly page: StoredPage;
  readonly by: string;
  readonly byPerson: string | null;
}

async function acknowledge(tx: Tx, { page, by, byPerson }: Answering): Promise<void> {
  const why = `Acknowledged by ${by}`;
  const asking = new Set((await unansweredFor(tx.db, page.id)).map(({ scope }) => scope));
  const all = await escalationsOf(tx.db, page.incidentId);
  await acknowledgeEach(
    tx,
    page.incidentId,
    all.filter(({ scope }) => asking.has(scope)),
  );
  await endPage(tx, page.id, { state: 'acknowledged', by, byPerson, why });
  const closed = await closeUnwanted(tx, page.incidentId, { by, why });
  await cancelDeliveries(tx, [page.id, ...closed], why);
}

interface Declining extends Answering {
  readonly directory: Directory;
  readonly key: ServerKey;
}

async function decline(tx: Tx, { page, directory, key, by, byPerson }: Declining): Promise<void> {
  const why = `${by} cannot take it`;
  // Ended first: where the chain comes back to this person, that is another page.
  await endPage(tx, page.id, { state: 'declined', by, byPerson, why });
  await cancelDeliveries(tx, [page.id], why);
  for (const escalation of await unansweredFor(tx.db, page.id)) {
    const ring = await lastRing(tx, page.id, escalation.id);
    if (ring === null) continue;
    const input = { kind: 'declined', person: page.person, ring } as const;
    await takeInput(tx, { escalation, input, directory, key });
  }
}

function personOf(actor: Actor): string | null {
  return actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
}
