import { readCatalog, type Catalog } from '#catalog';
import type { Env } from '#platform';

/** What makes incidents, or shows that paging is set up; without any of them nothing is expected to page. */
const inUse = ['Route', 'Check', 'Schedule', 'EscalationPolicy'] as const;

export const nobodyByDefault =
  'No escalation policy is the default one: an incident whose route names no policy pages nobody.';
export const nobodyByDefaultAdvice =
  'Set "default: true" on the policy that takes what nothing else does, with a fallback.';

/** Whether incidents that no route gives a policy page nobody, in a catalog that is in use. */
export function pagesNobodyByDefault(catalog: Catalog): boolean {
  return catalog.defaultPolicy() === undefined && inUse.some((kind) => catalog.list(kind).length > 0);
}

/** What Now says while that is so; null: it is not. */
export async function nobodyByDefaultNotice(env: Env): Promise<string | null> {
  return pagesNobodyByDefault(await readCatalog(env)) ? `${nobodyByDefault} ${nobodyByDefaultAdvice}` : null;
}
