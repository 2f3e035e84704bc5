/**
 * The ranks of the server's folders, lowest first. A folder may import folders of lower ranks only, through `#name` (its `index.ts`).
 * What must go sideways or up is a fact: the verb emits it, `app/reactions/` maps it to a verb.
 */
export const ranks: readonly (readonly string[])[] = [
  ['platform'],
  ['identity'],
  ['catalog'],
  ['delivery'],
  ['signals', 'oncall', 'incidents'],
  ['checks'],
  ['localisation'],
  ['impact'],
  ['comms'],
  ['knowledge'],
  ['assist'],
  ['readiness', 'insights', 'tickets'],
  ['training'],
  ['relay'],
  ['app'],
];

/** The folders that `folder` may not import, itself included: inside a folder imports are relative. */
export function forbiddenImports(folder: string): string[] {
  const rank = ranks.findIndex((names) => names.includes(folder));
  if (rank < 0) throw new Error(`${folder} has no rank in architecture.ts`);
  return ranks.slice(rank).flat();
}

export function allowedImports(folder: string): string[] {
  const rank = ranks.findIndex((names) => names.includes(folder));
  return ranks.slice(0, Math.max(rank, 0)).flat();
}
