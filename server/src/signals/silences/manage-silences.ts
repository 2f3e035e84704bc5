import { randomUUID } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { Silence } from '@fieldmarshal/contract/signals';
import { permit } from '#identity';
import { AppError, notFound, sightOf, type Ctx, type Tx } from '#platform';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { matches, type Matcher } from '../core/matcher.ts';
import type { Routing } from '../core/routing.ts';
import { isHidden, isInScope, placeOfSilence } from '../core/sight.ts';
import { silenceState } from '../core/silence.ts';
import { readRouting } from '../routing.ts';
import { findSilence, listSilences, type StoredSilence } from '../store/silence-store.ts';
import { saveAndApply } from './save.ts';
import { readMatcherTexts, silenceView } from './silence-view.ts';

type Kind = StoredSilence['kind'];
type ListState = 'current' | 'pending' | 'active' | 'expired' | 'all';

/** Silences and maintenance windows differ in who may change them and what they must name; the rest is one. */
const abilities = {
  silence: { read: 'silence.read', write: 'alert.silence' },
  maintenance: { read: 'maintenance.read', write: 'maintenance.write' },
} as const;

const daysMax = 400;

/** Those in force or planned, or those that ended within 30 days. */
export async function listSilencesOf(ctx: Ctx, kind: Kind, state: ListState): Promise<{ items: Silence[] }> {
  permit(ctx, abilities[kind].read);
  const now = ctx.env.clock.now().getTime();
  const { names } = await readRouting(ctx.env);
  const items = (await listSilences(ctx.env.databases[ctx.pool], kind))
    .filter((silence) => !isHidden(placeOfSilence(silence, names), sightOf(ctx.actor)))
    .map((silence) => silenceView(silence, now))
    .filter(
      (silence) =>
        state === 'all' || (state === 'current' ? silence.state !== 'expired' : silence.state === state),
    );
  return { items };
}

export interface Wanted {
  readonly title: string;
  readonly matchers: readonly string[];
  readonly products?: readonly string[];
  readonly environments?: readonly string[];
  /** Left out: now. */
  readonly startsAt?: string | undefined;
  readonly endsAt: string;
}

export async function createSilence(ctx: Ctx, kind: Kind, wanted: Wanted): Promise<Silence> {
  permit(ctx, abilities[kind].write);
  const content = contentOf(kind, wanted);
  const routing = await readRouting(ctx.env);
  mustBeInScope(ctx, content, routing);
  return storeSilence(ctx, kind, wanted);
}

/** As {@link createSilence}, without asking whether it is theirs to silence. */
export async function storeSilence(ctx: Ctx, kind: Kind, wanted: Wanted): Promise<Silence> {
  const content = contentOf(kind, wanted);
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    const after: StoredSilence = {
      id: randomUUID(),
      kind,
      ...content,
      ...spanOf(wanted, now),
      createdBy: actorName(ctx.actor),
      integration: null,
      source: null,
      plannedFor: null,
      createdAt: now,
      updatedAt: now,
    };
    await saveAndApply(tx, { before: null, after }, routing);
    return silenceView(after, now);
  });
}

/** Changes one that has not ended. What has been in force stays: a start in the past is kept. */
export async function changeSilence(
  ctx: Ctx,
  kind: Kind,
  { id, updatedAt, ...wanted }: Wanted & { readonly id: string; readonly updatedAt?: string | undefined },
): Promise<Silence> {
  permit(ctx, abilities[kind].write);
  const content = contentOf(kind, wanted);
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    const before = await mustFind(tx, { kind, id }, routing);
    mustBeInScope(ctx, content, routing);
    if (silenceState(before, now) === 'expired')
      throw new AppError('refused', 'It has ended already; make a new one.');
    if (before.source !== null)
      throw new AppError(
        'refused',
        `Its times are those of ${before.source}: change them there, or end this one.`,
      );
    if (updatedAt !== undefined && Date.parse(updatedAt) !== before.updatedAt)
      throw new AppError(
        'conflict',
        'It was changed by somebody else meanwhile. Look at it as it is now, then make your change again.',
      );
    const span = spanOf(wanted, now);
    const startsAt = silenceState(before, now) === 'active' ? before.startsAt : span.startsAt;
    const after = { ...before, ...content, startsAt, endsAt: span.endsAt, updatedAt: now };
    await saveAndApply(tx, { before, after }, routing);
    return silenceView(after, now);
  });
}

/** Ends it now; alerts that still fire are grouped like new ones. Changes nothing where it has ended. */
export async function endSilence(ctx: Ctx, kind: Kind, { id }: { readonly id: string }): Promise<Silence> {
  permit(ctx, abilities[kind].write);
  const routing = await readRouting(ctx.env);
  return inFreshTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    const before = await mustFind(tx, { kind, id }, routing);
    if (silenceState(before, now) === 'expired') return silenceView(before, now);
    const after = { ...before, startsAt: Math.min(before.startsAt, now), endsAt: now, updatedAt: now };
    await saveAndApply(tx, { before, after }, routing);
    return silenceView(after, now);
  });
}

interface Named {
  readonly kind: Kind;
  readonly id: string;
}

/** One that they may see and work on. */
async function mustFind(tx: Tx, { kind, id }: Named, routing: Routing): Promise<StoredSilence> {
  const silence = await findSilence(tx.db, id);
  if (silence?.kind !== kind || isHidden(placeOfSilence(silence, routing.names), sightOf(tx.ctx.actor)))
    throw notFound(kind === 'silence' ? 'This silence' : 'This maintenance window');
  mustBeInScope(tx.ctx, silence, routing);
  return silence;
}

/** Whoever works in a scope silences nothing beyond it: it must name what it is about. */
function mustBeInScope(
  { actor }: Pick<Ctx, 'actor'>,
  silence: Pick<StoredSilence, 'products' | 'environments' | 'matchers'>,
  { names }: Routing,
): void {
  if (isInScope(placeOfSilence(silence, names), sightOf(actor))) return;
  throw new AppError(
    'forbidden',
    'This covers more than your teams and environments. Name a product of yours (product="…"), and an environment where your scope has some.',
  );
}

function contentOf(
  kind: Kind,
  wanted: Wanted,
): Pick<StoredSilence, 'title' | 'matchers' | 'products' | 'environments'> {
  const matchers = readMatcherTexts(wanted.matchers);
  if (kind === 'silence' || matchers.length > 0) refuseEverything(matchers);
  return {
    title: wanted.title,
    matchers,
    products: wanted.products ?? [],
    environments: wanted.environments ?? [],
  };
}

/** A silence that covers whatever comes is nearly always a slip. */
function refuseEverything(matchers: readonly Matcher[]): void {
  if (!matchers.every((matcher) => matches(matcher, {}))) return;
  refuse('matchers', 'at least one must not match the empty text, else everything would be silenced');
}

function spanOf(wanted: Wanted, now: number): { startsAt: number; endsAt: number } {
  const startsAt = wanted.startsAt === undefined ? now : Math.max(Date.parse(wanted.startsAt), now);
  const endsAt = Date.parse(wanted.endsAt);
  if (endsAt <= now) refuse('endsAt', 'is in the past');
  if (endsAt <= startsAt) refuse('endsAt', 'must be after the start');
  if (endsAt - now > daysMax * 86_400_000) refuse('endsAt', `must be within ${daysMax} days`);
  return { startsAt, endsAt };
}

function refuse(path: string, message: string): never {
  throw new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
