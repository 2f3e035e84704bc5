import type { Brief, HandoverDetail, HandoverSummary } from '@fieldmarshal/contract/oncall/handover';
import type { Catalog } from '#catalog';
import { can, permit } from '#identity';
import { notFound, sightOf, type Ctx } from '#platform';
import { readRoster } from '../roster/read-roster.ts';
import { personOf } from '../schedules/owners.ts';
import { iso, personName } from '../schedules/wire.ts';
import { isOpen, mayAccept, maySign, type Hand } from './core/baton.ts';
import { briefText } from './core/brief.ts';
import { findHandover, findHandovers, type StoredHandover } from './handover-store.ts';
import { titleOf } from './tell-handover.ts';

interface Input {
  readonly state: 'open' | 'all';
  readonly schedule?: string | undefined;
  readonly limit: number;
}

/** Handovers, the latest change first. */
export async function listHandovers(ctx: Ctx, input: Input): Promise<{ items: HandoverSummary[] }> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const found = await findHandovers(ctx.env.databases[ctx.pool], input);
  return { items: found.map((handover) => summaryOf(handover, { ctx, catalog })) };
}

/** Reads the facts as they are now; asked only where a handover has none that stand. */
export type ReadBrief = () => Promise<Brief>;

/** One handover. `readBrief` gives the facts of an unsigned one, and of one that was signed by somebody who sees more than the reader. */
export async function readHandover(ctx: Ctx, id: string, readBrief: ReadBrief): Promise<HandoverDetail> {
  permit(ctx, 'oncall.read');
  const catalog = await readRoster(ctx.env);
  const handover = await findHandover(ctx.env.databases[ctx.pool], id);
  if (!handover) throw notFound(`Handover ${id}`);
  // Rows already come without facts that name a hidden incident; changes and silences in a hidden environment have no such name.
  const isWhole = (sightOf(ctx.actor)?.hiddenEnvironments ?? []).length === 0;
  const brief = isWhole ? handover.brief : null;
  return detailOf({ ...handover, brief }, { ctx, catalog, brief: brief ?? (await readBrief()) });
}

interface Reader {
  readonly ctx: Ctx;
  readonly catalog: Catalog;
}

export function detailOf(
  handover: StoredHandover,
  { brief, ...reader }: Reader & { brief: Brief },
): HandoverDetail {
  return {
    ...summaryOf(handover, reader),
    note: handover.note,
    brief,
    frozen: handover.brief !== null,
    text: briefText(brief, handover.note),
  };
}

function summaryOf(handover: StoredHandover, { ctx, catalog }: Reader): HandoverSummary {
  const named = (person: string) => ({ person, displayName: personName(catalog, person) });
  const signed = (each: StoredHandover['signature']) => each && { by: each.by, at: each.at.toISOString() };
  const hand = handOf(ctx);
  const mayAct = isOpen(handover) && can(ctx.actor, 'handover.sign');
  const maySignNow = mayAct && !handover.signed && maySign(handover, hand);
  return {
    id: handover.id,
    schedule: handover.schedule,
    scheduleName: titleOf(catalog, handover),
    status: handover.status,
    endsAt: iso(handover.endsAt),
    changeAt: iso(handover.at),
    limitAt: handover.limitAt === null ? null : iso(handover.limitAt),
    outgoing: handover.outgoing.map((name) => named(name)),
    incoming: handover.incoming.map((name) => named(name)),
    late: handover.late,
    signed: signed(handover.signature),
    accepted: signed(handover.acceptance),
    escalatedTo: handover.escalatedTo.map((name) => personName(catalog, name)),
    voidWhy: handover.voidWhy,
    may: {
      note: maySignNow,
      sign: maySignNow,
      accept: mayAct && (handover.signed || handover.status === 'escalated') && mayAccept(handover, hand),
    },
  };
}

/** Leads may sign for others: whoever should have may be away. */
export function handOf({ actor }: Pick<Ctx, 'actor'>): Hand {
  return { person: personOf(actor), standsIn: can(actor, 'catalog.write') };
}
