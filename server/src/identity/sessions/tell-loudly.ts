import type { Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { breakGlassUsed } from '../facts.ts';

/** An emergency account goes past the provider, so everybody who keeps this installation shall know. */
export function tellLoudly(
  tx: Tx,
  { person, displayName, address }: { person: string; displayName: string; address: string },
): void {
  tx.ctx.env.log.warn({ person, address }, 'an emergency account was used');
  audit(tx, { action: 'session.break-glass', subject: `Person/${person}`, after: { address } });
  tx.emit(breakGlassUsed, person, { person, displayName, address });
}
