import type { ErasurePlan } from '@fieldmarshal/contract/privacy';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { addressesOf } from './addresses.ts';
import { attachmentsAbout } from './attachments.ts';
import { loadErasure, shownErasure } from './erasure-store.ts';
import { hindrancesOf } from './hindrances.ts';

/** What stands against erasing the person now, in sentences that say what to do, and in which files they are; of an erasure that was asked for, how it goes. */
export async function planErasure(ctx: Ctx, { person }: { person: string }): Promise<ErasurePlan> {
  permit(ctx, 'identity.manage');
  const asked = await loadErasure(ctx.env.databases.worker, person);
  if (asked !== null) {
    const { doneAt, label, who } = asked;
    const over = doneAt === null ? [] : [`${label} is erased already.`];
    return {
      ...{ person, displayName: who?.displayName ?? label, hindrances: over, attachments: null },
      erasure: shownErasure(asked),
    };
  }
  const row = await ctx.env.databases[ctx.pool]
    .selectFrom('account')
    .select('display_name')
    .where('person', '=', person)
    .executeTakeFirst();
  if (row === undefined) throw notFound(`The account ${person}`);
  const displayName = row.display_name;
  const addresses = await addressesOf(ctx, person);
  return {
    ...{ person, displayName, hindrances: await hindrancesOf(ctx, person, displayName), erasure: null },
    attachments: await attachmentsAbout(ctx.env.databases.worker, {
      ...{ person, displayName, addresses },
      ...{ pseudonym: 'erased', label: 'Erased person' },
    }),
  };
}
