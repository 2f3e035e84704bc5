import type { HitState, ImpactKind, ImpactRecord, ImpactRow } from '@fieldmarshal/contract/impact';
import type { Incident } from '@fieldmarshal/contract/incidents';
import { readCatalog } from '#catalog';
import { decideImpact, keepSeverity, setDataLoss, setSeverity, setWorkaround } from '#incidents';
import { permit } from '#identity';
import { AppError, type Ctx } from '#platform';
import { keyOf } from './core/record/row.ts';
import { hitStateOf } from './core/record/hit-state.ts';
import { asPage, readImpact } from './read/read-impact.ts';

interface Decide {
  readonly id: string;
  readonly decision: 'confirm' | 'reject' | 'clear';
  readonly rows: readonly { readonly kind: ImpactKind; readonly name: string }[];
  readonly reason: string;
}

const words = { confirm: 'confirmed', reject: 'rejected', clear: 'cleared' } as const;

/** Confirms or rejects what is listed, exactly the rows that were named. What is no longer listed is passed over, unless nothing is left. */
export async function decideRows(ctx: Ctx, { id, decision, rows, reason }: Decide): Promise<ImpactRecord> {
  permit(ctx, 'incident.impact');
  const record = await readImpact(ctx, { id });
  const listed = new Map(record.rows.map((row) => [keyOf(row), row]));
  const found = rows.flatMap((row) => listed.get(keyOf(row)) ?? []);
  if (found.length === 0)
    throw new AppError('refused', 'None of these is on the impact list any more; look at it again.');
  const after = await decideImpact(ctx, {
    id,
    reason,
    rows: found.map((row) => ({ ...named(row), state: hitStateOf(row.state), decision: words[decision] })),
  });
  return pageAfter(ctx, after);
}

function named({ kind, name, title }: ImpactRow) {
  return { kind, name, title };
}

interface Add {
  readonly id: string;
  readonly kind: ImpactKind;
  readonly name: string;
  readonly state: HitState;
  readonly reason: string;
}

const objectKinds = {
  workflow: 'Workflow',
  application: 'Application',
  environment: 'Environment',
  customer: 'Customer',
} as const;

/** Adds what the assessment does not list. It must be in the catalog: what nobody knows cannot be counted or named. */
export async function addRow(ctx: Ctx, { id, kind, name, state, reason }: Add): Promise<ImpactRecord> {
  permit(ctx, 'incident.impact');
  const object = (await readCatalog(ctx.env)).find(objectKinds[kind], name);
  if (object === undefined)
    throw new AppError('invalid', `The catalog has no ${kind} "${name}".`, {
      faults: [{ path: 'name', message: `there is no ${kind} "${name}"` }],
    });
  const title = object.spec.displayName ?? name;
  const after = await decideImpact(ctx, {
    id,
    reason,
    rows: [{ kind, name, title, state, decision: 'added' }],
  });
  return pageAfter(ctx, after);
}

export async function sayDataLoss(
  ctx: Ctx,
  { id, lost, reason }: { readonly id: string; readonly lost: boolean; readonly reason?: string | undefined },
): Promise<ImpactRecord> {
  const after = await setDataLoss(ctx, { id, lost, reason: reason ?? '' });
  return pageAfter(ctx, after);
}

/** Says what users can do meanwhile; drafts in that language tell it. */
export async function sayWorkaround(
  ctx: Ctx,
  said: { readonly id: string; readonly language: string; readonly text: string },
): Promise<ImpactRecord> {
  const after = await setWorkaround(ctx, said);
  return pageAfter(ctx, after);
}

/** Sets the severity that is proposed, for the reason it was proposed for. Refused where nothing is proposed. */
export async function acceptSeverity(ctx: Ctx, { id }: { readonly id: string }): Promise<ImpactRecord> {
  permit(ctx, 'incident.severity');
  const { proposal } = await readImpact(ctx, { id });
  if (proposal === null) throw new AppError('refused', 'No severity is proposed at the moment.');
  const after = await setSeverity(ctx, {
    id,
    severity: proposal.severity,
    reason: `as proposed: ${proposal.reason}`,
  });
  return pageAfter(ctx, after);
}

export async function declineSeverity(
  ctx: Ctx,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<ImpactRecord> {
  const after = await keepSeverity(ctx, { id, reason });
  return pageAfter(ctx, after);
}

/** Every command answers with what is so after it, and how it is taken back. */
async function pageAfter(ctx: Ctx, { id, seq, recent }: Incident): Promise<ImpactRecord> {
  const last = recent.find((action) => action.seq === seq);
  return { ...asPage(await readImpact(ctx, { id })), undo: last?.undoable === true ? last.seq : null };
}
