import {
  auditExportEnd,
  auditRow,
  hiddenAuditRow,
  type AuditExportEnd,
} from '@fieldmarshal/contract/identity';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditText } from '../core/audit-chain.ts';
import { notedRow, type NotedRow } from './noted-row.ts';

const row = auditRow.extend({ seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });

export interface LinesVerdict {
  readonly entries: number;
  /** Of these rows only the hashes are there: whoever made the export may not see them. */
  readonly hidden: number;
  readonly firstSeq: number;
  readonly headSeq: number;
  readonly headHash: string;
  /** Rows between the first and the last that are not there; both ends included. */
  readonly gaps: readonly Gap[];
  /** The first row of the log, or of what was left of it after its time, is there. */
  readonly fromStart: boolean;
  /** A file that ends as exports do was not cut off. */
  readonly hasEnd: boolean;
  /** Rows of the file tell of erased people: what names them is not what was recorded, and only the server can prove it. */
  readonly hasErasures: boolean;
  readonly broken: { readonly seq: number; readonly why: string } | null;
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface Demand {
  /** No row may be missing from the start on; holds by itself for an export that says so. */
  readonly complete?: boolean;
  /** A row that must be there, such as `812:9f86d0…`. */
  readonly head?: string | undefined;
}

/**
 * Checks rows of the audit log away from the server: JSON lines as an export, or a receiver of the stream, has them, in any order, some
 * of them more than once. Names the first row that is not what was recorded, or is missing where none may be. Throws a sentence where a
 * line is no row.
 */
export async function verifyAuditLines(
  lines: AsyncIterable<string> | Iterable<string>,
  { complete = false, head }: Demand = {},
): Promise<LinesVerdict> {
  const noted = head === undefined ? null : notedRow(head);
  const held = await heldIn(lines);
  const { links, ends, trimmed, twice } = held;
  const seqs = [...links.keys()].sort((a, b) => a - b);
  const firstSeq = seqs[0] ?? 0;
  const headSeq = seqs.at(-1) ?? 0;
  const start = firstSeq === 1 ? noHash : trimmed.get(firstSeq - 1);
  if (start) links.set(firstSeq - 1, { content: null, hash: start });
  const wrong = seqs.find((seq) => !isProven(links, seq));
  const gaps = gapsIn(seqs);
  const rowsSaid = Math.max(0, ...ends.map(({ rows }) => rows));
  const lacks = complete || ends.some((end) => end.complete) ? missing({ firstSeq, gaps, start }) : null;
  return {
    ...{ entries: seqs.length, firstSeq, headSeq, gaps, fromStart: start !== undefined },
    ...{ hidden: held.hidden.size, hasEnd: ends.length > 0, hasErasures: held.hasErasures },
    headHash: links.get(headSeq)?.hash.toString('hex') ?? '',
    broken:
      (twice === null ? null : { seq: twice, why: 'it is there more than once, and not the same' }) ??
      (wrong === undefined
        ? null
        : { seq: wrong, why: 'its content, or the row before it, is not what was recorded' }) ??
      lacks ??
      (rowsSaid > seqs.length
        ? {
            seq: headSeq + 1,
            why: `${rowsSaid - seqs.length} of the ${rowsSaid} rows of the export are missing`,
          }
        : null) ??
      (noted === null ? null : unlike(links, noted)),
  };
}

interface Link {
  /** Null: only its hash is known. */
  readonly content: Buffer | null;
  readonly hash: Buffer;
}

interface Held {
  readonly links: Map<number, Link>;
  readonly ends: AuditExportEnd[];
  /** Last rows that were deleted after their time, with their hashes, as rows of the file record it. */
  readonly trimmed: Map<number, Buffer>;
  readonly hidden: Set<number>;
  hasErasures: boolean;
  twice: number | null;
}

const noHash = Buffer.alloc(32);

async function heldIn(lines: AsyncIterable<string> | Iterable<string>): Promise<Held> {
  const held: Held = {
    ...{ links: new Map(), ends: [], trimmed: new Map(), hidden: new Set() },
    ...{ hasErasures: false, twice: null },
  };
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') hold(held, readLine(line, number));
  }
  return held;
}

function hold(held: Held, said: Line): void {
  if ('end' in said) {
    held.ends.push(said);
    return;
  }
  const { seq } = said;
  const link = linkOf(said);
  const known = held.links.get(seq);
  if (known && !(known.hash.equals(link.hash) && known.content?.equals(link.content ?? noHash) === true))
    held.twice ??= seq;
  held.links.set(seq, link);
  if ('hidden' in said) {
    held.hidden.add(seq);
    return;
  }
  held.hasErasures ||= said.action === 'person.erased';
  const gone = said.action === 'audit.trimmed' ? trimmedRow.safeParse(said.after).data : undefined;
  if (gone) held.trimmed.set(gone.through, Buffer.from(gone.hash, 'hex'));
}

const trimmedRow = z.object({ through: z.number().int(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

function linkOf(said: Exclude<Line, AuditExportEnd>): Link {
  const hash = Buffer.from(said.hash, 'hex');
  if ('hidden' in said) return { content: Buffer.from(said.contentHash, 'hex'), hash };
  const text = auditText({ ...said, before: said.before ?? null, after: said.after ?? null });
  return { content: createHash('sha256').update(text).digest(), hash };
}

function isProven(links: ReadonlyMap<number, Link>, seq: number): boolean {
  const { content = null, hash } = links.get(seq) ?? { hash: noHash };
  const before = links.get(seq - 1)?.hash;
  if (content === null || before === undefined) return true;
  return createHash('sha256').update(before).update(content).digest().equals(hash);
}

function gapsIn(seqs: readonly number[]): Gap[] {
  return seqs.flatMap((seq, at) => {
    const before = seqs[at - 1] ?? seq - 1;
    return before === seq - 1 ? [] : [{ from: before + 1, to: seq - 1 }];
  });
}

function missing({
  firstSeq,
  gaps,
  start,
}: {
  firstSeq: number;
  gaps: readonly Gap[];
  start: Buffer | undefined;
}): LinesVerdict['broken'] {
  if (start === undefined && firstSeq > 1)
    return {
      seq: firstSeq,
      why: 'the rows before it are missing, and no row records that they were deleted after their time',
    };
  const [gap] = gaps;
  return gap ? { seq: gap.from, why: `${gapText(gap)} missing` } : null;
}

function gapText({ from, to }: Gap): string {
  return from === to ? `row ${from} is` : `the rows from ${from} to ${to} are`;
}

function unlike(links: ReadonlyMap<number, Link>, { seq, hash }: NotedRow): LinesVerdict['broken'] {
  const link = links.get(seq);
  if (link === undefined) return { seq, why: 'it was noted elsewhere and is missing' };
  if (link.hash.toString('hex') === hash) return null;
  return { seq, why: 'it is another row than was noted elsewhere under this number' };
}

const anyLine = z.union([auditExportEnd, hiddenAuditRow, row]);
type Line = z.output<typeof anyLine>;

function readLine(line: string, number: number): Line {
  try {
    return anyLine.parse(JSON.parse(line));
  } catch {
    throw new Error(`Line ${number} is no row of the audit log.`);
  }
}
