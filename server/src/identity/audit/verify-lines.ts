import { auditRow } from '@fieldmarshal/contract/identity';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { auditText } from '../core/audit-chain.ts';

const row = auditRow.extend({ seq: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });

export interface LinesVerdict {
  readonly entries: number;
  readonly firstSeq: number;
  readonly headSeq: number;
  readonly headHash: string;
  /** Rows that cannot be proven because the row before them is not there. The first row of a log is proven by itself. */
  readonly unproven: readonly number[];
  /** Rows of the file tell of erased people: what names them is not what was recorded, and only the server can prove it. */
  readonly hasErasures: boolean;
  readonly broken: { readonly seq: number; readonly why: string } | null;
}

interface Link {
  readonly content: Buffer;
  readonly hash: Buffer;
}

/**
 * Checks rows of the audit log away from the server: JSON lines as an export, or a receiver of the stream, has them, in any order, some
 * of them more than once. Names the first row that is not what was recorded. Throws a sentence where a line is no row.
 */
export async function verifyAuditLines(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<LinesVerdict> {
  const links = new Map<number, Link>();
  let number = 0;
  let hasErasures = false;
  let twice: number | null = null;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const { seq, hash, ...content } = readRow(line, number);
    hasErasures ||= content.action === 'person.erased';
    const text = auditText({ ...content, before: content.before ?? null, after: content.after ?? null });
    const link = { content: createHash('sha256').update(text).digest(), hash: Buffer.from(hash, 'hex') };
    const known = links.get(seq);
    if (known !== undefined && !(known.hash.equals(link.hash) && known.content.equals(link.content)))
      twice ??= seq;
    links.set(seq, link);
  }
  const seqs = [...links.keys()].sort((a, b) => a - b);
  const unproven = seqs.filter((seq) => seq > 1 && !links.has(seq - 1));
  const headSeq = seqs.at(-1) ?? 0;
  const wrong = seqs.find((seq) => !isProven(links, seq));
  return {
    ...{ entries: links.size, firstSeq: seqs[0] ?? 0, headSeq, unproven, hasErasures },
    headHash: links.get(headSeq)?.hash.toString('hex') ?? '',
    broken:
      twice !== null
        ? { seq: twice, why: 'it is there more than once, and not the same' }
        : wrong === undefined
          ? null
          : { seq: wrong, why: 'its content, or the row before it, is not what was recorded' },
  };
}

function isProven(links: ReadonlyMap<number, Link>, seq: number): boolean {
  const link = links.get(seq);
  const before = seq === 1 ? Buffer.alloc(32) : links.get(seq - 1)?.hash;
  if (link === undefined || before === undefined) return true;
  return createHash('sha256').update(before).update(link.content).digest().equals(link.hash);
}

function readRow(line: string, number: number): z.output<typeof row> {
  try {
    return row.parse(JSON.parse(line));
  } catch {
    throw new Error(`Line ${number} is no row of the audit log.`);
  }
}
