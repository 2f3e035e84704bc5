import { readCatalog } from '#catalog';
import type { Env } from '#platform';
import { nobodyByDefault, nobodyByDefaultAdvice, pagesNobodyByDefault } from '../watch/nobody-by-default.ts';
import { notChecked, ok, warning, type Finding } from './core/finding.ts';

/** Whether somebody is paged for what nothing else takes. */
export async function examineDefaultPolicy(env: Env): Promise<Finding> {
  const subject = 'default policy';
  const catalog = await readCatalog(env);
  const policy = catalog.defaultPolicy();
  if (policy !== undefined)
    return ok(subject, `What no route gives another policy is paged by ${policy.name}.`);
  return pagesNobodyByDefault(catalog)
    ? warning(subject, nobodyByDefault, nobodyByDefaultAdvice)
    : notChecked(subject, 'The catalog has nothing that pages yet.');
}
