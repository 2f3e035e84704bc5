import { cancelDeliveries, type ServerKey } from '#delivery';
import { audit } from '#identity';
import type { Tx } from '#platform';
import { takeInput } from '../escalations/take-input.ts';
import { pageFollowed } from '../facts.ts';
import type { Directory } from '../roster/roster.ts';
import { ringingFor } from '../store.ts';
import { endPage, type StoredPage } from './page-store.ts';

interface AnswerAsShadow {
  readonly page: StoredPage & { readonly shadowOf: string };
  readonly answer: 'acknowledge' | 'cannot';
  readonly by: string;
  readonly byPerson: string | null;
  readonly directory: Directory;
  readonly key: ServerKey;
}

/** A shadow follows, or cannot: their page ends and they are left in peace. Whoever is paged is paged on, as if nothing had been said. */
export async function answerAsShadow(
  tx: Tx,
  { page, answer, by, byPerson, directory, key }: AnswerAsShadow,
): Promise<void> {
  const { id: pageId, incidentId, person, shadowOf, shadowLeads: leads } = page;
  const follows = answer === 'acknowledge';
  const why = follows ? `${by} follows as a shadow` : `${by} cannot follow`;
  await endPage(tx, pageId, { state: follows ? 'acknowledged' : 'declined', by, byPerson, why });
  await cancelDeliveries(tx, [pageId], why);
  for (const escalation of await ringingFor(tx.db, pageId))
    await takeInput(tx, { escalation, input: { kind: 'shadow-answered', person }, directory, key });
  tx.emit(pageFollowed, incidentId, { pageId, incidentId, person, of: shadowOf, leads, answer });
  audit(tx, {
    action: `page.shadow-${answer}`,
    subject: pageId,
    after: { incidentId, person, by, shadowOf },
  });
}
