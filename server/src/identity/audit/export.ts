import type { AuditExportEnd, AuditFilter, AuditRow, HiddenAuditRow } from '@fieldmarshal/contract/identity';
import type { Ctx } from '#platform';
import { permit } from '../permit.ts';
import { contentHash } from './content-hash.ts';
import { recordedHashes } from './erasure-proof.ts';
import { showAudit } from './read.ts';
import { loadAudit, loadNumbers, loadRows, searchFloor } from './store.ts';

const exportBatch = 500;

type Line = AuditRow | HiddenAuditRow;

interface Part {
  readonly part: Line[];
  /** What is left has lower numbers; null: nothing is. */
  readonly next: number | null;
}

/**
 * Every row that fits, newest first, as JSON lines; read in batches while it is sent. Without a filter it is the whole chain: of a row
 * that whoever asks may not see there are the hashes, so that a row taken out of the file later leaves a hole. The last line says that
 * nothing was cut off.
 */
export async function* exportAudit(ctx: Ctx, filter: AuditFilter): AsyncGenerator<string> {
  permit(ctx, 'audit.read');
  const complete = Object.values(filter).every((condition) => condition === undefined);
  let before: number | null = null;
  let rows = 0;
  for (;;) {
    const { part, next }: Part = complete
      ? await wholePart(ctx, before)
      : await fittingPart(ctx, filter, before);
    rows += part.length;
    if (part.length > 0) yield part.map(asLine).join('');
    if (next === null) break;
    before = next;
  }
  yield asLine({ end: true, complete, rows });
}

function asLine(said: Line | AuditExportEnd): string {
  return `${JSON.stringify(said)}\n`;
}

async function fittingPart(ctx: Ctx, filter: AuditFilter, before: number | null): Promise<Part> {
  const db = ctx.env.databases[ctx.pool];
  const floor = await searchFloor(db, { filter, before });
  const rows = await loadAudit(db, { filter, before, floor, limit: exportBatch });
  const isFull = rows.length === exportBatch;
  return { part: rows.map(showAudit), next: isFull ? (rows.at(-1)?.seq ?? null) : floor || null };
}

async function wholePart(ctx: Ctx, before: number | null): Promise<Part> {
  // Only the worker's connections see the whole chain; what rows say is read with the sight of whoever asks.
  const all = ctx.env.databases.worker;
  const seqs = await loadNumbers(all, before, exportBatch);
  const rows = await loadAudit(ctx.env.databases[ctx.pool], { filter: {}, before, limit: seqs.length });
  const seen = new Map(rows.map((row) => [row.seq, showAudit(row)]));
  const hidden = seqs.filter((seq) => !seen.has(seq));
  const stubs = new Map((await hiddenRows(ctx, hidden)).map((stub) => [stub.seq, stub]));
  const part = seqs.flatMap((seq) => seen.get(seq) ?? stubs.get(seq) ?? []);
  return { part, next: seqs.at(-1) ?? null };
}

async function hiddenRows(ctx: Ctx, seqs: readonly number[]): Promise<HiddenAuditRow[]> {
  if (seqs.length === 0) return [];
  const all = ctx.env.databases.worker;
  const recorded = await recordedHashes(all, seqs);
  return (await loadRows(all, seqs)).map((row) => ({
    ...{ seq: row.seq, hidden: true },
    ...{ contentHash: (recorded.get(row.seq) ?? contentHash(row)).toString('hex') },
    ...{ hash: row.hash.toString('hex') },
  }));
}
