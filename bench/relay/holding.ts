import type { Env } from '../../server/src/platform/index.ts';

/** The keys that a query gives. */
export async function holding({ databases }: Env, query: string): Promise<string[]> {
  const { rows } = await databases.pools.web.query<{ k: string }>(query);
  return rows.map(({ k }) => k);
}
