import type { RunbookFile } from '@fieldmarshal/contract/knowledge';
import { readCatalog, readMarkdown, type Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { headOf } from '../core/head.ts';

/** What a Markdown file says of itself, as `apply` would read it; nothing is stored. Never refuses a file for its head: what it cannot take is told. */
export async function readRunbookFile(ctx: Ctx, { text }: { readonly text: string }): Promise<RunbookFile> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const { head, text: body, fault } = readMarkdown(text);
  const read = headOf(
    { head, fault },
    {
      productOf: (given) => catalog.productByAlias(given)?.name ?? null,
      checkOf: (given) => checkNamed(catalog, given),
    },
  );
  return { ...read, text: body === '' ? read.text : body, hasHead: head !== null || fault !== null };
}

function checkNamed(catalog: Catalog, given: string): string | null {
  const wanted = given.trim().toLowerCase();
  const check = catalog
    .list('Check')
    .find(({ name, spec }) => [name, spec.displayName ?? name].some((each) => each.toLowerCase() === wanted));
  return check?.name ?? null;
}
