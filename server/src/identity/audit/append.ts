import { createHash } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import { actorKey, type Tx } from '#platform';
import { auditText, type AuditContent } from '../core/audit-chain.ts';
import { canonicalJson, plainJson } from '../core/canonical.ts';
import { auditAppended } from './store.ts';

export interface AuditEntry {
  /** `noun.what-happened`, e.g. `incident.resolved`. */
  readonly action: string;
  /** What it happened to, e.g. `INC-42`, `Person/mira`. */
  readonly subject: string;
  /** What changed, as it was and as it is; never a secret. Left out: nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A larger `before` or `after` (UTF-16 units of JSON) is replaced by its size and SHA-256. */
const sideLengthMax = 64 * 1024;

const waiting = new WeakMap<Tx, AuditContent[]>();

/** Records who changed what with the transaction. All entries of a transaction join the chain together, just before its commit. */
export function audit(tx: Tx, entry: AuditEntry): void {
  const content: AuditContent = {
    at: tx.now.toISOString(),
    actor: storable(actorKey(tx.ctx.actor)),
    actorName: storable(actorName(tx.ctx.actor)),
    action: entry.action,
    subject: storable(entry.subject),
    before: side(entry.before),
    after: side(entry.after),
    requestId: storable(tx.ctx.requestId),
  };
  const entries = waiting.get(tx);
  if (entries) {
    entries.push(content);
    return;
  }
  const first = [content];
  waiting.set(tx, first);
  tx.atCommit(() =>
    auditAppended(first.map((each) => ({ ...each, contentHash: sha256Hex(auditText(each)) }))),
  );
}

function side(value: unknown): unknown {
  if (value === undefined) return null;
  const text = canonicalJson(value);
  if (text.length <= sideLengthMax) return plainJson(value);
  return { leftOut: 'too large for the audit log', length: text.length, sha256: sha256Hex(text) };
}

function storable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
