import { audit } from '#identity';
import type { Tx } from '#platform';
import { matcherText } from '../core/matcher.ts';
import type { Routing } from '../core/routing.ts';
import { saveSilence, type StoredSilence } from '../store/silence-store.ts';
import { applySilence, setNextTurn } from './apply-silence.ts';

interface Change {
  readonly before: StoredSilence | null;
  readonly after: StoredSilence;
}

/** Stores a silence or maintenance window as it is to be, with its effect on open alerts and its record. */
export async function saveAndApply(tx: Tx, { before, after }: Change, routing: Routing): Promise<void> {
  await saveSilence(tx.db, after);
  await applySilence(tx, after, routing);
  setNextTurn(tx, after, 'changed');
  record(tx, { before, after });
}

/** Stores a planned one, which has no effect yet. */
export async function savePending(tx: Tx, { before, after }: Change): Promise<void> {
  await saveSilence(tx.db, after);
  setNextTurn(tx, after, 'turned');
  tx.changed('silences');
  record(tx, { before, after });
}

function record(tx: Tx, { before, after }: Change): void {
  audit(tx, {
    action: `${after.kind}.${before ? 'changed' : 'created'}`,
    subject: `${after.kind}/${after.id}`,
    before: before ? recordOf(before) : undefined,
    after: recordOf(after),
  });
}

function recordOf(silence: StoredSilence): object {
  return {
    title: silence.title,
    matchers: silence.matchers.map((matcher) => matcherText(matcher)),
    products: silence.products,
    environments: silence.environments,
    startsAt: new Date(silence.startsAt).toISOString(),
    endsAt: new Date(silence.endsAt).toISOString(),
  };
}
