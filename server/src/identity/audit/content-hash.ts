import { createHash } from 'node:crypto';
import { auditText } from '../core/audit-chain.ts';
import type { StoredAudit } from './store.ts';

/** SHA-256 of what a row says now: what the chain goes over, unless somebody was erased in it. */
export function contentHash(row: StoredAudit): Buffer {
  return createHash('sha256')
    .update(auditText({ ...row, at: row.at.toISOString() }))
    .digest();
}
