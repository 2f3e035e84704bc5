import { createHash, randomBytes } from 'node:crypto';
import type { Attachment } from '@fieldmarshal/contract/incidents';
import { audit, permit } from '#identity';
import { actorKey, AppError, inTransaction, type Ctx } from '#platform';
import { fileName } from '../core/file-name.ts';
import { sniff } from '../core/sniff.ts';
import { requireIncident } from '../execute.ts';
import { mustWorkOn } from '../sight.ts';
import { attachmentTotals, storeAttachment } from './store.ts';

/** Limits of evidence. Counted with what is there already, so they hold however it is uploaded. */
export const attachmentLimits = {
  bytes: 10 * 1024 * 1024,
  perIncident: 200,
  bytesPerIncident: 200 * 1024 * 1024,
} as const;

interface AddAttachment {
  readonly incidentId: string;
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Keeps a file with an incident; a note then shows it. The bytes decide what it is: pictures, PDF, archives and text are kept, all else is
 * refused. The same file sent twice is kept once.
 */
export async function addAttachment(
  ctx: Ctx,
  { incidentId, name, content }: AddAttachment,
): Promise<Attachment> {
  permit(ctx, 'incident.attach');
  const contentType = checked(content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return inTransaction(ctx, async (tx) => {
    // The lock makes the totals below true until this commits.
    const incident = await requireIncident(tx, incidentId, true);
    mustWorkOn(ctx, incident);
    if (incident.mergedInto !== null)
      throw new AppError(
        'refused',
        `${incidentId} was merged into ${incident.mergedInto}; please go on there.`,
      );
    const totals = await attachmentTotals(tx.db, incidentId);
    if (totals.count >= attachmentLimits.perIncident)
      throw new AppError('refused', `At most ${attachmentLimits.perIncident} files fit into one incident.`);
    if (totals.bytes + content.length > attachmentLimits.bytesPerIncident)
      throw new AppError('too-large', 'The files of one incident may be 200 MiB together.');
    const id = randomBytes(12).toString('hex');
    const file = { id, name: fileName(name), contentType, bytes: content.length };
    const uploadedBy = actorKey(ctx.actor);
    const stored = await storeAttachment(tx.db, {
      ...file,
      incidentId,
      sha256,
      content,
      uploadedBy,
      at: tx.now,
    });
    if (stored.id === id)
      audit(tx, { action: 'incident.attached', subject: incidentId, after: { ...file, sha256 } });
    return stored;
  });
}

function checked(content: Buffer): string {
  if (content.length === 0)
    throw new AppError('invalid', 'file: is empty', { faults: [{ path: 'file', message: 'is empty' }] });
  if (content.length > attachmentLimits.bytes)
    throw new AppError('too-large', 'A file may be 10 MiB at most.');
  const contentType = sniff(content);
  if (contentType === null)
    throw new AppError(
      'unsupported-media-type',
      'Only pictures (PNG, JPEG, GIF, WebP), PDF, ZIP, gzip and plain text can be attached.',
    );
  return contentType;
}
