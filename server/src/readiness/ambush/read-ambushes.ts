import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { AmbushReport } from '@fieldmarshal/contract/readiness';
import type { Catalog } from '#catalog';
import { can, permit } from '#identity';
import { readRoster, shifts } from '#oncall';
import type { Ctx } from '#platform';
import { answeringOf } from '../core/ambush.ts';
import { runbooksOf } from '../core/measured/runbooks.ts';
import { loadAmbushes, loadConsents, openSev1, type AmbushRow } from '../store/ambush-store.ts';
import { loadProbes } from '../store/probe-store.ts';
import { aheadMs, shownAmbush } from './agree.ts';

const shownMax = 200;
const countedMax = 20_000;

/** What test pages and looked-up runbooks say. How single people answered is for leads, and each person's own. */
export async function readAmbushes(ctx: Ctx): Promise<AmbushReport> {
  permit(ctx, 'readiness.read');
  const db = ctx.env.databases[ctx.pool];
  const catalog = await readRoster(ctx.env);
  const [consents, rows, sev1, probes] = await Promise.all([
    loadConsents(db),
    loadAmbushes(db, { limit: countedMax }),
    openSev1(db),
    loadProbes(db),
  ]);
  const agreed = new Set(
    [...consents].flatMap(([person, { consent }]) => (consent === 'no' ? [] : [person])),
  );
  const { actor } = ctx;
  const own = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  const seesAll = can(actor, 'readiness.exempt');
  const nameOf = (person: string) => catalog.get('Person', person)?.spec.displayName ?? person;
  return {
    plans: catalog
      .list('Ambush')
      .map((plan) => planOf(catalog, plan, { rows, agreed, now: ctx.env.clock.now() })),
    tests: rows
      .filter(({ person }) => seesAll || person === own)
      .slice(0, shownMax)
      .map((row) => shownAmbush(row, nameOf(row.person))),
    heldBy:
      sev1 === null
        ? null
        : `${sev1.isSeen ? `${sev1.id} is a SEV1 and open` : 'A SEV1 is open'}: nobody is tested.`,
    runbooks: [...runbooksOf(catalog.list('Product'))].map(([url, products]) => {
      const probe = probes.get(url);
      return {
        ...{ url, products, at: probe?.triedAt.toISOString() ?? null },
        ...{ alive: probe?.alive ?? null, trouble: probe?.trouble ?? null },
      };
    }),
  };
}

interface Known {
  readonly rows: readonly AmbushRow[];
  readonly agreed: ReadonlySet<string>;
  readonly now: Date;
}

function planOf(
  catalog: Catalog,
  { name, spec }: CatalogObject<'Ambush'>,
  { rows, agreed, now }: Known,
): AmbushReport['plans'][number] {
  const from = now.getTime();
  const people = new Set(
    spec.schedules.flatMap((schedule) => {
      const rules = catalog.get('Schedule', schedule)?.spec;
      return rules ? shifts(rules, { from, to: from + aheadMs }).flatMap((shift) => shift.people) : [];
    }),
  );
  const answering = answeringOf(countedOf(rows.filter(({ plan }) => plan === name)));
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1_000));
  const { schedules, everyDays, answerMinutes, paused } = spec;
  return {
    ...{ name, displayName: spec.displayName ?? name, schedules, everyDays, answerMinutes, paused },
    ...{ people: people.size, agreed: [...people].filter((person) => agreed.has(person)).length },
    ...{ tested: answering.tested, answered: answering.answered },
    ...{ medianSeconds: seconds(answering.medianMs), p90Seconds: seconds(answering.p90Ms) },
  };
}

/** Tests that count, with the time until the answer, or for which it was waited. */
export function countedOf(
  rows: readonly Pick<AmbushRow, 'state' | 'answerMs' | 'askedAt' | 'answerBy'>[],
): { state: 'answered' | 'missed'; ms: number }[] {
  return rows.flatMap(({ state, answerMs, askedAt, answerBy }) =>
    state === 'answered' || state === 'missed'
      ? [{ state, ms: answerMs ?? answerBy.getTime() - askedAt.getTime() }]
      : [],
  );
}
