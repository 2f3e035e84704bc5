import type { Communication, correctLanguagesInput } from '@fieldmarshal/contract/comms';
import type { z } from 'zod';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { aroundOf, correctionOf, storeCorrections } from '../edit.ts';
import { requireCommunication, viewsByIds } from '../read.ts';
import { refuseUnlessOne } from './approve-languages.ts';

/** Drafts the corrections of one message that went out in several languages, to be approved together like any other: all of them, or none. */
export async function correctLanguages(
  ctx: Ctx,
  { messages }: z.output<typeof correctLanguagesInput>,
): Promise<{ items: Communication[] }> {
  permit(ctx, 'communication.edit');
  const each = await Promise.all(
    messages.map(async (input) => ({ input, sent: await requireCommunication(ctx, input.id) })),
  );
  refuseUnlessOne(each.map(({ sent }) => sent));
  const around = await aroundOf(ctx, { incidentId: each[0]?.sent.incidentId ?? null });
  const drafts = each.map(({ input, sent }) => correctionOf(ctx, sent, { input, around }));
  return { items: await viewsByIds(ctx, await storeCorrections(ctx, drafts)) };
}
