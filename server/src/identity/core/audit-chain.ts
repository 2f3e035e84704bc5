import { canonicalJson } from './canonical.ts';

/** What one audit row says; `at` in RFC 3339 UTC with milliseconds. `before` and `after` are null where there was or is nothing. */
export interface AuditContent {
  readonly at: string;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string;
}

/** The text whose SHA-256 stands for the row in the chain: `hash(n) = sha256(hash(n-1) || sha256(auditText(n)))`. */
export function auditText(content: AuditContent): string {
  const { at, actor, actorName, action, subject, before, after, requestId } = content;
  return canonicalJson({ at, actor, actorName, action, subject, before, after, requestId });
}
