import type { Exemption } from '@fieldmarshal/contract/readiness';
import { actorName } from '@fieldmarshal/contract';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { endExemptionRow, loadExemptions, storeExemption } from './store/exemption-store.ts';

const longestMs = 366 * 86_400_000;

type Asked = Pick<Exemption, 'product' | 'standard' | 'reason' | 'expiresAt'>;

/** Lets a product go without a standard for a while, at most a year; whoever does it is its approver. Takes the place of an earlier one. */
export async function exemptProduct(ctx: Ctx, asked: Asked): Promise<Exemption> {
  permit(ctx, 'readiness.exempt');
  const { product, standard, expiresAt } = asked;
  const catalog = await readCatalog(ctx.env);
  if (!catalog.get('Product', product)) throw refusal('product', `there is no Product "${product}"`);
  if (!catalog.get('Standard', standard)) throw refusal('standard', `there is no Standard "${standard}"`);
  return inTransaction(ctx, async (tx) => {
    const left = Date.parse(expiresAt) - tx.now.getTime();
    if (left <= 0) throw refusal('expiresAt', 'must lie in the future');
    if (left > longestMs)
      throw refusal('expiresAt', 'must lie within a year: what nobody looks at again is no exemption');
    const exemption = await storeExemption(tx, { ...asked, approvedBy: actorName(ctx.actor) });
    audit(tx, { action: 'readiness.exempted', subject: `Product/${product}`, after: exemption });
    tx.changed('readiness');
    return exemption;
  });
}

export async function endExemption(ctx: Ctx, { id }: { readonly id: string }): Promise<Exemption> {
  permit(ctx, 'readiness.exempt');
  return inTransaction(ctx, async (tx) => {
    const ended = await endExemptionRow(tx, id, actorName(ctx.actor));
    if (!ended) throw notFound('This exemption, or it has ended,');
    audit(tx, { action: 'readiness.exemption-ended', subject: `Product/${ended.product}`, after: ended });
    tx.changed('readiness');
    return ended;
  });
}

/** Those that hold, or all of them with those that are over; the newest first. */
export async function listExemptions(
  ctx: Ctx,
  { all }: { readonly all: boolean },
): Promise<{ items: Exemption[] }> {
  permit(ctx, 'readiness.read');
  return { items: await loadExemptions(ctx.env.databases[ctx.pool], { open: !all }) };
}

function refusal(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}`, { faults: [{ path, message }] });
}
