import type { Template } from './choose-template.ts';
import { draftMessage } from './draft.ts';
import { barest } from './try-template.ts';

/**
 * What keeps a message from being sent that names an application, or a place, so: one sentence each, none where nothing does. A public name is
 * in every message about it, and whoever approves at night can change neither. Pure.
 */
export function tryName(
  publicName: string,
  { as, shipped }: { readonly as: 'application' | 'place'; readonly shipped: readonly Template[] },
): string[] {
  const evidence = 'a trial';
  const named =
    as === 'application'
      ? { apps: [{ ref: 'trial', publicName, state: 'down' as const, evidence }] }
      : { scope: { value: publicName, evidence } };
  const { findings } = draftMessage(
    {
      ...barest(),
      ...named,
      stage: 'investigating',
      language: 'en',
      audience: 'customers',
      channel: 'full',
    },
    { shipped },
  );
  return [...new Set(findings.flatMap(({ level, message }) => (level === 'blocking' ? message : [])))];
}
