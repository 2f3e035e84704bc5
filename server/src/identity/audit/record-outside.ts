import { createHash, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { connectTo, type Connection } from '#platform';
import { auditText } from '../core/audit-chain.ts';
import { plainJson } from '../core/canonical.ts';
import type { AuditEntry } from './append.ts';

/** Records what an operator did with the command on this machine, past a running server. */
export async function recordOutside(connection: Connection, entry: AuditEntry): Promise<void> {
  const content = {
    ...{
      at: new Date().toISOString(),
      actor: 'system:operator',
      actorName: `operator ${userInfo().username}`,
    },
    ...{ action: entry.action, subject: entry.subject, requestId: `command-${randomUUID()}` },
    ...{ before: plainJson(entry.before), after: plainJson(entry.after) },
  };
  const row = {
    ...{ at: content.at, actor: content.actor, actor_name: content.actorName, action: content.action },
    ...{
      subject: content.subject,
      before: content.before,
      after: content.after,
      request_id: content.requestId,
    },
    content_hash: createHash('sha256').update(auditText(content)).digest('hex'),
  };
  const client = await connectTo(connection, 'fieldmarshal command');
  try {
    await client.query('select audit_append($1::jsonb)', [JSON.stringify([row])]);
  } finally {
    await client.end();
  }
}
