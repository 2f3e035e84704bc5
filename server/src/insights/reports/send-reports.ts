import type { Report } from '@fieldmarshal/contract/insights';
import { readCatalog, readSight, type Catalog } from '#catalog';
import { self, sendMessages } from '#delivery';
import { can, permit } from '#identity';
import {
  beforeFinish,
  defineTask,
  inTransaction,
  isStorageDown,
  notFound,
  withSight,
  type Ctx,
} from '#platform';
import { z } from 'zod';
import { duePeriod, type LocalMoment } from '../core/reports/period.ts';
import { composeReport, type Composed } from './compose-report.ts';
import { loadReports, loadSent, noteSent } from './report-store.ts';

export const reportTask = defineTask('insights.report', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 15 * 60_000,
});

/** One run ends after so many mails; what is left follows at the next. */
const eachRunMax = 100;

/**
 * Sends what is due, to each person once for a period, in the morning of where they sit, as far as they themselves may see. What cannot be
 * composed for one of them holds up nobody else, and is tried again at the next run.
 */
export async function sendReports(ctx: Ctx): Promise<void> {
  const db = ctx.env.databases[ctx.pool];
  const [catalog, reports, sent] = [
    await readCatalog(ctx.env),
    await loadReports(db, {}),
    await loadSent(db),
  ];
  const now = ctx.env.clock.now();
  const due = reports.flatMap((report) =>
    report.people.flatMap((person): Due[] => {
      const period = duePeriod(report.every, momentOf(catalog, person, now));
      // A report begins with the period that it was made in.
      if (period === null || period.to < report.madeAt.slice(0, 10)) return [];
      return sent.has(`${report.id} ${person} ${period.from}`) ? [] : [{ report, person, period }];
    }),
  );
  let left = eachRunMax;
  for (const one of due) {
    if (left === 0) return;
    if (await sendOne(ctx, one)) left -= 1;
  }
}

interface Due {
  readonly report: Report;
  readonly person: string;
  readonly period: { readonly from: string; readonly to: string };
}

/** Whether a mail left. */
async function sendOne(ctx: Ctx, { report, person, period }: Due): Promise<boolean> {
  try {
    const composed = await asSeenBy(ctx, person, async (seen) => composeReport(seen, report, period));
    if (composed === null) return false;
    return await inTransaction(beforeFinish(ctx), async (tx) => {
      if (!(await noteSent(tx, { report: report.id, person, ...period }))) return false;
      await sendMessages(tx, [{ ...mailOf(`${report.id}-${period.from}.${person}`, composed), bulk: true }]);
      return true;
    });
  } catch (error) {
    if (isStorageDown(error)) throw error;
    ctx.env.log.error({ report: report.id, person, error: String(error) }, 'a report could not be sent');
    return false;
  }
}

/** The last whole period, to who asks, now. */
export async function tryReport(ctx: Ctx, { id }: { readonly id: string }): Promise<{ id: string }> {
  permit(ctx, 'insights.read');
  const { person } = await self(ctx);
  const catalog = await readCatalog(ctx.env);
  const report = (await loadReports(ctx.env.databases[ctx.pool], {})).find((each) => each.id === id);
  const { day } = momentOf(catalog, person, ctx.env.clock.now());
  const period = duePeriod(report?.every ?? 'week', { day, hour: 23 });
  if (report === undefined || period === null) throw notFound(`Report ${id}`);
  const composed = await asSeenBy(ctx, person, async (seen) => composeReport(seen, report, period));
  if (composed === null) throw notFound(`Report ${id}`);
  await inTransaction(ctx, async (tx) =>
    sendMessages(tx, [mailOf(`${id}-try-${tx.now.getTime()}.${person}`, composed)]),
  );
  return { id };
}

function mailOf(key: string, { email, subject, text, html }: Composed) {
  const message = { type: 'insights-report', subject, text, html, data: null };
  const regarding = key.split('.')[0] ?? key;
  return { key, channel: 'email' as const, destination: email, message, regarding };
}

/** Numbers are those that the person would see; somebody who is gone or may read none gets none. */
async function asSeenBy(
  ctx: Ctx,
  name: string,
  work: (seen: Ctx & { readonly email: string }) => Promise<Composed>,
): Promise<Composed | null> {
  const person = (await readCatalog(ctx.env)).get('Person', name);
  if (!person) return null;
  const { displayName = name, roles, email } = person.spec;
  const actor = { kind: 'person', person: name, displayName, roles } as const;
  if (!can(actor, 'insights.read')) return null;
  const seen = { env: ctx.env, requestId: ctx.requestId, actor, pool: 'web', email } as const;
  const sight = await readSight(ctx.env, actor);
  return sight === null ? work(seen) : withSight(actor, sight, async () => work(seen));
}

function momentOf(catalog: Catalog, name: string, now: Date): LocalMoment {
  const spec = catalog.get('Person', name)?.spec;
  const timeZone = spec?.timeZone ?? catalog.get('Hub', spec?.hub ?? '')?.spec.timeZone ?? 'Etc/UTC';
  const format = {
    timeZone,
    hour: '2-digit',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  } as const;
  const parts = new Intl.DateTimeFormat('en-CA', format).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}
