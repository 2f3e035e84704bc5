import { canonicalJson, canonicalText } from './canonical.ts';

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
  return canonicalJson(partsOf(content));
}

/** The same of what holds nothing but what `plainJson` gave: most of the work of writing a row. */
export function plainAuditText(content: AuditContent): string {
  return canonicalText(partsOf(content));
}

function partsOf(content: AuditContent): AuditContent {
  const { at, actor, actorName, action, subject, before, after, requestId } = content;
  return { at, actor, actorName, action, subject, before, after, requestId };
}
