import { randomBytes } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import type { NewReport, Report } from '@fieldmarshal/contract/insights';
import { readCatalog } from '#catalog';
import { self } from '#delivery';
import { audit, can, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { countReports, deleteReport, insertReport, loadReports, removePerson } from './report-store.ts';

const reportsMax = 500;

interface On {
  readonly id: string;
}

/** Those that go to who asks; for leads all of them. */
export async function listReports(ctx: Ctx): Promise<{ items: Report[] }> {
  permit(ctx, 'insights.read');
  const { actor } = ctx;
  const own = actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
  const of = can(actor, 'report.send') ? null : (own ?? '');
  return { items: await loadReports(ctx.env.databases[ctx.pool], { of }) };
}

/** Sends a page from the next whole period on. Refuses people who are not in the catalog. */
export async function makeReport(ctx: Ctx, asked: NewReport): Promise<Report> {
  permit(ctx, 'report.send');
  const catalog = await readCatalog(ctx.env);
  for (const [index, name] of asked.people.entries())
    if (!catalog.get('Person', name)) throw refusal(`people.${index}`, `there is no Person "${name}"`);
  return inTransaction(ctx, async (tx) => {
    if ((await countReports(tx.db)) >= reportsMax)
      throw refusal('people', `at most ${reportsMax} reports: end one that nobody reads`);
    const made = {
      ...asked,
      people: [...new Set(asked.people)],
      id: `RP-${randomBytes(8).toString('hex')}`,
      madeBy: actorName(ctx.actor),
    };
    await insertReport(tx, made);
    audit(tx, { action: 'report.made', subject: made.id, after: asked });
    tx.changed('insights');
    return { ...made, madeAt: tx.now.toISOString(), lastSentTo: null };
  });
}

export async function endReport(ctx: Ctx, { id }: On): Promise<On> {
  permit(ctx, 'report.send');
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteReport(tx.db, id))) throw notFound(`Report ${id}`);
    audit(tx, { action: 'report.ended', subject: id });
    tx.changed('insights');
    return { id };
  });
}

/** Whoever gets it can do without it. */
export async function leaveReport(ctx: Ctx, { id }: On): Promise<On> {
  permit(ctx, 'insights.read');
  const { person } = await self(ctx);
  return inTransaction(ctx, async (tx) => {
    if (!(await removePerson(tx.db, id, person))) throw notFound(`Report ${id}`);
    audit(tx, { action: 'report.left', subject: id, after: { person } });
    tx.changed('insights');
    return { id };
  });
}

function refusal(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
