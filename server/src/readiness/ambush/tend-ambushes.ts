import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import { randomBytes } from 'node:crypto';
import type { AmbushConsent, AmbushSpec } from '@fieldmarshal/contract/readiness';
import type { Catalog } from '#catalog';
import { readContacts, sendTests, serverKey, type Contacts, type ServerKey } from '#delivery';
import { audit } from '#identity';
import { onCallAt, readRoster, waysOf } from '#oncall';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { comesBetween, mayAmbush, turnAt } from '../core/ambush.ts';
import {
  busyPeople,
  loadConsents,
  loadTurns,
  loadWaiting,
  openSev1,
  storeAmbush,
  storeTurn,
  type LaterWay,
} from '../store/ambush-store.ts';
import { isQuietAt } from './quiet.ts';
import { settleAmbush } from './settle-ambush.ts';
import { words } from './words.ts';

/** How a moment is drawn: 0 (included) to 1. */
type Draw = () => number;

/**
 * Once a minute: takes answers, rings the next way, ends what was waited for long enough, and tests whose turn it is. During a real SEV1
 * nobody is tested, and what waits is called off.
 */
export async function tendAmbushes(ctx: Ctx, draw: Draw = drawn): Promise<void> {
  const catalog = await readRoster(ctx.env);
  const contacts = await readContacts(ctx.env);
  const key = await serverKey(ctx.env);
  await inTransaction(ctx, async (tx) => {
    const isBurning = (await openSev1(tx.db)) !== null;
    const [busy, consents] = [await busyPeople(tx.db), await loadConsents(tx.db)];
    for (const waiting of await loadWaiting(tx.db)) {
      const person = catalog.get('Person', waiting.person);
      const consent = consents.get(waiting.person)?.consent ?? 'no';
      const isQuiet = person !== undefined && isQuietAt(catalog, person, tx.now.getTime());
      const between = comesBetween({ isBurning, consent, isQuiet, isBusy: busy.has(waiting.person) });
      await settleAmbush(tx, key, { waiting, between });
    }
    if (!isBurning) await testWhoseTurnItIs(tx, { catalog, contacts, key, busy, draw });
  });
}

interface Scene {
  readonly catalog: Catalog;
  readonly contacts: Contacts;
  readonly key: ServerKey;
  readonly busy: ReadonlySet<string>;
  readonly draw: Draw;
}

async function testWhoseTurnItIs(tx: Tx, scene: Scene): Promise<void> {
  const { catalog, busy, draw } = scene;
  const now = tx.now.getTime();
  const [consents, turns] = [await loadConsents(tx.db), await loadTurns(tx.db)];
  // Two plans may ask for the same person in the same minute: they are paged once.
  const taken = new Set([...(await loadWaiting(tx.db)).map(({ person }) => person), ...busy]);
  for (const { name: plan, spec } of catalog.list('Ambush'))
    for (const [person, schedule] of onNow(catalog, spec, now)) {
      const consent = consents.get(person.name)?.consent ?? 'no';
      if (consent === 'no') continue;
      const ways = waysNow(scene, person, now);
      const may = isFree(scene, {
        ...{ person, consent, now, answerMinutes: spec.answerMinutes, ways: ways.length },
        isBusy: taken.has(person.name),
      });
      const known = turns.get(`${plan} ${person.name}`) ?? null;
      const turn = turnAt(known, { now, everyDays: spec.everyDays, chance: draw(), may });
      if (turn.dueAt !== known) await storeTurn(tx.db, { plan, person: person.name, dueAt: turn.dueAt });
      if (!turn.test) continue;
      taken.add(person.name);
      await beginAmbush(tx, scene, { plan, spec, schedule, person: person.name, ways });
    }
}

/** Who is on in the schedules of a plan, each once, with the first schedule that says so. */
function onNow(catalog: Catalog, spec: AmbushSpec, now: number): Map<CatalogObject<'Person'>, string> {
  const found = new Map<CatalogObject<'Person'>, string>();
  if (spec.paused) return found;
  for (const schedule of spec.schedules) {
    const rules = catalog.get('Schedule', schedule)?.spec;
    for (const name of rules ? onCallAt(rules, now) : []) {
      const person = catalog.get('Person', name);
      if (person && !found.has(person)) found.set(person, schedule);
    }
  }
  return found;
}

interface Asking {
  readonly person: CatalogObject<'Person'>;
  readonly consent: AmbushConsent;
  readonly now: number;
  readonly answerMinutes: number;
  readonly ways: number;
  readonly isBusy: boolean;
}

/** Later ways ring until the answer is due: all of that must lie outside their quiet hours. */
function isFree({ catalog }: Scene, { person, now, answerMinutes, ...moment }: Asking): boolean {
  const isQuiet = [now, now + answerMinutes * 60_000].some((at) => isQuietAt(catalog, person, at));
  return mayAmbush({ ...moment, isQuiet });
}

/** By which ways a SEV2 would ring them now. */
function waysNow({ contacts }: Scene, { name, spec }: CatalogObject<'Person'>, now: number): LaterWay[] {
  const { notificationRules, quietHours = null } = spec;
  const rules = { methods: contacts.methodsOf(name, spec), notificationRules, quietHours };
  return waysOf(rules, { severity: 'SEV2', isLast: false, now });
}

interface Begun {
  readonly plan: string;
  readonly spec: AmbushSpec;
  readonly schedule: string;
  readonly person: string;
  readonly ways: readonly LaterWay[];
}

async function beginAmbush(
  tx: Tx,
  { key }: Scene,
  { plan, spec, schedule, person, ways }: Begun,
): Promise<void> {
  const first = ways.filter(({ afterMs }) => afterMs === 0);
  // Nobody would be rung at once: the first way stands for it.
  const now = first.length === 0 ? ways.slice(0, 1) : first;
  const tests = await sendTests(tx, key, { person, ways: now, ...words });
  const id = `AM-${randomBytes(8).toString('hex')}`;
  await storeAmbush(tx.db, {
    ...{ id, plan, schedule, person, tests, askedAt: tx.now, state: 'waiting', answerMs: null, why: null },
    answerBy: new Date(tx.now.getTime() + spec.answerMinutes * 60_000),
    waysLeft: ways.filter((way) => !now.includes(way)),
  });
  audit(tx, { action: 'ambush.begun', subject: person, after: { id, plan, schedule } });
  tx.changed('readiness');
}

function drawn(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
