import { randomBytes } from 'node:crypto';
import { ownDashboard, type DashboardSpec, type Found } from '@fieldmarshal/contract/feedback';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { permit } from '#identity';
import { tell } from '#oncall';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { bandOf, screenOf } from '../core/feedback.ts';
import { countAnswer, countOfDay, insertAnswer, isNewKey } from './feedback-store.ts';

/** More than this in a day is no feedback. */
const answersADayMax = 5_000;
/** Different screens, releases and tasks of a dashboard on one day. */
const kindsADayMax = 500;

export interface Said {
  readonly screen: string;
  readonly release: string;
  readonly task: string;
  readonly found: Found;
  readonly seconds: number | null;
  readonly words: string;
  readonly key?: string | undefined;
  /** How long it waited on the device. */
  readonly heldSeconds: number;
  readonly dataAgeSeconds?: number | null;
}

/** Of a screen of this platform. Without a name nothing of who gave it is kept. */
export async function giveFeedback(
  ctx: Ctx,
  { named, ...said }: Said & { readonly named: boolean },
): Promise<{ counted: true }> {
  permit(ctx, 'feedback.give');
  const spec = (await readCatalog(ctx.env)).get('Dashboard', ownDashboard)?.spec;
  if (!spec?.collect) throw notFound('Feedback');
  const by =
    named && ctx.actor.kind === 'person' ? { person: ctx.actor.person, name: ctx.actor.displayName } : null;
  await inTransaction(ctx, async (tx) => takeFeedback(tx, { dashboard: ownDashboard, spec, said, by }));
  return { counted: true };
}

interface Taken {
  readonly dashboard: string;
  readonly spec: DashboardSpec;
  readonly said: Said;
  readonly by: { readonly person: string; readonly name: string } | null;
}

/**
 * Counts an answer on the day it was given, and keeps its words where there are some. One that comes again under its key changes
 * nothing, also from two pages at once. Refused where a day has had too many.
 */
export async function takeFeedback(tx: Tx, { dashboard, spec, said, by }: Taken): Promise<void> {
  if (said.key !== undefined && !(await isNewKey(tx, said.key))) return;
  const at = new Date(tx.now.getTime() - said.heldSeconds * 1_000);
  const thatDay = await countOfDay(tx, dashboard, at);
  if (thatDay.n >= answersADayMax)
    throw new AppError('rate-limited', 'There have been very many answers today. Thank you.', {
      retryAfterS: 3_600,
    });
  const { release, found, seconds } = said;
  const isFull = thatDay.kinds >= kindsADayMax;
  const where = {
    dashboard,
    screen: isFull ? 'other' : screenOf(said.screen),
    release: isFull ? '' : release,
    // What is none of its tasks is nobody's: free text would tell who.
    task: spec.tasks.includes(said.task) ? said.task : '',
  };
  await countAnswer(tx, { ...where, found, band: bandOf(seconds), at });
  const words = said.words.trim();
  if (words !== '') {
    const id = `FB-${randomBytes(8).toString('hex')}`;
    const { dataAgeSeconds = null } = said;
    await insertAnswer(tx, { id, ...where, found, words, by, dataAgeSeconds, at: at.toISOString() });
    await tellOwner(tx, dashboard, spec);
  }
  tx.changed('feedback');
}

/** Tells the team that owns a dashboard that somebody wrote, once a day (UTC): whoever writes much must fill no mailbox. */
async function tellOwner(tx: Tx, dashboard: string, { owner, displayName }: DashboardSpec): Promise<void> {
  if (owner === undefined) return;
  const [catalog, contacts] = [await readCatalog(tx.ctx.env), await readContacts(tx.ctx.env)];
  const day = tx.now.toISOString().slice(0, 10);
  await tell(tx, {
    ...{ catalog, contacts, people: catalog.teamMembers(owner).map(({ name }) => name) },
    ...{ type: 'feedback-given', key: `feedback-given-${dashboard}-${day}` },
    subject: `Somebody wrote what they think of ${displayName ?? dashboard}`,
    lines: ['It stands there with whatever else is written today; a reply reaches who gave their name.'],
    path: `/feedback?dashboard=${encodeURIComponent(dashboard)}&state=open`,
  });
}
