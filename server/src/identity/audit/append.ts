import { createHash, randomBytes } from 'node:crypto';
import { actorName } from '@fieldmarshal/contract';
import { sql } from 'kysely';
import { actorKey, advisoryLock, type Tx } from '#platform';
import { plainAuditText, type AuditContent } from '../core/audit-chain.ts';
import { canonicalText, plainJson } from '../core/canonical.ts';
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

type Hashed = AuditContent & { readonly contentHash: string };

const waiting = new WeakMap<Tx, Hashed[]>();

/** Records who changed what with the transaction. All entries of a transaction join the chain together, just before its commit. */
export function audit(tx: Tx, entry: AuditEntry): void {
  const content = withHash(contentOf(tx, entry));
  const entries = waiting.get(tx);
  if (entries) {
    entries.push(content);
    return;
  }
  const first = [content];
  waiting.set(tx, first);
  tx.atCommit(() => auditAppended(first));
}

/** Takes the chain's lock until the transaction ends: nobody else adds to it meanwhile. */
export async function lockChain(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLock.audit})`.execute(tx.db);
}

/** Records at once, under the lock of {@link lockChain}, and gives the number of the row. For what must name it; everything else waits for the commit. */
export async function auditNow(tx: Tx, entry: AuditEntry): Promise<number> {
  await auditAppended([withHash(contentOf(tx, entry))]).execute(tx.db);
  const { rows } = await sql<{ seq: number }>`select max(seq) as seq from audit`.execute(tx.db);
  return rows[0]?.seq ?? 0;
}

function withHash(content: AuditContent): Hashed {
  return { ...content, contentHash: sha256Hex(plainAuditText(content)) };
}

function contentOf(tx: Tx, entry: AuditEntry): AuditContent {
  return {
    at: tx.now.toISOString(),
    actor: storable(actorKey(tx.ctx.actor)),
    actorName: storable(actorName(tx.ctx.actor)),
    action: storable(entry.action),
    subject: storable(entry.subject),
    before: side(entry.before),
    after: side(entry.after),
    requestId: storable(unguessable(tx.ctx)),
  };
}

/** An export gives the hash of rows that its reader may not see: what they say must not be found by trying. A request has a random id; jobs do not. */
function unguessable({ actor, requestId }: Tx['ctx']): string {
  return actor.kind === 'system' ? `${requestId} ${randomBytes(8).toString('hex')}` : requestId;
}

function side(value: unknown): unknown {
  if (value === undefined) return null;
  const plain = plainJson(value);
  // The order of keys does not change the length.
  if (JSON.stringify(plain).length <= sideLengthMax) return plain;
  const text = canonicalText(plain);
  return { leftOut: 'too large for the audit log', length: text.length, sha256: sha256Hex(text) };
}

function storable(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
