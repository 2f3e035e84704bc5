import { actorName } from '@fieldmarshal/contract';
import type { acceptRcaInput, dismissRcaInput, RcaFlag } from '@fieldmarshal/contract/rca';
import type { z } from 'zod';
import { readCatalog } from '#catalog';
import { readContacts } from '#delivery';
import { audit, permit } from '#identity';
import { getIncident } from '#incidents';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { teamOf } from './core/team-of.ts';
import { tellAnalyst } from './tell-analyst.ts';
import { loadFlag, loadProducts, storeDone, storeVerdict } from './store/flag-store.ts';

type Accept = { readonly id: string } & z.output<typeof acceptRcaInput>;
type Dismiss = { readonly id: string } & z.output<typeof dismissRcaInput>;

const dueDays = 14;

/**
 * A deep root cause analysis is wanted: it goes to the team of the product that broke, or to the one named, with an owner, a day and what it
 * should answer, and they are told; where nobody can be, those who lead are. Said again it replaces what was said. Refused: a team or a person
 * that the catalog does not know.
 */
export async function acceptRca(ctx: Ctx, { id, team, owner, dueOn, note }: Accept): Promise<RcaFlag> {
  permit(ctx, 'rca.decide');
  const catalog = await readCatalog(ctx.env);
  const contacts = await readContacts(ctx.env);
  if (team !== undefined && !catalog.get('Team', team)) throw unknown('team', team);
  if (owner !== undefined && !catalog.get('Person', owner)) throw unknown('owner', owner);
  return inTransaction(ctx, async (tx) => {
    const flag = await requireFlag(tx, id);
    const incident = await getIncident({ ...ctx, within: tx }, { id });
    const products = await loadProducts(tx.db, id);
    const to = team ?? teamOf(incident, products, (product) => catalog.ownerOf(product)?.name);
    const due = dueOn ?? new Date(tx.now.getTime() + dueDays * 86_400_000).toISOString().slice(0, 10);
    const said = { accepted: true, dismissal: null, note, by: actorName(ctx.actor) };
    const told = await tellAnalyst(tx, {
      ...{ catalog, contacts, flag, note, team: to, owner: owner ?? null, askedBy: personOf(ctx) },
      type: 'rca-assigned',
      leadsToo: false,
      subject: `A deep root cause analysis of ${id} is wanted, due ${due}`,
    });
    const verdict = { ...said, team: to, owner: owner ?? null, dueOn: due, told };
    await storeVerdict(tx, { id, ...verdict });
    return written(tx, id, { action: 'rca.accepted', after: verdict });
  });
}

export async function dismissRca(ctx: Ctx, { id, dismissal, note }: Dismiss): Promise<RcaFlag> {
  permit(ctx, 'rca.decide');
  return inTransaction(ctx, async (tx) => {
    await requireFlag(tx, id);
    const verdict = { accepted: false, dismissal, note, by: actorName(ctx.actor) };
    await storeVerdict(tx, { id, ...verdict, team: null, owner: null, dueOn: null, told: [] });
    return written(tx, id, { action: 'rca.dismissed', after: verdict });
  });
}

/** The analysis is done; reminders stop. Refused for one that was not accepted. */
export async function finishRca(ctx: Ctx, { id }: { readonly id: string }): Promise<RcaFlag> {
  permit(ctx, 'rca.decide');
  return inTransaction(ctx, async (tx) => {
    const flag = await requireFlag(tx, id);
    if (flag.assignment === null)
      throw new AppError(
        'refused',
        `No deep root cause analysis of ${id} was asked for, so none can be done.`,
      );
    await storeDone(tx, id);
    return written(tx, id, { action: 'rca.finished', after: { by: actorName(ctx.actor) } });
  });
}

async function requireFlag(tx: Tx, id: string): Promise<RcaFlag> {
  const flag = await loadFlag(tx.db, id);
  if (flag === null) throw notFound(`An assessment of ${id}`);
  return flag;
}

async function written(
  tx: Tx,
  id: string,
  { action, after }: { readonly action: string; readonly after: unknown },
): Promise<RcaFlag> {
  audit(tx, { action, subject: id, after });
  tx.changed(`rca:${id}`);
  tx.changed('rca');
  return requireFlag(tx, id);
}

function personOf({ actor }: Ctx): string | null {
  return actor.kind === 'person' || actor.kind === 'token' ? actor.person : null;
}

function unknown(path: string, name: string): AppError {
  const message = `"${name}" is not in the catalog`;
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
