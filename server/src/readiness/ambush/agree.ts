import type { Ambush, AmbushConsent, OwnAmbushes } from '@fieldmarshal/contract/readiness';
import { readCatalog } from '#catalog';
import { self } from '#delivery';
import { audit } from '#identity';
import { readRoster, shifts } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import {
  loadAmbushes,
  loadConsents,
  loadWaiting,
  storeAmbush,
  storeConsent,
  type AmbushRow,
} from '../store/ambush-store.ts';

const shownMax = 20;
export const aheadMs = 14 * 86_400_000;

/** What I agreed to, and how I answered. */
export async function readOwnAmbushes(ctx: Ctx): Promise<OwnAmbushes> {
  const { person } = await self(ctx);
  const db = ctx.env.databases[ctx.pool];
  const consent = (await loadConsents(db)).get(person);
  const catalog = await readCatalog(ctx.env);
  const rows = await loadAmbushes(db, { people: [person], limit: shownMax });
  const name = catalog.get('Person', person)?.spec.displayName ?? person;
  return {
    consent: consent?.consent ?? 'no',
    decidedAt: consent?.decidedAt.toISOString() ?? null,
    concerned: await isConcerned(ctx, person),
    tests: rows.map((row) => shownAmbush(row, name)),
  };
}

/** Only for oneself: nobody agrees for somebody else. Whoever takes it back is not waited for any more. */
export async function agreeToAmbush(
  ctx: Ctx,
  { consent }: { readonly consent: AmbushConsent },
): Promise<OwnAmbushes> {
  const { person } = await self(ctx);
  await inTransaction(ctx, async (tx) => {
    await storeConsent(tx, person, consent);
    if (consent === 'no')
      for (const { answeredAt: _, allFailed: __, ...row } of await loadWaiting(tx.db))
        if (row.person === person)
          await storeAmbush(tx.db, { ...row, state: 'called-off', why: 'They took their consent back.' });
    audit(tx, { action: 'ambush.agreed', subject: person, after: { consent } });
    tx.changed('readiness');
  });
  return readOwnAmbushes(ctx);
}

async function isConcerned(ctx: Ctx, person: string): Promise<boolean> {
  const catalog = await readRoster(ctx.env);
  const from = ctx.env.clock.now().getTime();
  const names = new Set(catalog.list('Ambush').flatMap(({ spec }) => spec.schedules));
  return [...names].some((name) => {
    const rules = catalog.get('Schedule', name)?.spec;
    return rules
      ? shifts(rules, { from, to: from + aheadMs }).some(({ people }) => people.includes(person))
      : false;
  });
}

export function shownAmbush(row: AmbushRow, personName: string): Ambush {
  const { id, plan, schedule, person, state, answerMs, why } = row;
  return {
    ...{ id, plan, schedule, person, personName, state, why },
    askedAt: row.askedAt.toISOString(),
    answerSeconds: answerMs === null ? null : Math.round(answerMs / 1_000),
  };
}
